"""Rooms, memberships, and the rules from which they follow."""

from zweiklang.rooms.models.rooms import Membership, Room, RoomRow
from zweiklang.rooms.models.rules import (
    Consent,
    EmergencyBrake,
    Jurisdiction,
    ReleaseDecision,
    Restriction,
    RulesApplied,
)

__all__ = [
    "Consent",
    "EmergencyBrake",
    "Jurisdiction",
    "Membership",
    "ReleaseDecision",
    "Restriction",
    "Room",
    "RoomRow",
    "RulesApplied",
]
