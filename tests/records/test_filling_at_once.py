"""Two tabs at the same moment, each on a connection of its own: what is taken or entered stands there once."""

from collections.abc import Iterator

import pytest
from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.records.filled import lines, released
from tests.worlds import World

from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person, actor_of
from zweiklang.records.filling.taking import take
from zweiklang.schedule.models import LessonTopic
from zweiklang.schedule.topics import Topic
from zweiklang.schedule.topics_many.entering import write_topics
from zweiklang.schedule.topics_many.shapes import ClassTopic

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A with a released topic, committed in a database of its own."""
    with committed_worlds("filling_at_once", django_db_blocker) as worlds:
        released(worlds.a)
        yield worlds.a


def take_all(world: World) -> None:
    with standing_as(world.first.apprentice):
        take(actor_of(world.first.apprentice), room_id=world.first.room_id, monday=monday_of(today()))


def enter(person: Person, world: World) -> None:
    topic = Topic(today(), "Zweimal geschickt", "Programmieren", "6")
    with standing_as(person):
        write_topics(actor_of(person), topics=[ClassTopic(world.school_class.room_id, topic)])


def test_two_tabs_that_take_everything_in_a_week_nobody_began_make_each_line_once(world: World) -> None:
    assert one_then_other(lambda: take_all(world), lambda: take_all(world)) is True
    origins = [line.origin for line in lines(world.first)]
    assert any(origin.startswith("topic:") for origin in origins)
    assert len(origins) == len(set(origins))


def test_a_list_sent_by_two_colleagues_at_once_is_entered_once(world: World) -> None:
    first, second = (world.people[one] for one in ("class_teacher", "subject_teacher"))
    assert one_then_other(lambda: enter(first, world), lambda: enter(second, world)) is True
    with standing_as(first):
        assert LessonTopic.objects.filter(topic="Zweimal geschickt").count() == 1
