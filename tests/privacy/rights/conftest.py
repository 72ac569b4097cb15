"""What the tests of rights share: somebody whose training is over, and a request on its way."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.clients import standing_as
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Contract, derive_apprenticeship
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.asking import ask_decision
from zweiklang.privacy.rights.responsibility import Desk, desk_in
from zweiklang.rooms.public import as_system, team_room


def finish_training(world: World) -> Person:
    """The first apprentice's contract ended yesterday; the person stays a pupil of the school."""
    contract = world.first.contract
    with as_system(ACTOR):
        Contract.objects.filter(pk=contract.pk).update(last_day=today() - timedelta(days=1))
        derive_apprenticeship(ACTOR, Contract.objects.get(pk=contract.pk))
    return world.first.apprentice


def ask(person: Person, kind: str, note: str = "Bitte.") -> RightsRequest:
    """The person has asked."""
    with standing_as(person):
        return ask_decision(actor_of(person), person=person, kind=kind, note=note)


def desk_of(person: Person, request: RightsRequest) -> Desk:
    """The desk at which somebody finds the request. Call while the database knows the person."""
    return desk_in(actor_of(person), request.room_id)


@pytest.fixture
def land(worlds: Worlds) -> Person:
    """Somebody with the Land's post; the Land has a room for its affairs."""
    with as_system(ACTOR):
        person = worlds.roomless["land"]
        organisation = person.posts.get(capacity="land").organisation
        team_room(ACTOR, organisation=organisation)
    return person


@pytest.fixture
def finished(world_a: World) -> Person:
    """Somebody whose training is over."""
    return finish_training(world_a)


type Client = Callable[[Person | None], object]
