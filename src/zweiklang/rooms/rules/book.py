"""The book of rules: what was decided since the start, for the schools, classes and firms of some rooms. Three statements, or none."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from zweiklang.rooms.models import Consent, EmergencyBrake, ReleaseDecision, Restriction, Room

type CellKey = tuple[str, str]
type Decided = tuple[tuple[date, str], ...]
"""Days and states of one cell, ascending; of several decisions for one day only the last one."""


@dataclass(frozen=True, slots=True)
class Place:
    """From `first_day` on (None: always) the decisions of this school, class and firm hold."""

    first_day: date | None
    school: UUID | None
    class_room: UUID | None
    firm: UUID | None


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What the rules need to know of a room: its kind, its places in time (ascending), the consents in force: cell and day given.

    `begins` is the first day of a class's school year while it lies ahead; the resolver reads it off the last place.
    """

    kind: str
    places: tuple[Place, ...] = ()
    consents: tuple[tuple[CellKey, date], ...] = ()
    restricted: bool = False
    begins: date | None = None


@dataclass(slots=True)
class Book:
    """Decisions by the one who decided (None: the Land; a class by its room), and the brakes that are pulled."""

    decided: dict[UUID | None, dict[CellKey, Decided]] = field(default_factory=dict)
    brakes: dict[UUID | None, frozenset[str]] = field(default_factory=dict)

    def of(self, body: UUID | None, cell: CellKey) -> Decided:
        """Returns what that body decided about the cell."""
        return self.decided.get(body, {}).get(cell, ())

    def rules(self, body: UUID | None) -> bool:
        """True if that body decided anything or pulled a brake: a place of somebody who did not makes no difference."""
        return body in self.decided or body in self.brakes

    def braked(self, school: UUID | None) -> frozenset[str]:
        """Returns the categories closed by the Land or this school."""
        return self.brakes.get(None, frozenset()) | (
            self.brakes.get(school, frozenset()) if school else frozenset()
        )


def read_book(places: Iterable[Place], *, beside: Iterable[ReleaseDecision] = ()) -> Book:
    """Returns what the Land and the bodies of these places decided; `beside`: decisions not written yet, for a preview."""
    bodies = {body for place in places for body in (place.school, place.class_room, place.firm) if body}
    rows = ReleaseDecision.objects.filter(
        Q(body="land")
        | Q(body__in=["school", "firm"], organisation__in=bodies)
        | Q(body="class", class_room__in=bodies)
    ).order_by("effective_on", "decided_at", "pk")
    book = Book(decided=_decided([*rows, *beside]))
    pulled: defaultdict[UUID | None, set[str]] = defaultdict(set)
    open_brakes = EmergencyBrake.objects.filter(released_at__isnull=True)
    for brake in open_brakes.filter(Q(organisation__isnull=True) | Q(organisation__in=bodies)):
        pulled[brake.organisation_id].add(brake.category)
    book.brakes = {body: frozenset(categories) for body, categories in pulled.items()}
    return book


def _decided(rows: Iterable[ReleaseDecision]) -> dict[UUID | None, dict[CellKey, Decided]]:
    found: defaultdict[UUID | None, defaultdict[CellKey, dict[date, str]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in rows:
        body = row.class_room_id if row.body == "class" else row.organisation_id
        found[body][row.category, row.capacity][row.effective_on] = row.state
    return {
        body: {cell: tuple(sorted(days.items())) for cell, days in of_body.items()}
        for body, of_body in found.items()
    }


def consents_in(rooms: Collection[UUID]) -> dict[UUID, tuple[tuple[CellKey, date], ...]]:
    """Returns the consents in force of these rooms, by room."""
    found: defaultdict[UUID, list[tuple[CellKey, date]]] = defaultdict(list)
    for row in Consent.objects.filter(room__in=rooms, withdrawn_at__isnull=True).order_by("pk"):
        found[row.room_id].append(((row.category, row.capacity), row.given_on))
    return {room: tuple(given) for room, given in found.items()}


def restricted_rooms(rooms: Collection[UUID]) -> set[UUID]:
    """Returns which of these rooms are about a person whose data are restricted."""
    restricted = Restriction.objects.filter(lifted_at__isnull=True).values("person")
    return set(Room.objects.filter(pk__in=rooms, concerns__in=restricted).values_list("pk", flat=True))
