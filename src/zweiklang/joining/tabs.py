"""The tabs of those who invite and answer reports."""

from zweiklang.rooms.public import Scope, Tab, add_tab

# Everybody who keeps an organisation but the Land, which invites nobody.
INVITING = frozenset({"head_of_school", "school_office", "training_manager", "chamber_adviser"})
CHAMBER = frozenset({"chamber_adviser"})
WRITES = Scope.ADMINISTRATION_WRITE


def add_tabs() -> None:
    """The rooms of organisations have tabs for invitations, reports and, in a chamber, its files."""
    for tab in (
        Tab("invitations", "Einladungen", "mail", "joining:invitations", WRITES, 25, INVITING),
        Tab("reports", "Meldungen", "checklist", "joining:reports", WRITES, 28, INVITING),
        Tab("chamber_files", "Dateien", "drive-folder-upload", "joining:chamber_files", WRITES, 44, CHAMBER),
    ):
        add_tab("team", tab)
