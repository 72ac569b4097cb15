"""Each page of the editor sends a fixed number of statements, whether the plan holds little or much: at most 12, lists 8."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before
from tests.schedule.planning.pages import add_lesson, url, weeks_of
from tests.worlds import ACTOR, World
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Course, FreeDay, LessonChange, SchoolEvent, SchoolPeriod

ClientOf = Callable[[Person | None], Client]
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"
EXPECTED = {
    ("class_teacher", "school_days"): 7,
    ("class_teacher", "new_period"): 4,
    ("class_teacher", "timetable"): 6,
    ("class_teacher", "timetable_day"): 8,
    ("class_teacher", "lesson_changes"): 10,
    ("class_teacher", "school_events"): 5,
    ("trainer", "school_days"): 6,
    ("trainer", "lesson_changes"): 7,
    ("trainer", "courses"): 5,
    ("trainer", "new_course"): 4,
    ("head_of_school", "school_calendar"): 6,
    ("head_of_school", "times_of_lessons"): 5,
}


def address(world: World, name: str) -> str:
    if name == "new_course":
        return reverse("schedule:new_course")
    if name == "courses":
        return reverse("schedule:courses", args=[world.first.room_id])
    if name in {"school_calendar", "times_of_lessons"}:
        return reverse(f"schedule:{name}", args=[world.team_room_id])
    return url(world, name, *([2] if name == "timetable_day" else []))


def asked(client: Client, path: str) -> int:
    show_before(client, path)
    with statements() as found:
        assert client.get(path).status_code == 200
    return len([one for one in found if one != FORGETTING])


def fill(world: World) -> None:
    """Thirty of everything."""
    room = {"room_id": world.school_class.room_id}
    for number in range(1, 11):
        add_lesson(world, 2, number, f"Fach {number}")
    with as_system(ACTOR):
        for monday in weeks_of(world)[:30]:
            days = {"first_day": monday, "last_day": monday + timedelta(days=2)}
            SchoolPeriod.objects.create(kind="block", **days, **room)
            SchoolEvent.objects.create(title="Termin", **days, **room)
            LessonChange.objects.create(day=monday, period=1, kind="cancelled", **room)
            FreeDay.objects.create(school=world.school, **days)
            Course.objects.create(room_id=world.first.room_id, title="Kurs", **days)


@pytest.mark.parametrize(("persona", "name"), EXPECTED)
def test_a_page_asks_as_often_for_much_as_for_little(
    persona: str, name: str, client_of: ClientOf, world_a: World
) -> None:
    client, path = client_of(world_a.people[persona]), address(world_a, name)
    before = asked(client, path)
    fill(world_a)
    assert (before, asked(client, path)) == (EXPECTED[persona, name],) * 2
    assert before <= 12
