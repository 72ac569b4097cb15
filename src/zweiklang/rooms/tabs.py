"""The tabs of a room, and the buttons at the head of its first page and of lists: only those this person may open.

Each app adds those of its own pages in its AppConfig.ready, so that no app names the pages of one above it:

    add_tab("apprenticeship", Tab("diary", "Tagebuch", "edit", "diary:room", Scope.MEMBERS, place=40))
    add_button("apprenticeship", Button("Zum Tagebuch", "edit", "diary:room", Scope.MEMBERS))

A page of the room passes `room_tabs(standing, "diary")` to its template, which shows them by `ui.tabs`, and below them what an emergency
brake has closed in the room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from zweiklang.kernel import formats
from zweiklang.kernel.addresses import address
from zweiklang.rooms.rules.cells import categories
from zweiklang.rooms.scopes import Scope
from zweiklang.rooms.selectors import Standing


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the address `url_name` takes the room's id; `scope` opens it, be it for released items only; a smaller `place` stands further left.

    `capacities`, if any, are those of which one must be held as well: team rooms of schools, firms and chambers have other tabs.
    `shown`: the addresses whose pages the person concerned may look at as others see them. Never conversations, never counselling.
    """

    key: str
    label: str
    icon: str
    url_name: str
    scope: Scope
    place: int
    capacities: frozenset[str] = frozenset()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A link at the head of a page, for whoever carries `scope`. `in_room`: its address takes the room's id; `key`: its shortcut."""

    label: str
    icon: str
    url_name: str
    scope: Scope
    in_room: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A line on the first page of a room: state in words, text, and the page (label, address) where one does something about it."""

    title: str
    text: str
    tone: str
    label: str
    href: str


_tabs: dict[tuple[str, str], Tab] = {}
_remarks: dict[str, list[Callable[[Standing], Remark | None]]] = {}
_buttons: dict[str, dict[str, Button]] = {}


def add_tab(kind: str, tab: Tab) -> None:
    """Rooms of that kind have the tab; one with the same key is replaced. Two on one place are a programming error."""
    for (other_kind, key), other in _tabs.items():
        if other_kind == kind and key != tab.key and other.place == tab.place:
            raise ValueError(f"the tabs {key} and {tab.key} of rooms of kind {kind} have the same place")
    _tabs[kind, tab.key] = tab


def shown_pages(kind: str) -> frozenset[str]:
    """Returns the addresses of such rooms whose pages may be shown as somebody else sees them."""
    return frozenset(name for (of, _), tab in _tabs.items() if of == kind for name in tab.shown)


class Tabs(list[tuple[str, str, bool, str]]):
    """Label, address, whether it is the current one, and icon of each tab; `notices` are title and text of what all pages must say."""

    notices: tuple[tuple[str, str], ...] = ()


def room_tabs(standing: Standing, current: str) -> Tabs:
    """Returns the tabs this person may open, with the notices of the room."""
    of_kind = (tab for (kind, _), tab in _tabs.items() if kind == standing.kind)
    found = Tabs(
        (tab.label, address(tab.url_name, standing.room_id), tab.key == current, tab.icon)
        for tab in sorted(of_kind, key=lambda tab: tab.place)
        if standing.reads(tab.scope) and (not tab.capacities or tab.capacities & standing.capacities)
    )
    found.notices = tuple(brake_notice(one.category, one.reason, one.since) for one in standing.braked)
    return found


def brake_notice(category: str, reason: str, since: datetime) -> tuple[str, str]:
    """Returns title and text of the notice to everybody concerned by an emergency brake."""
    label = categories()[category].label
    title = f"{label}: vorübergehend geschlossen"
    return (
        title,
        f"Geschlossen seit {formats.moment(since)}. Grund: {reason} Wer die Daten führt und um wen es geht, sieht sie weiter.",
    )


def add_button(page: str, button: Button) -> None:
    """The page has the button; one with the same address is replaced. Pages: a kind of room, or "apprenticeships" (the list)."""
    _buttons.setdefault(page, {})[button.url_name] = button


def add_remark(kind: str, remark: Callable[[Standing], Remark | None]) -> None:
    """The first page of such rooms shows what `remark` returns for whoever stands there so; None: nothing."""
    known = _remarks.setdefault(kind, [])
    if remark not in known:
        known.append(remark)


def room_remarks(standing: Standing) -> list[Remark]:
    """Returns the remarks of the room's first page for this person."""
    found = (remark(standing) for remark in _remarks.get(standing.kind, ()))
    return [one for one in found if one is not None]


def page_buttons(page: str, standings: Iterable[Standing]) -> list[tuple[str, str, str, str]]:
    """Returns label, address, icon and shortcut of each button of the page that one of the standings opens."""
    held = list(standings)
    found = []
    for button in _buttons.get(page, {}).values():
        standing = next((standing for standing in held if standing.carries(button.scope)), None)
        if standing:
            href = address(button.url_name, *([standing.room_id] if button.in_room else []))
            found.append((button.label, href, button.icon, button.key))
    return found
