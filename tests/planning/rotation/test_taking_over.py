"""A proposal is taken over whole or in parts, kept from harm, and taken back."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from tests.planning.rotation.asking import (
    address,
    moves_of,
    plan_of,
    take,
)
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.curricula.public import Position
from zweiklang.people.public import Person
from zweiklang.planning.models import PlanEntry, RotationMove, RotationRun, TrainingPlan
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]


def test_only_one_persons_part_is_taken_over(trainer: Client, world_a: World, proposed: RotationRun) -> None:
    sent = [f"{move.room_id}:{move.position_id}" for move in moves_of(proposed)]
    before = plan_of(world_a)
    answer = trainer.post(address("apply", proposed), {"move": sent, "only": str(uuid4())}, follow=True)
    assert "mindestens eine Änderung" in answer.content.decode()
    assert plan_of(world_a) == before
    trainer.post(address("apply", proposed), {"move": sent, "only": str(world_a.first.room_id)})
    assert plan_of(world_a) != before


def test_what_is_taken_over_keeps_its_notes_and_can_be_taken_back(
    trainer: Client, world_a: World, proposed: RotationRun
) -> None:
    before, moves = plan_of(world_a), moves_of(proposed)
    assert "Übernommen" in take(trainer, proposed, moves)
    ((position, first, last, department, note),) = plan_of(world_a)
    assert (position, first, last) == (moves[0].position_id, monday_in(12), monday_in(16))
    assert (department, note) == (moves[0].department_id, "mit Prüfstand")
    page = trainer.post(address("undo", proposed), follow=True).content.decode()
    assert "Zurückgenommen" in page
    assert plan_of(world_a) == before
    # The proposal may be taken over again.
    assert "Übernommen" in take(trainer, proposed, moves)


def test_two_tabs_take_it_over_once(trainer: Client, world_a: World, proposed: RotationRun) -> None:
    take(trainer, proposed, moves_of(proposed))
    after = plan_of(world_a)
    assert "schon übernommen" in take(trainer, proposed, moves_of(proposed))
    assert plan_of(world_a) == after


def test_a_plan_changed_since_is_not_overwritten(
    trainer: Client, world_a: World, proposed: RotationRun
) -> None:
    with as_system(ACTOR):
        TrainingPlan.objects.filter(room_id=world_a.first.room_id).update(revision=7)
    before = plan_of(world_a)
    assert "hat sich seit der Rechnung geändert" in take(trainer, proposed, moves_of(proposed))
    assert plan_of(world_a) == before


def test_locked_weeks_stay_as_they_are(trainer: Client, world_a: World, proposed: RotationRun) -> None:
    with as_system(ACTOR):
        PlanEntry.objects.filter(room_id=world_a.first.room_id).update(locked=True)
    before = plan_of(world_a)
    take(trainer, proposed, moves_of(proposed))
    assert before[0] in plan_of(world_a)


def test_parts_that_do_not_fit_together_are_refused_with_names(
    trainer: Client, world_a: World, proposed: RotationRun
) -> None:
    other = _another_position(proposed)
    with as_system(ACTOR):
        RotationMove.objects.create(
            run=proposed,
            room_id=world_a.first.room_id,
            position=other,
            first_week=monday_in(20),
            last_week=monday_in(24),
        )
    before = plan_of(world_a)
    chosen = [move for move in moves_of(proposed) if move.position_id == other.pk]
    page = take(trainer, proposed, chosen)
    # What was ticked is still ticked, and nothing else.
    ticked = re.findall(r'value="[^"]*:([^"]*)" checked', page)
    assert ticked == [str(other.pk)]
    assert "So passt es nicht zusammen" in page
    assert f"{world_a.people['apprentice'].name}: KW" in page
    assert "zwei Abschnitte zugleich" in page
    assert plan_of(world_a) == before
    # Both together are what the planner meant.
    assert "Übernommen" in take(trainer, proposed, moves_of(proposed))


def _another_position(run: RotationRun) -> Position:
    move = moves_of(run)[0]
    with as_system(ACTOR):
        return Position.objects.filter(section__regulation=move.position.section.regulation).exclude(
            pk=move.position_id
        )[0]


def test_a_department_that_would_be_too_full_is_named(
    trainer: Client, world_a: World, proposed: RotationRun
) -> None:
    move = moves_of(proposed)[0]
    with as_system(ACTOR):
        # A second apprentice of the firm stands in the one place of the department meanwhile.
        contract = world_a.second.contract
        type(contract).objects.filter(pk=contract.pk).update(firm=world_a.first.firm.organisation)
        PlanEntry.objects.create(
            room_id=contract.room_id,
            position_id=move.position_id,
            department_id=move.department_id,
            first_week=move.first_week,
            last_week=move.last_week,
        )
    before = plan_of(world_a)
    page = take(trainer, proposed, [move])
    assert "So passt es nicht zusammen" in page
    assert "Prüffeld" in page
    assert plan_of(world_a) == before


@pytest.mark.parametrize("who", ["deputy_trainer", "training_manager", "other_trainer", "apprentice"])
def test_a_run_is_nobody_elses(client_of: ClientOf, world_a: World, proposed: RotationRun, who: str) -> None:
    client, before = client_of(world_a.people[who]), plan_of(world_a)
    assert client.get(address("run", proposed)).status_code == 404
    for act in ("stop", "apply"):
        sent = {"move": [f"{m.room_id}:{m.position_id}" for m in moves_of(proposed)]}
        assert client.post(address(act, proposed), sent).status_code == 404
    assert plan_of(world_a) == before


def test_whoever_lost_the_right_takes_nothing_over(
    trainer: Client, world_a: World, proposed: RotationRun
) -> None:
    before = plan_of(world_a)
    sent = {"move": [f"{uuid4()}:{move.position_id}" for move in moves_of(proposed)]}
    assert trainer.post(address("apply", proposed), sent).status_code == 404
    assert plan_of(world_a) == before


def test_nothing_chosen_changes_nothing(trainer: Client, world_a: World, proposed: RotationRun) -> None:
    before = plan_of(world_a)
    assert "mindestens eine Änderung" in take(trainer, proposed, [])
    assert plan_of(world_a) == before
