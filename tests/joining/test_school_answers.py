"""The school a chamber holds responsible is asked, and answers: this pupil, somebody new, or not our school."""

from dataclasses import replace
from datetime import date

import pytest

from tests.clients import standing_as
from tests.joining.chamber_files import BORN, contract_numbered, line, taken_over
from tests.joining.guests import CONTACT, browser, comes_in, new_firm
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    Pupil,
    TrainerAssignment,
    hold_post,
)
from zweiklang.joining.chambers.selectors import unassigned, without_school
from zweiklang.joining.models import ContractProposal, ResponsibilityRule
from zweiklang.joining.public import ask_school, guests_waiting, take_in
from zweiklang.joining.reporting import confirm_proposal, refuse_report
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, my_standings
from zweiklang.rosters.public import match_key


@pytest.fixture
def rule(world_a: World) -> None:
    """The school of world A is responsible."""
    with as_system(ACTOR):
        ResponsibilityRule.objects.create(
            school=world_a.school, postcode="34", valid_from=date(2020, 8, 1), source="Regel der Tests"
        )


def report_of(world: World) -> ContractProposal:
    with as_system(ACTOR):
        return ContractProposal.objects.select_related("addressed_to").get(
            from_chamber=True, addressed_to=world.school, state="open"
        )


def test_the_responsible_school_is_asked_and_sees_nothing_else_before(rule: None, world_a: World) -> None:
    taken_over(world_a, line())
    report, contract = report_of(world_a), contract_numbered("K-1")
    assert report.note == "Regel: alle Berufe, 34 (Regel der Tests)"
    with standing_as(world_a.people["head_of_school"]):
        assert ContractProposal.objects.filter(pk=report.pk).exists()
        assert not Contract.objects.filter(pk=contract.pk).exists()
    for persona in ("training_manager", "class_teacher", "apprentice"):
        with standing_as(world_a.people[persona]):
            assert not ContractProposal.objects.filter(pk=report.pk).exists()


def test_without_a_rule_no_school_is_asked_but_suggested(world_a: World) -> None:
    taken_over(world_a, line())
    adviser = world_a.people["chamber_adviser"]
    with standing_as(adviser):
        ids = without_school(world_a.chamber)
        assert ids == [contract_numbered("K-1").pk]
        [one], _ = unassigned(ids)
    mine = next(s for s in one.suggestions if s.school.id == world_a.school.pk)
    assert (mine.sure, mine.reason) == (
        False,
        "hat Klassen für diesen Beruf am selben Ort; eine Regel gibt es nicht",
    )
    with as_system(ACTOR):
        assert not ContractProposal.objects.filter(from_chamber=True).exists()


def test_the_school_the_file_names_is_asked(world_a: World) -> None:
    taken_over(world_a, line(Schulnummer=world_a.school.number))
    assert report_of(world_a).note == "In der Datei der Kammer genannt."


def test_the_school_links_its_pupil_and_the_teachers_see_her_at_once(rule: None, world_a: World) -> None:
    taken_over(world_a, line(Nachname="Ohnevertrag", Vorname="Pia"))
    contract, unnamed = contract_numbered("K-1"), contract_numbered("K-1").apprentice_id
    head, teacher = world_a.people["head_of_school"], world_a.people["class_teacher"]
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world_a.pupil)
    with standing_as(teacher):
        assert contract.room_id not in my_standings()
    with standing_as(head):
        take_in(actor_of(head), proposal=report_of(world_a), pupil=pupil)
    with standing_as(teacher):
        assert contract.room_id in my_standings()
    with standing_as(world_a.pupil):
        assert contract.room_id in my_standings()
    assert contract_numbered("K-1").apprentice == world_a.pupil
    assert not Person.objects.filter(pk=unnamed).exists()
    assert taken_over(world_a, line(Nachname="Ohnevertrag", Vorname="Pia")).counts["unchanged"] == 1


def test_the_school_takes_somebody_in_with_a_class(rule: None, world_a: World) -> None:
    taken_over(world_a, line())
    head, contract = world_a.people["head_of_school"], contract_numbered("K-1")
    with standing_as(head):
        take_in(actor_of(head), proposal=report_of(world_a), school_class=world_a.school_class)
    with as_system(ACTOR):
        pupil = Pupil.objects.get(contract=contract)
        assert Enrolment.objects.get(contract=contract).school_class == world_a.school_class
    assert (pupil.school, pupil.by_hand, pupil.firm_name) == (world_a.school, True, "Brandt & Söhne GmbH")
    assert pupil.match_key == match_key("Heide", "Ida", BORN)
    with standing_as(world_a.people["class_teacher"]):
        assert contract.room_id in my_standings()
    with standing_as(world_a.people["chamber_adviser"]):
        assert without_school(world_a.chamber) == []


def test_nobody_is_taken_in_twice(rule: None, world_a: World) -> None:
    with as_system(ACTOR):
        Pupil.objects.filter(person=world_a.pupil).update(born_on=BORN)
    taken_over(world_a, line(Nachname="Ohnevertrag", Vorname="Pia"))
    head = world_a.people["head_of_school"]
    with standing_as(head), pytest.raises(Conflict):
        take_in(actor_of(head), proposal=report_of(world_a))
    assert report_of(world_a).state == "open"


def test_not_our_school_goes_back_to_the_chamber_with_the_reason(rule: None, worlds: Worlds) -> None:
    world, other = worlds.a, worlds.b
    taken_over(world, line())
    head, adviser, contract = (
        world.people["head_of_school"],
        world.people["chamber_adviser"],
        contract_numbered("K-1"),
    )
    report = report_of(world)
    with standing_as(head):
        refuse_report(actor_of(head), report=report, reason="Dieser Beruf wird in Fulda unterrichtet.")
    with standing_as(adviser):
        [one], _ = unassigned(without_school(world.chamber))
        assert one.answers == (f"{world.school.name}: Dieser Beruf wird in Fulda unterrichtet.",)
        assert world.school.pk not in {s.school.id for s in one.suggestions}
        actor = actor_of(adviser)
        [waits] = guests_waiting(actor, my_standings().values())
        assert waits.title == f"Vertrag von Ida Heide: {world.school.name} ist nicht zuständig"
        ask_school(actor_of(adviser), contract=contract, school=other.school)
        with pytest.raises(Conflict):
            ask_school(actor_of(adviser), contract=contract, school=world.school)
        assert guests_waiting(actor, my_standings().values()) == []
    assert report_of(other).contract_id == contract.pk


def test_confirming_such_a_report_makes_no_second_contract(rule: None, world_a: World) -> None:
    taken_over(world_a, line())
    head = world_a.people["head_of_school"]
    with as_system(ACTOR):
        before = Contract.objects.count()
    with standing_as(head):
        confirm_proposal(actor_of(head), proposal=report_of(world_a))
    with as_system(ACTOR):
        assert Contract.objects.count() == before


def test_a_new_adviser_and_a_new_head_find_what_was_asked_before(rule: None, worlds: Worlds) -> None:
    taken_over(worlds.a, line())
    newcomer = worlds.roomless["newcomer"]
    for organisation, capacity in ((worlds.a.chamber, "chamber_adviser"), (worlds.a.school, "school_office")):
        with as_system(ACTOR):
            post = hold_post(
                ACTOR, person=newcomer, organisation=organisation, capacity=capacity, first_day=today()
            )
        with standing_as(newcomer):
            assert ContractProposal.objects.filter(from_chamber=True, state="open").exists()
        with as_system(ACTOR):
            post.delete()


@pytest.mark.parametrize("persona", ["chamber_adviser", "class_teacher", "training_manager"])
def test_only_the_school_that_is_asked_answers(persona: str, rule: None, worlds: Worlds) -> None:
    taken_over(worlds.a, line())
    person = worlds.a.people[persona]
    with standing_as(person), pytest.raises(Refused):
        take_in(actor_of(person), proposal=report_of(worlds.a))
    head = worlds.b.people["head_of_school"]
    with standing_as(head), pytest.raises(Refused):
        take_in(actor_of(head), proposal=report_of(worlds.a))


def test_a_school_takes_in_no_pupil_and_no_class_of_another(rule: None, worlds: Worlds) -> None:
    taken_over(worlds.a, line())
    head = worlds.a.people["head_of_school"]
    with as_system(ACTOR):
        foreign = Pupil.objects.get(person=worlds.b.pupil)
    with standing_as(head):
        with pytest.raises(Rejected):
            take_in(actor_of(head), proposal=report_of(worlds.a), pupil=foreign)
        with pytest.raises(Rejected):
            take_in(actor_of(head), proposal=report_of(worlds.a), school_class=worlds.b.school_class)


def test_a_school_that_invites_the_firm_has_answered_and_there_is_one_contract(
    rule: None, world_a: World
) -> None:
    newcomer = new_firm(world_a)
    born_on = f"{newcomer.pupil.born_on:%d.%m.%Y}"
    taken_over(world_a, line(Nachname="Ohnevertrag", Vorname="Pia", Geburtsdatum=born_on))
    contract, report = contract_numbered("K-1"), report_of(world_a)
    issued = replace(newcomer, firm=contract.firm).invited()
    assert comes_in(browser(), issued.code).status_code == 302
    with as_system(ACTOR):
        assert list(Contract.objects.filter(apprentice=world_a.pupil)) == [contract]
        assert Pupil.objects.get(person=world_a.pupil).contract == contract
        assert TrainerAssignment.objects.get(contract=contract).person.email == CONTACT
        report.refresh_from_db()
    assert (report.state, report.decided_by) == ("confirmed", world_a.people["head_of_school"])


def test_what_the_chamber_asks_about_another_firm_stays_a_question(rule: None, world_a: World) -> None:
    newcomer = new_firm(world_a)
    born_on = f"{newcomer.pupil.born_on:%d.%m.%Y}"
    taken_over(world_a, line(Nachname="Ohnevertrag", Vorname="Pia", Geburtsdatum=born_on))
    assert comes_in(browser(), newcomer.invited().code).status_code == 302
    assert report_of(world_a).state == "open"
    assert contract_numbered("K-1").apprentice != world_a.pupil
