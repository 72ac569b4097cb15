"""Where planning is found: the menu's entry, a tab of classes and apprenticeships, and the way between a room's pages of planning.

A concern adds its own page of a room, so that no list here names it twice:

    add_page("class", Page("Lernfelder", "planning:fields", Scope.SCHEDULE, place=20))

A page passes `frame_of_room(…)` or `frame_of_class(…)` to a template that extends "planning/frame.html".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel.navigation import MenuEntry, add_entry
from zweiklang.rooms.public import Button, Scope, Standing, Tab, add_button, add_tab, room_tabs, room_url

TAB = "plans"
CLASS, APPRENTICESHIP = "planning:class", "planning:apprenticeship"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a room's planning: its address takes the room's id, `scope` opens it; a smaller `place` stands further left.

    `fits`: whether this person needs it at all; none: everybody who may.
    """

    label: str
    url_name: str
    scope: Scope
    place: int
    fits: Callable[[Standing], bool] | None = None


_pages: dict[tuple[str, str], Page] = {}


def add_page(kind: str, page: Page) -> None:
    """Rooms of that kind ("class", "apprenticeship") have the page; one with the same address is replaced."""
    _pages[kind, page.url_name] = page


def add_tabs() -> None:
    """The menu has "Planung", both kinds of rooms a tab, and the time line comes first there."""
    add_entry(MenuEntry("Planung", "checklist", "planning:index", place=45))
    shown = (APPRENTICESHIP,)
    add_tab(
        "apprenticeship", Tab(TAB, "Planung", "calendar", APPRENTICESHIP, Scope.PLAN, place=32, shown=shown)
    )
    add_tab("class", Tab(TAB, "Planung", "checklist", CLASS, Scope.SCHEDULE, place=27))
    add_page("class", Page("Zeitleiste", CLASS, Scope.SCHEDULE, place=10))
    add_page("apprenticeship", Page("Zeitleiste", APPRENTICESHIP, Scope.PLAN, place=10))
    # Concerns add further buttons of the index in the same way.
    signs = Button("Hinweise", "info", "planning:radar", Scope.DEVELOPMENT_WRITE, in_room=False)
    firm = Button("Abteilungen und Vorlagen", "company", "planning:firm", Scope.PLAN_WRITE, in_room=False)
    for button in (signs, firm):
        add_button("planning", button)


def pages_of(standing: Standing, current: str) -> list[tuple[str, str, bool]]:
    """Returns label, address and whether it is the current one, of the room's pages of planning this person may open."""
    of_kind = sorted(
        (page for (kind, _), page in _pages.items() if kind == standing.kind), key=lambda page: page.place
    )
    found = []
    for page in of_kind:
        if not standing.reads(page.scope) or (page.fits and not page.fits(standing)):
            continue
        if href := page_address(page.url_name, standing.room_id):
            found.append((page.label, href, page.url_name == current))
    return found


def page_address(url_name: str, room_id: UUID) -> str | None:
    """Returns the address of a room's page, None where this installation has no such page."""
    try:
        return room_url(url_name, room_id)
    except NoReverseMatch:
        return None


def frame_of_room(standing: Standing, contract: Contract, current: str) -> dict[str, Any]:
    """Returns what "planning/frame.html" shows around a page of an apprenticeship; `contract` with apprentice, firm and occupation."""
    name = contract.apprentice.name
    return {
        "standing": standing,
        "contract": contract,
        "tabs": room_tabs(standing, TAB),
        "pages": pages_of(standing, current),
        "subtitle": f"{name} · {contract.occupation.short} · {contract.firm.name}",
        "crumb": (name, room_url("apprenticeships:room", standing.room_id)),
    }


def frame_of_class(standing: Standing, school_class: SchoolClass, current: str) -> dict[str, Any]:
    """Returns what "planning/frame.html" shows around a page of a class."""
    year = school_class.school_year
    return {
        "standing": standing,
        "class": school_class,
        "tabs": room_tabs(standing, TAB),
        "pages": pages_of(standing, current),
        "subtitle": f"Klasse {school_class.label} · Schuljahr {year}/{(year + 1) % 100:02d}",
        "crumb": (
            f"Klasse {school_class.label}",
            room_url("apprenticeships:school_class", standing.room_id),
        ),
    }
