"""What the page "Wer hat nachgesehen?" shows: days, newest first, each with who looked as what at which categories."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.core.paginator import Page, Paginator

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import (
    LABELS,
    Looked,
    LookFilter,
    Scope,
    days_with_looks,
    looks_between,
    rooms_looked_at,
    who_looked,
)

DAYS_PER_PAGE = 14
# What the room of a school is to its pupils.
OFFICE = "Verwaltung der Schule"
WORDS = {**LABELS, Scope.ADMINISTRATION: "Angaben in der Verwaltung der Schule"}


@dataclass(frozen=True, slots=True)
class LookLine:
    """Somebody looked at these categories; `where` only if there are several rooms."""

    who: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class LookDay:
    """One day of the list."""

    label: str
    lines: tuple[LookLine, ...]


@dataclass(frozen=True, slots=True)
class LooksPage:
    """The page: its days, the choices of the filter, and what was chosen."""

    page: "Page[date]"
    days: tuple[LookDay, ...]
    rooms: tuple[tuple[UUID, str], ...]
    people: tuple[tuple[UUID, str], ...]
    wanted: LookFilter

    @property
    def is_narrowed(self) -> bool:
        """True if something was chosen."""
        return self.wanted != LookFilter()


def looks_page(asked: Mapping[str, str]) -> LooksPage:
    """Returns the person's own list as the address asks for it; what cannot be read chooses nothing. Six queries at most."""
    people, rooms = who_looked(), _named(rooms_looked_at())
    wanted = LookFilter(_chosen(asked.get("raum", ""), rooms), _chosen(asked.get("wer", ""), dict(people)))
    page = Paginator(days_with_looks(wanted), DAYS_PER_PAGE).get_page(asked.get("page"))
    shown = list(page.object_list)
    found = looks_between(wanted, first=shown[-1], last=shown[0]) if shown else []
    return LooksPage(page, tuple(_days(found, rooms)), tuple(rooms.items()), tuple(people), wanted)


def _chosen(text: str, known: Mapping[UUID, str]) -> UUID | None:
    return next((key for key in known if str(key) == text), None)


def _named(rooms: Iterable[UUID]) -> dict[UUID, str]:
    """The rooms in words. A pupil does not read what the school keeps in its own room, only that somebody looked there."""
    wanted = list(rooms)
    contracts = Contract.objects.filter(room__in=wanted).select_related("occupation", "firm")
    names = {one.room_id: f"{one.occupation.short}, {one.firm.name}" for one in contracts}
    if len(names) < len(wanted):
        classes = SchoolClass.objects.filter(room__in=wanted)
        names |= {one.room_id: f"Klasse {one.label}" for one in classes}
    return {room: names.get(room, OFFICE) for room in wanted}


def _days(found: Iterable[Looked], rooms: Mapping[UUID, str]) -> Iterator[LookDay]:
    for day, looks in groupby(found, key=lambda one: one.day):
        yield LookDay(_label(day), tuple(_line(one, rooms) for one in looks))


def _label(day: date) -> str:
    label = formats.day(day) if day.year == today().year else f"{formats.day(day)} {day.year}"
    return f"Heute, {label}" if day == today() else label


def _line(one: Looked, rooms: Mapping[UUID, str]) -> LookLine:
    seen = set(one.categories)
    # The whole record has the days of school in it.
    seen -= {Scope.SCHOOL_RECORDS} if Scope.RECORDS in seen else set()
    what = ", ".join(words for kind, words in WORDS.items() if kind in seen)
    return LookLine(f"{one.name} ({one.capacity_label})", what, rooms[one.room_id] if len(rooms) > 1 else "")
