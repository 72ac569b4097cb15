"""Too much of something: proposals, leave, fields of a form, Lernfelder in a file."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.company_lane import leave, services
from zweiklang.planning.company_lane.shapes import NewEntry
from zweiklang.planning.matching.field_files import MOST_FIELDS, FieldFileError, read_field_file
from zweiklang.planning.models import (
    AlignmentProposal,
    PlanEntry,
    PlanLeave,
    ProposalAct,
    RotationRun,
    TrainingPlan,
)
from zweiklang.planning.proposals.selectors import proposal_in
from zweiklang.planning.proposals.services import MOST_OPEN, MOST_SAID, propose, say
from zweiklang.planning.proposals.shapes import Terms
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]


def test_one_side_has_so_many_open_proposals_and_no_more(world_a: World) -> None:
    room, trainer = world_a.first.room_id, world_a.people["trainer"]
    with standing_as(trainer):
        for _ in range(MOST_OPEN):
            propose(
                actor_of(trainer), room_ids=[room], batch=new_id(), terms=Terms(kind="other", text="Bitte")
            )
        with pytest.raises(Rejected):
            propose(
                actor_of(trainer), room_ids=[room], batch=new_id(), terms=Terms(kind="other", text="Bitte")
            )
    with as_system(ACTOR):
        assert AlignmentProposal.objects.filter(room_id=room, side="firm").count() == MOST_OPEN
    teacher = world_a.people["class_teacher"]
    with standing_as(teacher):
        assert propose(actor_of(teacher), room_ids=[room], batch=new_id(), terms=Terms(kind="visit", text=""))


def test_leave_has_an_end(world_a: World) -> None:
    room, trainer = world_a.first.room_id, world_a.people["trainer"]
    monday = monday_in(1)
    with as_system(ACTOR):
        PlanLeave.objects.filter(room_id=room).delete()
        PlanLeave.objects.bulk_create(
            PlanLeave(room_id=room, first_day=monday, last_day=monday + timedelta(days=n))
            for n in range(leave.MOST)
        )
    with standing_as(trainer), pytest.raises(Rejected):
        leave.take_leave(actor_of(trainer), room_id=room, first_day=monday_in(2), last_day=monday_in(2))


def test_the_proposal_for_a_large_firm_can_be_sent(client_of: ClientOf, world_a: World) -> None:
    """60 apprentices with up to 80 positions: each change is a box."""
    with as_system(ACTOR):
        run = RotationRun.objects.get(started_by=world_a.people["trainer"])
    boxes = [f"{world_a.first.room_id}:{uuid4()}" for _ in range(60 * 80)]
    answer = client_of(world_a.people["trainer"]).post(
        reverse("planning:planner_apply", args=[run.pk]), {"move": boxes}
    )
    assert answer.status_code == 302


def test_a_file_of_very_many_lernfelder_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fields.json"
    path.write_text(json.dumps([{"nr": n, "titel": "x"} for n in range(MOST_FIELDS + 1)]))
    with pytest.raises(FieldFileError, match="more than"):
        read_field_file(path, document_number="")


def test_a_plan_does_not_grow_part_by_part_beyond_its_most(world_a: World) -> None:
    room, trainer = world_a.first.room_id, world_a.people["trainer"]
    with as_system(ACTOR):
        own = PlanEntry.objects.get(room_id=room)
        revision = TrainingPlan.objects.get(room_id=room).revision
        PlanEntry.objects.bulk_create(
            PlanEntry(room_id=room, position=own.position, first_week=own.first_week, last_week=own.last_week)
            for _ in range(services.MOST - 1)
        )
    new = NewEntry(own.position_id, own.first_week, own.last_week)
    with standing_as(trainer):
        with pytest.raises(Rejected):
            services.place_entry(actor_of(trainer), room_id=room, entry=new, revision=revision)
        with pytest.raises(Rejected):
            services.split_entry(actor_of(trainer), room_id=room, entry_id=own.pk, revision=revision)
    with as_system(ACTOR):
        assert PlanEntry.objects.filter(room_id=room).count() == services.MOST


def test_leave_that_two_clicks_entered_twice_does_not_stand_in_the_way(world_a: World) -> None:
    room, trainer, day = world_a.first.room_id, world_a.people["trainer"], monday_in(2)
    with as_system(ACTOR):
        PlanLeave.objects.bulk_create(PlanLeave(room_id=room, first_day=day, last_day=day) for _ in range(2))
    with standing_as(trainer):
        leave.take_leave(actor_of(trainer), room_id=room, first_day=day, last_day=day)
    with as_system(ACTOR):
        assert PlanLeave.objects.filter(room_id=room, first_day=day).count() == 2


def test_remarks_about_a_proposal_have_an_end(world_a: World) -> None:
    room, trainer = world_a.first.room_id, world_a.people["trainer"]
    with as_system(ACTOR):
        row = AlignmentProposal.objects.filter(room_id=room).earliest("pk")
        ProposalAct.objects.bulk_create(
            ProposalAct(room_id=room, proposal=row, side="firm", says="comment", text="und", by=trainer)
            for _ in range(MOST_SAID)
        )
    with standing_as(trainer):
        shown = proposal_in(room, row.pk)
        with pytest.raises(Rejected):
            say(actor_of(trainer), proposal=shown, says="comment", text="noch", act_id=new_id(), seen="")
        assert say(actor_of(trainer), proposal=shown, says="accept", text="", act_id=new_id(), seen="")
