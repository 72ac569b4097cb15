"""Proposals and answers in a few words; what stands in the database, read by the system role."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.planning.radar.lanes import field, jobs_due, monday, publish
from tests.worlds import ACTOR, World
from zweiklang.kernel.ids import new_id
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.models import AlignmentProposal, DidacticPlan, PlanEntry, ProposalAct
from zweiklang.planning.proposals.selectors import proposal_in
from zweiklang.planning.proposals.services import TELL, propose, say
from zweiklang.planning.proposals.shapes import Proposal, Terms
from zweiklang.rooms.public import as_system


def suggest(person: Person, *rooms: UUID, **more: Any) -> AlignmentProposal:
    """The person has suggested to move LF 7 by four weeks (or what `more` says) in these rooms; returns the proposal of the first."""
    terms: dict[str, Any] = {"kind": "move", "from_week": monday(10), "to_week": monday(14)}
    terms |= {"learning_field_id": field("7").pk} if more.get("kind", "move") == "move" else {}
    batch = more.pop("batch", None) or new_id()
    with standing_as(person):
        propose(actor_of(person), room_ids=rooms, batch=batch, terms=Terms(**(terms | more)))
    with as_system(ACTOR):
        return AlignmentProposal.objects.get(room_id=rooms[0], batch=batch)


def shown(person: Person, proposal: AlignmentProposal) -> Proposal:
    """The proposal as the person's page shows it now."""
    with standing_as(person):
        return proposal_in(proposal.room_id, proposal.pk)


def answer(person: Person, proposal: AlignmentProposal, says: str, text: str = "", **more: Any) -> bool:
    """The person says that, after having seen what stands there (unless `page` is an older look)."""
    page = more.pop("page", None) or shown(person, proposal)
    terms: dict[str, Any] = {"act_id": new_id(), "seen": page.last} | more
    with standing_as(person):
        return say(actor_of(person), proposal=page, says=says, text=text, **terms)


def said(proposal: AlignmentProposal | None = None) -> list[tuple[str, str]]:
    """Side and what was said, oldest first."""
    with as_system(ACTOR):
        rows = ProposalAct.objects.order_by("at", "pk")
        rows = rows.filter(proposal=proposal) if proposal else rows
        return list(rows.values_list("side", "says"))


def everything() -> dict[str, Any]:
    """What must stay as it is where something is refused: proposals, answers, both plans, mails, jobs."""
    with as_system(ACTOR):
        tables = (AlignmentProposal, ProposalAct, DidacticPlan, PlanEntry, OutgoingMail)
        found: dict[str, Any] = {one.__name__: list(one.objects.order_by("pk").values()) for one in tables}
    return found | {"jobs": jobs_due(TELL)}


def of_room(client: Client, world: World, name: str = "proposals", *more: Any, **query: str) -> HttpResponse:
    """Returns a page of proposals of the world's first apprenticeship."""
    return client.get(reverse(f"planning:{name}", args=[world.first.room_id, *more]), query)


def both_lanes(world: World) -> DidacticPlan:
    """The class has a published plan with LF 6 and LF 7."""
    return publish(world, lf6=(4, 6), lf7=(10, 13))
