"""Facts of an apprenticeship are written here; each service derives the memberships in its own transaction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from zweiklang.apprenticeships.derivation import derive_apprenticeship, derive_class, derive_organisation
from zweiklang.apprenticeships.models import (
    Contract,
    Enrolment,
    Guardianship,
    PersonalDetails,
    Pupil,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
)
from zweiklang.apprenticeships.policy import may_keep_school_facts, may_manage_contract
from zweiklang.curricula.public import FrameworkCurriculum, Occupation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import ChamberRule, Organisation, Post, Site, add_post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Standing, as_system, open_room, standing_in, team_room


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """What a training contract says. `weekly_minutes` of working time; `record_form` "daily" or "weekly"."""

    apprentice: Person
    firm: Organisation
    chamber: Organisation
    occupation: Occupation
    first_day: date
    last_day: date
    born_on: date
    site: Site | None = None
    curriculum: FrameworkCurriculum | None = None
    record_form: str = Contract.RecordForm.DAILY
    weekly_minutes: int = 2400
    number: str = ""
    confirmed_by: Organisation | None = None
    """School or chamber that confirmed the contract; only system actors (imports of a chamber) leave it out."""


def _standing(actor: Actor, contract: Contract) -> Standing | None:
    return None if actor.is_system else standing_in(contract.room_id)


def _require_allowed_form(terms: ContractTerms) -> None:
    rule = ChamberRule.objects.filter(chamber=terms.chamber).first()
    if rule and rule.form not in {ChamberRule.Form.EITHER, terms.record_form}:
        message = f"Bei dieser Kammer wird der Nachweis {rule.get_form_display()} geführt."
        raise Rejected(message, field="record_form")


@transaction.atomic
def conclude_contract(actor: Actor, *, terms: ContractTerms) -> Contract:
    """The contract exists with a room of its own; its apprentice is a member from the first day on."""
    require(may_manage_contract(actor, standing=None))
    if terms.last_day < terms.first_day:
        raise Rejected(
            "Der letzte Tag liegt vor dem ersten. Beispiel: 01.08.2026 bis 31.07.2029.", field="last_day"
        )
    _require_allowed_form(terms)
    title = f"{terms.apprentice.name} · {terms.occupation.name}"
    room = open_room(actor, kind="apprenticeship", title=title, concerns=terms.apprentice.pk)
    values = {name: getattr(terms, name) for name in terms.__dataclass_fields__ if name != "born_on"}
    with as_system(actor):
        contract = Contract.objects.create(room=room, confirmed_on=today(), **values)
        PersonalDetails.objects.create(room=room, born_on=terms.born_on)
        derive_apprenticeship(actor, contract)
    return contract


def _require_another(contract: Contract, person: Person) -> None:
    """Whoever signs or takes note of a record is not the one who keeps it."""
    if contract.apprentice_id == person.pk:
        raise Rejected("Niemand bildet sich selbst aus oder vertritt sich selbst.", field="person")


@transaction.atomic
def end_contract(actor: Actor, *, contract: Contract, last_day: date) -> Contract:
    """The contract ends on `last_day` and with it every access but the apprentice's own. Records what happened on paper (§ 22 (3) BBiG)."""
    require(may_manage_contract(actor, standing=_standing(actor, contract)))
    if last_day < contract.first_day:
        raise Rejected(
            f"Der letzte Tag kann nicht vor dem {contract.first_day:%d.%m.%Y} liegen.", field="last_day"
        )
    with as_system(actor):
        Contract.objects.filter(pk=contract.pk).update(last_day=last_day)
        contract.last_day = last_day
        derive_apprenticeship(actor, contract)
    return contract


@transaction.atomic
def assign_trainer(
    actor: Actor,
    *,
    contract: Contract,
    person: Person,
    capacity: str,
    first_day: date,
    last_day: date | None = None,
) -> TrainerAssignment:
    """The person trains this apprentice in that capacity ("trainer" or "deputy_trainer") on these days."""
    require(may_manage_contract(actor, standing=_standing(actor, contract)))
    _require_another(contract, person)
    with as_system(actor):
        assignment = TrainerAssignment.objects.create(
            room_id=contract.room_id,
            contract=contract,
            person=person,
            capacity=capacity,
            first_day=first_day,
            last_day=last_day,
        )
        derive_apprenticeship(actor, contract)
    return assignment


@transaction.atomic
def end_trainer_assignment(actor: Actor, *, assignment: TrainerAssignment, last_day: date) -> None:
    """The person's access by this assignment ends with `last_day`."""
    contract = assignment.contract
    require(may_manage_contract(actor, standing=_standing(actor, contract)))
    with as_system(actor):
        TrainerAssignment.objects.filter(pk=assignment.pk).update(last_day=last_day)
        derive_apprenticeship(actor, contract)


@transaction.atomic
def link_guardian(actor: Actor, *, contract: Contract, person: Person, first_day: date) -> Guardianship:
    """The person represents the apprentice legally; the membership ends by itself the day before the 18th birthday."""
    require(may_manage_contract(actor, standing=None))
    _require_another(contract, person)
    with as_system(actor):
        guardianship = Guardianship.objects.create(
            room_id=contract.room_id, contract=contract, person=person, first_day=first_day
        )
        derive_apprenticeship(actor, contract)
    return guardianship


@transaction.atomic
def hold_post(
    actor: Actor,
    *,
    person: Person,
    organisation: Organisation,
    capacity: str,
    first_day: date,
    last_day: date | None = None,
    **more: Any,
) -> Post:
    """The person holds the post on these days, and the memberships that follow from it are there (or end with `last_day`).

    `more`: department, substitutes_for. Only for system actors; people's wishes go through `offices`.
    """
    with as_system(actor):
        post = add_post(
            actor,
            person=person,
            organisation=organisation,
            capacity=capacity,
            first_day=first_day,
            last_day=last_day,
            **more,
        )
        derive_organisation(actor, organisation.pk)
    return post


@transaction.atomic
def open_class(
    actor: Actor, *, school: Organisation, label: str, school_year: int, **facts: Any
) -> SchoolClass:
    """The class exists in that school year with a room of its own. `facts`: grade, occupation_name."""
    require(may_keep_school_facts(actor, school_id=school.pk))
    room = open_room(actor, kind="class", title=f"{label} · {school.name}")
    with as_system(actor):
        school_class = SchoolClass.objects.create(
            room=room, school=school, label=label, school_year=school_year, **facts
        )
        derive_class(actor, school_class)
    return school_class


@transaction.atomic
def enrol(
    actor: Actor,
    *,
    school_class: SchoolClass,
    first_day: date,
    contract: Contract | None = None,
    pupil: Pupil | None = None,
    last_day: date | None = None,
) -> Enrolment:
    """The apprentice belongs to the class on these days; the class's teachers are in the apprenticeship's room as the rules say.

    With a pupil whose contract is not confirmed yet, the enrolment lies in the school's team room.
    """
    require(may_keep_school_facts(actor, school_id=school_class.school_id))
    contract = contract or (pupil.contract if pupil else None)
    if contract is None and pupil is None:
        raise TypeError("somebody must be enrolled")
    with as_system(actor):
        if pupil is None:
            pupil = Pupil.objects.filter(contract=contract, school=school_class.school_id).first()
        enrolment = Enrolment.objects.create(
            room_id=contract.room_id if contract else pupil.room_id,  # type: ignore[union-attr]  # one of both is there
            contract=contract,
            pupil=pupil,
            school_class=school_class,
            first_day=first_day,
            last_day=last_day,
        )
        _derive_enrolment(actor, enrolment)
    return enrolment


@transaction.atomic
def end_enrolment(actor: Actor, *, enrolment: Enrolment, last_day: date) -> None:
    """The apprentice leaves the class after `last_day`."""
    with as_system(actor):
        require(may_keep_school_facts(actor, school_id=enrolment.school_class.school_id))
        Enrolment.objects.filter(pk=enrolment.pk).update(last_day=last_day)
        _derive_enrolment(actor, enrolment)


def _derive_enrolment(actor: Actor, enrolment: Enrolment) -> None:
    if enrolment.contract is None:
        derive_class(actor, enrolment.school_class)
    else:
        derive_apprenticeship(actor, enrolment.contract)


@transaction.atomic
def admit_pupil(actor: Actor, *, school: Organisation, contract: Contract) -> Pupil:
    """Who has this contract is a pupil of the school, entered by hand: no file ever reports them as gone. Not in a class yet."""
    require(may_keep_school_facts(actor, school_id=school.pk))
    with as_system(actor):
        person, firm = contract.apprentice, contract.firm
        born_on = PersonalDetails.objects.get(room_id=contract.room_id).born_on
        key = f"{sort_key(person.family_name)},{sort_key(person.given_name)},{born_on:%d.%m.%Y}"
        said = {name: getattr(firm, name) for name in ("name", "street", "postcode", "town")}
        pupil = Pupil.objects.create(
            room=team_room(actor, organisation=school),
            school=school,
            person=person,
            born_on=born_on,
            match_key=key[:250],
            occupation_name=str(contract.occupation)[:200],
            training_begins=contract.first_day,
            training_ends=contract.last_day,
            by_hand=True,
            **{f"firm_{name}": value for name, value in said.items()},
        )
        link_pupil(actor, pupil=pupil, contract=contract)
    return pupil


@transaction.atomic
def link_pupil(actor: Actor, *, pupil: Pupil, contract: Contract) -> None:
    """The contract is the pupil's: enrolments move to the apprenticeship's room, and its firm and teachers see what the rules say."""
    require(may_keep_school_facts(actor, school_id=pupil.school_id))
    if contract.apprentice_id != pupil.person_id:
        raise Rejected("Dieser Vertrag gehört zu einer anderen Person.", field="contract")
    with as_system(actor):
        Pupil.objects.filter(pk=pupil.pk).update(contract=contract)
        pupil.contract = contract
        Enrolment.objects.filter(pupil=pupil, contract=None).update(contract=contract, room=contract.room_id)
        of_contract = Enrolment.objects.filter(contract=contract, pupil=None)
        of_contract.filter(school_class__school=pupil.school_id).update(pupil=pupil)
        derive_apprenticeship(actor, contract)


@transaction.atomic
def assign_teacher(
    actor: Actor,
    *,
    school_class: SchoolClass,
    person: Person,
    capacity: str,
    first_day: date,
    last_day: date | None = None,
    subject: str = "",
    substitutes_for: TeachingAssignment | None = None,
) -> TeachingAssignment:
    """The person leads the class ("class_teacher") or teaches in it ("subject_teacher") on these days, perhaps instead of another."""
    require(may_keep_school_facts(actor, school_id=school_class.school_id))
    with as_system(actor):
        teaching = TeachingAssignment.objects.create(
            room_id=school_class.room_id,
            school_class=school_class,
            person=person,
            capacity=capacity,
            subject=subject,
            substitutes_for=substitutes_for,
            first_day=first_day,
            last_day=last_day,
        )
        derive_class(actor, school_class)
    return teaching


@transaction.atomic
def end_teaching_assignment(actor: Actor, *, teaching: TeachingAssignment, last_day: date) -> None:
    """The teacher's access by this assignment ends with `last_day`."""
    with as_system(actor):
        require(may_keep_school_facts(actor, school_id=teaching.school_class.school_id))
        TeachingAssignment.objects.filter(pk=teaching.pk).update(last_day=last_day)
        derive_class(actor, teaching.school_class)
