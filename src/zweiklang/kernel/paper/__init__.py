"""Paper: PDF/A-3a and PDF/UA-1 set by typst with our own fonts, and which characters those can draw."""
