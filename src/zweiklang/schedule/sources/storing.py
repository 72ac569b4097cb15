"""The rows a calendar has written, and writing what is different. Called inside `as_system`, alone with the rooms concerned."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.schedule.models import FreeDay, SchoolEvent, SchoolPeriod, Source
from zweiklang.schedule.sources.comparing import Difference, Held
from zweiklang.schedule.sources.meaning import PERIODS, Meant, Target

_AT_ONCE = 500
_EVENTS = {
    Target.EXAM: SchoolEvent.Kind.EXAM,
    Target.EVENT: SchoolEvent.Kind.EVENT,
    Target.FREE: SchoolEvent.Kind.FREE,
    Target.EXTRA: SchoolEvent.Kind.EXTRA,
}
_TARGETS = {str(kind): target for target, kind in _EVENTS.items()}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where entries come from: rows whose `source_key` begins with `prefix` are its own, and no others are touched."""

    prefix: str
    source: Source

    def key(self, key: str) -> str:
        """Returns what is stored of an event's key."""
        return f"{self.prefix}{key}"[:250]

    def without(self, key: str) -> str:
        """Returns the event's key of what is stored."""
        return key.removeprefix(self.prefix)


def of_file(source: Source) -> Origin:
    """Returns the origin of files: the next one of its kind takes the place of the one before."""
    return Origin("file:", source)


def of_subscription(source_id: UUID) -> Origin:
    """Returns the origin of that subscription."""
    return Origin(f"abo:{source_id.hex}:", Source.ICAL)


# --- Reading ------------------------------------------------------------------------------------------------------


def held_by_classes(rooms: Collection[UUID], origin: Origin, *, from_day: date) -> dict[UUID, list[Held]]:
    """Returns what that origin has written into these rooms and is not over, by room. Two queries."""
    found: dict[UUID, list[Held]] = {room: [] for room in rooms}
    own = {"source": origin.source, "source_key__startswith": origin.prefix}
    mine = {"room_id__in": list(rooms), "last_day__gte": from_day, **own}
    for period in SchoolPeriod.objects.filter(**mine).order_by("first_day", "pk"):
        found[period.room_id].append(Held(period.pk, _of_period(period, origin)))
    for event in SchoolEvent.objects.filter(**mine).order_by("first_day", "pk"):
        found[event.room_id].append(Held(event.pk, _of_event(event, origin)))
    return found


def held_by_school(school_id: UUID, origin: Origin, *, from_day: date) -> list[Held]:
    """Returns the free days that origin has written. One query."""
    rows = FreeDay.objects.filter(
        school_id=school_id, source_key__startswith=origin.prefix, last_day__gte=from_day
    )
    return [
        Held(
            row.pk,
            Meant(
                origin.without(row.source_key),
                Target.FREE,
                row.first_day,
                row.last_day,
                row.name,
                kind=row.kind,
            ),
        )
        for row in rows.order_by("first_day", "pk")
    ]


def _of_period(row: SchoolPeriod, origin: Origin) -> Meant:
    target = Target.BLOCK if row.kind == SchoolPeriod.Kind.BLOCK else Target.WEEKLY
    key, days = origin.without(row.source_key), tuple(row.weekdays)
    return Meant(key, target, row.first_day, row.last_day, weekdays=days, weeks=row.weeks)


def _of_event(row: SchoolEvent, origin: Origin) -> Meant:
    key = origin.without(row.source_key)
    return Meant(key, _TARGETS[row.kind], row.first_day, row.last_day, row.title, row.starts, row.ends)


# --- Writing ------------------------------------------------------------------------------------------------------


def write_to_classes(found: Mapping[UUID, Difference], origin: Origin) -> None:
    """The rooms hold what is different, and no longer what is gone. A changed entry that became something else is a new row."""
    rows: list[SchoolPeriod | SchoolEvent] = []
    gone: list[UUID] = []
    for room, difference in found.items():
        moved = [*difference.changed, *difference.renamed]
        gone += [held.pk for held in difference.removed] + [held.pk for held, _ in moved]
        rows += [_row(room, one, origin) for one in difference.added]
        rows += [_row(room, one, origin, of=held) for held, one in moved]
    if gone:
        SchoolPeriod.objects.filter(pk__in=gone).delete()
        SchoolEvent.objects.filter(pk__in=gone).delete()
    _insert(rows)


def _row(room: UUID, one: Meant, origin: Origin, of: Held | None = None) -> SchoolPeriod | SchoolEvent:
    row = _period(room, one, origin) if one.target in PERIODS else _event(room, one, origin)
    if of is not None:
        row.pk = of.pk  # it stays the same entry for whoever has its address
    return row


def _insert(rows: Iterable[SchoolPeriod | SchoolEvent]) -> None:
    known = list(rows)
    SchoolPeriod.objects.bulk_create(
        (row for row in known if isinstance(row, SchoolPeriod)), batch_size=_AT_ONCE
    )
    SchoolEvent.objects.bulk_create(
        (row for row in known if isinstance(row, SchoolEvent)), batch_size=_AT_ONCE
    )


def _period(room: UUID, one: Meant, origin: Origin) -> SchoolPeriod:
    return SchoolPeriod(
        room_id=room,
        first_day=one.first_day,
        last_day=one.last_day,
        kind=SchoolPeriod.Kind.BLOCK if one.target is Target.BLOCK else SchoolPeriod.Kind.WEEKLY,
        weekdays=list(one.weekdays),
        weeks=one.weeks,
        source=origin.source,
        source_key=origin.key(one.key),
    )


def _event(room: UUID, one: Meant, origin: Origin) -> SchoolEvent:
    return SchoolEvent(
        room_id=room,
        first_day=one.first_day,
        last_day=one.last_day,
        starts=one.starts,
        ends=one.ends,
        kind=_EVENTS[one.target],
        title=one.title,
        source=origin.source,
        source_key=origin.key(one.key),
    )


def write_to_school(school_id: UUID, found: Difference, origin: Origin) -> None:
    """The school is free on the days that are new, and no longer on those that are gone."""
    moved = [*found.changed, *found.renamed]
    gone = [held.pk for held in found.removed] + [held.pk for held, _ in moved]
    if gone:
        FreeDay.objects.filter(pk__in=gone).delete()
    FreeDay.objects.bulk_create(
        FreeDay(
            **({"pk": held.pk} if held else {}),
            school_id=school_id,
            first_day=one.first_day,
            last_day=one.last_day,
            kind=one.kind,
            name=one.title,
            source_key=origin.key(one.key),
        )
        for held, one in [*((None, one) for one in found.added), *moved]
    )
