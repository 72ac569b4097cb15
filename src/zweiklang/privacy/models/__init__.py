"""Tables of data protection, one module for each concern."""
