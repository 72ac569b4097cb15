"""The only door to schedule."""

__all__ = ()
