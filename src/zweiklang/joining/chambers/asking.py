"""A chamber asks the school it holds responsible for an apprentice; the school takes her in or says that it is not the one."""

from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    PersonalDetails,
    Pupil,
    SchoolClass,
    admit_pupil,
    derived_once,
    enrol,
    link_pupil,
)
from zweiklang.joining.chambers.policy import may_ask_school
from zweiklang.joining.derivation import derive_proposal
from zweiklang.joining.models import Answer, ContractProposal
from zweiklang.joining.policy import may_decide_report
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person, can_sign_in
from zweiklang.rooms.public import Room, as_system, open_room

ASKED = "Für diesen Vertrag ist schon eine Schule gefragt oder zuständig."
HAS_CONTRACT = "Für diese Person ist schon ein Ausbildungsvertrag bestätigt."
THERE_ALREADY = (
    "{} gibt es mit diesem Geburtsdatum schon an Ihrer Schule. Wählen Sie den Eintrag aus. Steht dort schon ein bestätigter "
    "Vertrag, lehnen Sie ab und nennen Sie das als Grund: Dann führt die Kammer beide zusammen."
)


@transaction.atomic
def ask_school(actor: Actor, *, contract: Contract, school: Organisation, note: str = "") -> ContractProposal:
    """The contract stands in the school's list of reports; who works there decides. Nobody at the school sees more than the report before."""
    if school.kind != Organisation.Kind.SCHOOL or school.state != Organisation.State.ACTIVE:
        raise Rejected("Wählen Sie eine Schule, die mitmacht.", field="school")
    system = on_behalf_of(actor)
    with as_system(system):
        rows = Contract.objects.select_for_update(of=("self",)).select_related("apprentice", "chamber")
        contract = rows.get(pk=contract.pk)
    require(may_ask_school(actor, contract=contract))
    with as_system(system):
        if _answered(contract):
            raise Conflict(ASKED)
        person = contract.apprentice
        room = open_room(system, kind=Room.Kind.PROPOSAL, title=f"Vertrag: {person.family_name}"[:200])
        proposal = ContractProposal.objects.create(
            room=room,
            firm_id=contract.firm_id,
            addressed_to=school,
            chamber_id=contract.chamber_id,
            from_chamber=True,
            note=note[:400],
            reported_by_id=actor.person_id,
            reported_at=now(),
            given_name=person.given_name,
            family_name=person.family_name,
            born_on=PersonalDetails.objects.get(room_id=contract.room_id).born_on,
            occupation_id=contract.occupation_id,
            first_day=contract.first_day,
            last_day=contract.last_day,
            contract=contract,
        )
        derive_proposal(system, proposal)
    return proposal


@transaction.atomic
def take_in(
    actor: Actor,
    *,
    proposal: ContractProposal,
    pupil: Pupil | None = None,
    school_class: SchoolClass | None = None,
) -> Contract:
    """The school is responsible: the contract belongs to its pupil (chosen, or entered anew), and its teachers see what the rules say at once."""
    system = on_behalf_of(actor)
    with as_system(system):
        rows = ContractProposal.objects.select_for_update(of=("self",)).select_related("addressed_to")
        row = rows.get(pk=proposal.pk, from_chamber=True)
    require(may_decide_report(actor, report=row))
    _require_ours(row, pupil, school_class)
    with as_system(system), derived_once(system):
        contract = _contract_of(row)
        if pupil is None:
            _require_nobody_like(row)
            pupil = admit_pupil(system, school=row.addressed_to, contract=contract)
        else:
            _link(system, _locked(pupil), contract)
        if school_class is not None and not _in_class(pupil):
            first_day = max(today(), contract.first_day)
            enrol(system, school_class=school_class, first_day=first_day, contract=contract, pupil=pupil)
        row.state, row.decided_at, row.decided_by_id = Answer.CONFIRMED, now(), actor.person
        row.save(update_fields=["state", "decided_at", "decided_by"])
    return contract


def answered_by_inviting(
    system: Actor, *, pupil: Pupil, firm: Organisation, decided_by_id: UUID
) -> Contract | None:
    """Returns the contract about which the chamber asks the pupil's school, now hers; None where it asks nothing about her at this firm.

    A school that invites the firm of its pupil has answered with it: a second contract for the same training would split the record.
    `pupil` is locked; called in the system role.
    """
    if pupil.born_on is None:
        return None
    asked = ContractProposal.objects.select_for_update(of=("self",)).filter(
        from_chamber=True,
        state=Answer.OPEN,
        addressed_to=pupil.school_id,
        firm=firm,
        born_on=pupil.born_on,
        given_name__iexact=pupil.person.given_name,
        family_name__iexact=pupil.person.family_name,
    )
    row = asked.first()
    if row is None:
        return None
    contract = _contract_of(row)
    _link(system, pupil, contract)
    row.state, row.decided_at, row.decided_by_id = Answer.CONFIRMED, now(), decided_by_id
    row.save(update_fields=["state", "decided_at", "decided_by"])
    return contract


def _in_class(pupil: Pupil) -> bool:
    return Enrolment.objects.filter(pupil=pupil, last_day=None).exists()


def _answered(contract: Contract) -> bool:
    """True if a school is asked, has confirmed, or has the apprentice already."""
    asked = ContractProposal.objects.filter(contract=contract, addressed_to__kind=Organisation.Kind.SCHOOL)
    waits = asked.filter(state__in=[Answer.OPEN, Answer.CONFIRMED]).exists()
    return waits or Enrolment.objects.filter(contract=contract).exists() or contract.pupils.exists()


def _require_ours(row: ContractProposal, pupil: Pupil | None, school_class: SchoolClass | None) -> None:
    if pupil is not None and pupil.school_id != row.addressed_to_id:
        raise Rejected("Diese Person gehört nicht zu Ihrer Schule.", field="pupil")
    if school_class is not None and school_class.school_id != row.addressed_to_id:
        raise Rejected("Diese Klasse gehört nicht zu Ihrer Schule.", field="school_class")


def _require_nobody_like(row: ContractProposal) -> None:
    """Two entries of one pupil would show half a record each."""
    same = Pupil.objects.filter(
        school=row.addressed_to_id,
        born_on=row.born_on,
        person__given_name__iexact=row.given_name,
        person__family_name__iexact=row.family_name,
        left_on=None,
    )
    if same.exists():
        raise Conflict(THERE_ALREADY.format(f"{row.given_name} {row.family_name}"))


def _contract_of(row: ContractProposal) -> Contract:
    rows = Contract.objects.select_for_update(of=("self",)).select_related("apprentice", "firm", "occupation")
    contract = rows.filter(pk=row.contract_id).first() if row.contract_id else None
    if contract is None or contract.last_day < today():
        raise Conflict("Dieser Vertrag ist inzwischen beendet.")
    if contract.pupils.exists():
        raise Conflict("Für diesen Vertrag ist inzwischen eine Schule zuständig.")
    return contract


def _locked(pupil: Pupil) -> Pupil:
    found = Pupil.objects.select_for_update(of=("self",)).select_related("person").get(pk=pupil.pk)
    if found.contract_id:
        raise Conflict(HAS_CONTRACT)
    return found


def _link(system: Actor, pupil: Pupil, contract: Contract) -> None:
    """The file's person without an account turns out to be the pupil: the contract is hers, and the other entry goes."""
    unnamed = contract.apprentice
    if unnamed.pk != pupil.person_id:
        if can_sign_in(unnamed):
            raise Conflict("Zu diesem Vertrag gehört schon ein Konto. Bitte wenden Sie sich an die Kammer.")
        contract.apprentice = pupil.person
        contract.save(update_fields=["apprentice"])
        title = f"{pupil.person.name} · {contract.occupation.name}"
        Room.objects.filter(pk=contract.room_id).update(title=title[:200])
    link_pupil(system, pupil=pupil, contract=contract)
    if unnamed.pk != pupil.person_id:
        _forget(unnamed.pk)


def _forget(person_id: UUID) -> None:
    """The entry of somebody without an account is gone, unless something else still names it."""
    elsewhere = Contract.objects.filter(apprentice=person_id).exists() or Pupil.objects.filter(
        person=person_id
    )
    if not elsewhere:
        Person.objects.filter(pk=person_id, email="").delete()
