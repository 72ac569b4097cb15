"""Where things are: the main navigation and the footer, the same for everybody.

An entry is shown once its page exists, so a page that is added later appears by naming its URL here.
"""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a navigation: where it leads, and whether the page shown lies below it."""

    label: str
    icon: str
    href: str
    current: bool = False


# label, icon, URL name; at most six, the first four are the bottom bar of a phone (UX.md).
MAIN = (
    ("Heute", "today", "web:today"),
    ("Ausbildung", "training", "apprenticeships:index"),
    ("Kalender", "calendar", "schedule:calendar"),
    ("Nachrichten", "messages", "exchange:inbox"),
    ("Bibliothek", "library", "library:index"),
    ("Hilfe", "help", "web:help"),
)
# Addresses that belong to an entry without lying below it.
BELONGS_TO = {"/nachweis/": "/ausbildung/", "/ausbildungsordnungen/": "/ausbildung/"}
FOOTER = (
    ("Impressum", "web:imprint"),
    ("Datenschutz", "web:privacy"),
    ("Barrierefreiheit", "web:accessibility"),
    ("Hilfe", "web:help"),
)


def main_navigation(path: str) -> list[Entry]:
    """Returns the entries whose pages exist; the one `path` lies below is current (the longest address wins)."""
    entries = [(label, icon, href) for label, icon, name in MAIN if (href := _address(name))]
    path = next((home for prefix, home in BELONGS_TO.items() if path.startswith(prefix)), path)
    below = [href for _, _, href in entries if path == href or (href != "/" and path.startswith(href))]
    current = max(below, key=len, default=None)
    return [Entry(label, icon, href, current=href == current) for label, icon, href in entries]


def footer() -> list[tuple[str, str]]:
    """Returns label and address of the pages every page links to."""
    return [(label, href) for label, name in FOOTER if (href := _address(name))]


@cache
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
