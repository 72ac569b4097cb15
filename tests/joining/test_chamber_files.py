"""A chamber's file: what is new, changed, the same, in doubt; what it never does; and how a school answers."""

from datetime import timedelta

import pytest

from tests.access import tables
from tests.clients import standing_as
from tests.joining.chamber_files import BORN, ENDS, OLE, contract_numbered, line, planned, read, taken_over
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import (
    Contract,
    PersonalDetails,
    end_contract,
)
from zweiklang.joining.chambers.plan import IS_NEW, SKIP, TAKE
from zweiklang.joining.models import ContractProposal
from zweiklang.joining.public import apply_import, preview_register
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.offices.models import ContractChange
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, my_standings


def decided(world: World, *lines: str, **answers: str) -> None:
    """The adviser has answered every question whose key begins so, and applied the preview."""
    adviser = world.people["chamber_adviser"]
    with standing_as(adviser):
        actor = actor_of(adviser)
        found = preview_register(actor, chamber=world.chamber, file=read(*lines))
        questions = planned(world, *lines).questions
        with standing_as(adviser):
            decisions = {q.key: answers[q.key.split(":")[0]] for q in questions}
            apply_import(actor, import_id=found.pk, seen=found.digest, decisions=decisions)


def test_a_preview_says_what_is_new_and_changes_nothing(world_a: World) -> None:
    before = tables.digest()
    plan = planned(world_a, line(), line(**OLE))
    assert plan.counts == {"new": 2, "changed": 0, "doubtful": 0, "unchanged": 0, "errors": 0}
    assert tables.digest() == before


def test_a_new_contract_is_confirmed_by_the_chamber_for_somebody_without_an_account(world_a: World) -> None:
    taken_over(world_a, line(), line(**OLE))
    one, other = contract_numbered("K-1"), contract_numbered("K-2")
    assert (one.confirmed_by, one.chamber, one.last_day) == (world_a.chamber, world_a.chamber, ENDS)
    assert (one.apprentice.name, one.apprentice.email, one.apprentice.has_usable_password()) == (
        "Ida Heide",
        "",
        False,
    )
    assert one.firm == other.firm
    assert (one.firm.name, one.firm.street, one.firm.state) == ("Brandt & Söhne GmbH", "Weg 1", "active")
    with as_system(ACTOR):
        assert PersonalDetails.objects.get(room_id=one.room_id).born_on == BORN
        assert ContractChange.objects.get(contract=one).kind == "concluded"


def test_a_second_run_changes_nothing(world_a: World) -> None:
    lines = line(), line(**OLE), line(Vertragsnummer="", Nachname="Ohnenummer")
    assert taken_over(world_a, *lines).counts["new"] == 3
    before = tables.digest()
    assert taken_over(world_a, *lines).counts == {
        "new": 0,
        "changed": 0,
        "doubtful": 0,
        "unchanged": 3,
        "errors": 0,
    }
    assert tables.digest() == before


def test_a_known_firm_is_taken_by_name_and_address_or_register_entry(world_a: World) -> None:
    firm = world_a.first.contract.firm
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(
            street="Industriestr. 12", postcode="34117", town="Kassel"
        )
        other = world_a.second.contract.firm
        Organisation.objects.filter(pk=other.pk).update(register_number="HRB 0815")
    taken_over(
        world_a,
        line(Betrieb=firm.name.upper().replace("GMBH", "gGmbH"), **{"Betrieb_Straße": "Industrie-Straße 12"}),
        line(**OLE, Betrieb="Ganz anders AG", Handelsregister="Amtsgericht Kassel, HRB 815"),
    )
    assert contract_numbered("K-1").firm == firm
    assert contract_numbered("K-2").firm == other


def test_a_similar_firm_is_a_question_and_left_out_until_it_is_answered(world_a: World) -> None:
    firm = world_a.first.contract.firm
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(postcode="34117", town="Kassel")
    lines = line(Betrieb=firm.name), line(**OLE, Betrieb=firm.name)
    plan = taken_over(world_a, *lines)
    assert (plan.counts["new"], plan.counts["doubtful"], len(plan.questions)) == (0, 2, 1)
    decided(world_a, *lines, firm=str(firm.pk))
    assert contract_numbered("K-1").firm == contract_numbered("K-2").firm == firm


def test_a_similar_firm_can_be_another_one(world_a: World) -> None:
    firm = world_a.first.contract.firm
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(postcode="34117", town="Kassel")
    decided(world_a, line(Betrieb=firm.name), firm=IS_NEW)
    assert contract_numbered("K-1").firm != firm
    assert contract_numbered("K-1").firm.street == "Weg 1"


@pytest.mark.parametrize(
    ("said", "place", "word"),
    [
        ({"Beruf": "Raketenbauer"}, "Beruf", "Raketenbauer"),
        ({"Geburtsdatum": ""}, "Geburtsdatum", "fehlt"),
        ({"Beginn": "01.08.2015", "Ende": "31.07.2018"}, "Ende", "zu Ende gegangen"),
        ({"Vertragsnummer": "K-1"}, "Vertragsnummer", "schon in Zeile 2"),
        ({"Nachname": "Heide", "Vorname": "Ida"}, "Nachname", "Zeile 2"),
        ({"Beginn": "", "Ende": ""}, "Beginn", "fehlt"),
    ],
)
def test_a_row_with_an_error_is_named_and_the_others_go_through(
    said: dict[str, str], place: str, word: str, world_a: World
) -> None:
    plan = taken_over(world_a, line(), line(**{**OLE, **said}))
    [problem] = plan.errors
    assert (problem.line, plan.counts["new"]) == (3, 1)
    assert place in problem.place
    assert word in problem.reason
    assert contract_numbered("K-1").apprentice.name == "Ida Heide"


def test_a_contract_the_school_confirmed_gets_its_number_and_stays_one(world_a: World) -> None:
    contract = world_a.first.contract
    said = {"Nachname": contract.apprentice.family_name, "Vorname": contract.apprentice.given_name}
    with as_system(ACTOR):
        Contract.objects.filter(pk=contract.pk).update(confirmed_by=world_a.school)
        born_on = PersonalDetails.objects.get(room_id=contract.room_id).born_on
    said |= {"Geburtsdatum": f"{born_on:%d.%m.%Y}", "Betrieb": contract.firm.name, "Betrieb_Ort": "Baunatal"}
    days = {"Beginn": f"{contract.first_day:%d.%m.%Y}", "Ende": f"{contract.last_day:%d.%m.%Y}"}
    plan = taken_over(world_a, line(**said, **days))
    assert (plan.counts["new"], plan.counts["changed"]) == (0, 1)
    found = contract_numbered("K-1")
    assert (found.pk, found.confirmed_by, found.apprentice) == (
        contract.pk,
        world_a.chamber,
        contract.apprentice,
    )
    with as_system(ACTOR):
        assert not ContractProposal.objects.filter(contract=contract, from_chamber=True).exists()


def test_a_file_ends_no_contract_that_is_missing_from_it(world_a: World) -> None:
    taken_over(world_a, line(), line(**OLE))
    taken_over(world_a, line())
    assert contract_numbered("K-2").last_day == ENDS
    with as_system(ACTOR):
        assert Contract.objects.get(pk=world_a.first.contract.pk).last_day == world_a.first.contract.last_day


def test_a_last_day_that_only_the_file_has_moved_is_taken_and_told(world_a: World) -> None:
    taken_over(world_a, line())
    later = ENDS + timedelta(days=180)
    assert taken_over(world_a, line(Ende=f"{later:%d.%m.%Y}")).counts["changed"] == 1
    assert contract_numbered("K-1").last_day == later
    with as_system(ACTOR):
        change = ContractChange.objects.filter(contract=contract_numbered("K-1")).latest("at")
    assert (change.kind, change.fields) == (
        "corrected",
        [["Letzter Tag", f"{ENDS:%d.%m.%Y}", f"{later:%d.%m.%Y}"]],
    )


def test_an_old_file_does_not_revive_a_contract_that_was_ended_by_hand(world_a: World) -> None:
    taken_over(world_a, line())
    ended = today() + timedelta(days=14)
    with as_system(ACTOR):
        end_contract(ACTOR, contract=contract_numbered("K-1"), last_day=ended)
    assert taken_over(world_a, line()).counts["unchanged"] == 1
    assert contract_numbered("K-1").last_day == ended
    other = f"{ENDS + timedelta(days=1):%d.%m.%Y}"
    assert taken_over(world_a, line(Ende=other)).counts["doubtful"] == 1
    assert contract_numbered("K-1").last_day == ended


@pytest.mark.parametrize(("answer", "moved"), [(TAKE, True), (SKIP, False)])
def test_a_last_day_both_have_moved_is_decided_by_a_person(answer: str, moved: bool, world_a: World) -> None:
    taken_over(world_a, line())
    ended, later = today() + timedelta(days=14), ENDS + timedelta(days=1)
    with as_system(ACTOR):
        end_contract(ACTOR, contract=contract_numbered("K-1"), last_day=ended)
    decided(world_a, line(Ende=f"{later:%d.%m.%Y}"), last_day=answer)
    assert contract_numbered("K-1").last_day == (later if moved else ended)


def test_another_contract_of_the_same_name_and_birthday_is_a_question(world_a: World) -> None:
    taken_over(world_a, line())
    second = line(Vertragsnummer="K-9", Betrieb="Zweitbetrieb AG", Betrieb_PLZ="36037", Betrieb_Ort="Fulda")
    assert taken_over(world_a, second).counts["doubtful"] == 1
    decided(world_a, second, person=str(contract_numbered("K-1").apprentice_id))
    assert contract_numbered("K-9").apprentice == contract_numbered("K-1").apprentice


def test_a_preview_is_applied_as_it_was_seen_and_only_once(world_a: World) -> None:
    adviser = world_a.people["chamber_adviser"]
    with standing_as(adviser):
        actor = actor_of(adviser)
        found = preview_register(actor, chamber=world_a.chamber, file=read(line()))
        with pytest.raises(Conflict):
            apply_import(actor, import_id=found.pk, seen="etwas anderes")
        apply_import(actor, import_id=found.pk, seen=found.digest)
        with pytest.raises(Conflict):
            apply_import(actor, import_id=found.pk, seen=found.digest)
        found.refresh_from_db()
    assert (found.state, found.rows, found.counts["new"]) == ("applied", [], 1)


def test_the_firm_sees_its_apprentice_with_the_chamber_s_word_alone(world_a: World) -> None:
    firm, manager = world_a.first.contract.firm, world_a.people["training_manager"]
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(street="Weg 1", postcode="34117", town="Kassel")
    taken_over(world_a, line(Betrieb=firm.name))
    contract = contract_numbered("K-1")
    with standing_as(manager):
        assert contract.room_id in my_standings()
    with standing_as(world_a.people["other_trainer"]):
        assert contract.room_id not in my_standings()
    with standing_as(world_a.people["head_of_school"]):
        assert contract.room_id not in my_standings()


@pytest.mark.parametrize("persona", ["head_of_school", "training_manager", "class_teacher", "apprentice"])
def test_nobody_but_the_chamber_s_advisers_reads_a_file_in(persona: str, world_a: World) -> None:
    person, before = world_a.people[persona], tables.digest()
    with standing_as(person), pytest.raises(Refused):
        plan_and_apply(person, world_a.chamber)
    assert tables.digest() == before


def plan_and_apply(person: Person, chamber: Organisation) -> None:
    preview_register(actor_of(person), chamber=chamber, file=read(line()))


def test_a_school_s_register_takes_no_file(world_a: World) -> None:
    head = world_a.people["head_of_school"]
    with standing_as(head), pytest.raises(Refused):
        plan_and_apply(head, world_a.school)
