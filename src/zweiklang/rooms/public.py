"""The only door to rooms."""

from zweiklang.kernel.acting import as_person, as_system
from zweiklang.rooms.addresses import room_url
from zweiklang.rooms.history import tracked
from zweiklang.rooms.models import Membership, Room, RoomRow
from zweiklang.rooms.policies import apply_policies, secured_models, unprotected_tables
from zweiklang.rooms.release_rules import RULES, ReleaseRule, capacity_label
from zweiklang.rooms.scopes import LABELS, Scope
from zweiklang.rooms.security import OwnRows, RoomSecurity, in_my_rooms
from zweiklang.rooms.selectors import (
    Member,
    Standing,
    carries_in_team,
    members_of,
    my_standings,
    standing_in,
    team_standing,
)
from zweiklang.rooms.services import (
    Claim,
    open_room,
    replace_all_memberships,
    replace_in_rooms,
    replace_memberships,
    team_room,
)
from zweiklang.rooms.tabs import Button, Tab, add_button, add_tab, page_buttons, room_tabs

__all__ = [
    "LABELS",
    "RULES",
    "Button",
    "Claim",
    "Member",
    "Membership",
    "OwnRows",
    "ReleaseRule",
    "Room",
    "RoomRow",
    "RoomSecurity",
    "Scope",
    "Standing",
    "Tab",
    "add_button",
    "add_tab",
    "apply_policies",
    "as_person",
    "as_system",
    "capacity_label",
    "carries_in_team",
    "in_my_rooms",
    "members_of",
    "my_standings",
    "open_room",
    "page_buttons",
    "replace_all_memberships",
    "replace_in_rooms",
    "replace_memberships",
    "room_tabs",
    "room_url",
    "secured_models",
    "standing_in",
    "team_room",
    "team_standing",
    "tracked",
    "unprotected_tables",
]
