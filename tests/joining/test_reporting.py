"""Firms that register themselves, contracts they report, and a way back for a firm without a manager."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.clients import standing_as
from tests.joining.guests import ACTOR, accepts, browser, digits_in_mail, types_digits
from tests.mailing import delivered
from tests.worlds import World, Worlds
from zweiklang.apprenticeships.public import Contract, Pupil, TrainerAssignment, derive_organisation
from zweiklang.curricula.public import Occupation
from zweiklang.joining.firms import FirmFacts
from zweiklang.joining.inviting import reissue_invitation, revoke_invitation
from zweiklang.joining.models import ContractProposal, FirmRecovery, FirmRegistration
from zweiklang.joining.recovery import approve_recovery, ask_recovery, refuse_recovery
from zweiklang.joining.reporting import (
    Registrar,
    ReportedContract,
    confirm_proposal,
    confirm_registration,
    pupils_like,
    refuse_report,
    register_firm,
    report_contract,
)
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.organisations.public import Organisation, change_post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, my_standings

FACTS = FirmFacts("Selbst & Neu GmbH", "Neue Straße 1", "34117", "Kassel", "HRB 77")
WHO = Registrar(email="chefin@selbst.example", given_name="Frieda", family_name="Selbst")


@pytest.fixture
def registration(world_a: World) -> FirmRegistration:
    """A firm has registered with the chamber of world A."""
    return register_firm(facts=FACTS, registrar=WHO, addressed_to=world_a.chamber)


@pytest.fixture
def chefin(registration: FirmRegistration) -> Person:
    """Who has registered it."""
    return Person.objects.get(email=WHO.email)


@pytest.fixture
def reported(world_a: World) -> ContractProposal:
    """The first firm has reported a contract of the school's pupil to the school."""
    manager = world_a.people["training_manager"]
    with standing_as(manager):
        return report_contract(actor_of(manager), firm=world_a.first.contract.firm, said=_said(world_a))


def _said(world: World) -> ReportedContract:
    return ReportedContract(
        given_name="Pia",
        family_name="Ohnevertrag",
        born_on=date(today().year - 18, 3, 4),
        occupation=Occupation.objects.get(regulation__document_number="TEST1"),
        chamber=world.chamber,
        addressed_to=world.school,
        first_day=date(today().year - 1, 8, 1),
        last_day=date(today().year + 2, 7, 31),
    )


def test_until_it_is_confirmed_a_firm_sees_nothing_but_its_registration(
    registration: FirmRegistration, chefin: Person
) -> None:
    with standing_as(chefin):
        assert [s.kind for s in my_standings().values()] == ["proposal"]
        assert FirmRegistration.objects.get() == registration
        assert not Contract.objects.exists()
        assert not Pupil.objects.exists()
    assert registration.firm.state == "pending"
    assert not chefin.posts.exists()


def test_a_confirmed_firm_has_a_manager_and_its_own_room(
    registration: FirmRegistration, chefin: Person, world_a: World
) -> None:
    adviser = world_a.people["chamber_adviser"]
    with standing_as(adviser):
        confirm_registration(actor_of(adviser), registration=FirmRegistration.objects.get(pk=registration.pk))
    assert Organisation.objects.get(pk=registration.firm_id).state == "active"
    assert chefin.posts.get().capacity == "training_manager"
    with standing_as(chefin):
        assert "team" in {s.kind for s in my_standings().values()}
    assert any(m.to == [WHO.email] for m in delivered())


def test_a_registration_of_a_known_firm_joins_it_and_does_not_take_it_over(
    registration: FirmRegistration, chefin: Person, world_a: World
) -> None:
    adviser, known = world_a.people["chamber_adviser"], world_a.first.contract.firm
    with standing_as(adviser):
        confirm_registration(actor_of(adviser), registration=registration, known=known)
    assert chefin.posts.get().organisation == known
    assert chefin.posts.get().capacity == "trainer"
    assert Organisation.objects.get(pk=registration.firm_id).merged_into == known
    with standing_as(chefin):
        assert not Contract.objects.exists()


def test_a_refusal_has_a_reason_the_firm_reads(
    registration: FirmRegistration, chefin: Person, world_a: World
) -> None:
    adviser = world_a.people["chamber_adviser"]
    with standing_as(adviser):
        with pytest.raises(Rejected):
            refuse_report(actor_of(adviser), report=registration, reason=" ")
        refuse_report(actor_of(adviser), report=registration, reason="Keine Eignung nach § 27 BBiG.")
        with pytest.raises(Conflict):
            confirm_registration(actor_of(adviser), registration=registration)
    with standing_as(chefin):
        assert FirmRegistration.objects.get().reason == "Keine Eignung nach § 27 BBiG."
    assert not chefin.posts.exists()


@pytest.mark.parametrize("persona", ["head_of_school", "training_manager", "class_teacher"])
def test_nobody_else_decides_about_a_registration(
    persona: str, registration: FirmRegistration, world_a: World
) -> None:
    person = world_a.people[persona]
    with standing_as(person), pytest.raises(Refused):
        confirm_registration(actor_of(person), registration=registration)
    assert Organisation.objects.get(pk=registration.firm_id).state == "pending"


def test_the_chamber_of_another_world_decides_nothing(registration: FirmRegistration, worlds: Worlds) -> None:
    foreign = worlds.b.people["chamber_adviser"]
    with standing_as(foreign):
        assert not FirmRegistration.objects.filter(pk=registration.pk).exists()
        with pytest.raises(Refused):
            confirm_registration(actor_of(foreign), registration=registration)


def test_an_existing_account_is_not_taken_by_registering_with_its_address(world_a: World) -> None:
    taken = replace(WHO, email=world_a.people["trainer"].email)
    with pytest.raises(Rejected):
        register_firm(facts=FACTS, registrar=taken, addressed_to=world_a.chamber)


def test_a_second_registration_waits_for_the_first(registration: FirmRegistration, chefin: Person) -> None:
    with pytest.raises(Rejected):
        register_firm(facts=FACTS, registrar=Registrar(person=chefin), addressed_to=registration.addressed_to)


def test_a_reported_contract_is_confirmed_for_the_school_s_pupil(
    reported: ContractProposal, world_a: World
) -> None:
    head, manager = world_a.people["head_of_school"], world_a.people["training_manager"]
    with standing_as(manager):
        assert not Contract.objects.filter(apprentice=world_a.pupil).exists()
    with standing_as(head):
        with as_system(ACTOR):
            pupil = Pupil.objects.get(person=world_a.pupil)
        contract = confirm_proposal(actor_of(head), proposal=reported, pupil=pupil)
    assert (contract.apprentice, contract.confirmed_by) == (world_a.pupil, world_a.school)
    with standing_as(manager):
        assert Contract.objects.filter(pk=contract.pk).exists()
        assert ContractProposal.objects.get(pk=reported.pk).state == "confirmed"
    with as_system(ACTOR):
        assert Pupil.objects.get(pk=pupil.pk).contract == contract


def test_a_reported_contract_of_somebody_unknown_makes_a_person_without_account(
    reported: ContractProposal, world_a: World
) -> None:
    head = world_a.people["head_of_school"]
    with standing_as(head):
        contract = confirm_proposal(actor_of(head), proposal=reported)
    assert contract.apprentice != world_a.pupil
    assert contract.apprentice.email == ""


def test_the_likeliest_pupil_stands_first(reported: ContractProposal, world_a: World) -> None:
    with as_system(ACTOR):
        Pupil.objects.filter(person=world_a.pupil).update(born_on=reported.born_on)
        pupils = list(Pupil.objects.filter(school=world_a.school).select_related("person"))
    [(found, reason)] = pupils_like(reported, pupils)
    assert (found.person, reason) == (world_a.pupil, "gleicher Name, gleiches Geburtsdatum")


def test_a_school_cannot_confirm_for_a_pupil_of_another(reported: ContractProposal, worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    with as_system(ACTOR):
        foreign = Pupil.objects.get(person=worlds.b.pupil)
    with standing_as(head), pytest.raises(Rejected):
        confirm_proposal(actor_of(head), proposal=reported, pupil=foreign)


def test_a_firm_does_not_confirm_its_own_report(reported: ContractProposal, world_a: World) -> None:
    manager = world_a.people["training_manager"]
    with standing_as(manager), pytest.raises(Refused):
        confirm_proposal(actor_of(manager), proposal=reported)


def test_a_firm_reports_nothing_for_another(world_a: World) -> None:
    manager = world_a.people["training_manager"]
    with standing_as(manager), pytest.raises(Refused):
        report_contract(actor_of(manager), firm=world_a.second.contract.firm, said=_said(world_a))


def _asked(world: World) -> FirmRecovery:
    head = world.people["head_of_school"]
    with standing_as(head):
        return ask_recovery(
            actor_of(head),
            organisation=world.school,
            firm=world.first.contract.firm,
            given_name="Nora",
            family_name="Nachfolge",
            email="nora@a1.example",
            reason="Bisherige Leitung ausgeschieden, Rückruf unter der bekannten Nummer.",
        )


def test_two_persons_give_a_firm_a_new_manager(world_a: World) -> None:
    recovery, office = _asked(world_a), world_a.people["school_office"]
    with standing_as(office):
        approve_recovery(actor_of(office), recovery=recovery)
    [letter] = [m for m in delivered() if m.to == ["nora@a1.example"]]
    token = str(letter.body).split("/einladung/l/")[1].split("/")[0]
    client = browser()
    client.post(f"/einladung/l/{token}/", {"do": "send"})
    types_digits(client, digits_in_mail("nora@a1.example"))
    accepts(client)
    post = Person.objects.get(email="nora@a1.example").posts.get()
    assert (post.organisation, post.capacity) == (world_a.first.contract.firm, "training_manager")


def test_nobody_approves_an_own_request(world_a: World) -> None:
    recovery, head = _asked(world_a), world_a.people["head_of_school"]
    with standing_as(head):
        with pytest.raises(Refused):
            approve_recovery(actor_of(head), recovery=recovery)
        refuse_recovery(actor_of(head), recovery=recovery)
    assert delivered() == []


def test_a_recovery_is_decided_once(world_a: World) -> None:
    recovery, office = _asked(world_a), world_a.people["school_office"]
    with standing_as(office):
        approve_recovery(actor_of(office), recovery=recovery)
        with pytest.raises(Conflict):
            approve_recovery(actor_of(office), recovery=recovery)
    assert len([m for m in delivered() if m.to == ["nora@a1.example"]]) == 1


def test_no_recovery_for_a_firm_out_of_care(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    with standing_as(head), pytest.raises(Rejected):
        ask_recovery(
            actor_of(head),
            organisation=worlds.a.school,
            firm=worlds.b.first.contract.firm,
            given_name="N",
            family_name="N",
            email="n@n.example",
            reason="x",
        )


@pytest.mark.parametrize("which", ["asks", "approves"])
def test_nobody_asks_or_approves_for_an_own_address(which: str, world_a: World) -> None:
    head, office = world_a.people["head_of_school"], world_a.people["school_office"]
    if which == "approves":
        recovery = _asked(world_a)
        with as_system(ACTOR):
            FirmRecovery.objects.filter(pk=recovery.pk).update(email=office.email)
        with standing_as(office), pytest.raises(Rejected):
            approve_recovery(actor_of(office), recovery=recovery)
        return
    with standing_as(head), pytest.raises(Rejected):
        ask_recovery(
            actor_of(head),
            organisation=world_a.school,
            firm=world_a.first.contract.firm,
            given_name="Nora",
            family_name="Nachfolge",
            email=head.email.upper(),
            reason="Bisherige Leitung ausgeschieden.",
        )


def test_one_person_does_not_bring_a_withdrawn_recovery_back(world_a: World) -> None:
    recovery, office = _asked(world_a), world_a.people["school_office"]
    with standing_as(office):
        invitation = approve_recovery(actor_of(office), recovery=recovery)
        revoke_invitation(actor_of(office), invitation=invitation)
        with pytest.raises(Conflict):
            reissue_invitation(actor_of(office), invitation=invitation, channel="spoken")


def test_no_other_chamber_confirms_into_a_chambers_register(worlds: Worlds) -> None:
    manager = worlds.a.people["training_manager"]
    said = replace(_said(worlds.a), addressed_to=worlds.b.chamber)
    with standing_as(manager), pytest.raises(Rejected):
        report_contract(actor_of(manager), firm=worlds.a.first.contract.firm, said=said)


def test_who_reported_a_contract_and_has_left_the_firm_trains_nobody(
    reported: ContractProposal, world_a: World
) -> None:
    manager, office = world_a.people["training_manager"], world_a.people["school_office"]
    firm = world_a.first.contract.firm
    with as_system(ACTOR):
        post = manager.posts.get(organisation=firm)
        change_post(ACTOR, post=post, last_day=today() - timedelta(days=1))
        derive_organisation(ACTOR, firm.pk)
    with standing_as(office):
        contract = confirm_proposal(actor_of(office), proposal=reported)
    with as_system(ACTOR):
        assert not TrainerAssignment.objects.filter(contract=contract).exists()
        assert not contract.apprentice.has_usable_password()
    with standing_as(manager):
        assert contract.room_id not in my_standings()


def test_what_a_firm_reported_before_it_was_merged_is_a_contract_of_the_firm_it_is_now(
    reported: ContractProposal, world_a: World
) -> None:
    office, target = world_a.people["school_office"], world_a.second.contract.firm
    with as_system(ACTOR):
        firms = Organisation.objects.filter(pk=world_a.first.contract.firm.pk)
        firms.update(state="merged", merged_into=target)
    with standing_as(office):
        assert confirm_proposal(actor_of(office), proposal=reported).firm == target


def test_the_same_report_waits_once(reported: ContractProposal, world_a: World) -> None:
    manager = world_a.people["training_manager"]
    with standing_as(manager), pytest.raises(Rejected, match="schon gemeldet"):
        report_contract(actor_of(manager), firm=world_a.first.contract.firm, said=_said(world_a))
