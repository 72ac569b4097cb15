"""The only door to interfaces."""

from zweiklang.interfaces.recognising import read_contracts, read_roster

__all__ = ["read_contracts", "read_roster"]
