"""Two people at the same moment, each on a connection of their own: one draft, one version, and nobody overwrites the other unseen."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.planning.school_lane.pages import bars, draft, field, seen, versions, whole_weeks
from tests.worlds import World
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.school_lane.drafting import begin_empty_draft, discard_draft, save_draft
from zweiklang.planning.school_lane.publishing import publish
from zweiklang.planning.school_lane.shapes import Placed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own; its class has a version and a draft."""
    with committed_worlds("school_lane_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture(autouse=True)
def empty() -> None:
    """The plans of this world stay: they are committed."""


def people(world: World) -> tuple[Person, Person]:
    return world.people["class_teacher"], world.people["head_of_school"]


def save(person: Person, world: World, token: str, hours: int) -> None:
    week = whole_weeks(world.school_class.school_year)[hours % 20]
    with standing_as(person), suppress(Conflict):
        save_draft(
            actor_of(person),
            school_class=world.school_class,
            placed=[Placed(field("6").pk, week, week, hours)],
            lessons_per_day=6,
            seen=token,
        )


def test_of_two_who_save_at_once_the_second_is_told(world: World) -> None:
    plan = draft(world)
    assert plan
    token = seen(plan)
    one, other = people(world)
    assert one_then_other(lambda: save(one, world, token, 11), lambda: save(other, world, token, 12)) is True
    assert [hours for *_, hours in bars(plan)] == [11]


def test_a_draft_that_two_publish_at_once_is_one_version(world: World) -> None:
    plan = draft(world)
    assert plan
    token, before = seen(plan), versions(world)

    def publish_it(person: Person) -> None:
        with standing_as(person), suppress(Conflict):
            publish(actor_of(person), school_class=world.school_class, seen=token, note="")

    one, other = people(world)
    assert one_then_other(lambda: publish_it(one), lambda: publish_it(other)) is True
    assert versions(world) == [*before, plan.version]


def test_two_who_begin_at_once_have_one_draft(world: World) -> None:
    present = draft(world)
    if present:
        with standing_as(people(world)[0]):
            discard_draft(actor_of(people(world)[0]), school_class=world.school_class, seen=seen(present))
    refused = []

    def begin(person: Person) -> None:
        with standing_as(person):
            try:
                curriculum = world.first.contract.curriculum_id
                begin_empty_draft(actor_of(person), school_class=world.school_class, curriculum_id=curriculum)
            except Conflict as error:
                refused.append(str(error))

    one, other = people(world)
    assert one_then_other(lambda: begin(one), lambda: begin(other)) is True
    assert draft(world)
    assert len(refused) == 1
