"""The only door to interfaces."""

from zweiklang.interfaces.chambers.register import read_register
from zweiklang.interfaces.chambers.responsibilities import read_responsibilities
from zweiklang.interfaces.recognising import read_contracts, read_roster

__all__ = ["read_contracts", "read_register", "read_responsibilities", "read_roster"]
