"""Single days that differ from the plan: entered for a lesson, for the rest of the day or for all of it, and taken back."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.schedule.planning.pages import add_lesson, add_period, changes, events, next_weekday, told, url
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_holiday
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Lesson, SchoolPeriod
from zweiklang.schedule.planning.selectors import school_days_around
from zweiklang.schedule.planning.spans import year_days

ClientOf = Callable[[Person | None], Client]
TUESDAY = 2


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


@pytest.fixture
def day() -> date:
    return next_weekday(TUESDAY)


@pytest.fixture
def plan(world_a: World) -> list[Lesson]:
    """Tuesday: two of mathematics, one of German, one of English."""
    math = add_lesson(world_a, TUESDAY, 1, "Mathematik", length=2, teachers=["MÜL"], number=7)
    return [math, *(add_lesson(world_a, TUESDAY, n, name) for n, name in ((3, "Deutsch"), (4, "Englisch")))]


def enter(
    client: Client, world: World, day: date, which: str, act: str = "cancelled", **more: str
) -> HttpResponse:
    address = f"{url(world, 'lesson_changes')}?tag={day.isoformat()}"
    return client.post(address, {"which": which, "act": act, **more})


def shown(world: World) -> list[tuple[date, int, int, str, str]]:
    return [(one.day, one.period, one.length, one.kind, one.subject) for one in changes(world)]


def test_a_lesson_is_cancelled_and_told_with_what_was_planned(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    assert enter(teacher, world_a, day, f"at:{plan[0].pk}").status_code == 302
    assert shown(world_a) == [(day, 1, 2, "cancelled", "")]
    assert told(world_a.school_class.room_id) == [
        ("cancelled", "1.–2. Stunde: Mathematik bei MÜL", "1.–2. Stunde: Mathematik entfällt")
    ]
    page = teacher.get(f"{url(world_a, 'lesson_changes')}?tag={day.isoformat()}").content.decode()
    assert f"at:{plan[0].pk}" not in page
    assert "1.–2. Stunde: Mathematik entfällt" in page


def test_everything_from_a_lesson_on_is_cancelled_at_once(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    enter(teacher, world_a, day, "from:3")
    assert shown(world_a) == [(day, 3, 1, "cancelled", ""), (day, 4, 1, "cancelled", "")]


def test_the_whole_day_is_one_entry_also_without_a_timetable(
    teacher: Client, world_a: World, day: date
) -> None:
    for _ in range(2):
        enter(teacher, world_a, day, "day")
    assert [(one.first_day, one.last_day, one.kind, one.title) for one in events(world_a)] == [
        (day, day, "free", "Kein Unterricht")
    ]
    assert told(world_a.school_class.room_id) == [("cancelled", "", "Kein Unterricht")]


def test_a_lesson_takes_place_otherwise(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    enter(teacher, world_a, day, f"at:{plan[0].pk}", "changed", teachers="SCH", classrooms="204")
    (row,) = changes(world_a)
    assert (row.kind, row.subject, row.teachers, row.classrooms, row.number) == (
        "changed",
        "Mathematik",
        ["SCH"],
        ["204"],
        7,
    )
    ((what, old, new),) = told(world_a.school_class.room_id)
    assert (what, old) == ("changed", "1.–2. Stunde: Mathematik bei MÜL")
    assert new == "1.–2. Stunde: Mathematik bei SCH in 204"


def test_what_was_entered_about_a_lesson_before_is_replaced(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    enter(teacher, world_a, day, f"at:{plan[1].pk}", "changed", classrooms="204")
    enter(teacher, world_a, day, f"at:{plan[1].pk}")
    assert shown(world_a) == [(day, 3, 1, "cancelled", "")]


def test_a_moved_lesson_is_gone_here_and_stands_there(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    there = day + timedelta(days=1)
    sent = {"to_day": there.isoformat(), "to_period": "6"}
    assert enter(teacher, world_a, day, f"at:{plan[1].pk}", "moved", **sent).status_code == 302
    assert shown(world_a) == [(day, 3, 1, "cancelled", ""), (there, 6, 1, "extra", "Deutsch")]
    teacher.post(url(world_a, "take_back_changes"))
    assert shown(world_a) == []


@pytest.mark.parametrize(
    ("which", "act", "more", "field", "sentence"),
    [
        ("", "cancelled", {}, "which", "um welche Stunde es geht"),
        ("at:weg", "cancelled", {}, "which", "nicht mehr im Plan"),
        ("from:3", "changed", {"classrooms": "1"}, "which", "eine einzelne Stunde"),
        ("one", "changed", {}, "classrooms", "Was ist anders?"),
        ("one", "moved", {}, "to_day", "Wohin?"),
        ("one", "moved", {"to_period": "99"}, "to_period", "Bitte eine Zahl von 1 bis 15"),
        ("one", "moved", {"to_period": "3"}, "to_day", "dieselbe Zeit"),
        ("one", "moved", {"to_day": "2099-01-01"}, "to_day", "im Schuljahr der Klasse"),
        ("one", "changed", {"teachers": "z" * 21}, "teachers", "höchstens 20 Zeichen"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    which: str,
    act: str,
    more: dict[str, str],
    field: str,
    sentence: str,
    teacher: Client,
    world_a: World,
    day: date,
    plan: list[Lesson],
) -> None:
    which = f"at:{plan[1].pk}" if which == "one" else which
    answer = enter(teacher, world_a, day, which, act, **more)
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">.*?{sentence}', answer.content.decode(), re.DOTALL)
    assert shown(world_a) == []
    assert told(world_a.school_class.room_id) == []


def test_each_change_is_taken_back_alone_and_told(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    enter(teacher, world_a, day, "from:3")
    first, _ = changes(world_a)
    for expected in ("Zurückgenommen.", "hat inzwischen jemand zurückgenommen"):
        answer = teacher.post(url(world_a, "take_back_changes"), {"change": first.pk}, follow=True)
        assert expected in answer.content.decode()
    assert shown(world_a) == [(day, 4, 1, "cancelled", "")]
    assert told(world_a.school_class.room_id)[-1] == (
        "changed",
        "3. Stunde: Unterricht entfällt",
        "3. Stunde: findet wie geplant statt",
    )


def test_what_another_programme_said_is_not_taken_back_here(
    teacher: Client, world_a: World, day: date, plan: list[Lesson]
) -> None:
    enter(teacher, world_a, day, "from:4")
    (row,) = changes(world_a)
    with as_system(ACTOR):
        row.source = "untis"
        row.save(update_fields=["source"])
    teacher.post(url(world_a, "take_back_changes"), {"change": row.pk})
    assert len(shown(world_a)) == 1


def test_nothing_is_told_of_a_day_that_has_passed(
    teacher: Client, world_a: World, plan: list[Lesson]
) -> None:
    past = next_weekday(TUESDAY) - timedelta(days=14)
    assert past < today()
    enter(teacher, world_a, past, "from:3")
    assert len(shown(world_a)) == 2
    assert told(world_a.school_class.room_id) == []


def test_readers_see_what_differs_and_change_nothing(
    client_of: ClientOf, teacher: Client, worlds: Worlds, day: date
) -> None:
    a = worlds.a
    lesson = add_lesson(a, TUESDAY, 1, "Sport")
    enter(teacher, a, day, f"at:{lesson.pk}")
    (row,) = changes(a)
    for persona in ("apprentice", "trainer", "guardian", "subject_teacher"):
        client = client_of(a.people[persona])
        page = client.get(url(a, "lesson_changes")).content.decode()
        assert formats.day(day) in page, persona
        assert "Eintragen" not in page, persona
        assert enter(client, a, day, "day").status_code == 403, persona
        assert client.post(url(a, "take_back_changes"), {"change": row.pk}).status_code == 403, persona
    stranger = client_of(worlds.b.people["class_teacher"])
    assert enter(stranger, a, day, "day").status_code == 404
    assert stranger.post(url(a, "take_back_changes"), {"change": row.pk}).status_code == 404
    smuggled = stranger.post(url(worlds.b, "take_back_changes"), {"change": row.pk}, follow=True)
    assert "hat inzwischen jemand zurückgenommen" in smuggled.content.decode()
    assert len(shown(a)) == 1
    assert events(a) == []


def test_the_class_page_leads_there(client_of: ClientOf, teacher: Client, world_a: World) -> None:
    page = reverse("apprenticeships:school_class", args=[world_a.school_class.room_id])
    assert url(world_a, "lesson_changes") in teacher.get(page).content.decode()
    trainer = client_of(world_a.people["trainer"])
    assert "Stunde ändern" not in trainer.get(page).content.decode()


def test_at_the_end_of_the_year_the_last_school_day_is_one_step_back(world_a: World) -> None:
    """Fixed weekdays that go on in August belong to another class."""
    begins, ends = year_days(world_a.school_class.school_year)
    with as_system(ACTOR):
        SchoolPeriod.objects.filter(room_id=world_a.school_class.room_id).delete()
    add_period(world_a, begins, ends + timedelta(days=60), kind="weekly", weekdays=[1, 2, 3, 4, 5])
    with as_system(ACTOR):
        before, at, after = school_days_around(world_a.school_class, ends)
    assert (at, after) == (ends, None)
    assert before
    assert begins < before < ends
    assert not school_holiday(before)
