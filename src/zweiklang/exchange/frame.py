"""The sub-navigation of "Nachrichten": one list, of which those pages are shown that exist."""

from functools import cache

from django.urls import NoReverseMatch, reverse

_TABS = (
    ("Neues", "exchange:inbox"),
    ("Gespräche", "exchange:conversations"),
    ("Mitteilungen", "exchange:announcements"),
    ("Termine", "exchange:appointments"),
    ("Sprechtage", "exchange:consultations"),
)


def exchange_tabs(path: str) -> list[tuple[str, str, bool, str]]:
    """Returns label, address, whether `path` lies below it, and no icon: as `ui.tabs` wants them. The inbox is only itself."""
    found = [(label, href) for label, name in _TABS if (href := _address(name))]
    inbox = found[0][1] if found else ""
    return [
        (label, href, path == href if href == inbox else path.startswith(href), "") for label, href in found
    ]


@cache
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
