"""Where the pages of retention are found."""

from zweiklang.kernel.navigation import add_account_page


def add_entries() -> None:
    """One's own account has the tab."""
    add_account_page("Aufbewahrung", url_name="privacy:retention_own")
