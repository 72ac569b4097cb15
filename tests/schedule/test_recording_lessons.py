"""Single lessons are recorded like days, beside them, and never against them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.schedule.pages import choice, day_url, free_day
from tests.worlds import ACTOR, Apprenticeship, World
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.recording import record_day
from zweiklang.schedule.absences.shapes import Change, Entry
from zweiklang.schedule.models import Absence, AbsenceNotice, Lesson

ClientOf = Callable[[Person | None], Client]
Held = list[tuple[int | None, str, int | None]]


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


def record(teacher: Client, world: World, period: int | None, *choices: dict[str, str]):
    sent = {name: value for one in choices for name, value in one.items()}
    return teacher.post(lesson_url(world, period), sent)


def lesson_url(world: World, period: int | None) -> str:
    return day_url(world) + (f"&stunde={period}" if period else "")


def held(of: Apprenticeship) -> Held:
    with as_system(ACTOR):
        rows = Absence.objects.filter(room_id=of.room_id, day=free_day()).order_by("period", "kind")
        return sorted(rows.values_list("period", "kind", "minutes"), key=lambda one: (one[0] or 0, one[1]))


def seen(page: str, of: Apprenticeship) -> str:
    found = re.search(rf'name="{of.room_id.hex}-stand" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_lesson_is_recorded_for_the_class_in_one_go(teacher: Client, world_a: World) -> None:
    first, second = world_a.first, world_a.second
    answer = record(teacher, world_a, 3, choice(first, "absent"), choice(second, "late", minutes="10"))
    assert answer.status_code == 302
    assert answer["Location"].endswith("&stunde=3")
    assert held(first) == [(3, "absent", None)]
    assert held(second) == [(3, "late", 10)]
    page = teacher.get(lesson_url(world_a, 3)).content.decode()
    assert re.search(rf'id="{first.room_id.hex}-absent"[^>]* checked', page)
    whole = teacher.get(lesson_url(world_a, None)).content.decode()
    assert "Außerdem: 3. Stunde: gefehlt" in whole
    assert re.search(rf'id="{first.room_id.hex}-present"[^>]* checked', whole)


def test_two_lessons_of_one_day_stand_beside_each_other(teacher: Client, world_a: World) -> None:
    record(teacher, world_a, 3, choice(world_a.first, "absent"))
    record(teacher, world_a, 4, choice(world_a.first, "absent"))
    record(teacher, world_a, 3, choice(world_a.first, "present", seen="3=absent"))
    assert held(world_a.first) == [(4, "absent", None)]


def test_a_whole_day_takes_the_place_of_its_lessons(teacher: Client, world_a: World) -> None:
    first = world_a.first
    record(teacher, world_a, 3, choice(first, "absent"))
    record(teacher, world_a, 5, choice(first, "late", minutes="5"))
    shown = seen(teacher.get(lesson_url(world_a, None)).content.decode(), first)
    record(teacher, world_a, None, choice(first, "absent", seen=shown))
    assert held(first) == [(None, "absent", None)]


def test_a_whole_day_over_a_lesson_nobody_saw_is_told(teacher: Client, world_a: World) -> None:
    record(teacher, world_a, 3, choice(world_a.first, "absent"))
    answer = record(teacher, world_a, None, choice(world_a.first, "absent", seen=""))
    assert answer.status_code == 409
    assert "„3. Stunde: gefehlt“ eingetragen" in answer.content.decode()
    assert held(world_a.first) == [(3, "absent", None)]


def test_who_is_away_all_day_has_no_choice_in_a_lesson(teacher: Client, world_a: World) -> None:
    first = world_a.first
    record(teacher, world_a, None, choice(first, "absent"))
    page = teacher.get(lesson_url(world_a, 3)).content.decode()
    assert "Fehlt den ganzen Tag" in page
    assert f'name="{first.room_id.hex}-art"' not in page
    record(teacher, world_a, 3, choice(first, "absent", seen="absent"))
    assert held(first) == [(None, "absent", None)]


def test_being_late_to_a_lesson_takes_the_place_of_being_late_that_day(
    teacher: Client, world_a: World
) -> None:
    first = world_a.first
    record(teacher, world_a, None, choice(first, "late", minutes="10"))
    shown = seen(teacher.get(lesson_url(world_a, 1)).content.decode(), first)
    record(teacher, world_a, 1, choice(first, "late", minutes="15", seen=shown))
    assert held(first) == [(1, "late", 15)]


@pytest.mark.parametrize("period", ["0", "16", "-1", "x", "\u0663", "999999999999"])
def test_a_lesson_that_cannot_be_is_the_whole_day(period: str, teacher: Client, world_a: World) -> None:
    assert "· Ganzer Tag" not in teacher.get(f"{day_url(world_a)}&stunde={period}").content.decode()
    answer = teacher.post(f"{day_url(world_a)}&stunde={period}", choice(world_a.first, "absent"))
    assert "stunde" not in answer["Location"]
    assert held(world_a.first) == [(None, "absent", None)]


def test_the_lessons_of_the_timetable_are_offered_by_name(teacher: Client, world_a: World) -> None:
    with as_system(ACTOR):
        Lesson.objects.filter(room_id=world_a.school_class.room_id).delete()
        Lesson.objects.create(
            room_id=world_a.school_class.room_id,
            number=7,
            weekday=free_day().isoweekday(),
            period=3,
            length=2,
            subject="Elektrotechnik",
            first_day=free_day(),
        )
    page = teacher.get(day_url(world_a)).content.decode()
    assert "3. Elektrotechnik" in page
    assert "4. Elektrotechnik" in page
    assert "stunde=5" not in page


def test_the_service_knows_no_lesson_beyond_the_day(world_a: World, as_person) -> None:
    from zweiklang.kernel.errors import Rejected

    teacher = world_a.people["class_teacher"]
    change = Change(world_a.first.room_id, "", Entry("absent"))
    for period in (0, 16):
        with as_person(teacher), pytest.raises(Rejected):
            record_day(
                actor_of(teacher),
                school_class=world_a.school_class,
                day=free_day(),
                changes=[change],
                period=period,
            )


def test_who_reported_herself_is_taken_over_by_one_act(teacher: Client, world_a: World) -> None:
    first, second = world_a.first, world_a.second
    with as_system(ACTOR):
        AbsenceNotice.objects.create(
            room_id=first.room_id, first_day=free_day(), last_day=free_day(), reported_by=first.apprentice
        )
    page = teacher.get(day_url(world_a)).content.decode()
    assert "1 Person hat sich abgemeldet" in page
    assert "abgemeldet am" in page
    answer = record(
        teacher, world_a, None, choice(first, "present"), choice(second, "present"), {"act": "abgemeldete"}
    )
    assert answer.status_code == 302
    assert held(first) == [(None, "absent", None)]
    assert held(second) == []
    assert "haben sich abgemeldet" not in teacher.get(day_url(world_a)).content.decode()


def test_taking_over_changes_nothing_a_teacher_entered(teacher: Client, world_a: World) -> None:
    first = world_a.first
    record(teacher, world_a, None, choice(first, "late", minutes="10"))
    with as_system(ACTOR):
        AbsenceNotice.objects.create(
            room_id=first.room_id, first_day=free_day(), last_day=free_day(), reported_by=first.apprentice
        )
    record(
        teacher,
        world_a,
        None,
        choice(first, "late", minutes="10", seen="late:10"),
        {"act": "abgemeldete"},
    )
    assert held(first) == [(None, "late", 10)]
