"""Where the list of helpers is kept: a tab of schools and chambers, a page for the Land; counsellors find their own cases beside their work."""

from zweiklang.exchange.help.telling import KIND
from zweiklang.exchange.notices.kinds import add_kind
from zweiklang.kernel.navigation import Duty, add_duty
from zweiklang.rooms.public import Scope, Tab, add_tab

KEEPERS = frozenset({"head_of_school", "school_office", "chamber_adviser"})


def add_tabs() -> None:
    """Offices have "Beratung", the Land "Beratungsstellen", counsellors "Nachrichten an Sie"; whoever is asked or answered hears of it."""
    add_kind(KIND)
    add_tab(
        "team",
        Tab("help", "Beratung", "people", "exchange:office_contacts", Scope.ADMINISTRATION, 36, KEEPERS),
    )
    add_duty(
        Duty(
            "land",
            "Beratungsstellen",
            "Wer Auszubildende vertraulich berät (QuABB)",
            "exchange:land_contacts",
        )
    )
    add_duty(
        Duty(
            "counsellor",
            "Nachrichten an Sie",
            "Was Ihnen Auszubildende vertraulich schreiben",
            "exchange:help_come",
        )
    )
