"""Who is in the room of a registration or a reported contract: whom it is addressed to, who reports; from posts, like every membership."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from zweiklang.joining.models import Answer, ContractProposal, FirmRegistration
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN
from zweiklang.organisations.public import Post, posts_at
from zweiklang.rooms.public import Claim, Membership, Room, replace_memberships

OFFICE = (Post.Capacity.HEAD_OF_SCHOOL, Post.Capacity.SCHOOL_OFFICE, Post.Capacity.CHAMBER_ADVISER)


def derive_reports(actor: Actor, organisation_ids: set[UUID]) -> None:
    """The rooms of everything these organisations report or decide have the members that today's posts give. In the system role."""
    about = Q(firm__in=organisation_ids) | Q(addressed_to__in=organisation_ids)
    asked = about | Q(chamber__in=organisation_ids, from_chamber=True)
    claims: defaultdict[Room, list[Claim]] = defaultdict(list)
    for registration in FirmRegistration.objects.filter(about).select_related("room"):
        claims[registration.room] += _registration_claims(registration)
    for proposal in ContractProposal.objects.filter(asked).select_related("room"):
        claims[proposal.room] += _proposal_claims(proposal)
    for room, of_room in claims.items():
        replace_memberships(actor, room=room, claims=of_room)


def derive_registration(actor: Actor, registration: FirmRegistration) -> None:
    """The decider's office and, until it is decided, who has registered are in the room."""
    replace_memberships(actor, room=registration.room, claims=_registration_claims(registration))


def derive_proposal(actor: Actor, proposal: ContractProposal) -> None:
    """The decider's office is in the room with who reports: the managers of the firm, or the chamber's advisers."""
    replace_memberships(actor, room=proposal.room, claims=_proposal_claims(proposal))


def _registration_claims(registration: FirmRegistration) -> list[Claim]:
    begins = registration.registered_at.astimezone(BERLIN).date()
    claims = list(_office_claims(registration.addressed_to_id))
    ends = registration.decided_at.astimezone(BERLIN).date() if registration.decided_at else None
    # A refusal stays readable; with a confirmation the posts of the firm take over.
    last_day = ends if registration.state == Answer.CONFIRMED else None
    claims.append(
        Claim(
            registration.registered_by_id,
            "training_manager",
            Membership.Source.REGISTRATION,
            registration.pk,
            begins,
            last_day,
        )
    )
    return claims


def _proposal_claims(proposal: ContractProposal) -> list[Claim]:
    claims = list(_office_claims(proposal.addressed_to_id))
    if proposal.from_chamber:
        # What a chamber asks a school is nothing of the firm's: it has its apprentice already.
        return [*claims, *_office_claims(proposal.chamber_id)]
    for post in posts_at(proposal.firm_id, Post.Capacity.TRAINING_MANAGER):
        claims.append(_of(post))
    return claims


def _office_claims(organisation_id: UUID) -> Iterator[Claim]:
    for post in posts_at(organisation_id, *OFFICE):
        yield _of(post)


def _of(post: Post) -> Claim:
    return Claim(
        post.person_id, post.capacity, Membership.Source.POST, post.pk, post.first_day, post.last_day
    )
