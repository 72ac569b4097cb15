"""Inviting many at once: whole classes, a chamber's firms. Each one that cannot be invited is left out with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import Pupil, PupilContact
from zweiklang.curricula.public import Occupation
from zweiklang.joining.groups import FirmGroup, end_of_training
from zweiklang.joining.inviting import Guest, Invited, Issued, invite
from zweiklang.joining.letters.pdf import Letter
from zweiklang.joining.models import Invitation
from zweiklang.joining.new_firms import new_firm
from zweiklang.joining.policy import may_invite
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person

Kind, Channel = Invitation.Kind, Invitation.Channel
NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the inviter has chosen: ticked apprentices, by group which known firm it is ("new": none of them) and which address."""

    ticked: frozenset[str]
    channel: str
    firms: Mapping[str, str] = field(default_factory=dict)
    emails: Mapping[str, str] = field(default_factory=dict)
    chamber: Organisation | None = None
    occupation: Occupation | None = None


@dataclass(slots=True)
class Batch:
    """What came of it: pages to print or codes to read out, and who was left out, why."""

    letters: list[Letter] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def invite_firms(
    actor: Actor, *, organisation: Organisation, groups: Sequence[FirmGroup], choices: Choices
) -> Batch:
    """Every firm with a ticked apprentice is invited; the inviter confirms by it that the firm trains them."""
    require(may_invite(actor, organisation=organisation, kind=Kind.FIRM))
    batch = Batch()
    for group in groups:
        chosen = [one for one in group.candidates if one.key in choices.ticked]
        if not chosen:
            continue
        try:
            issued = _invite_firm(actor, organisation, group, choices)
        except Rejected as error:
            batch.left_out.append((group.facts.name, error.message))
            continue
        facts = group.facts
        address = (
            facts.name,
            "Ausbildung",
            facts.street,
            f"{facts.postcode} {facts.town}".strip(),
        )
        batch.letters.append(Letter(issued, address, tuple(one.name for one in chosen)))
    return batch


@transaction.atomic
def invite_persons(actor: Actor, *, organisation: Organisation, kind: str, choices: Choices) -> Batch:
    """Ticked pupils, guardians or teachers of the school are invited, each with the address given beside the name."""
    require(may_invite(actor, organisation=organisation, kind=kind))
    batch = Batch()
    for name, guest in _guests(organisation, kind, choices):
        try:
            issued = invite(actor, organisation=organisation, guest=guest, channel=choices.channel)
        except Rejected as error:
            batch.left_out.append((name, error.message))
            continue
        batch.letters.append(Letter(issued, (name, "wird von der Schule ausgehändigt")))
    return batch


def _invite_firm(actor: Actor, organisation: Organisation, group: FirmGroup, choices: Choices) -> Issued:
    invited = []
    for one in group.candidates:
        if one.key not in choices.ticked:
            continue
        occupation = one.occupation or choices.occupation
        last_day = one.last_day
        if one.first_day and one.occupation is None and occupation is not None:
            last_day = end_of_training(one.first_day, occupation)
        invited.append(
            Invited(
                pupil=one.pupil,
                contract=one.contract,
                occupation=occupation,
                first_day=one.first_day,
                last_day=last_day,
            )
        )
    guest = Guest(
        kind=Kind.FIRM,
        email=choices.emails.get(group.key, group.facts.email),
        firm=_firm(actor, group, choices.firms.get(group.key, "")),
        chamber=choices.chamber,
        apprentices=invited,
    )
    return invite(actor, organisation=organisation, guest=guest, channel=choices.channel)


def _firm(actor: Actor, group: FirmGroup, chosen: str) -> Organisation:
    """The known firm the inviter has chosen, or a new one. A firm that was not suggested cannot be chosen."""
    if group.facts.id:
        return Organisation.objects.get(pk=group.facts.id)
    if chosen in {str(s.firm.id) for s in group.suggestions}:
        return Organisation.objects.get(pk=UUID(chosen))
    if chosen != NEW:
        raise Rejected("Bitte wählen Sie, welcher Betrieb das ist.", field="firm")
    return new_firm(actor, facts=group.facts)


def _guests(organisation: Organisation, kind: str, choices: Choices) -> list[tuple[str, Guest]]:
    keys = [UUID(key) for key in choices.ticked]
    if kind == Kind.TEACHER:
        staff = Person.objects.filter(pk__in=keys, posts__organisation=organisation, email="").distinct()
        return [
            (person.name, _guest(kind, person, choices.emails.get(str(person.pk), ""))) for person in staff
        ]
    if kind == Kind.PUPIL:
        pupils = Pupil.objects.filter(pk__in=keys, school=organisation, person__email="").select_related(
            "person"
        )
        return [
            (p.person.name, _guest(kind, p.person, choices.emails.get(str(p.pk), p.contact_email)))
            for p in pupils
        ]
    contacts = PupilContact.objects.filter(
        pk__in=keys, pupil__school=organisation, kind=PupilContact.Kind.GUARDIAN
    )
    rows = contacts.filter(pupil__contract__isnull=False).select_related("pupil__person")
    return [
        (
            str(contact),
            Guest(
                kind=kind,
                email=choices.emails.get(str(contact.pk), contact.email).strip().lower(),
                given_name=contact.given_name,
                family_name=contact.family_name,
                apprentices=[Invited(pupil=contact.pupil)],
            ),
        )
        for contact in rows
    ]


def _guest(kind: str, person: Person, email: str) -> Guest:
    return Guest(
        kind=kind,
        email=email.strip().lower(),
        given_name=person.given_name,
        family_name=person.family_name,
        person=person,
    )
