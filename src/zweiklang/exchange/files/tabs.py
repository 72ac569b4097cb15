"""The tab "Dateien" in rooms of apprenticeships."""

from zweiklang.rooms.public import Scope, Tab, add_tab

TAB = "room_files"


def add_tabs() -> None:
    """Whoever sees talks and agreements of an apprenticeship sees its files."""
    add_tab(
        "apprenticeship",
        Tab(TAB, "Dateien", "drive-folder-upload", "exchange:room_files", Scope.DEVELOPMENT, place=58),
    )
