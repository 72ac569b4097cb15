"""Where the page "Wer hat nachgesehen?" is found."""

from zweiklang.kernel.navigation import add_account_page


def add_entries() -> None:
    """One's own account has the tab."""
    add_account_page("Wer hat nachgesehen?", url_name="privacy:looks_index")
