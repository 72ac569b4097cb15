"""Who asks the planner in these tests, and a run that has ended."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.planning.rotation.asking import (
    asked_options,
)
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.people.public import Person
from zweiklang.planning.models import PlanEntry, RotationMove, RotationRun
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def trainer(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["trainer"])


@pytest.fixture
def run(world_a: World) -> RotationRun:
    """The trainer's run, which has ended: it moves the apprentice's one entry to an earlier week."""
    with as_system(ACTOR):
        return RotationRun.objects.get(started_by=world_a.people["trainer"])


@pytest.fixture
def unasked(run: RotationRun) -> None:
    """Nobody has asked the planner yet."""
    with as_system(ACTOR):
        RotationRun.objects.all().delete()


@pytest.fixture
def proposed(run: RotationRun, world_a: World) -> RotationRun:
    """The run proposes the entry five weeks earlier; somebody has noted something about it."""
    with as_system(ACTOR):
        RotationRun.objects.filter(pk=run.pk).update(options=asked_options())
        entry = PlanEntry.objects.get(room_id=world_a.first.room_id)
        PlanEntry.objects.filter(pk=entry.pk).update(
            note="mit Prüfstand", first_week=monday_in(20), last_week=monday_in(24)
        )
        RotationMove.objects.filter(run=run).update(first_week=monday_in(12), last_week=monday_in(16))
    return run
