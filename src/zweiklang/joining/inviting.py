"""Asking people in: an invitation exists, its secrets are known once; it can be revoked, issued anew, and a claim confirmed or declined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from zweiklang.apprenticeships.public import Contract, Pupil, guardianship_end
from zweiklang.curricula.public import Occupation
from zweiklang.joining.codes import digest, new_code, new_token, normalised
from zweiklang.joining.entering import note
from zweiklang.joining.granting import grant
from zweiklang.joining.mails import mail_access, mail_invitation
from zweiklang.joining.models import Invitation, InvitationUse, InvitedApprentice
from zweiklang.joining.policy import (
    LIFETIME,
    may_decide_claim,
    may_enter,
    may_invite,
    may_invite_colleague,
    may_open_entry,
)
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person, can_sign_in, give_address
from zweiklang.rooms.public import as_system, team_room

Kind, Channel, State = Invitation.Kind, Invitation.Channel, Invitation.State
What = InvitationUse.What


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An apprentice an invitation concerns. With a pupil: the facts of the contract the inviter confirms by inviting."""

    pupil: Pupil | None = None
    contract: Contract | None = None
    occupation: Occupation | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who is asked in, as what. `person`: the entry that becomes an account; `firm`: where somebody trains."""

    kind: str
    email: str = ""
    given_name: str = ""
    family_name: str = ""
    firm: Organisation | None = None
    chamber: Organisation | None = None
    person: Person | None = None
    capacity: str = ""
    """With kind "staff": the post."""
    apprentices: Sequence[Invited] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation with its secrets, which are stored nowhere: show, print or send them now."""

    invitation: Invitation
    token: str
    code: str


@transaction.atomic
def invite(actor: Actor, *, organisation: Organisation, guest: Guest, channel: str) -> Issued:
    """The invitation exists and its secrets work; open ones that it replaces are revoked. By mail, the mail is on its way."""
    require(may_invite(actor, organisation=organisation, kind=guest.kind))
    if guest.kind == Kind.STAFF:
        require(may_invite_colleague(actor, organisation=organisation, capacity=guest.capacity))
    guest = replace(guest, email=checked_email(guest.email))
    if organisation.kind == Organisation.Kind.FIRM and guest.firm != organisation:
        raise Rejected("Ein Betrieb lädt nur in den eigenen Betrieb ein.", field="firm")
    if channel == Channel.EMAIL and not guest.email:
        raise Rejected(
            "Ohne E-Mail-Adresse geht die Einladung nur als Brief oder zum Vorlesen.", field="channel"
        )
    if guest.kind in {Kind.PUPIL, Kind.TEACHER}:
        _require_entry(actor, organisation, guest)
    for one in guest.apprentices:
        _require_own(organisation, guest, one)
    with as_system(on_behalf_of(actor)):
        _replace(actor, organisation, guest)
        issued = _issue(actor, organisation, guest, channel)
    if channel == Channel.EMAIL:
        mail_invitation(actor, invitation=issued.invitation, token=issued.token)
    return issued


def checked_email(typed: str) -> str:
    """Returns the address in lower case, or ""; raises Rejected for what is none."""
    address = typed.strip().lower()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise Rejected(
            "Bitte eine E-Mail-Adresse angeben, zum Beispiel name@betrieb.de.", field="email"
        ) from error
    return address


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation: Invitation) -> None:
    """The invitation opens nothing any more."""
    require(may_invite(actor, organisation=invitation.organisation))
    with as_system(on_behalf_of(actor)):
        row = _locked(invitation)
        if row.state != State.OPEN:
            raise Conflict("Diese Einladung ist nicht mehr offen.")
        _revoke(actor, row)


@transaction.atomic
def reissue_invitation(actor: Actor, *, invitation: Invitation, channel: str) -> Issued:
    """The same people are invited with new secrets; the old ones open nothing any more."""
    require(may_invite(actor, organisation=invitation.organisation, kind=invitation.kind))
    with as_system(on_behalf_of(actor)):
        row = _locked(invitation)
        if row.state not in {State.OPEN, State.REVOKED}:
            raise Conflict("Diese Einladung wurde schon angenommen.")
        if row.kind == Kind.MANAGER and not may_enter(row):
            raise Conflict("Diese Einladung gilt nicht mehr. Eine neue braucht wieder zwei Personen.")
        rows = InvitedApprentice.objects.filter(invitation=row).select_related(
            "pupil", "contract", "occupation"
        )
        guest = Guest(
            kind=row.kind,
            capacity=row.capacity,
            email=row.email,
            given_name=row.given_name,
            family_name=row.family_name,
            firm=row.firm,
            chamber=row.chamber,
            person=row.person,
            apprentices=[
                Invited(
                    pupil=one.pupil,
                    contract=one.contract,
                    occupation=one.occupation,
                    first_day=one.first_day,
                    last_day=one.last_day,
                )
                for one in rows
            ],
        )
        if row.state == State.OPEN:
            _revoke(actor, row)
    return invite(actor, organisation=invitation.organisation, guest=guest, channel=channel)


@transaction.atomic
def confirm_claim(actor: Actor, *, invitation: Invitation) -> None:
    """Who came with an address nobody had on record has access now, and is told so."""
    with as_system(on_behalf_of(actor)):
        row = _locked(invitation)
    require(may_decide_claim(actor, invitation=row))
    person = row.claimed_by
    assert person is not None
    with as_system(on_behalf_of(actor)):
        if row.person is not None and not can_sign_in(person):
            person = give_address(on_behalf_of(actor), person=person, email=row.claimed_email)
        grant(on_behalf_of(actor), invitation=row, person=person)
        Invitation.objects.filter(pk=row.pk).update(state=State.USED, email=person.email)
        note(row, What.CONFIRMED, Person.objects.get(pk=actor.person))
    mail_access(actor, person=person, given=True)


@transaction.atomic
def decline_claim(actor: Actor, *, invitation: Invitation) -> None:
    """Who came gets no access and is told so; the invitation opens nothing any more."""
    with as_system(on_behalf_of(actor)):
        row = _locked(invitation)
    require(may_decide_claim(actor, invitation=row))
    person = row.claimed_by
    assert person is not None
    with as_system(on_behalf_of(actor)):
        Invitation.objects.filter(pk=row.pk).update(state=State.REVOKED)
        note(row, What.DECLINED, Person.objects.get(pk=actor.person))
    mail_access(actor, person=person, given=False, address=row.claimed_email)


@transaction.atomic
def take_note_of_correction(actor: Actor, *, row: InvitedApprentice) -> None:
    """The firm's remark about the contract counts as dealt with."""
    require(may_invite(actor, organisation=row.invitation.organisation))
    with as_system(on_behalf_of(actor)):
        InvitedApprentice.objects.filter(pk=row.pk).update(corrected_on=today())


def _require_own(organisation: Organisation, guest: Guest, one: Invited) -> None:
    """Nobody invites about somebody else's pupil or contract, whatever a form says."""
    pupil, contract = one.pupil, one.contract
    sides = {contract.firm_id, contract.chamber_id} if contract else set()
    foreign = (pupil and pupil.school_id != organisation.pk) or (
        contract and pupil is None and organisation.pk not in sides
    )
    if foreign or (pupil is None and contract is None):
        raise Rejected("Diese Person gehört nicht zu Ihrer Organisation.", field="apprentices")
    if pupil and (pupil.left_on and pupil.left_on < today()):
        raise Rejected("Diese Person hat Ihre Schule verlassen.", field="apprentices")
    if pupil and contract and pupil.contract_id != contract.pk:
        raise Rejected("Der Ausbildungsvertrag gehört zu einer anderen Person.", field="apprentices")
    if guest.kind == Kind.GUARDIAN and not (pupil and pupil.contract_id):
        raise Rejected("Der Ausbildungsvertrag ist noch nicht bestätigt.", field="apprentices")
    if guest.kind == Kind.GUARDIAN and pupil and pupil.born_on and guardianship_end(pupil.born_on) < today():
        raise Rejected("Diese Person ist volljährig und vertritt sich selbst.", field="apprentices")
    if guest.kind != Kind.FIRM or pupil is None or pupil.contract_id:
        return
    if not (one.occupation and one.first_day and one.last_day and pupil.born_on and guest.chamber):
        raise Rejected(
            "Es fehlen Angaben zum Ausbildungsvertrag: Beruf, Zeitraum, Geburtsdatum oder Kammer.",
            field="apprentices",
        )


def _require_entry(actor: Actor, organisation: Organisation, guest: Guest) -> None:
    """The entry is one of this school, has no account yet, and is not one above the inviter's own post."""
    if guest.person is None:
        raise Rejected("Diese Person gehört nicht zu Ihrer Organisation.", field="person")
    with as_system(on_behalf_of(actor)):
        pupils = Pupil.objects.filter(person=guest.person, school=organisation)
        present = pupils.exclude(left_on__lt=today()).exists()
        posts = Post.objects.filter(person=guest.person).exclude(last_day__lt=today())
        held = list(posts.values_list("organisation", "capacity"))
        known = can_sign_in(guest.person)
    works = any(organisation_id == organisation.pk for organisation_id, _ in held)
    if not (works if guest.kind == Kind.TEACHER else present):
        raise Rejected("Diese Person gehört nicht zu Ihrer Organisation.", field="person")
    if known:
        raise Rejected("Diese Person hat schon ein Konto.", field="person")
    decision = may_open_entry(actor, organisation=organisation, held=held)
    if not decision:  # one line of a batch, not the refusal of all
        raise Rejected(decision.sentence, field="person")


def _replace(actor: Actor, organisation: Organisation, guest: Guest) -> None:
    """Open invitations of this organisation for the same people and purpose end: only the newest letter opens."""
    same = Invitation.objects.filter(organisation=organisation, kind=guest.kind, state=State.OPEN)
    pupils = [one.pupil.pk for one in guest.apprentices if one.pupil]
    contracts = [one.contract.pk for one in guest.apprentices if one.contract and not one.pupil]
    if guest.kind == Kind.FIRM:
        about = InvitedApprentice.objects.filter(pupil__in=pupils) | InvitedApprentice.objects.filter(
            contract__in=contracts
        )
        same = same.filter(pk__in=about.values("invitation"))
    elif guest.person is not None:
        same = same.filter(person=guest.person)
    else:
        same = same.filter(email=guest.email, firm=guest.firm).exclude(email="")
        if guest.kind == Kind.GUARDIAN:  # who has two children is asked in for both
            same = same.filter(apprentices__pupil__in=pupils)
    for row in same.select_for_update():
        _revoke(actor, row)


def _issue(actor: Actor, organisation: Organisation, guest: Guest, channel: str) -> Issued:
    token, code = new_token(), new_code()
    invitation = Invitation.objects.create(
        room=team_room(actor, organisation=organisation),
        organisation=organisation,
        kind=guest.kind,
        capacity=guest.capacity,
        channel=channel,
        firm=guest.firm,
        chamber=guest.chamber,
        person=guest.person,
        given_name=guest.given_name,
        family_name=guest.family_name,
        email=guest.email,
        token_digest=digest("token", token),
        code_digest=digest("code", normalised(code)),
        created_by_id=actor.person,
        created_at=now(),
        expires_at=now() + LIFETIME[Channel(channel)],
    )
    InvitedApprentice.objects.bulk_create(
        [
            InvitedApprentice(
                room_id=invitation.room_id,
                invitation=invitation,
                pupil=one.pupil,
                contract=one.contract,
                occupation=one.occupation,
                first_day=one.first_day,
                last_day=one.last_day,
            )
            for one in guest.apprentices
        ]
    )
    note(invitation, What.CREATED, Person.objects.get(pk=actor.person))
    return Issued(invitation, token, code)


def _revoke(actor: Actor, row: Invitation) -> None:
    Invitation.objects.filter(pk=row.pk).update(state=State.REVOKED)
    note(row, What.REVOKED, Person.objects.get(pk=actor.person))


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "firm", "chamber", "person", "claimed_by").get(
        pk=invitation.pk
    )
