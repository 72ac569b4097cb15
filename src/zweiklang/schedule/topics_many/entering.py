"""Writes many topics at once, each once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import my_standings
from zweiklang.schedule import policy
from zweiklang.schedule.models import LessonTopic
from zweiklang.schedule.topics import checked
from zweiklang.schedule.topics_many.shapes import ClassTopic, Entered, RowsRejected

type Said = tuple[UUID, date, str, str, str]
"""Room, day, subject, learning field, topic: what makes two entries the same."""


@transaction.atomic
def write_topics(actor: Actor, *, topics: Sequence[ClassTopic]) -> Entered:
    """These topics stand in the lists of their classes; those that stood there already stay as they are.

    Raises RowsRejected, and then nothing is written, if one of them has no words or a day of another year; Refused for a class that the
    person does not teach.
    """
    rooms = sorted({one.room_id for one in topics}, key=str)
    classes = {found.room_id: found for found in SchoolClass.objects.filter(room_id__in=rooms)}
    standings = my_standings()
    for room in rooms:
        require(policy.may_write_topics(actor, standing=standings.get(room) if room in classes else None))
    wanted = _checked(topics, classes)
    _wait_for_others(rooms)
    known = _known(rooms, wanted)
    new = [said for said in dict.fromkeys(wanted) if said not in known]
    LessonTopic.objects.bulk_create(
        LessonTopic(
            room_id=room,
            day=day,
            subject=subject,
            learning_field=field,
            topic=topic,
            written_by_id=actor.person_id,
            written_at=now(),
        )
        for room, day, subject, field, topic in new
    )
    return Entered(len(new), len(wanted) - len(new))


def _checked(topics: Sequence[ClassTopic], classes: Mapping[UUID, SchoolClass]) -> list[Said]:
    found: list[Said] = []
    reasons: dict[int, str] = {}
    for place, one in enumerate(topics):
        try:
            words = checked(classes[one.room_id], one.topic)
        except Rejected as problem:
            reasons[place] = problem.message
            continue
        said = (one.room_id, one.topic.day, words["subject"], words["learning_field"], words["topic"])
        found.append(said)
    if reasons:
        raise RowsRejected(reasons)
    return found


def _wait_for_others(rooms: Iterable[UUID]) -> None:
    """Whoever sends the same list a second time waits here, and finds the first one's topics."""
    with connection.cursor() as cursor:
        for room in rooms:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"topics:{room}"])


def _known(rooms: Iterable[UUID], wanted: Iterable[Said]) -> set[Said]:
    days = {day for _, day, *_ in wanted}
    rows = LessonTopic.objects.filter(room_id__in=rooms, day__in=days)
    return set(rows.values_list("room_id", "day", "subject", "learning_field", "topic"))
