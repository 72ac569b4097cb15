"""Asks the planner as its pages do, and looks what became of it."""

from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse

from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.planning.models import PlanEntry, RotationMove, RotationRun
from zweiklang.rooms.public import as_system

WEEK = timedelta(weeks=1)


def asked(world: World, **changed: object) -> dict[str, object]:
    return {
        "rooms": [str(world.first.room_id)],
        "from_week": monday_in(2).isoformat(),
        "wishes": ["theory"],
        "seconds": "10",
        **changed,
    }


def planner(world: World) -> str:
    return reverse("planning:planner", args=[world.first.firm.organisation.pk])


def address(name: str, run: RotationRun) -> str:
    return reverse(f"planning:planner_{name}", args=[run.pk])


def runs() -> list[RotationRun]:
    with as_system(ACTOR):
        return list(RotationRun.objects.order_by("made_at"))


def plan_of(world: World) -> list[tuple[UUID, object, object, UUID | None, str]]:
    with as_system(ACTOR):
        rows = PlanEntry.objects.filter(room_id=world.first.room_id).order_by("first_week", "pk")
        return [(e.position_id, e.first_week, e.last_week, e.department_id, e.note) for e in rows]


def moves_of(run: RotationRun) -> list[RotationMove]:
    with as_system(ACTOR):
        return list(RotationMove.objects.filter(run=run).order_by("first_week"))


def take(client: Client, run: RotationRun, moves: list[RotationMove]) -> str:
    sent = {"move": [f"{move.room_id}:{move.position_id}" for move in moves]}
    answer = client.post(address("apply", run), sent, follow=True)
    return str(answer.content.decode())


def asked_options() -> dict[str, object]:
    return {"from_week": monday_in(2).isoformat(), "seconds": 10, "wishes": {}}
