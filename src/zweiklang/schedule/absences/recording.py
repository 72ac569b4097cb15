"""A class's day, or a lesson of it, as its teacher wants it. Entries of a day and of its lessons never contradict each other."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import my_standings
from zweiklang.schedule import policy
from zweiklang.schedule.absences.locking import alone_with_rooms
from zweiklang.schedule.absences.shapes import Change, Entry, Recorded, described, entry_of, token_of_day
from zweiklang.schedule.absences.telling import news_of
from zweiklang.schedule.models import LAST_PERIOD, LONGEST_DAY, Absence

State = Absence.State
FASTER = "Jemand war schneller. Bitte laden Sie die Seite neu und sehen Sie nach, was jetzt gilt."
MINUTES = f"Wie viele Minuten? Bitte eine Zahl von 1 bis {LONGEST_DAY}, zum Beispiel 15."
PERIOD = f"Welche Stunde? Bitte eine Zahl von 1 bis {LAST_PERIOD}."


@transaction.atomic
def record_day(
    actor: Actor,
    *,
    school_class: SchoolClass,
    day: date,
    changes: Collection[Change],
    period: int | None = None,
) -> Recorded:
    """The day of these apprentices (or that lesson) is as the teacher wants it.

    What somebody else changed since it was shown is told, not lost.
    Somebody who missed the whole day has no entries of lessons besides; an entry of a lesson takes the place of one of the same kind
    about the day, and the other way round. The rooms are those of apprentices of the class; raises Refused for one in which the actor
    may not record.
    """
    standings = my_standings()
    for change in changes:
        require(policy.may_record(actor, standing=standings.get(change.room_id)))
        _check(change.wanted, period)
    require(policy.fits_class(day, school_year=school_class.school_year))
    alone_with_rooms(change.room_id for change in changes)
    present = _entries([change.room_id for change in changes], day)
    asked = [one for one in changes if _differs(present[one.room_id], one.wanted, period)]
    clashes = {
        one.room_id: _clash(present[one.room_id])
        for one in asked
        if token_of_day(present[one.room_id], period) != one.seen
    }
    written = [one for one in asked if one.room_id not in clashes]
    _write(actor, day, period, written, present)
    news_of(actor, rooms=[one.room_id for one in written if one.wanted], day=day)
    return Recorded(len(asked) - len(clashes), clashes)


def slot_of(rows: Iterable[Absence], period: int | None) -> Absence | None:
    """Returns the entry of that lesson, or about the day as such; None: there is none."""
    return next((row for row in rows if row.period == period), None)


def replaced(rows: Iterable[Absence], wanted: Entry | None, period: int | None) -> list[Absence]:
    """Returns the entries elsewhere in the day that `wanted` takes the place of."""
    if wanted is None:
        return []
    held = list(rows)
    elsewhere = [row for row in held if row is not slot_of(held, period)]
    if period is None and wanted.whole:
        return elsewhere
    return [row for row in elsewhere if row.kind == wanted.kind and (period is None or row.period is None)]


def _differs(rows: list[Absence], wanted: Entry | None, period: int | None) -> bool:
    return entry_of(slot_of(rows, period)) != wanted or bool(replaced(rows, wanted, period))


def _write(
    actor: Actor,
    day: date,
    period: int | None,
    asked: Iterable[Change],
    present: dict[UUID, list[Absence]],
) -> None:
    fresh, again, gone = [], [], []
    for change in asked:
        rows = present[change.room_id]
        row = slot_of(rows, period)
        gone += [other.pk for other in replaced(rows, change.wanted, period)]
        if change.wanted is None:
            gone += [row.pk] if row else []
        elif row is None:
            fresh.append((change.room_id, change.wanted))
        else:
            again.append((row, change.wanted))
    if gone:
        Absence.objects.filter(pk__in=gone).delete()
    for row, wanted in again:
        _enter_again(actor, row, wanted)
    _enter(actor, sorted(fresh, key=lambda one: one[0]), day, period)


def _check(wanted: Entry | None, period: int | None) -> None:
    if period is not None and not 1 <= period <= LAST_PERIOD:
        raise Rejected(PERIOD, field="period")
    partial = wanted is not None and wanted.kind != Absence.Kind.ABSENT
    if wanted is None or (not partial and wanted.minutes is None):
        return
    if wanted.minutes is None or not 1 <= wanted.minutes <= LONGEST_DAY:
        raise Rejected(MINUTES, field="minutes")


def _entries(rooms: Collection[UUID], day: date) -> dict[UUID, list[Absence]]:
    found: defaultdict[UUID, list[Absence]] = defaultdict(list)
    rows = Absence.objects.filter(room_id__in=rooms, day=day).select_related("recorded_by")
    for row in rows.order_by("pk"):
        found[row.room_id].append(row)
    return found


def _clash(rows: list[Absence]) -> str:
    if not rows:
        return "Jemand hat den Eintrag inzwischen entfernt."
    row = max(rows, key=lambda one: one.recorded_at)
    who = row.recorded_by.name if row.recorded_by else "Jemand"
    words = described(row.kind, row.minutes, row.period)
    return f"{who} hat inzwischen „{words}“ eingetragen ({formats.time(row.recorded_at)})."


def _enter(actor: Actor, fresh: Collection[tuple[UUID, Entry]], day: date, period: int | None) -> None:
    rows = [
        Absence(
            room_id=room_id,
            day=day,
            period=period,
            kind=entry.kind,
            minutes=entry.minutes,
            recorded_by_id=actor.person_id,
            recorded_at=now(),
        )
        for room_id, entry in fresh
    ]
    if not rows:
        return
    try:
        with transaction.atomic():
            Absence.objects.bulk_create(rows)
    except IntegrityError as error:
        # An entry this teacher may not read stands there already.
        raise Conflict(FASTER) from error


def _enter_again(actor: Actor, row: Absence, wanted: Entry) -> None:
    """What was decided about another fact does not hold for this one."""
    row.kind, row.minutes = wanted.kind, wanted.minutes
    row.recorded_by_id, row.recorded_at = actor.person_id, now()
    row.state, row.decided_by_id, row.decided_at = State.OPEN, None, None
    row.source = "hand"
    row.save(
        update_fields=[
            "kind",
            "minutes",
            "recorded_by",
            "recorded_at",
            "state",
            "decided_by",
            "decided_at",
            "source",
        ]
    )
