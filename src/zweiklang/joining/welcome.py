"""What somebody finds who has just come in."""

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.entering import ENTRANCE
from zweiklang.joining.inviting import Guest, Invited, invite
from zweiklang.joining.models import Invitation, InvitedApprentice
from zweiklang.joining.policy import may_invite
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.formats import day_long
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system


@dataclass(frozen=True, slots=True)
class NewApprentice:
    """An apprentice somebody has now. `begins` is empty where access is there already, else the German day on which it begins."""

    contract: Contract
    name: str
    occupation: str
    begins: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """`waiting`: the inviter must confirm first. `firm`: set if a deputy may be named."""

    kind: str
    organisation: str
    waiting: bool
    apprentices: tuple[NewApprentice, ...]
    firm: Organisation | None
    deputies: tuple[str, ...]


def arrived(actor: Actor, *, invitation_id: str) -> Welcome:
    """Returns what the person has by the invitation just accepted. What belongs to others is not in it, whatever the id."""
    with as_system(ENTRANCE):
        mine = Invitation.objects.filter(pk=UUID(invitation_id), claimed_by=actor.person)
        invitation = get_object_or_404(mine.select_related("organisation", "firm"))
        rows = InvitedApprentice.objects.filter(invitation=invitation)
        found = [row.contract_id or (row.pupil.contract_id if row.pupil else None) for row in rows]
        known = {contract_id for contract_id in found if contract_id}
    waiting = invitation.state != Invitation.State.USED
    firm = invitation.firm
    leads = firm is not None and not waiting and bool(may_invite(actor, organisation=firm))
    contracts = [] if waiting else _contracts(known, firm)
    return Welcome(
        invitation.kind,
        invitation.organisation.name,
        waiting,
        tuple(contracts),
        firm if leads else None,
        _deputies(firm) if firm and leads else (),
    )


def invite_deputy(actor: Actor, *, welcome: Welcome, given_name: str, family_name: str, email: str) -> None:
    """Who stands in is asked by mail, for all apprentices of this invitation."""
    assert welcome.firm is not None
    guest = Guest(
        kind=Invitation.Kind.DEPUTY,
        email=email,
        given_name=given_name,
        family_name=family_name,
        firm=welcome.firm,
        apprentices=[Invited(contract=one.contract) for one in welcome.apprentices],
    )
    invite(actor, organisation=welcome.firm, guest=guest, channel=Invitation.Channel.EMAIL)


def _contracts(known: set[UUID], firm: Organisation | None) -> list[NewApprentice]:
    """In the system role: before the first day of a contract nobody of the firm is a member yet, and still may know that it is confirmed."""
    with as_system(ENTRANCE):
        rows = Contract.objects.filter(pk__in=known).select_related("apprentice", "occupation")
        mine = rows.filter(firm=firm) if firm else rows
        return [
            NewApprentice(
                row,
                row.apprentice.name,
                row.occupation.short,
                day_long(row.first_day) if row.first_day > today() else "",
            )
            for row in mine.order_by("apprentice__sort_key")
        ]


def _deputies(firm: Organisation) -> tuple[str, ...]:
    rows = Invitation.objects.filter(firm=firm, kind=Invitation.Kind.DEPUTY, state=Invitation.State.OPEN)
    return tuple(f"{row.given_name} {row.family_name}" for row in rows)
