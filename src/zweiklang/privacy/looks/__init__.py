"""Who looked at one's own data: one page, for the person concerned alone."""
