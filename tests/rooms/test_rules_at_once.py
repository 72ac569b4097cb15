"""Somebody decides while somebody else's facts change: whoever comes second sees what the first one did."""

from collections.abc import Iterator

import pytest

from tests.at_once import one_then_other
from tests.committed import committed_worlds
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import assign_trainer
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import Membership, Proposal, as_system, decide_release

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("rules_at_once", django_db_blocker) as worlds:
        yield worlds.a


def _assigned(world: World, key: str) -> Person:
    with as_system(ACTOR):
        person = Person.objects.create(email="", given_name=key, family_name="Neu", sort_key=key)
    assign_trainer(ACTOR, contract=world.first.contract, person=person, capacity="trainer", first_day=today())
    return person


def _decided(world: World, category: str) -> None:
    proposal = Proposal(
        "school",
        category,
        "trainer",
        "open",
        today(),
        "Betriebe sollen es wissen.",
        organisation_id=world.school.pk,
    )
    decide_release(ACTOR, proposal=proposal, decided_as="Schulleitung")


def _scopes(person: Person) -> set[str]:
    with as_system(ACTOR):
        rows = Membership.objects.filter(person=person).values_list("scopes", flat=True)
        return {scope for scopes in rows for scope in scopes}


def test_a_decision_waits_for_facts_that_are_being_written_and_reaches_them(committed: World) -> None:
    people: list[Person] = []
    waited = one_then_other(
        lambda: people.append(_assigned(committed, "vorher")), lambda: _decided(committed, "absences")
    )
    assert waited
    assert "absences" in _scopes(people[0])


def test_facts_wait_for_a_decision_that_is_being_written_and_follow_it(committed: World) -> None:
    people: list[Person] = []
    waited = one_then_other(
        lambda: _decided(committed, "lessons"), lambda: people.append(_assigned(committed, "nachher"))
    )
    assert waited
    assert "lessons" in _scopes(people[0])
