"""Hostile addresses and forms: nothing of them ends in a server error, nothing of them is written unescaped."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.world_planning import firm_room
from tests.worlds import ACTOR, World
from zweiklang.people.public import Person
from zweiklang.planning.models import (
    AlignmentProposal,
    CurriculumLink,
    DidacticPlan,
    FieldPlacement,
    LinkDecision,
    LinkVote,
    PlanEntry,
    PlanLeave,
    RadarSign,
    RotationMove,
    RotationRun,
)
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
KEYS = [
    "jahr", "woche", "lernfeld", "zeige", "mit", "art", "abschnitt", "position", "abteilung", "seite", "schule", "stand",
    "bleibt", "plan", "entry", "department",
]  # fmt: skip
VALUES = ("9999-12-27", "0001-01-01", "0000", "²", "9" * 5000, "\x00", "\u202e</svg>")


def addresses(world: World) -> Iterator[str]:
    """All pages of planning of the world's first apprenticeship, class and firm."""
    room, of_class = world.first.room_id, world.school_class.room_id
    with as_system(ACTOR):
        entry = PlanEntry.objects.get(room_id=room)
        proposal = AlignmentProposal.objects.get(room_id=room)
        run = RotationRun.objects.get(started_by=world.people["trainer"])
        team = firm_room(world)
    for name in (
        "apprenticeship",
        "plan",
        "plan_new_entry",
        "plan_choice",
        "plan_leave",
        "proposals",
        "new_proposal",
    ):
        yield reverse(f"planning:{name}", args=[room])
    yield reverse("planning:plan_entry", args=[room, entry.pk])
    yield reverse("planning:proposal", args=[room, proposal.pk])
    for name in (
        "class",
        "fields",
        "fields_draft",
        "fields_begin",
        "fields_publish",
        "fields_versions",
        "class_proposals",
    ):
        yield reverse(f"planning:{name}", args=[of_class])
    yield reverse("planning:new_class_proposal", args=[of_class])
    yield reverse("planning:fields_version", args=[of_class, 1])
    for name in ("rotation", "departments", "templates", "rotation_csv"):
        yield reverse(f"planning:{name}", args=[team])
    yield reverse("planning:planner", args=[world.first.firm.organisation.pk])
    yield reverse("planning:planner_run", args=[run.pk])
    yield reverse("planning:links", args=[world.first.contract.occupation_id])
    for name in ("index", "radar", "partners"):
        yield reverse(f"planning:{name}")


@pytest.mark.parametrize("who", ["training_manager", "class_teacher"])
def test_no_query_ends_in_a_server_error(client_of: ClientOf, world_a: World, who: str) -> None:
    client = client_of(world_a.people[who])
    client.raise_request_exception = False
    with as_system(ACTOR):
        lernfeld = str(
            DidacticPlan.objects.filter(room_id=world_a.school_class.room_id)
            .earliest("version")
            .placements.get()
            .learning_field_id
        )
    broken = []
    for address in addresses(world_a):
        for value in VALUES:
            query = dict.fromkeys(KEYS, value) | {"lernfeld": lernfeld, "art": "verschieben"}
            if client.get(address, query).status_code >= 500:
                broken.append((address, value[:20]))
    assert broken == []


FIELDS = [
    "act", "art", "batch", "capacity", "chosen", "closed_first", "closed_last", "curriculum", "department", "entry",
    "entscheidung", "first_day", "first_week", "for_all", "from_week", "hours", "jahr", "je_tag", "last_day", "last_week",
    "learning_field", "lessons_per_day", "move", "name", "note", "only", "plan", "position", "remove", "responsible",
    "revision", "rooms", "says", "schule", "seconds", "seen", "source", "start", "stimme", "stunden", "text", "to_week",
    "von", "bis", "feld", "weeks", "wishes",
]  # fmt: skip


def posts(world: World) -> Iterator[str]:
    """All addresses of planning that take a form, besides the pages."""
    room, of_class = world.first.room_id, world.school_class.room_id
    with as_system(ACTOR):
        entry = PlanEntry.objects.get(room_id=room)
        proposal = AlignmentProposal.objects.get(room_id=room)
        run = RotationRun.objects.get(started_by=world.people["trainer"])
        sign = RadarSign.objects.get(room_id=room)
        link = CurriculumLink.objects.earliest("pk")
    for name in ("plan_start", "plan_undo", "plan_template"):
        yield reverse(f"planning:{name}", args=[room])
    yield reverse("planning:plan_move", args=[room, entry.pk])
    yield reverse("planning:enter_proposal", args=[of_class, proposal.pk])
    yield reverse("planning:settle_sign", args=[sign.pk])
    for name in ("fields_check", "fields_discard", "fields_undo"):
        yield reverse(f"planning:{name}", args=[of_class])
    for name in ("planner_stop", "planner_apply", "planner_undo"):
        yield reverse(f"planning:{name}", args=[run.pk])
    occupation = world.first.contract.occupation_id
    yield reverse("planning:link_propose", args=[occupation])
    for name in ("link_vote", "link_decide"):
        yield reverse(f"planning:{name}", args=[occupation, link.pk])


def kept(world: World) -> dict[str, list[dict[str, Any]]]:
    """What stands in both lanes and between them."""
    tables = (
        DidacticPlan,
        FieldPlacement,
        PlanEntry,
        PlanLeave,
        AlignmentProposal,
        LinkDecision,
        LinkVote,
        RotationMove,
    )
    with as_system(ACTOR):
        return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


@pytest.mark.parametrize("who", ["training_manager", "class_teacher"])
def test_no_form_of_nonsense_ends_in_a_server_error_or_changes_a_plan(
    client_of: ClientOf, world_a: World, who: str
) -> None:
    client = client_of(world_a.people[who])
    client.raise_request_exception = False
    before, broken = kept(world_a), []
    for address in [*posts(world_a), *addresses(world_a)]:
        for value in (
            VALUES[0],
            *VALUES[-3:],
            ["1", "2"],
            f"{world_a.first.room_id}:{world_a.second.room_id}",
        ):
            if client.post(address, dict.fromkeys(FIELDS, value)).status_code >= 500:
                broken.append((address, value[:20]))
    assert broken == []
    assert kept(world_a) == before
