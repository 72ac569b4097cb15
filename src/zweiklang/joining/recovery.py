"""A firm whose only manager is gone gets a new one: one person of a school or chamber asks, a second approves, an invitation follows."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.inviting import Guest, checked_email, invite
from zweiklang.joining.models import Answer, FirmRecovery, Invitation
from zweiklang.joining.policy import may_decide_recovery, may_invite
from zweiklang.kernel.actor import Actor, on_behalf_of, system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import find_account
from zweiklang.rooms.public import as_system, team_room

MOST = 20


def firms_in_care(organisation: Organisation, *, text: str, on: date | None = None) -> list[Organisation]:
    """Returns firms that train somebody of this school or chamber, by name; `text` is part of the name. At most 20."""
    with as_system(system_actor("joining")):
        running = Contract.objects.filter(last_day__gte=on or today())
        mine = Q(chamber=organisation) | Q(enrolments__school_class__school=organisation)
        mine |= Q(pupils__school=organisation)
        ids = running.filter(mine, firm__name__icontains=text).values_list("firm", flat=True)
        return list(Organisation.objects.filter(pk__in=ids).order_by("sort_key")[:MOST])


@transaction.atomic
def ask_recovery(
    actor: Actor,
    *,
    organisation: Organisation,
    firm: Organisation,
    given_name: str,
    family_name: str,
    email: str,
    reason: str,
) -> FirmRecovery:
    """A second person of the office is asked to approve; until then nothing happens."""
    require(may_invite(actor, organisation=organisation, kind=Invitation.Kind.MANAGER))
    address = checked_email(email)
    if not address:
        raise Rejected("Bitte eine E-Mail-Adresse angeben, zum Beispiel name@betrieb.de.", field="email")
    if not reason.strip():
        raise Rejected("Bitte sagen Sie, was geschehen ist und wie Sie es geprüft haben.", field="reason")
    if firm not in firms_in_care(organisation, text=firm.name):
        raise Rejected("Dieser Betrieb bildet niemanden aus, für den Sie zuständig sind.", field="firm")
    _require_another(actor, address)
    with as_system(on_behalf_of(actor)):
        return FirmRecovery.objects.create(
            room=team_room(on_behalf_of(actor), organisation=organisation),
            organisation=organisation,
            firm=firm,
            given_name=given_name,
            family_name=family_name,
            email=address,
            reason=reason.strip()[:500],
            asked_by_id=actor.person,
            asked_at=now(),
        )


@transaction.atomic
def approve_recovery(actor: Actor, *, recovery: FirmRecovery) -> Invitation:
    """The new manager is invited by mail, at the address both have seen."""
    row = _locked(recovery)
    require(may_decide_recovery(actor, recovery=row))
    _require_another(actor, row.email)
    guest = Guest(
        kind=Invitation.Kind.MANAGER,
        email=row.email,
        given_name=row.given_name,
        family_name=row.family_name,
        firm=row.firm,
    )
    issued = invite(actor, organisation=row.organisation, guest=guest, channel=Invitation.Channel.EMAIL)
    _close(actor, row, Answer.CONFIRMED, issued.invitation)
    return issued.invitation


@transaction.atomic
def refuse_recovery(actor: Actor, *, recovery: FirmRecovery) -> None:
    """Nothing comes of it. Who asked may take it back, too."""
    row = _locked(recovery)
    if actor.person_id != row.asked_by_id or row.state != Answer.OPEN:
        require(may_decide_recovery(actor, recovery=row))
    _close(actor, row, Answer.REFUSED, None)


def _require_another(actor: Actor, email: str) -> None:
    """Nobody asks or approves for an address of his own."""
    own = find_account(email)
    if own is not None and own.pk == actor.person_id:
        raise Rejected("Eine Leitung gibt sich niemand selbst.", field="email")


def _close(actor: Actor, row: FirmRecovery, state: str, invitation: Invitation | None) -> None:
    with as_system(on_behalf_of(actor)):
        FirmRecovery.objects.filter(pk=row.pk).update(
            state=state, decided_by_id=actor.person, decided_at=now(), invitation=invitation
        )


def _locked(recovery: FirmRecovery) -> FirmRecovery:
    with as_system(system_actor("joining")):
        rows = FirmRecovery.objects.select_for_update(of=("self",)).select_related("firm", "organisation")
        return rows.get(pk=recovery.pk)
