"""The entrance: who holds an invitation and proves an address comes in, once. Works without a signed-in person, in the system role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from zweiklang.joining.codes import digest
from zweiklang.joining.granting import concerns_still, grant
from zweiklang.joining.models import Invitation, InvitationUse, InvitedApprentice, PurposeDeclaration
from zweiklang.joining.policy import may_enter
from zweiklang.joining.purpose import VERSION
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person, add_person, can_sign_in, give_address
from zweiklang.rooms.public import as_system

ENTRANCE = system_actor("entrance")
MOST_WRONG_CODES = 20
What, State, Kind = InvitationUse.What, Invitation.State, Invitation.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What somebody who comes in has said. `person`: already signed in. `on_record`: the proven address is the inviter's own entry."""

    email: str
    on_record: bool
    given_name: str = ""
    family_name: str = ""
    person: Person | None = None
    corrections: Mapping[UUID, str] = field(default_factory=dict)


def opened_by(kind: str, secret: str, *, remember: bool = True) -> Invitation | None:
    """Returns the open invitation with that "token" or "code"; None for guessed, used, revoked and expired ones alike."""
    with as_system(ENTRANCE):
        found = _invitations().filter(**{f"{kind}_digest": digest(kind, secret)}).first()
        if found is None:
            return None
        enters = bool(may_enter(found))
        if remember:
            note(found, What.OPENED if enters else What.TOO_LATE)
        return found if enters else None


def still_open(invitation_id: UUID) -> Invitation | None:
    """Returns the invitation a browser has opened, if it still opens."""
    with as_system(ENTRANCE):
        found = _invitations().filter(pk=invitation_id).first()
        return found if found and may_enter(found) else None


def note(invitation: Invitation, what: str, person: Person | None = None) -> None:
    """The history of the invitation says so. Called inside `as_system`."""
    InvitationUse.objects.create(
        room_id=invitation.room_id, invitation=invitation, what=what, at=now(), person=person
    )


def note_code(invitation: Invitation, *, right: bool | None) -> None:
    """The history says that a code was sent (None) or was wrong; after too many wrong ones the invitation is revoked."""
    if right:
        return
    with as_system(ENTRANCE):
        note(invitation, What.CODE_SENT if right is None else What.WRONG_CODE)
        if right is None:
            return
        if (
            InvitationUse.objects.filter(invitation=invitation, what=What.WRONG_CODE).count()
            >= MOST_WRONG_CODES
        ):
            Invitation.objects.filter(pk=invitation.pk, state=State.OPEN).update(state=State.REVOKED)
            note(invitation, What.LOCKED)


def invited_apprentices(invitation: Invitation) -> list[InvitedApprentice]:
    """Returns whom the invitation concerns, with names: for somebody who has proven the address."""
    with as_system(ENTRANCE):
        rows = InvitedApprentice.objects.filter(invitation=invitation).select_related(
            "pupil__person", "contract__apprentice", "contract__occupation", "occupation"
        )
        ordered = rows.order_by("pupil__person__sort_key", "contract__apprentice__sort_key", "pk")
        return [row for row in ordered if concerns_still(invitation, row)]


def account_exists(email: str) -> bool:
    """True if somebody signs in with that address. Asked only for addresses that were proven."""
    return Person.objects.filter(email__iexact=email).exists()


def works_at_firm(person: Person, invitation: Invitation) -> bool:
    """True if the person trains at the firm that was invited as such today: known there, not only to us.

    What was meant for one person there (a colleague, a new manager) is not for everybody who works there.
    """
    if invitation.kind != Kind.FIRM:
        return False
    posts = Post.objects.filter(person=person, organisation=invitation.firm_id, last_day=None)
    return invitation.firm_id is not None and posts.exists()


@transaction.atomic
def accept(*, invitation_id: UUID, acceptance: Acceptance) -> tuple[Invitation, Person]:
    """The invitation is used up: the person has access, or waits for the inviter's word if nobody had the address on record.

    Raises Conflict if it does not open any more; of two at once the second gets it.
    """
    with as_system(ENTRANCE):
        invitation = _invitations().select_for_update(of=("self",)).get(pk=invitation_id)
        require(may_enter(invitation))
        if not acceptance.on_record and invitation.organisation.state == Organisation.State.MERGED:
            raise Conflict("Nach einer Zusammenführung kann das niemand mehr bestätigen.")
        person = _person(invitation, acceptance)
        if person.pk == invitation.created_by_id:
            raise Rejected("Die eigene Einladung nimmt eine andere Person an.")
        _keep_corrections(invitation, acceptance)
        PurposeDeclaration.objects.create(
            room_id=invitation.room_id,
            person=person,
            invitation=invitation,
            version=VERSION,
            accepted_at=now(),
        )
        invitation.claimed_by, invitation.claimed_at = person, now()
        invitation.state = State.USED if acceptance.on_record else State.WAITING
        invitation.claimed_email = "" if acceptance.on_record else acceptance.email
        if invitation.state == State.USED:
            grant(ENTRANCE, invitation=invitation, person=person)
        invitation.save(update_fields=["claimed_by", "claimed_at", "claimed_email", "state"])
        note(invitation, What.ACCEPTED if acceptance.on_record else What.CLAIMED, person)
    return invitation, person


def _person(invitation: Invitation, acceptance: Acceptance) -> Person:
    """The signed-in person, the one the school has entered, or a new one with the proven address."""
    if invitation.person is not None:
        return _owner(invitation.person, acceptance)
    if acceptance.person is not None:
        return acceptance.person
    if account_exists(acceptance.email):
        raise Rejected("Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich an.", field="email")
    return add_person(
        ENTRANCE,
        email=acceptance.email,
        given_name=acceptance.given_name,
        family_name=acceptance.family_name,
    )


def _owner(own: Person, acceptance: Acceptance) -> Person:
    """Whose entry it is. A code is no key to an account that exists, and opens none before the inviter has confirmed who came."""
    if acceptance.person is not None and acceptance.person.pk != own.pk:
        raise Rejected(
            "Melden Sie sich bitte zuerst ab: Diese Einladung gilt für ein neues Konto.", field="email"
        )
    if acceptance.person is not None and own.email:
        return own
    if acceptance.person is None and can_sign_in(own):
        raise Rejected("Zu diesem Eintrag gibt es schon ein Konto. Bitte melden Sie sich an.", field="email")
    if account_exists(acceptance.email):
        raise Rejected("Zu dieser Adresse gibt es schon ein Konto.", field="email")
    return give_address(ENTRANCE, person=own, email=acceptance.email) if acceptance.on_record else own


def _keep_corrections(invitation: Invitation, acceptance: Acceptance) -> None:
    for row in InvitedApprentice.objects.filter(invitation=invitation, pk__in=acceptance.corrections):
        row.correction = acceptance.corrections[row.pk]
        row.save(update_fields=["correction"])


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("organisation", "firm", "person")
