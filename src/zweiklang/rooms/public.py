"""The only door to rooms."""

from zweiklang.kernel.acting import as_person, as_system
from zweiklang.rooms.addresses import room_url
from zweiklang.rooms.consents import consent_text, give_consent, withdraw_consent
from zweiklang.rooms.history import tracked
from zweiklang.rooms.looked import (
    LookDays,
    Looked,
    LookFilter,
    days_looked,
    days_with_looks,
    looks_between,
    rooms_looked_at,
    who_looked,
)
from zweiklang.rooms.looks import forget_looks, note_look, note_people, noting_looks, write_looks
from zweiklang.rooms.models import (
    Consent,
    EmergencyBrake,
    Jurisdiction,
    Membership,
    ReleaseDecision,
    Restriction,
    Room,
    RoomRow,
)
from zweiklang.rooms.policies import apply_policies, reading_condition, secured_models, unprotected_tables
from zweiklang.rooms.policy_drift import drifted_tables, outdated_tables, triggers_can_be_ignored
from zweiklang.rooms.previewing import seeing_as
from zweiklang.rooms.release_rules import RULES, CapacityRule, capacity_label
from zweiklang.rooms.rules.book import Place, read_book
from zweiklang.rooms.rules.braking import ask_for_release, pull_brake, release_brake
from zweiklang.rooms.rules.cells import CAPACITIES as RULING_CAPACITIES
from zweiklang.rooms.rules.cells import (
    CLASS_CATEGORIES,
    STATE_LABELS,
    Category,
    Cell,
    State,
    law_url,
    ruling_capacity,
)
from zweiklang.rooms.rules.cells import categories as rule_categories
from zweiklang.rooms.rules.cells import cells as rule_cells
from zweiklang.rooms.rules.cells import choices as rule_choices
from zweiklang.rooms.rules.deciding import Proposal, allowed_states
from zweiklang.rooms.rules.deciding import decide as decide_release
from zweiklang.rooms.rules.deciding import effect as effect_of_release
from zweiklang.rooms.rules.opening import opened_in_class
from zweiklang.rooms.rules.policy import BRAKEABLE, is_land, may_consent, may_pull, may_release
from zweiklang.rooms.rules.policy import may_decide as may_decide_release
from zweiklang.rooms.rules.recomputing import Effect, recompute_if_rules_changed
from zweiklang.rooms.rules.recomputing import recompute as recompute_memberships
from zweiklang.rooms.rules.resolution import keeps as rule_keeps
from zweiklang.rooms.rules.restricting import is_restricted, lift_restriction, restrict_person
from zweiklang.rooms.rules.writing import alone_with_the_rules
from zweiklang.rooms.scopes import LABELS, Scope
from zweiklang.rooms.security import ListedRows, OwnRows, RoomSecurity, in_my_rooms, since_rules_opened
from zweiklang.rooms.selectors import (
    Braked,
    Member,
    Standing,
    carries_in_team,
    first_visible_day,
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
from zweiklang.rooms.tabs import (
    Button,
    Remark,
    Tab,
    add_button,
    add_remark,
    add_tab,
    brake_notice,
    page_buttons,
    room_remarks,
    room_tabs,
    shown_pages,
)

__all__ = [
    "BRAKEABLE",
    "CLASS_CATEGORIES",
    "LABELS",
    "RULES",
    "RULING_CAPACITIES",
    "STATE_LABELS",
    "Braked",
    "Button",
    "CapacityRule",
    "Category",
    "Cell",
    "Claim",
    "Consent",
    "Effect",
    "EmergencyBrake",
    "Jurisdiction",
    "ListedRows",
    "LookDays",
    "LookFilter",
    "Looked",
    "Member",
    "Membership",
    "OwnRows",
    "Place",
    "Proposal",
    "ReleaseDecision",
    "Remark",
    "Restriction",
    "Room",
    "RoomRow",
    "RoomSecurity",
    "Scope",
    "Standing",
    "State",
    "Tab",
    "add_button",
    "add_remark",
    "add_tab",
    "allowed_states",
    "alone_with_the_rules",
    "apply_policies",
    "as_person",
    "as_system",
    "ask_for_release",
    "brake_notice",
    "capacity_label",
    "carries_in_team",
    "consent_text",
    "days_looked",
    "days_with_looks",
    "decide_release",
    "drifted_tables",
    "effect_of_release",
    "first_visible_day",
    "forget_looks",
    "give_consent",
    "in_my_rooms",
    "is_land",
    "is_restricted",
    "law_url",
    "lift_restriction",
    "looks_between",
    "may_consent",
    "may_decide_release",
    "may_pull",
    "may_release",
    "members_of",
    "my_standings",
    "note_look",
    "note_people",
    "noting_looks",
    "open_room",
    "opened_in_class",
    "outdated_tables",
    "page_buttons",
    "pull_brake",
    "read_book",
    "reading_condition",
    "recompute_if_rules_changed",
    "recompute_memberships",
    "release_brake",
    "replace_all_memberships",
    "replace_in_rooms",
    "replace_memberships",
    "restrict_person",
    "room_remarks",
    "room_tabs",
    "room_url",
    "rooms_looked_at",
    "rule_categories",
    "rule_cells",
    "rule_choices",
    "rule_keeps",
    "ruling_capacity",
    "secured_models",
    "seeing_as",
    "shown_pages",
    "since_rules_opened",
    "standing_in",
    "team_room",
    "team_standing",
    "tracked",
    "triggers_can_be_ignored",
    "unprotected_tables",
    "who_looked",
    "withdraw_consent",
    "write_looks",
]
