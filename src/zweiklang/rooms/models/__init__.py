"""Rooms, memberships, and the rules from which they follow."""

from zweiklang.rooms.models.looks import Look
from zweiklang.rooms.models.rooms import KEPT_MONTHS, Membership, Room, RoomRow
from zweiklang.rooms.models.rules import (
    Consent,
    EmergencyBrake,
    Jurisdiction,
    ReleaseDecision,
    Restriction,
    RulesApplied,
)

__all__ = [
    "KEPT_MONTHS",
    "Consent",
    "EmergencyBrake",
    "Jurisdiction",
    "Look",
    "Membership",
    "ReleaseDecision",
    "Restriction",
    "Room",
    "RoomRow",
    "RulesApplied",
]
