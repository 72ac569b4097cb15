"""Where the pages of rights are found: one's own account, and the rooms of organisations."""

from zweiklang.kernel.navigation import add_account_page
from zweiklang.rooms.public import Scope, Tab, add_tab


def add_entries() -> None:
    """One's own account has the tab "Meine Rechte"; organisations have their requests, heads of school the parents of adults."""
    add_account_page("Meine Rechte", url_name="privacy:rights_index")
    requests = Tab("requests", "Anträge", "mail", "privacy:rights_desk", Scope.ADMINISTRATION_WRITE, place=70)
    add_tab("team", requests)
    heads = frozenset({"head_of_school"})
    parents = Tab(
        "parents",
        "Eltern ab 18",
        "people",
        "privacy:rights_parents",
        Scope.ADMINISTRATION,
        place=72,
        capacities=heads,
    )
    add_tab("team", parents)
