"""Both lanes of a world in a few words: weeks are counted from this week's Monday."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from tests.planning.school_lane.pages import curriculum, field, publish_of
from tests.worlds import ACTOR, World
from zweiklang.curricula.public import Position
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person
from zweiklang.planning import tasks
from zweiklang.planning.models import (
    AlignmentProposal,
    CurriculumLink,
    DidacticPlan,
    LinkDecision,
    PlanEntry,
    RadarDigest,
    RadarSign,
)
from zweiklang.planning.radar.signs import note_moves
from zweiklang.planning.school_lane.comparing import moves
from zweiklang.planning.school_lane.selectors import placed_in
from zweiklang.planning.school_lane.shapes import Placed
from zweiklang.rooms.public import as_system

NOBODY = UUID(int=0)
type Weeks = tuple[int, int]


def clear() -> None:
    """No class has a plan, no apprentice either, nothing is linked, nobody was told."""
    with as_system(ACTOR):
        for table in (RadarSign, RadarDigest, AlignmentProposal, DidacticPlan, PlanEntry, CurriculumLink):
            table.objects.all().delete()


def monday(weeks: int) -> date:
    """Returns the Monday that many weeks from this week's."""
    return monday_of(today()) + timedelta(weeks=weeks)


def publish(world: World, **fields: Weeks) -> DidacticPlan:
    """The class has a further published version: publish(world, lf7=(10, 12)); what moved since the last one is noted."""
    room = world.school_class.room_id
    curriculum()
    placed = [
        Placed(field(name.removeprefix("lf")).pk, monday(first), monday(last), 40)
        for name, (first, last) in fields.items()
    ]
    with as_system(ACTOR):
        before = DidacticPlan.objects.filter(room_id=room).order_by("-version").first()
    plan = publish_of(world.school_class, placed, world, version=before.version + 1 if before else 1)
    if before:
        with as_system(ACTOR):
            was = placed_in([before.pk])[before.pk]
        note_moves(ACTOR, plan=plan, moves=moves(was, placed))
    return plan


def link(
    position: Position, number: str, *, confirmed_by: World | None = None, says: str = "confirmed"
) -> None:
    """The position is linked with the Lernfeld, as computed from the texts; where a world is given, its school has decided."""
    curriculum()
    with as_system(ACTOR):
        found, _ = CurriculumLink.objects.get_or_create(
            position=position,
            learning_field=field(number),
            skill="",
            defaults={"source": "computed", "score": 0.5},
        )
        if confirmed_by:
            LinkDecision.objects.create(link=found, school=confirmed_by.school, says=says)


def entry(room_id: UUID, position: Position, weeks: Weeks, **more: object) -> PlanEntry:
    """The apprentice's plan has that part."""
    first, last = weeks
    with as_system(ACTOR):
        return PlanEntry.objects.create(
            room_id=room_id, position=position, first_week=monday(first), last_week=monday(last), **more
        )


def signs(*rooms: UUID, kind: str = "moved", is_open: bool = True) -> list[RadarSign]:
    """Returns the signs of that kind in these rooms (of all without any), open or settled, as the system role sees them."""
    with as_system(ACTOR):
        rows = RadarSign.objects.filter(kind=kind, settled_on__isnull=is_open).select_related(
            "learning_field"
        )
        return list((rows.filter(room_id__in=rooms) if rooms else rows).order_by("made_on", "pk"))


def jobs_due(name: str) -> list[tuple[dict[str, str], datetime | None]]:
    """Arguments and time of the waiting jobs of that name, in their order."""
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text, scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name]
        )
        return [(json.loads(arguments), at) for arguments, at in cursor.fetchall()]


def night() -> None:
    """A night passes: the job of every night, and those it makes."""
    with as_system(ACTOR):
        tasks.radar_night.func(None, 0)
    for arguments, _ in _taken(tasks.NOTE_SOON):
        with as_system(ACTOR):
            tasks.note_soon.func(None, **arguments)


def week() -> None:
    """The weekly mails are sent: the job of Tuesday, and those it makes."""
    with as_system(ACTOR):
        tasks.radar_week.func(None, 0)
    while found := _taken(tasks.DIGEST):
        for arguments, _ in found:
            with as_system(ACTOR):
                tasks.radar_digest.func(None, **arguments)


def _taken(name: str) -> list[tuple[dict[str, str], datetime | None]]:
    """The jobs of that name; they wait no longer."""
    found = jobs_due(name)
    with connection.cursor() as cursor, as_system(ACTOR):
        cursor.execute(
            "DELETE FROM procrastinate_events WHERE job_id IN (SELECT id FROM procrastinate_jobs WHERE task_name = %s)",
            [name],
        )
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [name])
    return found


def addresses(people: Iterable[Person]) -> list[str]:
    """Returns their addresses, sorted."""
    return sorted(person.email for person in people)
