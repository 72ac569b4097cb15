"""From rules to memberships: which scopes a capacity carries in a room, from which day of data on, today and on days to come. Pure.

A rule never opens what is older than itself: each scope has the day since which it has been open without a break (none: since ever).
Days to come are known already, so a membership is cut where a rule will change, and the change happens by itself at midnight.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zweiklang.rooms.rules.book import Book, CellKey, Place, RoomFacts
from zweiklang.rooms.rules.cells import (
    CAPACITIES,
    CLASS_CATEGORIES,
    ITEM,
    Cell,
    Level,
    State,
    categories,
    cells,
    choices,
    land_states,
    ruling_capacity,
)

BEFORE = date.min
# What others still see of somebody whose data are restricted (Art. 18 DSGVO): that there is a contract, and who is in the room.
RESTRICTED_TO = ("members", "schedule")
CONCERNED = "apprentice"
# What is carried in a class's room before its school year: everybody sees when there will be school, those who teach prepare the year,
# the school's office knows who will be in the class. Names of pupils and topics wait for the first day (decision 0069).
AHEAD = ("schedule", "schedule:write")
_PREPARES = (*AHEAD, "lessons", "lessons:write")
_LEADS = (*AHEAD, "members")
AHEAD_AS = {
    "class_teacher": _PREPARES,
    "subject_teacher": _PREPARES,
    "head_of_school": _LEADS,
    "school_office": _LEADS,
}
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """From `first_day` to `last_day` (None: open) these scopes, those in `starts` only for data from that day on."""

    first_day: date
    last_day: date | None
    scopes: tuple[str, ...]
    starts: tuple[tuple[str, date], ...] = ()


type Carried = tuple[tuple[str, ...], tuple[tuple[str, date], ...]]
"""Scopes, and the first day of data of those that have one."""


class Resolver:
    """Answers for one book of rules and one day; equal questions are answered once."""

    def __init__(self, book: Book, today: date, extra: dict[tuple[str, str], tuple[str, ...]]) -> None:
        """`extra`: scopes beside the cells, by kind of room and capacity."""
        self.book, self.today, self.extra = book, today, extra
        self._known: dict[tuple[RoomFacts, str], list[tuple[date, Carried]]] = {}

    def grants(
        self, room: RoomFacts, capacity: str, *, first_day: date, last_day: date | None
    ) -> list[Grant]:
        """Returns what that capacity carries in the room in those days, cut where it changes after today; days without scopes are left out."""
        return granted(self.timeline(self.told(room), capacity), first_day, last_day)

    def told(self, room: RoomFacts) -> RoomFacts:
        """Returns the room with only what makes a difference, so that thousands of rooms ask the same question."""
        begins = room.places[-1].first_day if room.kind == "class" and room.places else None
        ahead = begins if begins and begins > self.today else None
        return RoomFacts(room.kind, self._telling(room.places), room.consents, room.restricted, ahead)

    def timeline(self, told: RoomFacts, capacity: str) -> list[tuple[date, Carried]]:
        """Returns what is carried in a room as `told` gives it, from today on, and from each later day on which it changes."""
        if (known := self._known.get((told, capacity))) is None:
            known = self._known[told, capacity] = self._resolve(told, capacity)
        return known

    def _telling(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Returns only what makes a difference: bodies that decided something. So thousands of rooms ask the same question."""
        if not self.book.decided and not self.book.brakes:
            return ()
        rules = self.book.rules
        found: list[Place] = []
        for place in places:
            told = [
                body if body and rules(body) else None
                for body in (place.school, place.class_room, place.firm)
            ]
            one = Place(place.first_day if found or any(told) else None, *told)
            if not found or (found[-1].school, found[-1].class_room, found[-1].firm) != tuple(told):
                found.append(one)
        return tuple(found) if any(p.school or p.class_room or p.firm for p in found) else ()

    def _resolve(self, room: RoomFacts, capacity: str) -> list[tuple[date, Carried]]:
        ruling = ruling_capacity(capacity)
        mine = [cells()[key] for key in _cells_of(room.kind, ruling)]
        histories = {cell.category: self._history(cell, room) for cell in mine}
        days = {day for history in histories.values() for day, _ in history if day > self.today}
        days |= {place.first_day for place in room.places if place.first_day and place.first_day > self.today}
        days |= {room.begins} if room.begins else set()
        timeline: list[tuple[date, Carried]] = []
        for day in (self.today, *sorted(days)):
            carried = self._carried(day, mine, histories, room, capacity)
            if room.begins and day < room.begins:
                carried = ahead_of(carried, capacity)
            if not timeline or timeline[-1][1] != carried:
                timeline.append((day, carried))
        return timeline

    def _carried(
        self,
        day: date,
        mine: list[Cell],
        histories: "dict[str, list[tuple[date, Opened]]]",
        room: RoomFacts,
        capacity: str,
    ) -> Carried:
        scopes = list(self.extra.get((room.kind, capacity), ()))
        starts: list[tuple[str, date]] = []
        place = _place_on(room.places, day)
        braked = self.book.braked(place.school if place else None)
        for cell in mine:
            if cell.category in braked and not keeps(cell):
                scopes = [scope for scope in scopes if scope.partition(":")[0] != cell.category]
                continue
            opened = [one for start, one in histories[cell.category] if start <= day][-1]
            for level, scope in ((Level.OPEN, cell.category), (Level.ITEM, cell.category + ITEM)):
                since = opened.fully if level is Level.OPEN else opened.items
                if since is None or (level is Level.ITEM and opened.fully == since):
                    continue
                scopes.append(scope)
                if since != BEFORE:
                    starts.append((scope, since))
            if opened.fully is not None:
                scopes.extend(cell.acts)
        if room.restricted and capacity != CONCERNED:
            return tuple(sorted(scope for scope in scopes if scope in RESTRICTED_TO)), ()
        return tuple(sorted(scopes)), tuple(sorted(starts))

    def _history(self, cell: Cell, room: RoomFacts) -> "list[tuple[date, Opened]]":
        """Returns how far the cell was open since when, at the beginning and after each day on which something changed."""
        if cell.bound:
            return [(BEFORE, Opened(BEFORE, BEFORE) if cell.bound == "always" else Opened(None, None))]
        days = {BEFORE}
        for place in room.places:
            days.add(place.first_day or BEFORE)
            for body in (place.school, place.class_room, place.firm):
                days.update(day for day, _ in self.book.of(body, cell.key) if body)
        days.update(day for day, _ in self.book.of(None, cell.key))
        days.update(given for key, given in room.consents if key == cell.key)
        found: list[tuple[date, Opened]] = []
        before = Opened(None, None)
        for day in sorted(days):
            level = self._level(cell, room, _place_on(room.places, day), day)
            before = Opened(
                fully=_since(before.fully, level >= Level.OPEN, day),
                items=_since(before.items, level >= Level.ITEM, day),
            )
            found.append((day, before))
        return found

    def _level(self, cell: Cell, room: RoomFacts, place: Place | None, day: date) -> Level:
        """Returns how far the cell is open on that day."""
        land = _latest(self.book.of(None, cell.key), day, land_states(cell.category)) or cell.state
        if land == State.FIRM:
            allowed = choices(land, level="firm")
            state = self._chosen(place.firm if place else None, cell.key, day, allowed)
            return _LEVELS[state or State.CLOSED]
        if not (allowed := choices(land, level="school")):
            return _LEVELS[State(land)]
        state = self._chosen(place.school if place else None, cell.key, day, allowed) or allowed[0]
        if state == State.TEACHER:
            by_class = choices(land, level="class")
            state = self._chosen(place.class_room if place else None, cell.key, day, by_class) or state
        if state == State.CONSENT:
            given = any(key == cell.key and since <= day for key, since in room.consents)
            return Level.OPEN if given else Level.CLOSED
        if state == State.TEACHER and not categories()[cell.category].items:
            return Level.CLOSED
        return _LEVELS[state]

    def _chosen(self, body: object, cell: CellKey, day: date, allowed: tuple[State, ...]) -> State | None:
        return _latest(self.book.of(body, cell), day, allowed) if body else None  # type: ignore[arg-type]  # an id


def ahead_of(carried: Carried, capacity: str) -> Carried:
    """Returns what of this the capacity carries in a class's room before its school year."""
    kept = AHEAD_AS.get(capacity, AHEAD)
    scopes, starts = carried
    return tuple(scope for scope in scopes if scope in kept), tuple(one for one in starts if one[0] in kept)


def granted(timeline: list[tuple[date, Carried]], first_day: date, last_day: date | None) -> list[Grant]:
    """Returns the pieces of those days, cut as the timeline says; days without scopes are left out."""
    if len(timeline) == 1:
        return [Grant(first_day, last_day, *timeline[0][1])] if timeline[0][1][0] else []
    found: list[Grant] = []
    for number, (start, carried) in enumerate(timeline):
        first = max(first_day, start) if number else first_day
        ends = timeline[number + 1][0] - ONE if number + 1 < len(timeline) else None
        last = min((day for day in (ends, last_day) if day), default=None)
        if carried[0] and (last is None or last >= first):
            found.append(Grant(first, last, *carried))
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """Since when a category has been open: fully, and for released items (None: it is not; BEFORE: since ever)."""

    fully: date | None
    items: date | None


_LEVELS = {State.CLOSED: Level.CLOSED, State.TEACHER: Level.ITEM, State.OPEN: Level.OPEN}


def keeps(cell: Cell) -> bool:
    """True for the person concerned and for whoever writes the category: a brake does not close it to them."""
    return cell.capacity == "apprentice" or f"{cell.category}:write" in cell.acts


def _since(before: date | None, is_open: bool, day: date) -> date | None:
    if not is_open:
        return None
    return day if before is None else before


def _latest(decided: tuple[tuple[date, str], ...], day: date, allowed: tuple[State, ...]) -> State | None:
    """Returns the last state decided up to that day that is allowed; what the level above no longer allows does not count."""
    for since, state in reversed(decided):
        if since <= day and state in allowed:
            return State(state)
    return None


def _place_on(places: tuple[Place, ...], day: date) -> Place | None:
    found = None
    for place in places:
        if place.first_day is None or place.first_day <= day:
            found = place
    return found


@cache
def _cells_of(kind: str, capacity: str) -> tuple[CellKey, ...]:
    if capacity not in CAPACITIES:
        return ()
    everything = {"apprenticeship": tuple(key for key in cells()), "class": tuple(cells())}.get(kind, ())
    return tuple(
        key
        for key in everything
        if key[1] == capacity and (kind == "apprenticeship" or key[0] in CLASS_CATEGORIES)
    )
