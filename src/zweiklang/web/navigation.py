"""Where things are: the main navigation and the footer, the same for everybody.

Apps add their entries themselves (`kernel.navigation`); an entry whose page does not exist is not shown.
"""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse

from zweiklang.kernel.navigation import entry_of, menu_entries


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a navigation: where it leads, and whether the page shown lies below it."""

    label: str
    icon: str
    href: str
    current: bool = False
    counts: bool = False


FOOTER = (
    ("Einladung annehmen", "joining:entrance"),
    ("Impressum", "web:imprint"),
    ("Wer darf was sehen?", "privacy:rules_public"),
    ("Datenschutz", "web:privacy"),
    ("Barrierefreiheit", "web:accessibility"),
    ("Hilfe", "web:help"),
)


def main_navigation(path: str) -> list[Entry]:
    """Returns the entries whose pages exist; the one `path` lies below is current (the longest address wins)."""
    entries = [(e.label, e.icon, href, e.counts) for e in menu_entries() if (href := _address(e.url_name))]
    path = ((home := entry_of(path)) and _address(home)) or path
    below = [href for _, _, href, _ in entries if path == href or (href != "/" and path.startswith(href))]
    current = max(below, key=len, default=None)
    return [Entry(label, icon, href, href == current, counts) for label, icon, href, counts in entries]


def footer() -> list[tuple[str, str]]:
    """Returns label and address of the pages every page links to."""
    return [(label, href) for label, name in FOOTER if (href := _address(name))]


@cache
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
