"""Two people, or two clicks, at the same moment: one run each, and nobody overwrites the other's takeover."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

import pytest

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.models import PlanEntry, RotationMove, RotationRun, TrainingPlan
from zweiklang.planning.rotation.applying import apply_run
from zweiklang.planning.rotation.services import start_run
from zweiklang.planning.rotation.shapes import Options
from zweiklang.rooms.public import as_system

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("rotation_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture(autouse=True)
def empty() -> None:
    """The plans of this world stay: they are committed."""


def people(world: World) -> tuple[Person, Person]:
    return world.people["trainer"], world.people["training_manager"]


def start(person: Person, world: World) -> None:
    with standing_as(person), suppress(Conflict):
        start_run(
            actor_of(person),
            firm_id=world.first.firm.organisation.pk,
            rooms=[world.first.room_id],
            options=Options(monday_in(2), 10),
        )


def waiting(person: Person) -> int:
    with as_system(ACTOR):
        return RotationRun.objects.filter(started_by=person, state="queued").count()


def proposal(person: Person, world: World, weeks: int) -> tuple[UUID, UUID]:
    """That person's run is done: it puts the apprentice's one entry so many weeks from now."""
    with as_system(ACTOR):
        entry = PlanEntry.objects.filter(room_id=world.first.room_id).earliest("pk")
        revision = TrainingPlan.objects.get(room_id=world.first.room_id).revision
        run = RotationRun.objects.create(
            started_by=person,
            firm=world.first.firm.organisation,
            rooms=[world.first.room_id],
            options={"from_week": monday_in(2).isoformat(), "seconds": 10, "wishes": {}},
            base={str(world.first.room_id): revision},
            state="done",
        )
        RotationMove.objects.create(
            room_id=world.first.room_id,
            run=run,
            position_id=entry.position_id,
            department_id=entry.department_id,
            first_week=monday_in(weeks),
            last_week=monday_in(weeks + 4),
        )
    return run.pk, entry.position_id


def take(person: Person, world: World, run_id: UUID, position_id: UUID, told: list[str]) -> None:
    with standing_as(person):
        try:
            choice = {world.first.room_id: frozenset({position_id})}
            apply_run(actor_of(person), run_id=run_id, choice=choice)
        except Conflict as error:
            told.append(str(error))


def test_two_clicks_at_once_start_one_run(world: World) -> None:
    trainer, _ = people(world)
    assert one_then_other(lambda: start(trainer, world), lambda: start(trainer, world)) is True
    assert waiting(trainer) == 1


def test_two_people_of_a_firm_ask_at_once_and_both_are_served(world: World) -> None:
    trainer, manager = people(world)
    with as_system(ACTOR):
        RotationRun.objects.filter(state="queued").delete()
    assert one_then_other(lambda: start(trainer, world), lambda: start(manager, world)) is False
    assert (waiting(trainer), waiting(manager)) == (1, 1)


def test_of_two_who_take_over_at_once_the_second_is_told(world: World) -> None:
    trainer, manager = people(world)
    mine, position = proposal(trainer, world, 12)
    theirs, _ = proposal(manager, world, 20)
    told: list[str] = []
    waited = one_then_other(
        lambda: take(trainer, world, mine, position, told),
        lambda: take(manager, world, theirs, position, told),
    )
    assert waited is True
    assert ["hat sich seit der Rechnung geändert" in one for one in told] == [True]
    with as_system(ACTOR):
        (entry,) = PlanEntry.objects.filter(room_id=world.first.room_id)
        states = dict(RotationRun.objects.filter(pk__in=[mine, theirs]).values_list("pk", "state"))
    assert (entry.first_week, entry.last_week) == (monday_in(12), monday_in(16))
    assert states == {mine: "applied", theirs: "done"}
