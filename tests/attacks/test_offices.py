"""Attacks on organisations at work: foreign ids, posts above the own, other firms' trainers, days in the past, help without a session."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.offices.staff import Staff, employ
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import TeachingAssignment, TrainerAssignment
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.offices.models import SupportSession, SupportStep
from zweiklang.offices.services.contracts import end_contracts
from zweiklang.offices.services.handovers import Wish, hand_over
from zweiklang.offices.services.mergers import merge_firms
from zweiklang.offices.services.support import ask_other_address, begin_session
from zweiklang.organisations.public import Organisation, Post, Site
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
DAY = timedelta(days=1)


@pytest.fixture
def staff(world_a: World) -> Staff:
    """Everybody in world A's firm and school holds a post."""
    return employ(world_a)


@pytest.fixture
def unchanged(staff: Staff) -> Any:
    """Whatever the test did: facts, memberships, posts, accounts and mails are as before."""
    before = _everything()
    yield
    assert _everything() == before
    assert mail.outbox == []


def _everything() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    with as_system(ACTOR):
        rows = [
            sorted(
                Post.objects.values_list("pk", "organisation", "person", "capacity", "first_day", "last_day")
            ),
            sorted(Organisation.objects.values_list("pk", "name", "state")),
            sorted(Site.objects.values_list("pk", "name", "closed_on")),
            sorted(Person.objects.values_list("pk", "email", "password")),
            SupportSession.objects.count(),
            SupportStep.objects.count(),
            OutgoingMail.objects.count(),
        ]
    return tables.digest(), rows


def _post(client: Client, page: str, /, *args: Any, **data: Any) -> HttpResponse:
    return client.post(reverse(f"offices:{page}", args=args), data)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("post", "post"),
        ("department", "department"),
        ("site", "site"),
        ("trainee", "contract"),
        ("training_end", "assignment"),
    ],
)
def test_ids_of_another_organisation_are_no_pages_of_mine(
    page: str, what: str, staff: Staff, world_b: World, client_of: Clients
) -> None:
    firm = world_b.first.firm.organisation
    with as_system(ACTOR):
        foreign = {
            "post": Post.objects.filter(organisation=firm).earliest("pk").pk,
            "department": new_id(),
            "site": Site.objects.filter(organisation=firm).earliest("pk").pk,
            "contract": world_b.first.contract.pk,
            "assignment": TrainerAssignment.objects.filter(contract=world_b.first.contract).earliest("pk").pk,
        }[what]
    client, room = client_of(staff.world.people["training_manager"]), staff.room(staff.firm)
    data = {"end-last_day": f"{today()}", "act": "end", "name": "x"}
    assert client.get(reverse(f"offices:{page}", args=[room, foreign])).status_code == 404
    assert _post(client, page, room, foreign, **data).status_code == 404
    assert _post(client, page, staff.room(firm), foreign, **data).status_code == 404


@pytest.mark.usefixtures("unchanged")
def test_a_post_of_the_neighbour_firm_is_not_ended_from_my_own_room(staff: Staff, client_of: Clients) -> None:
    other = staff.world.second.firm
    post = Post.objects.get(organisation=other.organisation, person=other.training_manager)
    client = client_of(staff.world.people["training_manager"])
    answer = _post(
        client, "post", staff.room(staff.firm), post.pk, act="end", **{"end-last_day": f"{today()}"}
    )
    assert answer.status_code == 404


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "capacity", ["head_of_school", "school_office", "support", "land", "training_manager", "x"]
)
def test_the_school_office_does_not_raise_its_own_post(
    capacity: str, staff: Staff, client_of: Clients
) -> None:
    person = staff.world.people["school_office"]
    answer = _post(
        client_of(person),
        "appoint",
        staff.room(staff.world.school),
        email=person.email,
        capacity=capacity,
        first_day=f"{today()}",
    )
    assert answer.status_code == 422


@pytest.mark.usefixtures("unchanged")
def test_the_school_office_does_not_end_the_head_of_school(staff: Staff, client_of: Clients) -> None:
    school = staff.world.school
    post = staff.post(school, staff.world.people["head_of_school"])
    client = client_of(staff.world.people["school_office"])
    answer = _post(client, "post", staff.room(school), post.pk, act="end", **{"end-last_day": f"{today()}"})
    assert answer.status_code == 403
    assert "Diese Aufgabe vergibt die Schulleitung" in answer.content.decode()


@pytest.mark.usefixtures("unchanged")
def test_a_trainer_reaches_no_page_of_administration(staff: Staff, client_of: Clients) -> None:
    client, room = client_of(staff.world.people["trainer"]), staff.room(staff.firm)
    for page in ("appoint", "departments", "sites", "new_site", "training", "training_deputy", "handover"):
        assert client.get(reverse(f"offices:{page}", args=[room])).status_code == 404, page
        assert _post(client, page, room, name="x").status_code in {404, 405}, page
    assert client.get(reverse("offices:people", args=[room])).status_code == 200


@pytest.mark.usefixtures("unchanged")
def test_a_trainer_of_another_firm_is_not_assigned_here(staff: Staff, client_of: Clients) -> None:
    client, room = client_of(staff.world.people["training_manager"]), staff.room(staff.firm)
    stranger, contract = staff.world.people["other_trainer"].pk, staff.world.first.contract.pk
    days = {"first_day": f"{today()}", "last_day": ""}
    for page, args, more in (
        ("trainee", [contract], {"person": stranger}),
        ("training_deputy", [], {"person": stranger, "contracts": contract}),
        ("handover", [], {"from_person": staff.world.people["trainer"].pk, "to_person": stranger}),
    ):
        assert _post(client, page, room, *args, **days, **more).status_code == 422, page


@pytest.mark.usefixtures("unchanged")
def test_an_apprentice_of_another_firm_is_not_put_under_my_trainer(staff: Staff, client_of: Clients) -> None:
    client = client_of(staff.world.people["training_manager"])
    answer = _post(
        client,
        "training_deputy",
        staff.room(staff.firm),
        person=staff.colleague.pk,
        contracts=staff.world.second.contract.pk,
        first_day=f"{today()}",
        last_day="",
    )
    assert answer.status_code == 422


@pytest.mark.usefixtures("unchanged")
def test_nothing_begins_or_ends_in_the_past(staff: Staff, client_of: Clients) -> None:
    client, room = client_of(staff.world.people["training_manager"]), staff.room(staff.firm)
    past, person = f"{today() - 10 * DAY}", staff.colleague
    assignment = staff.training(staff.world.people["deputy_trainer"])
    for page, args, data in (
        ("appoint", [], {"email": person.email, "capacity": "training_manager", "first_day": past}),
        ("trainee", [staff.world.first.contract.pk], {"person": person.pk, "first_day": past}),
        ("training_end", [assignment.pk], {"end-last_day": past}),
        ("post", [staff.post(staff.firm, person).pk], {"act": "end", "end-last_day": past}),
    ):
        answer = _post(client, page, room, *args, **data)
        assert answer.status_code == 422, page
        assert "Frühestens" in answer.content.decode(), page


@pytest.mark.usefixtures("unchanged")
def test_the_last_manager_does_not_lock_the_firm_out(staff: Staff, client_of: Clients) -> None:
    manager = staff.world.people["training_manager"]
    post = staff.post(staff.firm, manager)
    answer = _post(
        client_of(manager),
        "post",
        staff.room(staff.firm),
        post.pk,
        act="end",
        **{"end-last_day": f"{today()}"},
    )
    assert answer.status_code == 422
    assert "helfen die zuständige Kammer, die Berufsschule oder der Support" in answer.content.decode()


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("act", ["confirm", "correct", "end", "change"])
def test_a_firm_does_not_write_its_own_contracts_into_the_register(
    act: str, staff: Staff, client_of: Clients
) -> None:
    data = {"last_day": f"{today()}", "document_date": f"{today()}", "number": "1"}
    for who in ("training_manager", "apprentice", "class_teacher"):
        client = client_of(staff.world.people[who])
        assert _post(client, f"contract_{act}", staff.world.first.room_id, **data).status_code == 403, who
    for foreign in (staff.world.people["other_trainer"], staff.world.people["head_of_school"]):
        client = client_of(foreign)
        assert _post(client, f"contract_{act}", staff.world.first.room_id, **data).status_code == 404


@pytest.mark.usefixtures("unchanged")
def test_a_chamber_does_not_end_contracts_of_another_by_their_ids(
    staff: Staff, world_b: World, client_of: Clients
) -> None:
    chamber = staff.world.chamber
    client = client_of(staff.world.people["chamber_adviser"])
    foreign = world_b.first
    days = {"last_day": f"{today()}", "document_date": f"{today()}"}
    answer = _post(
        client, "firm_end", staff.room(chamber), staff.firm.pk, contracts=foreign.contract.pk, **days
    )
    assert answer.status_code == 422
    assert foreign.apprentice.name not in answer.content.decode()
    assert _post(client, "contract_end", foreign.room_id, **days).status_code == 404
    firm = foreign.firm.organisation.pk
    assert client.get(reverse("offices:firm", args=[staff.room(chamber), firm])).status_code == 404
    assert _post(client, "firm_merge", staff.room(chamber), firm, **{"merge-reason": "x"}).status_code == 404


@pytest.mark.usefixtures("unchanged")
def test_a_foreign_firm_is_not_swallowed(staff: Staff, world_b: World, client_of: Clients) -> None:
    client, room = client_of(staff.world.people["chamber_adviser"]), staff.room(staff.world.chamber)
    data = {"merge-target": world_b.first.firm.organisation.pk, "merge-reason": "Raub"}
    assert _post(client, "firm_merge", room, staff.firm.pk, **data).status_code == 422


def test_undoing_reaches_nothing_of_another_organisation(
    staff: Staff, world_b: World, client_of: Clients, as_person: Any
) -> None:
    world, manager = staff.world, staff.world.people["training_manager"]
    with as_person(manager):
        wish = Wish(world.people["trainer"], staff.colleague, today())
        handover = hand_over(actor_of(manager), organisation=staff.firm, wish=wish)
    adviser = world.people["chamber_adviser"]
    with as_person(adviser):
        merge = merge_firms(
            actor_of(adviser),
            chamber=world.chamber,
            source=world.second.firm.organisation,
            target=staff.firm,
            reason="Test",
        )
    before = _everything()
    for person, room, name, key in (
        (world_b.people["training_manager"], world_b.first.firm.organisation, "handover_undo", handover.pk),
        (world_b.people["chamber_adviser"], world_b.chamber, "merge_undo", merge.pk),
        (world.people["head_of_school"], world.school, "handover_undo", handover.pk),
        (world.people["training_manager"], staff.firm, "merge_undo", merge.pk),
        (world.people["trainer"], staff.firm, "handover_undo", handover.pk),
    ):
        assert _post(client_of(person), name, staff.room(room), key).status_code == 404, (person, name)
    assert _everything() == before


def test_an_ended_contract_opens_nothing_to_an_old_tab(
    staff: Staff, client_of: Clients, as_person: Any
) -> None:
    world, adviser = staff.world, staff.world.people["chamber_adviser"]
    tab = client_of(world.people["trainer"])
    address = reverse("records:week", args=[world.first.room_id, world.first.weeks.monday("submitted")])
    assert tab.get(address).status_code == 200
    with as_person(adviser):
        end_contracts(
            actor_of(adviser), contracts=[world.first.contract], last_day=today() - DAY, document_date=today()
        )
    before = _everything()
    assert tab.get(address).status_code == 404
    sign = reverse(
        "records:act", args=[world.first.room_id, world.first.weeks.monday("submitted"), "unterschreiben"]
    )
    assert tab.post(sign, {"seen": "0" * 64}).status_code == 404
    assert _everything() == before


@pytest.mark.usefixtures("unchanged")
def test_without_a_session_the_support_desk_changes_nothing(
    worlds: Worlds, staff: Staff, client_of: Clients
) -> None:
    client = client_of(worlds.roomless["support"])
    for act in ("link", "zweiter-schritt", "adresse", "ende", "alles"):
        assert _post(client, "help_act", new_id(), act, email="neu@welten.example").status_code == 404, act
    for act in ("zustimmen", "ablehnen"):
        assert _post(client, "decide_step", new_id(), act).status_code == 404, act


@pytest.mark.usefixtures("unchanged")
def test_nobody_else_reaches_the_support_desk(worlds: Worlds, staff: Staff, client_of: Clients) -> None:
    data = {"email": worlds.a.people["trainer"].email, "reason": "x", "identified": "called_back"}
    for person in (*worlds.a.people.values(), worlds.roomless["land"], worlds.roomless["counsellor"]):
        assert _post(client_of(person), "desk", **data).status_code == 403, person


def test_one_person_of_the_desk_does_not_take_an_account_over(
    worlds: Worlds, staff: Staff, client_of: Clients
) -> None:
    helper, helped = worlds.roomless["support"], staff.world.people["head_of_school"]
    with standing_as(helper):
        session = begin_session(
            actor_of(helper), email=helped.email, reason="Vorwand", identified="called_back"
        )
        step = ask_other_address(actor_of(helper), session=session, email="boese@welten.example")
    before = _everything()
    assert _post(client_of(helper), "decide_step", step.pk, "zustimmen").status_code == 404
    assert (
        _post(
            client_of(staff.world.people["training_manager"]), "decide_step", step.pk, "zustimmen"
        ).status_code
        == 403
    )
    assert _everything() == before


@pytest.mark.usefixtures("unchanged")
def test_a_session_without_reason_or_identification_does_not_begin(
    worlds: Worlds, staff: Staff, client_of: Clients
) -> None:
    client, email = client_of(worlds.roomless["support"]), staff.world.people["trainer"].email
    for data in ({"reason": "x"}, {"identified": "called_back"}, {"identified": "gar nicht", "reason": "x"}):
        assert _post(client, "desk", email=email, **data).status_code == 422, data


@pytest.mark.usefixtures("unchanged")
def test_a_class_of_another_school_gets_no_teacher_of_mine(
    staff: Staff, world_b: World, client_of: Clients
) -> None:
    client, room = client_of(staff.world.people["head_of_school"]), staff.room(staff.world.school)
    with as_system(ACTOR):
        teaching = TeachingAssignment.objects.filter(school_class=world_b.school_class).earliest("pk")
    data = {
        "person": staff.colleague.pk,
        "capacity": "class_teacher",
        "first_day": f"{today()}",
        "last_day": f"{today()}",
    }
    for page, key in (
        ("class_staff", world_b.school_class.pk),
        ("substitution", teaching.pk),
        ("teaching_end", teaching.pk),
    ):
        assert _post(client, page, room, key, **data).status_code == 404, page


@pytest.mark.usefixtures("unchanged")
def test_raw_sql_gives_nobody_a_post(staff: Staff) -> None:
    with standing_as(staff.world.people["trainer"]), connection.cursor() as cursor:
        for table in (
            "organisations_post",
            "organisations_organisation",
            "organisations_site",
            "organisations_department",
        ):
            cursor.execute("SELECT has_table_privilege(%s, 'INSERT, UPDATE, DELETE')", [table])
            assert cursor.fetchone() == (False,), table
