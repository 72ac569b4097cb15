"""A school's timetable changes by snapshots: only what is different is written, and only those concerned hear of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connections, transaction

from tests.access import tables
from tests.clients import standing_as
from tests.interfaces.samples import sample
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import SchoolClass, open_class
from zweiklang.interfaces.public import read_timetable
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_room
from zweiklang.schedule.models import Lesson, LessonChange, ScheduleChange, ScheduleNotice, Source
from zweiklang.schedule.notices.telling import tell
from zweiklang.schedule.public import (
    Applied,
    Fate,
    SnapshotChange,
    SnapshotLesson,
    apply_changes,
    apply_snapshot,
)
from zweiklang.schedule.timetables.applying import alone_with_school

WEEK = timedelta(days=7)
UNTIS = Source.UNTIS


def monday() -> date:
    """Returns the Monday after next: far enough from today for any weekday."""
    return today() + timedelta(days=14 - today().weekday())


def lesson(world: World, period: int = 3, subject: str = "Mathe", **more: object) -> SnapshotLesson:
    values: dict[str, Any] = {"number": period, "weekday": 2, "teachers": ("MÜL",), "classrooms": ("R1",)}
    return SnapshotLesson(world.school_class.label, period=period, subject=subject, **{**values, **more})


def snapshot(world: World, *lessons: SnapshotLesson, day: date | None = None, **more: bool) -> Applied:
    return apply_snapshot(
        ACTOR, school_id=world.school.pk, lessons=lessons, from_day=day or monday(), source=UNTIS, **more
    )


def changes(world: World, *found: SnapshotChange, first: date | None = None, days: int = 5) -> Applied:
    begin = first or monday()
    return apply_changes(
        ACTOR, school_id=world.school.pk, changes=found, first_day=begin, last_day=begin + timedelta(days), source=UNTIS
    )  # fmt: skip


def change(world: World, period: int = 3, kind: Fate = Fate.CANCELLED, **more: object) -> SnapshotChange:
    values: dict[str, Any] = {"number": period, "day": monday() + timedelta(1), "key": str(period)}
    return SnapshotChange(world.school_class.label, period=period, kind=kind, **{**values, **more})


def stored(room_id: UUID) -> list[tuple[object, ...]]:
    with as_system(ACTOR):
        rows = Lesson.objects.filter(room_id=room_id, source=UNTIS).order_by("period", "first_day")
        return [(one.period, one.subject, one.first_day, one.last_day) for one in rows]


def told(batch: UUID | None) -> list[tuple[UUID, str, str, str]]:
    with as_system(ACTOR):
        rows = ScheduleChange.objects.filter(batch=batch).order_by("first_day", "new") if batch else []
        return [(one.room_id, one.what, one.old, one.new) for one in rows]


def hearing(batch: UUID | None) -> set[UUID]:
    """Returns everybody who has a notice of the batch."""
    assert batch
    tell(batch, changed_by=None)
    with as_system(ACTOR):
        return set(ScheduleNotice.objects.filter(batch=batch).values_list("person", flat=True))


PLAN = (1, 2, 3, 4)


@pytest.fixture
def planned(world_a: World) -> World:
    """World A, whose class has four lessons on Tuesday."""
    snapshot(world_a, *(lesson(world_a, period) for period in PLAN))
    return world_a


def test_the_first_timetable_is_one_piece_of_news(world_a: World) -> None:
    found = snapshot(world_a, *(lesson(world_a, period) for period in PLAN))
    assert (found.added, found.changed, found.removed) == (4, 0, 0)
    assert [(what, "Stundenplan" in new) for _, what, _, new in told(found.batch)] == [("added", True)]


def test_the_same_file_again_changes_nothing_and_nobody_hears(planned: World) -> None:
    before = tables.digest()
    found = snapshot(planned, *(lesson(planned, period) for period in PLAN))
    assert found.is_empty
    assert (found.told, found.batch) == (0, None)
    assert tables.digest() == before


def test_one_other_lesson_is_one_change_with_old_and_new(planned: World) -> None:
    day = monday() + 2 * WEEK
    wanted = [lesson(planned, period) for period in PLAN]
    wanted[2] = replace(wanted[2], subject="Deutsch", classrooms=("R9",))
    found = snapshot(planned, *wanted, day=day)
    assert (found.added, found.changed, found.removed) == (0, 1, 0)
    room = planned.school_class.room_id
    assert told(found.batch) == [
        (room, "changed", "dienstags, 3. Stunde: Mathe bei MÜL in R1", "dienstags, 3. Stunde: Deutsch bei MÜL in R9")
    ]  # fmt: skip
    assert [row for row in stored(room) if row[0] == 3] == [
        (3, "Mathe", monday(), day - timedelta(1)),
        (3, "Deutsch", day, None),
    ]


def test_lessons_in_a_row_that_change_alike_are_one_sentence(planned: World) -> None:
    found = snapshot(planned, lesson(planned, 1), lesson(planned, 2), forced=True)
    assert found.removed == 2
    assert [(what, old, new) for _, what, old, new in told(found.batch)] == [
        ("removed", "dienstags, 3.–4. Stunde: Mathe bei MÜL in R1", "")
    ]


def test_many_changes_at_once_are_one_sentence(planned: World) -> None:
    found = snapshot(planned, *(lesson(planned, p, f"Fach {p} {d}", weekday=d) for p in PLAN for d in range(1, 6)))  # fmt: skip
    assert [new.split(". ")[-1] for *_, new in told(found.batch)] == ["Stunden: 16 neu, 4 geändert."]


def test_classes_the_file_does_not_name_keep_their_lessons(planned: World) -> None:
    with as_system(ACTOR):
        other = open_class(
            ACTOR,
            school=planned.school,
            label="12XY9",
            school_year=school_year(monday()),
            grade=1,
            occupation_name="Beruf",
        )
    snapshot(planned, replace(lesson(planned), label="12 xy 9"))
    assert len(stored(planned.school_class.room_id)) == 4
    assert len(stored(other.room_id)) == 1


def test_unknown_classes_are_named_and_nothing_is_invented(planned: World, world_b: World) -> None:
    with as_system(ACTOR):
        before = SchoolClass.objects.count()
    foreign = replace(lesson(planned), label="99ZZ9")
    found = snapshot(planned, foreign, *(lesson(planned, period) for period in PLAN))
    assert found.unknown_classes == ("99ZZ9",)
    assert found.is_empty
    with as_system(ACTOR):
        assert SchoolClass.objects.count() == before


def test_a_class_of_the_same_label_in_another_school_is_left_alone(worlds: Worlds) -> None:
    room = worlds.b.school_class.room_id
    before = stored(room)
    snapshot(worlds.a, replace(lesson(worlds.a), label=worlds.b.school_class.label))
    assert stored(room) == before


def test_entries_by_hand_are_left_alone(planned: World) -> None:
    room = planned.school_class.room_id
    with as_system(ACTOR):
        before = set(Lesson.objects.filter(room_id=room, source="hand").values_list("pk", "last_day"))
    snapshot(planned, lesson(planned, 1), forced=True)
    with as_system(ACTOR):
        assert set(Lesson.objects.filter(room_id=room, source="hand").values_list("pk", "last_day")) == before
    assert before


def test_a_file_that_removes_more_than_half_wants_a_yes(planned: World) -> None:
    before = tables.digest()
    with pytest.raises(Rejected, match="3 von 4") as caught:
        snapshot(planned, lesson(planned, 1))
    assert caught.value.field == "forced"
    assert tables.digest() == before
    assert snapshot(planned, lesson(planned, 1), forced=True).removed == 3


def test_what_was_before_today_is_no_news(planned: World) -> None:
    found = snapshot(planned, *(lesson(planned, p, "Deutsch") for p in PLAN), day=today() - 60 * WEEK // 10)
    assert found.told > 0
    with as_system(ACTOR):
        days = ScheduleChange.objects.filter(batch=found.batch).values_list("first_day", flat=True)
        assert all(day >= today() for day in days)


def test_exactly_the_people_of_the_class_hear_of_a_change(planned: World, worlds: Worlds) -> None:
    wanted = [lesson(planned, period) for period in PLAN]
    found = snapshot(planned, replace(wanted[0], subject="Deutsch"), *wanted[1:])
    people, names = hearing(found.batch), {}
    for name, person in planned.people.items():
        names[name] = person.pk in people
    assert {name for name, heard in names.items() if heard} >= {
        *("apprentice", "second_apprentice", "trainer", "other_trainer", "guardian", "class_teacher")
    }
    assert not names["head_of_school"]
    assert not {person.pk for person in worlds.b.people.values()} & people - {worlds.crossing.person.pk}


def test_a_cancelled_lesson_is_told_with_old_and_new_and_once(planned: World) -> None:
    found = changes(planned, change(planned))
    room = planned.school_class.room_id
    assert told(found.batch) == [
        (room, "cancelled", "3. Stunde: Mathe bei MÜL in R1", "3. Stunde: Mathe entfällt")
    ]
    again = changes(planned, change(planned))
    assert (again.is_empty, again.batch) == (True, None)


def test_a_lesson_the_timetable_does_not_know_has_no_before(planned: World) -> None:
    found = changes(planned, change(planned, 9), change(planned, 8, Fate.CHANGED, subject="Deutsch"))
    assert [(what, old, new) for _, what, old, new in told(found.batch)] == [
        ("changed", "", "8. Stunde: Deutsch"),
        ("cancelled", "", "9. Stunde: Unterricht entfällt"),
    ]


def test_a_change_that_is_taken_back_is_told_too(planned: World) -> None:
    changes(planned, change(planned), change(planned, 4, Fate.EXTRA, subject="Deutsch", key="+4/Deutsch"))
    found = changes(planned)
    assert found.removed == 2
    assert sorted((what, old, new) for _, what, old, new in told(found.batch)) == [
        ("changed", "3. Stunde: Mathe entfällt", "3. Stunde: Mathe bei MÜL in R1"),
        ("removed", "4. Stunde: zusätzlich Deutsch", ""),
    ]
    with as_system(ACTOR):
        assert not LessonChange.objects.filter(room_id=planned.school_class.room_id, source=UNTIS).exists()


def test_changes_of_other_days_and_by_hand_stay(planned: World) -> None:
    room = planned.school_class.room_id
    with as_system(ACTOR):
        before = LessonChange.objects.filter(room_id=room).exclude(source=UNTIS).count()
    changes(planned, change(planned))
    changes(planned, first=monday() + 2 * WEEK)
    with as_system(ACTOR):
        assert LessonChange.objects.filter(room_id=room, source=UNTIS).count() == 1
        assert LessonChange.objects.filter(room_id=room).exclude(source=UNTIS).count() == before > 0


def _actor(person: Person) -> Actor:
    return Actor(person.pk, person.name)


@pytest.mark.parametrize("persona", ["class_teacher", "subject_teacher", "trainer", "apprentice", "chamber_adviser"])  # fmt: skip
def test_only_the_school_itself_reads_timetables_in(persona: str, planned: World) -> None:
    before, person = tables.digest(), planned.people[persona]
    with standing_as(person), pytest.raises(Refused, match="Schulverwaltung"):
        apply_snapshot(
            _actor(person), school_id=planned.school.pk, lessons=[], from_day=monday(), source=UNTIS
        )
    assert tables.digest() == before


def test_the_head_of_another_school_is_refused(planned: World, world_b: World) -> None:
    person = world_b.people["head_of_school"]
    with standing_as(person), pytest.raises(Refused):
        apply_changes(
            _actor(person), school_id=planned.school.pk, changes=[], first_day=monday(), last_day=monday(), source=UNTIS
        )  # fmt: skip


@pytest.mark.django_db(databases=["default", "owner"])
def test_while_one_file_is_applied_a_second_one_of_the_same_school_waits(worlds: Worlds) -> None:
    with as_system(ACTOR):
        rooms = [team_room(ACTOR, organisation=world.school).pk for world in (worlds.a, worlds.b)]
    statement = "SELECT 1 FROM rooms_room WHERE id = %s FOR NO KEY UPDATE NOWAIT"
    with alone_with_school(ACTOR, worlds.a.school.pk), transaction.atomic(using="owner"):
        with connections["owner"].cursor() as other:
            other.execute(statement, [rooms[1]])
            with pytest.raises(OperationalError, match="could not obtain lock"):
                other.execute(statement, [rooms[0]])
        transaction.set_rollback(True, using="owner")


def test_the_real_file_comes_in_and_one_lesson_that_changes_is_news_for_one_class(worlds: Worlds) -> None:
    """The published timetable, whose class 09a is world A's and 09b another one of its school."""
    world, data = worlds.a, sample("untis/GPU001_real_2017_pseudonymisiert.TXT").decode()
    label = world.school_class.label
    with as_system(ACTOR):
        other = open_class(
            ACTOR,
            school=world.school,
            label="09B",
            school_year=school_year(monday()),
            grade=1,
            occupation_name="Beruf",
        )
    data = data.replace('"09a"', f'"{label}"')

    def applied(text: str) -> Applied:
        return snapshot(world, *read_timetable(text.encode(), "GPU001.TXT").lessons)

    first = applied(data)
    assert first.added == len(stored(world.school_class.room_id)) + len(stored(other.room_id)) > 60
    assert len(first.unknown_classes) == 21
    assert applied(data).is_empty
    found = applied(data.replace(f'3;"{label}";"L003";"PK";"229";1;4;;', f'3;"{label}";"L003";"PK";"CS3";1;4;;'))  # fmt: skip
    assert (found.added, found.changed, found.removed, found.told) == (0, 1, 0, 1)
    assert [room for room, *_ in told(found.batch)] == [world.school_class.room_id]
    people = hearing(found.batch)
    firms = {world.people[name].pk for name in ("trainer", "deputy_trainer", "training_manager", "other_trainer")}  # fmt: skip
    assert firms <= people
    foreign = {person.pk for person in worlds.b.people.values()} - {worlds.crossing.person.pk}
    assert not foreign & people
