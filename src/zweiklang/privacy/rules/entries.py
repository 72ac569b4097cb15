"""Where the pages of rules are found: a tab of organisations and classes."""

from zweiklang.rooms.public import Scope, Tab, add_tab

READERS = frozenset({"head_of_school", "school_office", "training_manager", "trainer", "land"})


def add_entries() -> None:
    """Rooms of organisations have the tab for those who lead them, classes for their teachers."""
    add_tab(
        "team",
        Tab("rules", "Regeln", "lock", "privacy:rules_room", Scope.MEMBERS, place=65, capacities=READERS),
    )
    add_tab("class", Tab("rules", "Regeln", "lock", "privacy:rules_room", Scope.MEMBERS, place=80))
