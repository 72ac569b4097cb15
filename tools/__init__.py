"""Programs for whoever works on this checkout; `python -m tools.NAME` runs one. They import nothing of the product unless they say so."""
