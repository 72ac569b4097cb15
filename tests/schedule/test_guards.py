"""What the database itself refuses, in SQL as the application role, whatever the code does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from psycopg import errors

from tests.access import tables
from tests.clients import standing_as
from tests.privacy.deciding import school_decides
from tests.schedule.pages import open_absence, told_absence
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Absence, AbsenceReason, LessonTopic

AsPerson = Callable[[Person | None], AbstractContextManager[None]]


def refused(statement: str, values: dict[str, Any]) -> bool:
    """True if the database does not let this be written for want of a right; nothing stays written."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            return True
        raise
    return False


@pytest.mark.parametrize(
    ("table", "persona"),
    [
        ("schedule_absence", "class_teacher"),
        ("schedule_absencereason", "apprentice"),
        ("schedule_lessontopic", "subject_teacher"),
    ],
)
def test_nobody_writes_in_the_name_of_somebody_else(table: str, persona: str, world_a: World) -> None:
    room = world_a.school_class.room_id if table == "schedule_lessontopic" else world_a.first.room_id
    row = tables.row_of(table, room)
    assert row is not None
    me, other = world_a.people[persona], world_a.people["guardian"]
    with standing_as(me):
        assert tables.can_insert(row, **tables.by(table, me.pk, ""))
        assert not tables.can_insert(row, **tables.by(table, other.pk, ""))


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ("state = 'excused', decided_by_id = %(me)s, decided_at = now()", True),
        ("state = 'excused', decided_by_id = %(other)s, decided_at = now()", False),
        ("state = 'excused', decided_at = now()", False),
        ("kind = 'absent', minutes = NULL, recorded_by_id = %(me)s", True),
        ("recorded_by_id = %(other)s", False),
        ("kind = 'absent', minutes = NULL, recorded_by_id = %(other)s", False),
        ("day = day - 1", False),
        ("room_id = room_id", False),
    ],
)
def test_an_absence_is_changed_in_the_own_name_and_never_moved(
    change: str, allowed: bool, world_a: World
) -> None:
    late, me = open_absence(world_a), world_a.people["class_teacher"]
    values = {"me": me.pk, "other": world_a.first.apprentice.pk, "id": late.pk}
    with standing_as(me):
        assert refused(f"UPDATE schedule_absence SET {change} WHERE id = %(id)s", values) is not allowed


def test_an_absence_has_no_column_for_words() -> None:
    words = [
        f.name
        for f in Absence._meta.concrete_fields
        if isinstance(f, CharField | TextField) and not f.choices
    ]
    assert words == []


def test_a_reason_cannot_hang_on_an_absence_of_somebody_else(worlds: Worlds) -> None:
    foreign, me = open_absence(worlds.b), worlds.a.first.apprentice
    with standing_as(me), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO schedule_absencereason (id, room_id, absence_id, day, text, told_by_id, told_at)"
            " VALUES (%s, %s, %s, %s, 'Fremd', %s, now())",
            [new_id(), worlds.a.first.room_id, foreign.pk, foreign.day, me.pk],
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.check_constraints()
        cursor.execute("DELETE FROM schedule_absencereason WHERE told_by_id = %s AND text = 'Fremd'", [me.pk])


@pytest.mark.parametrize("persona", ["trainer", "deputy_trainer", "training_manager", "subject_teacher"])
def test_no_rule_opens_reasons_to_a_firm_or_another_teacher(persona: str, world_a: World) -> None:
    from zweiklang.kernel.errors import Rejected

    for capacity in ("trainer", "subject_teacher"):
        school_decides(world_a, "absences", "open", capacity=capacity)
        with pytest.raises(Rejected):
            school_decides(world_a, "absence_reasons", "open", capacity=capacity)
    with standing_as(world_a.people[persona]):
        assert tables.everything("schedule_absencereason") == 0


@pytest.mark.parametrize("table", ["schedule_absence", "schedule_absencehistory"])
def test_rows_and_their_history_are_open_from_the_day_of_the_rule_on(table: str, world_a: World) -> None:
    room = world_a.first.room_id
    since = today() - timedelta(days=0)
    school_decides(world_a, "absences", "open")
    with as_system(ACTOR):
        new = Absence.objects.create(room_id=room, day=since, kind="absent")
    told = told_absence(world_a)
    with standing_as(world_a.people["trainer"]), connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT day FROM {table} WHERE room_id = %s", [room])
        assert {day for (day,) in cursor.fetchall()} == {new.day}
    with standing_as(world_a.first.apprentice), connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT day FROM {table} WHERE room_id = %s", [room])
        assert {told.day, new.day} < {day for (day,) in cursor.fetchall()}


def test_what_was_changed_and_removed_stays_in_the_history(world_a: World, as_person: AsPerson) -> None:
    late, teacher = open_absence(world_a), world_a.people["class_teacher"]
    with as_person(teacher):
        Absence.objects.filter(pk=late.pk).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pgh_label, pgh_person_id FROM schedule_absencehistory WHERE pgh_obj_id = %s ORDER BY pgh_id DESC LIMIT 1",
                [late.pk],
            )
            label, who = cursor.fetchone()
    assert (label, who) == ("delete", teacher.pk)


def test_a_reason_keeps_no_history() -> None:
    from django.apps import apps

    assert not [m for m in apps.get_models() if m.__name__ in ("AbsenceReasonHistory", "LessonTopicHistory")]
    assert AbsenceReason.security.read == "absence_reasons"


def test_a_released_topic_needs_the_scope_of_items_and_the_day(world_a: World) -> None:
    room = world_a.school_class.room_id
    school_decides(world_a, "lessons", "teacher")
    with as_system(ACTOR):
        for topic, released in (("heute offen", today()), ("heute zu", None)):
            LessonTopic.objects.create(room_id=room, day=today(), topic=topic, released_on=released)
    with standing_as(world_a.people["trainer"]):
        assert set(LessonTopic.objects.values_list("topic", flat=True)) == {"heute offen"}
