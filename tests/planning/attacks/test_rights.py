"""Straight to the database in the application's role, and pages after rights were lost between two requests."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.planning.models import PlanEntry, PlanLeave
from zweiklang.rooms.public import Membership, as_system

ClientOf = Callable[[Person | None], Client]


def did(statement: str, *values: object) -> int:
    """How many rows the statement changed; -1 where the database refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except Error:
        return -1


PUBLISHED = [
    "UPDATE planning_didacticplan SET note = 'neu' WHERE state = 'published'",
    "UPDATE planning_didacticplan SET state = 'draft', published_at = NULL",
    "UPDATE planning_fieldplacement SET hours = 1",
    "DELETE FROM planning_fieldplacement",
    "DELETE FROM planning_didacticplan",
    "UPDATE planning_alignmentproposal SET text = 'anders'",
    "DELETE FROM planning_alignmentproposal",
    "UPDATE planning_proposalact SET says = 'accept'",
    "DELETE FROM planning_proposalact",
    "UPDATE planning_radarsign SET entries = '{}'",
    "DELETE FROM planning_radarsign",
    "UPDATE planning_curriculumlink SET votes_for = 1000",
    "UPDATE planning_linkdecision SET says = 'rejected'",
    "UPDATE planning_rotationmove SET taken = true",
    "UPDATE planning_departmentprofile SET capacity = 500",
]


@pytest.mark.parametrize("who", ["trainer", "training_manager", "class_teacher", "head_of_school"])
def test_nobody_rewrites_what_others_go_by(world_a: World, who: str) -> None:
    with standing_as(world_a.people[who]):
        assert {statement: did(statement) for statement in PUBLISHED if did(statement) > 0} == {}


def test_leave_is_not_a_schools_where_the_plan_is_shown(world_a: World, client_of: ClientOf) -> None:
    """With the plan released the teacher reads it, and neither page nor table has the leave."""
    room, teacher = world_a.first.room_id, world_a.people["class_teacher"]
    with as_system(ACTOR):
        for row in Membership.objects.filter(room_id=room, person=teacher):
            row.scopes = sorted({*row.scopes, "plan"})
            row.save(update_fields=["scopes"])
    with standing_as(teacher):
        assert PlanEntry.objects.filter(room_id=room).exists()
        assert not PlanLeave.objects.exists()
    client = client_of(teacher)
    for address in (
        reverse("planning:plan", args=[room]) + "?jahr=alle",
        reverse("planning:apprenticeship", args=[room]),
        reverse("planning:class", args=[world_a.school_class.room_id]),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert "Urlaub" not in page.content.decode(), address


def test_whoever_lost_the_plan_between_two_clicks_changes_nothing(
    client_of: ClientOf, world_a: World
) -> None:
    room, trainer = world_a.first.room_id, world_a.people["trainer"]
    client = client_of(trainer)
    with as_system(ACTOR):
        entry = PlanEntry.objects.get(room_id=room)
    page = reverse("planning:plan", args=[room])
    move = reverse("planning:plan_move", args=[room, entry.pk])
    assert client.post(move, {"weeks": "1", "revision": "0"}).status_code == 302
    with as_system(ACTOR):
        Membership.objects.filter(person=trainer).update(
            first_day=monday_in(-9), last_day=today() - timedelta(days=1)
        )
    for address, sent in (
        (move, {"weeks": "1", "revision": "1"}),
        (reverse("planning:plan_undo", args=[room]), {}),
        (reverse("planning:plan_start", args=[room]), {"source": "regulation", "revision": "1"}),
    ):
        assert client.post(address, sent).status_code == 404
    assert client.get(page).status_code == 404
    with as_system(ACTOR):
        assert PlanEntry.objects.get(pk=entry.pk).first_week == entry.first_week + timedelta(weeks=1)
