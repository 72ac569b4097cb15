"""What people say of links: they vote, a school decides, somebody proposes another one."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.curricula.public import FrameworkCurriculum, LearningField, Occupation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.planning.links.policy import may_decide, may_vote
from zweiklang.planning.links.selectors import position_choices
from zweiklang.planning.links.viewers import Viewer, concerned_by
from zweiklang.planning.models import CurriculumLink, LinkDecision, LinkVote
from zweiklang.rooms.public import as_system

VOTES = (-1, 0, 1)
SAYS = (*LinkDecision.Says.values, "")


@transaction.atomic
def vote_on_link(actor: Actor, *, viewer: Viewer, link_id: UUID, value: int) -> None:
    """The person's vote is `value`: 1 it fits, -1 it does not, 0 none. Two clicks are one vote. Raises Http404 without such a link."""
    require(may_vote(actor, capacities=viewer.capacities, concerned=_concerned(link_id)))
    if value not in VOTES:
        raise Rejected("Bitte wählen Sie, ob es passt.")
    with as_system(actor):
        link = _locked(link_id)
        own: dict[str, Any] = {"link": link, "person_id": actor.person_id}
        row = LinkVote.objects.filter(**own).first()
        before = row.value if row else 0
        if before == value:
            return
        if value == 0:
            LinkVote.objects.filter(**own).delete()
        else:
            LinkVote.objects.update_or_create(**own, defaults={"value": value})
        # Counted on and off, not counted anew: the vote of an account that was deleted stays in the number.
        link.votes_for += (value == 1) - (before == 1)
        link.votes_against += (value == -1) - (before == -1)
        link.save(update_fields=["votes_for", "votes_against"])


@transaction.atomic
def decide_link(actor: Actor, *, viewer: Viewer, link_id: UUID, school_id: UUID | None, says: str) -> None:
    """The school confirms the link ("confirmed"), rejects it ("rejected"), or has said nothing (""). Raises Http404 without such a link."""
    require(may_decide(actor, decides=viewer.decides_for(school_id)))
    if says not in SAYS:
        raise Rejected("Bitte wählen Sie, ob die Verknüpfung gilt.")
    with as_system(actor):
        link = _locked(link_id)
        if not says:
            LinkDecision.objects.filter(link=link, school_id=school_id).delete()
        else:
            LinkDecision.objects.update_or_create(link=link, school_id=school_id, defaults={"says": says})


@transaction.atomic
def propose_link(
    actor: Actor,
    *,
    viewer: Viewer,
    occupation: Occupation,
    curriculum: FrameworkCurriculum,
    learning_field_id: UUID,
    position_id: UUID,
) -> tuple[CurriculumLink, bool]:
    """The link stands as proposed by people, with the proposer's vote; returns it and whether it is new. A known one gets the vote alone."""
    concerned = concerned_by(occupation.regulation_id, curriculum.pk)
    require(may_vote(actor, capacities=viewer.capacities, concerned=concerned))
    if not LearningField.objects.filter(pk=learning_field_id, curriculum=curriculum).exists():
        raise Rejected("Bitte wählen Sie ein Lernfeld dieses Rahmenlehrplans.", field="learning_field")
    if position_id not in {pk for pk, _ in position_choices(occupation)}:
        raise Rejected("Bitte wählen Sie eine Position dieses Berufs.", field="position")
    with as_system(actor):
        link, fresh = CurriculumLink.objects.get_or_create(
            learning_field_id=learning_field_id,
            position_id=position_id,
            skill="",
            defaults={"source": CurriculumLink.Source.PEOPLE, "proposed_for_id": viewer.school_id},
        )
    vote_on_link(actor, viewer=viewer, link_id=link.pk, value=1)
    return link, fresh


def _concerned(link_id: UUID) -> bool:
    """Whether the person has to do with the occupation of that link, whatever the address says of it."""
    pair = CurriculumLink.objects.filter(pk=link_id).values_list(
        "position__section__regulation_id", "learning_field__curriculum_id"
    )
    found = pair.first()
    if found is None:
        raise Http404
    return concerned_by(*found)


def _locked(link_id: UUID) -> CurriculumLink:
    link = CurriculumLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        raise Http404
    return link
