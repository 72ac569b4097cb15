"""The main navigation as apps fill it: each adds its entry in its AppConfig.ready, so that no list elsewhere names its pages.

    add_entry(MenuEntry("Tagebuch", "edit", "diary:index", place=40))
    add_below("/tagebuecher-der-klasse/", entry="diary:index")

The same for everybody; at most six, and the first four are the bottom bar of a phone (UX.md). `web.navigation` shows it.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the main navigation; a smaller `place` stands further left. `counts`: it shows how much is new."""

    label: str
    icon: str
    url_name: str
    place: int
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A page for whoever holds a post that is in no room (the Land); shown under "Meine Organisation"."""

    capacity: str
    label: str
    note: str
    url_name: str


_entries: dict[str, MenuEntry] = {}
_below: dict[str, str] = {}
_account_pages: dict[str, str] = {}
_duties: dict[str, Duty] = {}


def add_entry(entry: MenuEntry) -> None:
    """The main navigation has the entry; one with the same address is replaced."""
    _entries[entry.url_name] = entry


def add_below(path: str, *, entry: str) -> None:
    """Pages whose address begins with `path` belong to the entry with the address name `entry`, without lying below it."""
    _below[path] = entry


def add_account_page(label: str, *, url_name: str) -> None:
    """The pages of one's own account have one more tab."""
    _account_pages[url_name] = label


def account_pages() -> list[tuple[str, str]]:
    """Returns label and address name of the tabs that apps have added to one's own account."""
    return [(label, url_name) for url_name, label in _account_pages.items()]


def add_duty(duty: Duty) -> None:
    """Whoever holds a post of that capacity finds the page under "Meine Organisation"."""
    _duties[duty.url_name] = duty


def duties_of(capacities: Collection[str]) -> list[Duty]:
    """Returns the pages for these posts, in the order in which apps added them."""
    return [duty for duty in _duties.values() if duty.capacity in capacities]


def menu_entries() -> list[MenuEntry]:
    """Returns all entries in their order."""
    return sorted(_entries.values(), key=lambda entry: entry.place)


def entry_of(path: str) -> str | None:
    """Returns the address name of the entry to which `path` was said to belong, or None."""
    fitting = [begin for begin in _below if path.startswith(begin)]
    return _below[max(fitting, key=len)] if fitting else None
