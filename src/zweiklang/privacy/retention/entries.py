"""Where the pages of retention are found."""

from zweiklang.kernel.navigation import Duty, add_account_page, add_duty


def add_entries() -> None:
    """One's own account has the tab, whoever works for the Land the page."""
    add_account_page("Aufbewahrung", url_name="privacy:retention_own")
    note = "Was heute Nacht gelöscht wird, Protokoll, Löschsperren"
    add_duty(Duty("land", "Löschen und Löschsperren", note, "privacy:retention_index"))
