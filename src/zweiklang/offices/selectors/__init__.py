"""Reads of offices. Row-level security lets through what the person may see."""
