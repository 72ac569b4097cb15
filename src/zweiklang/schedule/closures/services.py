"""Schools are closed, or open after all. One function = one use case = one transaction."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, capacity_label, is_land, team_standing
from zweiklang.schedule.closures.policy import LAND, may_close, may_reopen
from zweiklang.schedule.closures.selectors import concerned_classes, still_closed, wanted_of
from zweiklang.schedule.closures.shapes import Wanted
from zweiklang.schedule.models import Closure, ScheduleChange
from zweiklang.schedule.notices.announcing import Told, announce

What = ScheduleChange.What
LONGEST = timedelta(days=14)
AHEAD = timedelta(days=60)
OPEN_AGAIN = "Der Unterricht findet doch statt"
CLOSED_ALREADY = "Dann ist dort schon geschlossen. Alle Betroffenen wissen es."
SOMETHING_ELSE = (
    "Nicht gemeldet: Mit diesem Formular ist schon etwas anderes gemeldet worden. Bitte geben Sie es neu ein."
)
NO_SCHOOL = "Dann hat dort keine Klasse Unterricht, zum Beispiel wegen Ferien. Bitte Tag und Schulen prüfen."


@transaction.atomic
def close_schools(actor: Actor, *, action: UUID, schools: Sequence[Organisation], wanted: Wanted) -> bool:
    """The schools are closed, and all whom it concerns hear of it; False if this act was done before (a second click).

    Raises Rejected where nothing would be closed, Conflict where this act did something else before.
    """
    ids = [school.pk for school in schools]
    require(may_close(actor, schools=ids))
    _alone_with(action)
    if done := list(Closure.objects.filter(action=action)):
        _require_same(done, ids, wanted)
        return False
    check(wanted)
    rooms = concerned_classes(_open(ids, wanted), wanted)
    if not rooms:
        raise Rejected(NO_SCHOOL)
    declared_as = _declared_as(actor, ids)
    with as_system(actor):
        Closure.objects.bulk_create(
            Closure(
                school_id=school_id,
                action=action,
                first_day=wanted.first_day,
                last_day=wanted.last_day,
                from_period=wanted.from_period,
                kind=wanted.kind,
                text=wanted.text,
                declared_as=declared_as,
            )
            for school_id in ids
        )
        _announce(actor, rooms, wanted, what=What.CANCELLED, new=wanted.words)
    return True


@transaction.atomic
def reopen_schools(actor: Actor, *, action: UUID, school_id: UUID | None = None) -> None:
    """What the act closed is open again, and all whom it concerns hear of it, but where another act closes the school as well.

    `school_id`: the act is looked for among the closures of this school only; raises Http404 where there is none.
    """
    _alone_with(action)
    rows = list(Closure.objects.filter(action=action))
    if not rows or (school_id is not None and school_id not in {row.school_id for row in rows}):
        raise Http404
    first, ids = rows[0], [row.school_id for row in rows]
    require(
        may_reopen(
            actor,
            land=is_land(actor),
            schools=ids,
            declared_as=first.declared_as,
            withdrawn=first.withdrawn_at is not None,
            over=first.last_day < today(),
        )
    )
    wanted = wanted_of(first)
    closed = still_closed(ids, wanted, but=action)
    rooms = concerned_classes([one for one in ids if one not in closed], wanted)
    with as_system(actor):
        Closure.objects.filter(action=action).update(withdrawn_at=now())
        _announce(actor, rooms, wanted, what=What.CHANGED, old=wanted.words, new=OPEN_AGAIN)


def _require_same(done: Sequence[Closure], schools: Collection[UUID], wanted: Wanted) -> None:
    """Whoever went back in the browser and entered another day is not told that it is reported."""
    first, closed = done[0], {row.school_id for row in done}
    if first.withdrawn_at is not None or closed != set(schools) or wanted_of(first) != wanted:
        raise Conflict(SOMETHING_ELSE)


def _open(schools: Sequence[UUID], wanted: Wanted) -> list[UUID]:
    """Returns those of the schools that no act closes on all of these days; raises Rejected where there is none."""
    closed = still_closed(schools, wanted)
    if closed == set(schools):
        raise Rejected(CLOSED_ALREADY)
    return [one for one in schools if one not in closed]


def check(wanted: Wanted) -> None:
    """Raises Rejected for days that cannot be meant."""
    if wanted.first_day < today():
        raise Rejected(
            "Dieser Tag ist vorbei. Bitte heute oder einen späteren Tag angeben.", field="first_day"
        )
    if wanted.first_day > today() + AHEAD:
        raise Rejected("Bitte einen Tag in den nächsten zwei Monaten angeben.", field="first_day")
    if wanted.last_day < wanted.first_day:
        raise Rejected("Der letzte Tag liegt vor dem ersten. Bitte prüfen.", field="last_day")
    if wanted.last_day - wanted.first_day >= LONGEST:
        raise Rejected("Auf einmal sind es höchstens 14 Tage.", field="last_day")
    if wanted.from_period and wanted.last_day != wanted.first_day:
        raise Rejected("Ab einer Stunde geht es nur für einen einzelnen Tag.", field="from_period")


def _declared_as(actor: Actor, schools: Collection[UUID]) -> str:
    """As what somebody closed the schools: an office, never a name."""
    if is_land(actor):
        return LAND
    standing = team_standing(next(iter(schools)))
    held = standing.capacities if standing else frozenset()
    return capacity_label("head_of_school" if "head_of_school" in held else "school_office")


def _announce(
    actor: Actor, rooms: Collection[UUID], wanted: Wanted, *, what: str, new: str, old: str = ""
) -> None:
    announce(actor, (Told(room, wanted.first_day, wanted.last_day, what, old, new) for room in rooms))


def _alone_with(action: UUID) -> None:
    """A second click waits for the first, and then finds it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"closure:{action}"])
