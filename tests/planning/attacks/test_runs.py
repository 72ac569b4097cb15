"""The planner costs minutes of a processor: many who ask, workers that die, people who have left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.world_planning import OUTCOME, monday_in
from tests.worlds import ACTOR, World
from zweiklang.kernel import jobs
from zweiklang.kernel.clock import now
from zweiklang.people.public import Person
from zweiklang.planning.models import RotationRun
from zweiklang.planning.rotation import services
from zweiklang.planning.rotation.shapes import name_of
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
FIRM = ("trainer", "deputy_trainer", "training_manager")


def ask(client: Client, world: World) -> int:
    """Somebody starts the planner for the world's first apprentice; returns the status of the answer."""
    asked: dict[str, Any] = {"rooms": [str(world.first.room_id)], "from_week": monday_in(2).isoformat()}
    asked |= {"wishes": ["theory"], "seconds": "60"}
    return client.post(
        reverse("planning:planner", args=[world.first.firm.organisation.pk]), asked
    ).status_code


def taken() -> list[str]:
    """The names of the jobs that as many workers as there are jobs would take in hand now."""
    found = []
    with as_system(ACTOR), connection.cursor() as cursor:
        for _ in range(20):
            cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)")
            (name,) = cursor.fetchone()
            found += [name] if name else []
    return found


@pytest.fixture
def unasked(world_a: World) -> None:
    """Nobody has asked the planner yet, and nothing waits."""
    with as_system(ACTOR), connection.cursor() as cursor:
        RotationRun.objects.all().delete()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")


def test_many_runs_leave_workers_for_mails(client_of: ClientOf, world_a: World, unasked: None) -> None:
    assert [ask(client_of(world_a.people[who]), world_a) for who in FIRM] == [302] * len(FIRM)
    jobs.defer("planning.radar_digest", priority=jobs.LATER, after="")
    names = taken()
    assert "planning.radar_digest" in names
    assert 1 <= names.count(services.SOLVE) <= services.AT_ONCE


def test_a_run_that_was_given_up_is_not_worked_on_when_its_turn_comes(
    client_of: ClientOf, world_a: World, unasked: None
) -> None:
    trainer = client_of(world_a.people["trainer"])
    ask(trainer, world_a)
    with as_system(ACTOR):
        RotationRun.objects.update(made_at=now() - 2 * services.FORGOTTEN)
        lost = RotationRun.objects.get()
    assert ask(trainer, world_a) == 302
    with as_system(ACTOR):
        services.carry_out(lost.pk)
        lost.refresh_from_db()
    assert (lost.state, lost.outcome) == ("failed", {})


def test_of_apprentices_one_no_longer_sees_a_run_says_nothing(client_of: ClientOf, world_a: World) -> None:
    """Also the sentences about departments and about what was broken tell weeks and positions of a plan."""
    secret = f"{name_of(world_a.second.room_id)}: Geheime Position in KW 12"
    with as_system(ACTOR):
        run = RotationRun.objects.get(started_by=world_a.people["trainer"])
        run.rooms = [world_a.first.room_id, world_a.second.room_id]
        run.outcome = OUTCOME | {
            "remarks": [f"{secret} (Bemerkung)"],
            "today_violations": [{"sentence": f"{secret} (Verstoß)", "rule": "need", "apprentice": None}],
        }
        run.save()
    page = client_of(world_a.people["trainer"]).get(reverse("planning:planner_run", args=[run.pk]))
    assert page.status_code == 200
    assert "Geheime Position" not in page.content.decode()


def test_whoever_sees_none_of_the_apprentices_any_more_has_no_run(
    client_of: ClientOf, world_a: World
) -> None:
    with as_system(ACTOR):
        run = RotationRun.objects.get(started_by=world_a.people["trainer"])
        RotationRun.objects.update(rooms=[world_a.second.room_id])
    trainer = client_of(world_a.people["trainer"])
    assert trainer.get(reverse("planning:planner_run", args=[run.pk])).status_code == 404
