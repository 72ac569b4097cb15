"""Memberships follow from facts, day by day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.derivation import clip
from zweiklang.apprenticeships.public import (
    Contract,
    Pupil,
    assign_trainer,
    conclude_contract,
    derive_apprenticeship,
    derive_organisation,
    derived_once,
    end_enrolment,
    end_teaching_assignment,
    enrol,
    guardianship_end,
    hold_post,
    link_pupil,
)
from zweiklang.apprenticeships.services import ContractTerms
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.organisations.public import Post, set_chamber_rule
from zweiklang.people.public import actor_of, add_person
from zweiklang.rooms.public import Membership, as_system

D = date


def _members(room_id: object) -> dict[str, tuple[date, date | None]]:
    with as_system(ACTOR):
        rows = Membership.objects.filter(room_id=room_id).order_by("first_day")
        return {
            f"{m.capacity} {m.person.email.split('@')[0]}": (m.first_day, m.last_day)
            for m in rows.select_related("person")
        }


@pytest.mark.parametrize(
    ("born_on", "last_day"),
    [
        (D(2009, 3, 16), D(2027, 3, 15)),
        (D(2008, 2, 29), D(2026, 2, 28)),
        (D(2009, 1, 1), D(2026, 12, 31)),
    ],
    ids=["the day before the birthday", "29 February counts as 1 March", "new year"],
)
def test_guardianship_ends_the_day_before_the_18th_birthday(born_on: date, last_day: date) -> None:
    assert guardianship_end(born_on) == last_day


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((D(2026, 1, 1), D(2026, 6, 30)), (D(2026, 3, 1), None), (D(2026, 3, 1), D(2026, 6, 30))),
        ((D(2026, 1, 1), None), (D(2025, 1, 1), None), (D(2026, 1, 1), None)),
        ((D(2026, 1, 1), D(2026, 1, 31)), (D(2026, 1, 31), D(2026, 2, 1)), (D(2026, 1, 31), D(2026, 1, 31))),
        ((D(2026, 1, 1), D(2026, 1, 31)), (D(2026, 2, 1), None), None),
    ],
    ids=["inside", "both open", "one day", "nothing"],
)
def test_periods_share_the_days_of_both(first, second, shared) -> None:
    assert clip(first, second) == clip(second, first) == shared


def test_the_rooms_of_a_world_have_exactly_their_members(world_a: World) -> None:
    found = {name.split()[0] for name in _members(world_a.first.room_id)}
    assert found == {
        "apprentice", "trainer", "deputy_trainer", "training_manager", "chamber_adviser", "guardian", "class_teacher", "subject_teacher",
    }  # fmt: skip
    assert "head_of_school head.a" in _members(world_a.school_class.room_id)
    assert not any(name.startswith("guardian") for name in _members(world_a.second.room_id))


def test_the_apprentice_stays_when_all_others_leave_with_the_contract(world_a: World) -> None:
    members, contract = _members(world_a.first.room_id), world_a.first.contract
    assert members["apprentice apprentice1.a"] == (contract.first_day, None)
    staying = ("apprentice", "guardian", "chamber_adviser")
    others = [days for name, days in members.items() if not name.startswith(staying)]
    assert {last for _, last in others} == {contract.last_day}


def test_the_chamber_keeps_its_register_a_year_longer_to_correct_it(world_a: World) -> None:
    days = _members(world_a.first.room_id)["chamber_adviser adviser.a"]
    assert days == (world_a.first.contract.first_day, world_a.first.contract.last_day + timedelta(days=365))


def test_the_guardian_leaves_on_the_eve_of_the_birthday(world_a: World) -> None:
    (days,) = (days for name, days in _members(world_a.first.room_id).items() if name.startswith("guardian"))
    assert days[1] is not None
    eighteenth = days[1] + timedelta(days=1)
    assert (eighteenth.year, eighteenth.day) == (today().year + 1, 1)


def test_deriving_again_changes_no_membership(world_a: World) -> None:
    with as_system(ACTOR):
        before = sorted(Membership.objects.values_list("pk", "scopes", "first_day", "last_day"))
        derive_apprenticeship(ACTOR, world_a.first.contract)
        derive_organisation(ACTOR, world_a.first.firm.organisation.pk)
        derive_organisation(ACTOR, world_a.school.pk)
        derive_organisation(ACTOR, world_a.chamber.pk)
        assert sorted(Membership.objects.values_list("pk", "scopes", "first_day", "last_day")) == before


def test_a_teacher_leaves_class_and_apprentices_with_the_assignment(world_a: World) -> None:
    with as_system(ACTOR):
        teaching = world_a.school_class.teaching_assignments.get(capacity="subject_teacher")
    end_teaching_assignment(ACTOR, teaching=teaching, last_day=today())
    for room_id in (world_a.school_class.room_id, world_a.first.room_id, world_a.second.room_id):
        assert _members(room_id)["subject_teacher subject_teacher.a"][1] == today()


def test_leaving_the_class_ends_what_its_teachers_see(world_a: World) -> None:
    with as_system(ACTOR):
        enrolment = world_a.first.contract.enrolments.get()
    end_enrolment(ACTOR, enrolment=enrolment, last_day=today())
    members = _members(world_a.first.room_id)
    assert members["class_teacher class_teacher.a"][1] == today()
    assert members["trainer trainer1.a"][1] == world_a.first.contract.last_day
    assert (
        _members(world_a.second.room_id)["class_teacher class_teacher.a"][1]
        == world_a.second.contract.last_day
    )


def test_a_post_that_ends_ends_the_managers_access(world_a: World) -> None:
    with as_system(ACTOR):
        post = Post.objects.get(organisation=world_a.first.firm.organisation, capacity="training_manager")
    hold_post(
        ACTOR,
        person=post.person,
        organisation=post.organisation,
        capacity=post.capacity,
        first_day=post.first_day,
        last_day=today(),
    )
    assert _members(world_a.first.room_id)["training_manager training_manager1.a"][1] == today()


def test_a_trainer_cannot_put_others_in_charge_but_the_manager_can(world_a: World, as_person) -> None:
    person, first_day = world_a.people["other_trainer"], today()
    values = {
        "contract": world_a.first.contract,
        "person": person,
        "capacity": "deputy_trainer",
        "first_day": first_day,
    }
    trainer, manager = world_a.people["trainer"], world_a.people["training_manager"]
    before = _members(world_a.first.room_id)
    with as_person(trainer), pytest.raises(Refused, match="Ausbildungsleitung"):
        assign_trainer(actor_of(trainer), **values)
    assert _members(world_a.first.room_id) == before
    with as_person(manager):
        assign_trainer(actor_of(manager), **values)
    assert _members(world_a.first.room_id)["deputy_trainer trainer2.a"] == (
        first_day,
        world_a.first.contract.last_day,
    )


def test_school_facts_come_from_the_school_administration_only(world_a: World, as_person) -> None:
    teacher = world_a.people["class_teacher"]
    with as_person(teacher), pytest.raises(Refused, match="Schulverwaltung"):
        enrol(
            actor_of(teacher),
            contract=world_a.first.contract,
            school_class=world_a.school_class,
            first_day=today(),
        )


def test_a_contract_does_not_end_before_it_begins(world_a: World) -> None:
    old = world_a.first.contract
    terms = ContractTerms(
        apprentice=world_a.first.apprentice, firm=old.firm, chamber=old.chamber, occupation=old.occupation,
        first_day=today(), last_day=today() - timedelta(days=1), born_on=D(2005, 1, 1),
    )  # fmt: skip
    with pytest.raises(Rejected, match="Beispiel") as problem:
        conclude_contract(ACTOR, terms=terms)
    assert problem.value.field == "last_day"


def _terms(world: World, **changes: Any) -> ContractTerms:
    own = world.first.contract
    values: dict[str, Any] = {
        "apprentice": own.apprentice,
        "firm": own.firm,
        "chamber": world.chamber,
        "occupation": own.occupation,
        "first_day": own.first_day,
        "last_day": own.last_day,
        "born_on": today() - timedelta(days=20 * 365),
    }
    return ContractTerms(**values | changes)


@pytest.mark.parametrize(("form", "taken"), [("daily", True), ("weekly", False)])
def test_a_contract_keeps_to_the_form_its_chamber_asks_for(world_a: World, form: str, taken: bool) -> None:
    terms = _terms(world_a, record_form=form)
    with as_system(ACTOR):
        set_chamber_rule(ACTOR, chamber=world_a.chamber, form="daily")
        before = Contract.objects.count()
    if taken:
        conclude_contract(ACTOR, terms=terms)
    else:
        with pytest.raises(Rejected, match="täglich"):
            conclude_contract(ACTOR, terms=terms)
    with as_system(ACTOR):
        assert Contract.objects.count() == before + taken


def test_a_pupil_without_a_contract_is_in_the_class_and_in_no_other_room(world_a: World) -> None:
    with as_system(ACTOR):
        rooms = set(Membership.objects.filter(person=world_a.pupil).values_list("room_id", flat=True))
    assert rooms == {world_a.school_class.room_id}


def test_with_the_contract_the_enrolment_moves_into_the_room_of_the_apprenticeship(world_a: World) -> None:
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world_a.pupil)
        contract = conclude_contract(ACTOR, terms=_terms(world_a, apprentice=world_a.pupil))
        link_pupil(ACTOR, pupil=pupil, contract=contract)
        assert pupil.enrolments.get().room_id == contract.room_id
    members = {name.split()[0] for name in _members(contract.room_id)}
    assert members >= {"apprentice", "class_teacher", "training_manager", "chamber_adviser"}


def test_a_contract_of_somebody_else_is_never_linked_to_a_pupil(world_a: World) -> None:
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world_a.pupil)
    with pytest.raises(Rejected):
        link_pupil(ACTOR, pupil=pupil, contract=world_a.first.contract)


def test_many_facts_are_derived_once_and_give_the_same_members(world_a: World) -> None:
    with derived_once(ACTOR):
        contract = conclude_contract(ACTOR, terms=_terms(world_a, apprentice=world_a.pupil))
        enrol(ACTOR, contract=contract, school_class=world_a.school_class, first_day=contract.first_day)
        assert _members(contract.room_id) == {}
    before = _members(contract.room_id)
    assert {name.split()[0] for name in before} >= {"apprentice", "class_teacher"}
    derive_apprenticeship(ACTOR, contract)
    assert _members(contract.room_id) == before


def test_a_new_adviser_costs_the_same_few_statements_for_few_contracts_and_for_many(world_a: World) -> None:
    def appointed(number: int) -> tuple[int, int]:
        person = add_person(
            ACTOR, email=f"adviser{number}@welten.example", given_name="Berta", family_name="Beratung"
        )
        with CaptureQueriesContext(connection) as queries:
            hold_post(
                ACTOR,
                person=person,
                organisation=world_a.chamber,
                capacity="chamber_adviser",
                first_day=today(),
            )
        with as_system(ACTOR):
            rooms = Membership.objects.filter(person=person, room__kind="apprenticeship").count()
        return len(queries), rooms

    few = appointed(1)
    with as_system(ACTOR):
        for _ in range(5):
            conclude_contract(ACTOR, terms=_terms(world_a))
    many = appointed(2)
    assert many[0] == few[0]
    assert (few[1], many[1]) == (2, 7)


def test_an_adviser_whose_post_ends_leaves_every_contract(world_a: World) -> None:
    person = world_a.people["chamber_adviser"]
    post = Post.objects.get(person=person)
    hold_post(
        ACTOR,
        person=person,
        organisation=world_a.chamber,
        capacity="chamber_adviser",
        first_day=post.first_day,
        last_day=today(),
    )
    for one in (world_a.first, world_a.second):
        assert _members(one.room_id)["chamber_adviser adviser.a"][1] == today()
        assert {name.split()[0] for name in _members(one.room_id)} >= {
            "trainer",
            "apprentice",
            "class_teacher",
        }
