"""Two people at the same moment, each on a connection of their own: nothing stands there twice, and nothing is lost."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.schedule.planning.pages import add_lesson, changes, coming_weeks, courses, events, periods
from tests.worlds import World
from zweiklang.people.public import Person, actor_of
from zweiklang.schedule.models import Lesson
from zweiklang.schedule.planning.changes import cancel_lessons
from zweiklang.schedule.planning.courses import add_courses
from zweiklang.schedule.planning.events import add_event
from zweiklang.schedule.planning.school_days import paint_blocks
from zweiklang.schedule.planning.shapes import CourseTerms, EventTerms, Painted
from zweiklang.schedule.planning.spans import FRIDAY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("planning_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture
def weeks(world: World) -> list[date]:
    return coming_weeks(world, 3)


def paint(person: Person, world: World, chosen: list[date]) -> None:
    painted = Painted(seen=frozenset(), chosen=frozenset(chosen))
    with standing_as(person):
        paint_blocks(actor_of(person), school_class=world.school_class, painted=painted)


def test_two_people_who_paint_at_once_make_one_block_of_both_wishes(world: World, weeks: list[date]) -> None:
    teacher, head = world.people["class_teacher"], world.people["head_of_school"]
    waited = one_then_other(lambda: paint(teacher, world, weeks[:2]), lambda: paint(head, world, weeks[1:]))
    assert waited is True
    assert periods(world) == [(weeks[0], weeks[2] + FRIDAY)]


def test_an_event_sent_twice_at_once_is_entered_once(world: World, weeks: list[date]) -> None:
    teacher = world.people["class_teacher"]

    def enter() -> None:
        with standing_as(teacher):
            terms = EventTerms("exam", "Zweimal geschickt", weeks[0], weeks[0])
            add_event(actor_of(teacher), school_class=world.school_class, terms=terms)

    assert one_then_other(enter, enter) is True
    assert [one.title for one in events(world)].count("Zweimal geschickt") == 1


def test_a_course_that_trainer_and_deputy_enter_at_once_is_entered_once(
    world: World, weeks: list[date]
) -> None:
    def enter(person: Person) -> None:
        with standing_as(person):
            terms = CourseTerms("Zweimal geschickt", "", weeks[0], weeks[0])
            add_courses(actor_of(person), room_ids=[world.first.room_id], terms=terms)

    firm = world.first.firm
    assert one_then_other(lambda: enter(firm.trainer), lambda: enter(firm.deputy_trainer)) is True
    assert [title for title, *_ in courses(world.first.room_id)].count("Zweimal geschickt") == 1


def test_a_lesson_that_two_people_cancel_at_once_is_cancelled_once(world: World, weeks: list[date]) -> None:
    lesson = add_lesson(world, weeks[1].isoweekday(), 9, "Sport")
    before = len(changes(world))

    def cancel(person: Person, lessons: list[Lesson]) -> None:
        with standing_as(person):
            cancel_lessons(actor_of(person), school_class=world.school_class, day=weeks[1], lessons=lessons)

    people = world.people["class_teacher"], world.people["school_office"]
    waited = one_then_other(lambda: cancel(people[0], [lesson]), lambda: cancel(people[1], [lesson]))
    assert waited is True
    assert len(changes(world)) == before + 1
