"""The only door to privacy."""

__all__ = ()
