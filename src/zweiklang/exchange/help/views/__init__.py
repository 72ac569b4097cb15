"""Pages of confidential help, and those on which the list of helpers is kept."""
