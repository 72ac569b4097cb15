"""Firms that come by themselves: a registration, a reported contract, and what a chamber or school decides about them."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    Pupil,
    assign_trainer,
    conclude_contract,
    derived_once,
    hold_post,
    link_pupil,
)
from zweiklang.curricula.public import Occupation, framework_of
from zweiklang.joining.chambers.asking import take_in
from zweiklang.joining.derivation import derive_proposal, derive_registration
from zweiklang.joining.entering import ENTRANCE, account_exists
from zweiklang.joining.firms import FirmFacts
from zweiklang.joining.granting import allowed_form, was_led
from zweiklang.joining.mails import mail_access
from zweiklang.joining.models import Answer, ContractProposal, FirmRegistration, PurposeDeclaration
from zweiklang.joining.new_firms import new_firm
from zweiklang.joining.policy import may_decide_report, may_report_contract
from zweiklang.joining.purpose import VERSION
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation, Post, as_merged, posts_of
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import Room, as_system, open_room

DECIDERS = (Organisation.Kind.SCHOOL, Organisation.Kind.CHAMBER)
SIMILAR_NAME = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrar:
    """Who registers a firm: signed in (`person`), or with a proven address and a name."""

    email: str = ""
    given_name: str = ""
    family_name: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedContract:
    """What a firm says about a contract."""

    given_name: str
    family_name: str
    born_on: date
    occupation: Occupation
    chamber: Organisation
    addressed_to: Organisation
    first_day: date
    last_day: date


@transaction.atomic
def register_firm(*, facts: FirmFacts, registrar: Registrar, addressed_to: Organisation) -> FirmRegistration:
    """The firm exists, pending, with nothing to see but this registration; its decider finds it. The address must have been proven."""
    if addressed_to.kind not in DECIDERS:
        raise Rejected("Bitte wählen Sie eine Kammer oder eine Schule.", field="addressed_to")
    with as_system(ENTRANCE):
        person = registrar.person or _new_person(registrar)
        Person.objects.select_for_update().get(
            pk=person.pk
        )  # a form sent twice waits here and finds the first
        waiting = FirmRegistration.objects.filter(registered_by=person, state=Answer.OPEN)
        if waiting.exists():
            raise Rejected("Ihre Anmeldung wartet schon auf eine Entscheidung.", field="name")
        firm = new_firm(ENTRANCE, facts=facts, state=Organisation.State.PENDING)
        room = open_room(ENTRANCE, kind=Room.Kind.PROPOSAL, title=f"Anmeldung: {facts.name}"[:200])
        registration = FirmRegistration.objects.create(
            room=room, firm=firm, addressed_to=addressed_to, registered_by=person, registered_at=now()
        )
        PurposeDeclaration.objects.create(room=room, person=person, version=VERSION, accepted_at=now())
        derive_registration(ENTRANCE, registration)
    return registration


@transaction.atomic
def confirm_registration(
    actor: Actor, *, registration: FirmRegistration, known: Organisation | None = None
) -> None:
    """The firm is active, or turns out to be a known one; who registered it leads its training, unless somebody of a known firm does."""
    row = _locked(FirmRegistration, registration.pk)
    require(may_decide_report(actor, report=row))
    system = on_behalf_of(actor)
    with as_system(system), derived_once(system):
        known = as_merged(known) if known else None
        firm = known or row.firm
        if known is None:
            Organisation.objects.filter(pk=firm.pk).update(state=Organisation.State.ACTIVE)
        else:
            Organisation.objects.filter(pk=row.firm_id).update(
                state=Organisation.State.MERGED, merged_into=known
            )
        capacity = Post.Capacity.TRAINER if known and was_led(known) else Post.Capacity.TRAINING_MANAGER
        hold_post(system, person=row.registered_by, organisation=firm, capacity=capacity, first_day=today())
        _decide(actor, row, Answer.CONFIRMED)
        derive_registration(system, row)
    mail_access(actor, person=row.registered_by, given=True)


@transaction.atomic
def report_contract(actor: Actor, *, firm: Organisation, said: ReportedContract) -> ContractProposal:
    """The contract is reported; nobody sees anything by it until school or chamber confirms it."""
    require(may_report_contract(actor, firm=firm))
    if said.last_day <= said.first_day:
        raise Rejected(
            "Der letzte Tag liegt nach dem ersten. Beispiel: 01.08.2026 bis 31.07.2029.", field="last_day"
        )
    if said.addressed_to.kind not in DECIDERS or said.chamber.kind != Organisation.Kind.CHAMBER:
        raise Rejected("Bitte wählen Sie eine Kammer oder eine Schule.", field="addressed_to")
    if said.addressed_to.kind == Organisation.Kind.CHAMBER and said.addressed_to != said.chamber:
        raise Rejected(
            "Bestätigen kann nur die Kammer, bei der der Vertrag eingetragen wird.", field="addressed_to"
        )
    system = on_behalf_of(actor)
    with as_system(system):
        _require_first(firm, said)
        room = open_room(system, kind=Room.Kind.PROPOSAL, title=f"Vertrag: {said.family_name}"[:200])
        facts = {name: getattr(said, name) for name in said.__dataclass_fields__}
        proposal = ContractProposal.objects.create(
            room=room, firm=firm, reported_by_id=actor.person, reported_at=now(), **facts
        )
        derive_proposal(system, proposal)
    return proposal


@transaction.atomic
def confirm_proposal(actor: Actor, *, proposal: ContractProposal, pupil: Pupil | None = None) -> Contract:
    """The contract exists, confirmed by the decider: for the chosen pupil, or for a new person without an account."""
    row = _locked(ContractProposal, proposal.pk)
    require(may_decide_report(actor, report=row))
    if row.from_chamber:
        return take_in(actor, proposal=row, pupil=pupil)
    assert row.reported_by is not None
    if pupil is not None and pupil.school_id != row.addressed_to_id:
        raise Rejected("Diese Person gehört nicht zu Ihrer Schule.", field="pupil")
    system = on_behalf_of(actor)
    with as_system(system), derived_once(system):
        if pupil is not None:
            # Somebody else of the office may decide at the same moment.
            pupil = Pupil.objects.select_for_update(of=("self",)).select_related("person").get(pk=pupil.pk)
        if pupil is not None and pupil.contract_id:
            raise Conflict("Für diese Person ist schon ein Ausbildungsvertrag bestätigt.")
        contract = conclude_contract(system, terms=_terms(row, pupil.person if pupil else _nameless(row)))
        if pupil is not None:
            link_pupil(system, pupil=pupil, contract=contract)
        if _works_there(row.reported_by, contract.firm):
            begins = max(today(), contract.first_day)
            assign_trainer(
                system, contract=contract, person=row.reported_by, capacity="trainer", first_day=begins
            )
        row.contract = contract
        _decide(actor, row, Answer.CONFIRMED)
    mail_access(actor, person=row.reported_by, given=True)
    return contract


@transaction.atomic
def refuse_report(actor: Actor, *, report: FirmRegistration | ContractProposal, reason: str) -> None:
    """The report is refused with a reason that the firm reads; nothing comes of it."""
    row = (
        _locked(FirmRegistration, report.pk)
        if isinstance(report, FirmRegistration)
        else _locked(ContractProposal, report.pk)
    )
    require(may_decide_report(actor, report=row))
    if not reason.strip():
        raise Rejected("Bitte nennen Sie einen Grund. Wer gemeldet hat, kann ihn lesen.", field="reason")
    with as_system(on_behalf_of(actor)):
        _decide(actor, row, Answer.REFUSED, reason=reason.strip()[:500])
    person = row.registered_by if isinstance(row, FirmRegistration) else row.reported_by
    if person is not None and not (isinstance(row, ContractProposal) and row.from_chamber):
        mail_access(actor, person=person, given=False)


def pupils_like(proposal: ContractProposal, pupils: list[Pupil]) -> list[tuple[Pupil, str]]:
    """Returns which pupils without a contract may be meant, likeliest first, with the reason in German."""
    wanted = sort_key(f"{proposal.given_name} {proposal.family_name}")
    found = []
    for pupil in pupils:
        if pupil.contract_id is not None:
            continue
        name = sort_key(pupil.person.name)
        born = pupil.born_on == proposal.born_on
        if name == wanted:
            reason = "gleicher Name, gleiches Geburtsdatum" if born else "gleicher Name, anderes Geburtsdatum"
            found.append((0 if born else 2, pupil, reason))
        elif born and SequenceMatcher(None, name, wanted).ratio() >= SIMILAR_NAME:
            found.append((1, pupil, "ähnlicher Name, gleiches Geburtsdatum"))
    return [(pupil, reason) for _, pupil, reason in sorted(found, key=lambda one: (one[0], one[1].pk))]


def _new_person(registrar: Registrar) -> Person:
    if account_exists(registrar.email):
        raise Rejected("Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich an.", field="email")
    return add_person(
        ENTRANCE,
        email=registrar.email,
        given_name=registrar.given_name,
        family_name=registrar.family_name,
    )


def _require_first(firm: Organisation, said: ReportedContract) -> None:
    """Raises Rejected where the same report waits already: confirmed twice, it would be two contracts."""
    Organisation.objects.select_for_update().get(pk=firm.pk)
    waiting = ContractProposal.objects.filter(
        firm=firm,
        state=Answer.OPEN,
        given_name__iexact=said.given_name,
        family_name__iexact=said.family_name,
        born_on=said.born_on,
    )
    if waiting.exists():
        raise Rejected(
            "Diesen Vertrag haben Sie schon gemeldet. Er wartet auf eine Entscheidung.", field="family_name"
        )


def _works_there(person: Person, firm: Organisation) -> bool:
    return posts_of(person.pk, on=today()).filter(organisation=firm).exists()


def _nameless(row: ContractProposal) -> Person:
    """A new person without an account: the school invites her later."""
    return Person.objects.create(
        given_name=row.given_name,
        family_name=row.family_name,
        sort_key=sort_key(f"{row.family_name} {row.given_name}"),
        password=make_password(None),
    )


def _terms(row: ContractProposal, apprentice: Person) -> ContractTerms:
    return ContractTerms(
        apprentice=apprentice,
        firm=as_merged(row.firm),
        chamber=row.chamber,
        occupation=row.occupation,
        curriculum=framework_of(row.occupation),
        first_day=row.first_day,
        last_day=row.last_day,
        born_on=row.born_on,
        record_form=allowed_form(row.chamber),
        confirmed_by=row.addressed_to,
    )


def _decide(actor: Actor, row: FirmRegistration | ContractProposal, state: str, *, reason: str = "") -> None:
    row.state, row.reason, row.decided_at, row.decided_by_id = state, reason, now(), actor.person
    row.save()


def _locked[R: (FirmRegistration, ContractProposal)](model: type[R], key: UUID) -> R:
    with as_system(ENTRANCE):
        return (
            model.objects.select_for_update(of=("self",))
            .select_related("firm", "addressed_to", "room")
            .get(pk=key)
        )
