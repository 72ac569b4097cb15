"""A chamber's register: confirm, correct, end, change of firm; access follows in the same transaction."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.clients import standing_as
from tests.mailing import mail_notices
from tests.offices.staff import DAY, days_in, is_in
from tests.worlds import ACTOR, Crossing, World
from zweiklang.apprenticeships.public import Contract, Enrolment, Pupil
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.offices.models import ContractChange
from zweiklang.offices.services.contracts import (
    Facts,
    NextContract,
    change_firm,
    confirm_contract,
    correct_contract,
    end_contracts,
)
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import actor_of
from zweiklang.records.public import Week
from zweiklang.rooms.public import Room, as_system


@pytest.fixture
def adviser(world_a: World, as_person) -> Iterator:
    """The chamber's adviser, known to the database."""
    person = world_a.people["chamber_adviser"]
    with as_person(person):
        yield actor_of(person)


def _facts(contract: Contract, **changes) -> Facts:
    names = ("first_day", "last_day", "occupation", "site", "number")
    return Facts(**{name: getattr(contract, name) for name in names} | changes)


def _changes(contract: Contract) -> list[ContractChange]:
    with as_system(ACTOR):
        rows = ContractChange.objects.filter(contract=contract).exclude(by_name="tests")
        return list(rows.order_by("at"))


def test_confirming_says_who_when_and_under_which_number(world_a: World, adviser) -> None:
    contract = confirm_contract(adviser, contract=world_a.first.contract, number="KS-4711")
    assert (contract.confirmed_by, contract.confirmed_on, contract.number) == (
        world_a.chamber,
        today(),
        "KS-4711",
    )
    assert [(one.kind, one.fields) for one in _changes(contract)] == [
        ("confirmed", [["Vertragsnummer", "–", "KS-4711"]])
    ]


def test_a_correction_stands_in_the_history_before_and_after(world_a: World, adviser) -> None:
    contract = world_a.first.contract
    last_day = contract.last_day + timedelta(days=180)
    correct_contract(adviser, contract=contract, facts=_facts(contract, last_day=last_day, number="KS-1"))
    (change,) = _changes(contract)
    assert change.fields == [
        ["Letzter Tag", f"{contract.last_day:%d.%m.%Y}", f"{last_day:%d.%m.%Y}"],
        ["Vertragsnummer", "–", "KS-1"],
    ]
    assert change.by_id == adviser.person_id
    assert days_in(contract.room_id, world_a.people["trainer"])["trainer"][1] == last_day


def test_a_correction_that_changes_nothing_leaves_no_trace(world_a: World, adviser) -> None:
    correct_contract(adviser, contract=world_a.first.contract, facts=_facts(world_a.first.contract))
    assert _changes(world_a.first.contract) == []


@pytest.mark.parametrize("who", ["apprentice", "trainer", "training_manager", "class_teacher", "guardian"])
def test_everybody_of_the_contract_reads_what_was_corrected(
    who: str, world_a: World, adviser, client_of
) -> None:
    correct_contract(
        adviser, contract=world_a.first.contract, facts=_facts(world_a.first.contract, number="KS-1")
    )
    page = client_of(world_a.people[who]).get(reverse("offices:contract", args=[world_a.first.room_id]))
    assert "Angaben berichtigt" in page.content.decode()
    assert "KS-1" in page.content.decode()


def test_the_end_takes_every_access_but_the_apprentices_own_and_the_registers(
    world_a: World, adviser
) -> None:
    yesterday = today() - DAY
    end_contracts(adviser, contracts=[world_a.first.contract], last_day=yesterday, document_date=yesterday)
    people = world_a.people
    for who in (
        "trainer",
        "deputy_trainer",
        "training_manager",
        "class_teacher",
        "subject_teacher",
        "guardian",
    ):
        assert not is_in(world_a.first.room_id, people[who]), who
        with standing_as(people[who]):
            assert not Week.objects.filter(room_id=world_a.first.room_id).exists(), who
    assert days_in(world_a.first.room_id, people["apprentice"])["apprentice"][1] is None
    with standing_as(people["apprentice"]):
        assert Week.objects.filter(room_id=world_a.first.room_id).count() == len(world_a.first.weeks.row)
    assert is_in(world_a.first.room_id, people["chamber_adviser"])
    (change,) = _changes(world_a.first.contract)
    assert (change.kind, change.document_date) == ("ended", yesterday)


def test_several_contracts_end_at_once_or_none_does(world_a: World, adviser) -> None:
    first, second = world_a.first.contract, world_a.second.contract
    too_late = first.last_day + DAY
    with as_system(ACTOR):
        Contract.objects.filter(pk=second.pk).update(last_day=too_late + DAY)
    with pytest.raises(Rejected):
        end_contracts(adviser, contracts=[second, first], last_day=too_late, document_date=today())
    assert _changes(second) == []
    end_contracts(adviser, contracts=[second, first], last_day=today(), document_date=today())
    assert {
        days_in(one.room_id, world_a.people[who])["trainer"][1]
        for one, who in ((first, "trainer"), (second, "other_trainer"))
    } == {today()}


@pytest.mark.parametrize(
    ("last_day", "document", "field"),
    [(0, 1, "document_date"), (-5000, 0, "last_day"), (5000, 0, "last_day")],
    ids=["a document from tomorrow", "before it began", "after it ends anyway"],
)
def test_an_end_that_cannot_be_is_not_recorded(
    last_day: int, document: int, field: str, world_a: World, adviser
) -> None:
    with pytest.raises(Rejected) as problem:
        end_contracts(
            adviser,
            contracts=[world_a.first.contract],
            last_day=today() + last_day * DAY,
            document_date=today() + document * DAY,
        )
    assert problem.value.field == field
    assert _changes(world_a.first.contract) == []


def test_the_same_end_is_recorded_once(world_a: World, adviser) -> None:
    end_contracts(adviser, contracts=[world_a.first.contract], last_day=today(), document_date=today())
    with pytest.raises(Conflict, match="schon im Verzeichnis"):
        end_contracts(adviser, contracts=[world_a.first.contract], last_day=today(), document_date=today())


def _change(world: World, adviser) -> Contract:
    return change_firm(
        adviser,
        contract=world.first.contract,
        last_day=today() - DAY,
        document_date=today(),
        following=NextContract(
            firm=world.second.firm.organisation,
            first_day=today(),
            last_day=world.first.contract.last_day,
            number="KS-neu",
        ),
    )


def test_with_another_firm_the_old_one_is_out_and_the_new_one_sees_nothing_old(
    world_a: World, adviser
) -> None:
    new = _change(world_a, adviser)
    old_room, people = world_a.first.room_id, world_a.people
    manager = world_a.second.firm.training_manager
    for who in ("trainer", "deputy_trainer", "training_manager"):
        assert not is_in(old_room, people[who])
        assert not is_in(new.room_id, people[who])
    assert is_in(new.room_id, manager)
    assert not is_in(old_room, manager)
    with standing_as(manager):
        assert not Week.objects.filter(room_id=old_room).exists()
        assert not Room.objects.filter(pk=old_room).exists()
        assert not Contract.objects.filter(room_id=old_room).exists()
        assert not ContractChange.objects.filter(room_id=old_room).exists()


def test_the_apprentice_keeps_the_old_record_and_has_the_new_one(world_a: World, adviser) -> None:
    new = _change(world_a, adviser)
    with standing_as(world_a.first.apprentice):
        assert Week.objects.filter(room_id=world_a.first.room_id).count() == len(world_a.first.weeks.row)
        assert Contract.objects.filter(apprentice=world_a.first.apprentice).count() == 2
    assert days_in(new.room_id, world_a.first.apprentice)["apprentice"] == (today(), None)


def test_class_guardian_and_pupil_go_along(world_a: World, adviser) -> None:
    new = _change(world_a, adviser)
    for who in ("class_teacher", "subject_teacher", "guardian", "chamber_adviser"):
        assert is_in(new.room_id, world_a.people[who]), who
    with as_system(ACTOR):
        assert Enrolment.objects.get(contract=new).school_class_id == world_a.school_class.pk
        assert Pupil.objects.get(person=world_a.first.apprentice).contract_id == new.pk


def test_nothing_about_the_old_firm_stands_in_the_new_room(world_a: World, adviser, client_of) -> None:
    new = _change(world_a, adviser)
    for name in ("offices:contract", "apprenticeships:room", "privacy:who_sees_what"):
        page = client_of(world_a.second.firm.training_manager).get(reverse(name, args=[new.room_id]))
        assert page.status_code == 200
        assert world_a.first.firm.organisation.name not in page.content.decode(), name


@pytest.mark.parametrize(
    "who", ["training_manager", "head_of_school", "school_office", "apprentice", "trainer"]
)
def test_only_the_chamber_keeps_its_register(who: str, world_a: World, as_person) -> None:
    person, contract = world_a.people[who], world_a.first.contract
    following = NextContract(
        firm=world_a.second.firm.organisation, first_day=today(), last_day=contract.last_day
    )
    with as_person(person):
        actor = actor_of(person)
        for act in (
            lambda: confirm_contract(actor, contract=contract, number="1"),
            lambda: correct_contract(actor, contract=contract, facts=_facts(contract, number="1")),
            lambda: end_contracts(actor, contracts=[contract], last_day=today(), document_date=today()),
            lambda: change_firm(
                actor, contract=contract, last_day=today() - DAY, document_date=today(), following=following
            ),
        ):
            with pytest.raises(Refused, match="zuständige Kammer"):
                act()
    assert _changes(contract) == []


def test_another_chamber_keeps_its_hands_off(world_a: World, world_b: World, as_person) -> None:
    adviser = world_b.people["chamber_adviser"]
    with as_person(adviser), pytest.raises(Refused, match="zuständige Kammer"):
        end_contracts(
            actor_of(adviser), contracts=[world_a.first.contract], last_day=today(), document_date=today()
        )


def test_a_site_of_another_firm_is_no_place_of_this_contract(world_a: World, adviser) -> None:
    site = world_a.second.firm.organisation.sites.get()
    with pytest.raises(Rejected) as problem:
        correct_contract(
            adviser, contract=world_a.first.contract, facts=_facts(world_a.first.contract, site=site)
        )
    assert problem.value.field == "site"


def test_the_application_role_cannot_rewrite_what_was_changed(world_a: World) -> None:
    with standing_as(world_a.people["chamber_adviser"]), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('offices_contractchange', 'INSERT, UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)


def test_apprentice_and_firm_are_told_by_one_mail_a_day_that_names_nobody(
    world_a: World, crossing: Crossing, adviser
) -> None:
    contract = world_a.first.contract
    confirm_contract(adviser, contract=contract, number="KS-1")
    end_contracts(adviser, contracts=[contract], last_day=today() - DAY, document_date=today())
    mail_notices()
    with as_system(ACTOR):
        mails = list(OutgoingMail.objects.all())
    people = ("apprentice", "trainer", "deputy_trainer", "training_manager")
    # The crossing person trains this apprentice too.
    expected = {world_a.people[who].email for who in people} | {crossing.person.email}
    assert {mail.address for mail in mails} == expected
    assert len(mails) == len(expected)
    named = {person.email: person.name for person in (*world_a.people.values(), crossing.person)}
    for mail in mails:
        # A link carries a random token, in which "a1" stands now and then.
        text = re.sub(r"https?://\S+", "", mail.text.replace(named[mail.address], ""))
        for private in (
            world_a.first.firm.organisation.name,
            "KS-1",
            *(n.split()[-1] for n in named.values()),
        ):
            assert private not in text
