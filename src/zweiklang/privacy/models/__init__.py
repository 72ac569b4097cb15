"""Tables of data protection, one module for each concern."""

from zweiklang.privacy.models.rights import Erasure, ParentChoice, ParentsInformed, RegisterName, RightsRequest

__all__ = [
    "Erasure",
    "ParentChoice",
    "ParentsInformed",
    "RegisterName",
    "RightsRequest",
]
