"""Writes of offices: one function = one use case = one transaction."""
