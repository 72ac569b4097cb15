"""The planner as the firm meets it: asked, watched, stopped; its proposal taken over whole or in parts, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.clients import show_before
from tests.planning.rotation.asking import address, asked, planner, runs
from tests.world_planning import OUTCOME, monday_in
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import now
from zweiklang.kernel.jobs import NotAgain
from zweiklang.people.public import Person
from zweiklang.planning import tasks
from zweiklang.planning.models import RotationMove, RotationRun
from zweiklang.planning.rotation import services
from zweiklang.planning.rotation.reading import firm_facts
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
WEEK = timedelta(weeks=1)


def jobs_waiting() -> int:
    with as_system(ACTOR):
        return ProcrastinateJob.objects.filter(task_name=services.SOLVE).count()


def test_two_clicks_start_one_run(trainer: Client, world_a: World, unasked: None) -> None:
    first = trainer.post(planner(world_a), asked(world_a))
    second = trainer.post(planner(world_a), asked(world_a))
    assert [first.status_code, second.status_code] == [302, 422]
    assert services.BUSY in second.content.decode()
    (run,) = runs()
    assert run.rooms == [world_a.first.room_id]
    assert jobs_waiting() == 1


def test_a_run_nobody_worked_on_does_not_block_another(
    trainer: Client, world_a: World, unasked: None
) -> None:
    trainer.post(planner(world_a), asked(world_a))
    with as_system(ACTOR):
        RotationRun.objects.update(made_at=now() - 2 * services.FORGOTTEN)
    (lost,) = runs()
    assert "Niemand hat daran gearbeitet" in trainer.get(address("run", lost)).content.decode()
    assert trainer.post(planner(world_a), asked(world_a)).status_code == 302
    assert len(runs()) == 2


def test_a_worker_that_writes_is_alive_and_a_silent_one_is_lost(
    trainer: Client, world_a: World, unasked: None
) -> None:
    trainer.post(planner(world_a), asked(world_a))
    long_ago = now() - 2 * services.STALE
    with as_system(ACTOR):
        RotationRun.objects.update(state="running", made_at=long_ago, progress={"at": now().isoformat()})
    (run,) = runs()
    assert "Der Planer rechnet" in trainer.get(address("run", run)).content.decode()
    assert trainer.post(planner(world_a), asked(world_a)).status_code == 422
    with as_system(ACTOR):
        RotationRun.objects.update(progress={"at": long_ago.isoformat()})
    assert "Niemand hat daran gearbeitet" in trainer.get(address("run", run)).content.decode()
    # The queue gives a killed worker's job to another one, which ends it.
    with as_system(ACTOR):
        RotationRun.objects.update(options={**run.options, "seconds": 1})
        services.carry_out(run.pk)
    assert "Vorschlag des Planers" in trainer.get(address("run", run)).content.decode()


def test_what_the_planner_reads_does_not_grow_with_apprentices(world_a: World) -> None:
    """Statements grow with schools and occupations only: another apprentice of the same class adds none."""
    firm, rooms = world_a.first.firm.organisation, [world_a.first.room_id]
    with as_system(ACTOR):
        contract = world_a.second.contract
        type(contract).objects.filter(pk=contract.pk).update(firm=firm)
        firm_facts(firm.pk, [*rooms, contract.room_id])  # what a process reads once
        with CaptureQueriesContext(connection) as for_one:
            firm_facts(firm.pk, rooms)
        with CaptureQueriesContext(connection) as for_two:
            facts = firm_facts(firm.pk, [*rooms, contract.room_id])
    assert len(facts.learners) == 2
    assert len(for_two) == len(for_one) <= 14, [one["sql"][:90] for one in for_two]


@pytest.mark.parametrize(
    "who", ["other_trainer", "apprentice", "class_teacher", "guardian", "head_of_school"]
)
def test_nobody_else_asks_for_this_firm(client_of: ClientOf, world_a: World, unasked: None, who: str) -> None:
    client = client_of(world_a.people[who])
    assert client.post(planner(world_a), asked(world_a)).status_code == 404
    assert runs() == []
    assert jobs_waiting() == 0


def test_nobody_plans_for_somebody_of_another_firm(trainer: Client, world_a: World, unasked: None) -> None:
    answer = trainer.post(planner(world_a), asked(world_a, rooms=[str(world_a.second.room_id)]))
    assert answer.status_code == 422
    assert runs() == []


def test_what_already_happened_is_not_planned(trainer: Client, world_a: World, unasked: None) -> None:
    answer = trainer.post(planner(world_a), asked(world_a, from_week=monday_in(0).isoformat()))
    assert answer.status_code == 422
    assert "frühestens ab der nächsten Woche" in answer.content.decode()
    assert runs() == []


def test_the_worker_finds_a_plan_and_keeps_no_names(trainer: Client, world_a: World, unasked: None) -> None:
    trainer.post(planner(world_a), asked(world_a, seconds="10"))
    (run,) = runs()
    with as_system(ACTOR):
        RotationRun.objects.update(options={**run.options, "seconds": 1})
        services.carry_out(run.pk)
    (run,) = runs()
    assert run.state == "done"
    assert world_a.people["apprentice"].family_name not in str(run.outcome)
    with as_system(ACTOR):
        moves = list(RotationMove.objects.filter(run=run))
    assert {move.room_id for move in moves} == {world_a.first.room_id}
    assert all(move.first_week.weekday() == 0 <= (move.last_week - move.first_week).days for move in moves)
    page = trainer.get(address("run", run)).content.decode()
    assert "Heute und mit dem Vorschlag" in page
    assert "⟦" not in page


def test_whoever_stops_gets_the_best_so_far(
    trainer: Client, world_a: World, unasked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer.post(planner(world_a), asked(world_a, seconds="60"))
    (run,) = runs()
    assert trainer.post(address("stop", run)).status_code == 302
    monkeypatch.setattr(services, "_EVERY", 0.0)
    with as_system(ACTOR):
        services.carry_out(run.pk)
    (run,) = runs()
    assert (run.stop_asked, run.state) == (True, "done")
    assert run.outcome["seconds"] < 30


def test_a_run_that_cannot_end_says_so(
    trainer: Client, world_a: World, unasked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer.post(planner(world_a), asked(world_a))
    (run,) = runs()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "carry_out", broken)
    with as_system(ACTOR), pytest.raises(NotAgain):
        tasks.solve_rotation.func(_Context(), run=str(run.pk))
    (run,) = runs()
    assert run.state == "failed"
    assert "nicht zu Ende rechnen" in trainer.get(address("run", run)).content.decode()


class _Context:
    """What a task is told about its job."""

    def should_abort(self) -> bool:
        return False


def test_a_worker_told_to_end_leaves_the_run_to_the_next(
    trainer: Client, world_a: World, unasked: None
) -> None:
    trainer.post(planner(world_a), asked(world_a))
    (run,) = runs()
    with as_system(ACTOR):
        services.carry_out(run.pk, aborted=lambda: True)
    assert runs()[0].state == "running"
    with as_system(ACTOR):
        RotationRun.objects.update(options={**run.options, "seconds": 1})
        services.carry_out(run.pk)
    assert runs()[0].state == "done"


@pytest.mark.parametrize("state", ["done", "running"])
def test_the_pages_ask_at_most_twelve_times(
    trainer: Client, world_a: World, proposed: RotationRun, state: str
) -> None:
    with as_system(ACTOR):
        RotationRun.objects.filter(pk=proposed.pk).update(state=state, outcome=OUTCOME)
    for path in (planner(world_a), address("run", proposed)):
        show_before(trainer, path)
        with CaptureQueriesContext(connection) as asked_for:
            assert trainer.get(path).status_code == 200
        assert len(asked_for) <= 12, [one["sql"][:90] for one in asked_for]


def test_the_gain_is_told_term_by_term(trainer: Client, proposed: RotationRun) -> None:
    page = trainer.get(address("run", proposed)).content.decode()
    assert "Der Vorschlag ist in einem Punkt besser als heute, insgesamt um 25 %." in page
    assert "Bewiesen: Höchstens 11,1 % besser wäre möglich." in page
    assert "40 Wochen" in page
    assert "besser (−10)" in page


def test_options_are_kept_as_they_were_asked(trainer: Client, world_a: World, unasked: None) -> None:
    trainer.post(planner(world_a), asked(world_a, wishes=["calm", "keep"], seconds="60"))
    (run,) = runs()
    options = services.options_of(run)
    assert options == replace(
        options,
        from_week=monday_in(2),
        seconds=60,
        wishes=services.Wishes(theory=False, calm=True, keep=True),
    )
