"""Where the page "Meine Daten" is found."""

from zweiklang.kernel.navigation import add_account_page


def add_entries() -> None:
    """One's own account has the tab."""
    add_account_page("Meine Daten", url_name="privacy:exports_page")
