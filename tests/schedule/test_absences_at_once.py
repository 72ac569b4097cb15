"""Two write about one apprentice's day at the same moment: the second waits, and the day says one thing."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.at_once import one_then_other
from tests.committed import committed_worlds
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_person, as_system
from zweiklang.schedule.absences.notices import report_absence
from zweiklang.schedule.absences.recording import record_day
from zweiklang.schedule.absences.shapes import Change, Entry
from zweiklang.schedule.models import Absence, AbsenceNotice

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("absences_at_once", django_db_blocker) as worlds:
        yield worlds.a


def enter(world: World, ago: int, period: int | None) -> None:
    with as_system(ACTOR):
        Absence.objects.create(
            room_id=world.first.room_id, day=today() - timedelta(days=ago), period=period, kind="absent"
        )


def held(world: World, ago: int) -> list[int | None]:
    with as_system(ACTOR):
        rows = Absence.objects.filter(room_id=world.first.room_id, day=today() - timedelta(days=ago))
        return sorted(rows.values_list("period", flat=True), key=lambda period: period or 0)


def test_a_lesson_and_the_whole_day_at_once_are_one_of_them(committed: World) -> None:
    def second() -> None:
        with suppress(IntegrityError), transaction.atomic():
            enter(committed, 1, None)

    assert one_then_other(lambda: enter(committed, 1, 3), second)
    assert held(committed, 1) == [3]


def test_two_lessons_at_once_are_both_there(committed: World) -> None:
    def second() -> None:
        with transaction.atomic():
            enter(committed, 2, 4)

    one_then_other(lambda: enter(committed, 2, 3), second)
    assert held(committed, 2) == [3, 4]


def test_two_teachers_at_once_the_second_is_told(committed: World) -> None:
    teacher, clashes = committed.people["class_teacher"], []

    def record(wanted: Entry) -> None:
        with transaction.atomic(), as_person(teacher.pk):
            outcome = record_day(
                actor_of(teacher),
                school_class=committed.school_class,
                day=today() - timedelta(days=3),
                changes=[Change(committed.first.room_id, "", wanted)],
            )
            clashes.append(len(outcome.clashes))

    assert one_then_other(lambda: record(Entry("absent")), lambda: record(Entry("late", 10)))
    assert sorted(clashes) == [0, 1]
    assert held(committed, 3) == [None]


def test_apprentice_and_guardian_at_once_are_one_notice(committed: World) -> None:
    def report(persona: str) -> None:
        person = committed.people[persona]
        with transaction.atomic(), as_person(person.pk):
            report_absence(
                actor_of(person), room_id=committed.first.room_id, first_day=today(), last_day=today()
            )

    assert one_then_other(lambda: report("apprentice"), lambda: report("guardian"))
    with as_system(ACTOR):
        assert AbsenceNotice.objects.filter(room_id=committed.first.room_id, first_day=today()).count() == 1
