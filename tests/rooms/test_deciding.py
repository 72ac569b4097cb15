"""Deciding about a rule, in the database: twice is once, and a brake is told to everybody in the room."""

import pytest

from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import (
    Membership,
    Proposal,
    ReleaseDecision,
    as_system,
    ask_for_release,
    decide_release,
    pull_brake,
    recompute_memberships,
    release_brake,
    room_tabs,
    standing_in,
)

WHY = "Die Schulkonferenz hat zugestimmt."


def proposal(world: World, state: str = "open", **more) -> Proposal:
    return Proposal("school", "absences", "trainer", state, today(), WHY, world.school.pk, **more)


def decide(world: World, state: str) -> ReleaseDecision:
    return decide_release(ACTOR, proposal=proposal(world, state), decided_as="Schulleitung")


def test_two_clicks_are_one_decision(world_a: World) -> None:
    first = decide(world_a, "open")
    assert decide(world_a, "open") == first
    assert ReleaseDecision.objects.count() == 1
    assert decide(world_a, "closed") != first
    assert decide(world_a, "open") != first
    assert ReleaseDecision.objects.count() == 3


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_brake_is_told_on_every_page_of_its_rooms_until_it_is_released(
    world_a: World, world_b: World, everywhere: bool
) -> None:
    school_id = None if everywhere else world_a.school.pk
    brake = pull_brake(ACTOR, school_id=school_id, category="absences", reason="Falsche Daten im Import.")
    with standing_as(world_a.first.apprentice):
        (notice,) = room_tabs(standing_in(world_a.first.room_id), "overview").notices
    assert notice[0] == "Fehlzeiten: vorübergehend geschlossen"
    assert "Falsche Daten im Import." in notice[1]
    with standing_as(world_a.people["head_of_school"]):
        assert standing_in(world_a.team_room_id).braked
    with standing_as(world_b.first.apprentice):
        assert bool(standing_in(world_b.first.room_id).braked) is everywhere
    ask_for_release(ACTOR, brake_id=brake.pk)
    release_brake(ACTOR, brake_id=brake.pk)
    with standing_as(world_a.first.apprentice):
        assert standing_in(world_a.first.room_id).braked == ()


def test_a_brake_is_pulled_once(world_a: World) -> None:
    again = [
        pull_brake(ACTOR, school_id=world_a.school.pk, category="absences", reason="Falsche Daten.")
        for _ in range(2)
    ]
    assert again[0] == again[1]
    with as_system(ACTOR):
        assert again[0].released_at is None


@pytest.mark.slow
def test_a_rule_reaches_more_memberships_than_a_statement_carries_values(world_a: World) -> None:
    """A statement carries 65,535 values; a batch of large classes has more memberships that change alike."""
    room = world_a.second.room_id
    with as_system(ACTOR):
        one = Membership.objects.filter(room=room, capacity="trainer").first()
        assert one is not None
        Membership.objects.bulk_create(
            [
                Membership(
                    room_id=room, person_id=one.person_id, capacity="trainer", source=one.source, source_id=new_id(),
                    first_day=one.first_day, scopes=["schedule"], reason=one.reason,
                )
                for _ in range(66_000)
            ],
            batch_size=5_000,
        )  # fmt: skip
    assert recompute_memberships(ACTOR, [room], capacities=["trainer"]) >= 66_000
    with as_system(ACTOR):
        assert (
            not Membership.objects.filter(room=room, capacity="trainer")
            .exclude(scopes__contains=["records"])
            .exists()
        )
