"""The pages of firms that come by themselves, and of those who decide."""

import re

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.joining.guests import ACTOR, browser, digits_in_mail
from tests.mailing import delivered
from tests.worlds import World
from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import Occupation
from zweiklang.joining.models import ContractProposal, FirmRecovery, FirmRegistration
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_room

EMAIL = "chefin@selbst.example"


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No try has been counted."""
    cache.clear()


def _team(organisation: Organisation) -> object:
    with as_system(ACTOR):
        return team_room(ACTOR, organisation=organisation).pk


def _fills(client: Client, world: World, **more: object) -> HttpResponse:
    data = {
        "name": "Selbst & Neu GmbH",
        "street": "Neue Straße 1",
        "postcode": "34117",
        "town": "Kassel",
        "addressed_to": str(world.chamber.pk),
        "given_name": "Frieda",
        "family_name": "Selbst",
        "email": EMAIL,
        "declaration": "on",
        **more,
    }
    return client.post(reverse("joining:register"), data)


def test_a_firm_registers_and_waits_and_is_let_in_by_the_chamber(world_a: World, client_of) -> None:
    firm = browser()
    assert _fills(firm, world_a)["Location"] == reverse("joining:register_check")
    with as_system(ACTOR):
        assert not FirmRegistration.objects.filter(firm__name="Selbst & Neu GmbH").exists()
    answer = firm.post(reverse("joining:register_check"), {"digits": digits_in_mail(EMAIL)})
    assert "Wartet auf" in firm.get(answer["Location"]).content.decode()
    chamber = client_of(world_a.people["chamber_adviser"])
    listed = chamber.get(reverse("joining:reports", args=[_team(world_a.chamber)])).content.decode()
    assert answer["Location"] in listed
    page = chamber.get(answer["Location"]).content.decode()
    assert EMAIL in page
    assert chamber.post(f"{answer['Location']}bestaetigen/", {"chosen": "new"}).status_code == 302
    made = Organisation.objects.get(name="Selbst & Neu GmbH")
    assert made.state == "active"
    assert firm.get(reverse("joining:reports", args=[_team(made)])).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"), [("postcode", "3411"), ("email", "keine"), ("addressed_to", ""), ("declaration", "")]
)
def test_what_is_missing_is_said_at_the_field_and_nothing_is_sent(
    field: str, value: str, world_a: World
) -> None:
    response = _fills(browser(), world_a, **{field: value})
    assert response.status_code == 200
    assert "Selbst &amp; Neu GmbH" in response.content.decode()
    assert delivered() == []


def test_registering_does_not_say_who_has_an_account(world_a: World) -> None:
    known = world_a.people["trainer"].email
    answers = []
    for email in (known, "niemand@nirgends.example"):
        client = browser()
        answers.append(_fills(client, world_a, email=email).status_code)
        page = client.get(reverse("joining:register_check")).content.decode()
        page = re.sub(r"<strong>.…@[^<]+</strong>", "", page)
        answers.append(re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", page))
    assert answers[:2] == answers[2:]


def test_the_address_of_an_account_leads_to_sign_in_and_not_into_it(world_a: World) -> None:
    trainer, client = world_a.people["trainer"], browser()
    _fills(client, world_a, email=trainer.email)
    page = client.post(reverse("joining:register_check"), {"digits": digits_in_mail(trainer.email)})
    assert "Bitte zuerst anmelden" in page.content.decode()
    assert client.get(reverse("web:today")).status_code == 302
    with as_system(ACTOR):
        assert not FirmRegistration.objects.filter(registered_by=trainer).exists()


def test_wrong_digits_register_nothing(world_a: World) -> None:
    client, people = browser(), Person.objects.count()
    _fills(client, world_a)
    wrong = f"{(int(digits_in_mail(EMAIL)) + 1) % 10**6:06d}"
    for _ in range(5):
        assert client.post(reverse("joining:register_check"), {"digits": wrong}).status_code == 200
    right = digits_in_mail(EMAIL)
    assert client.post(reverse("joining:register_check"), {"digits": right}).status_code == 200
    assert Person.objects.count() == people


def test_who_is_signed_in_registers_without_a_code(world_a: World, client_of) -> None:
    client = client_of(world_a.people["guardian"])
    assert "/meldungen/" in _fills(client, world_a)["Location"]
    assert delivered() == []


def _proposes(client: Client, world: World, **more: object) -> HttpResponse:
    data = {
        "given_name": "Pia",
        "family_name": "Ohnevertrag",
        "born_on": "2007-03-04",
        "occupation": str(Occupation.objects.get(regulation__document_number="TEST1").pk),
        "first_day": "2026-08-01",
        "last_day": "2029-07-31",
        "chamber": str(world.chamber.pk),
        "addressed_to": str(world.school.pk),
        **more,
    }
    return client.post(reverse("joining:propose", args=[_team(world.first.contract.firm)]), data)


def test_a_firm_reports_a_contract_and_the_school_says_whose_it_is(world_a: World, client_of) -> None:
    firm, head = client_of(world_a.people["training_manager"]), client_of(world_a.people["head_of_school"])
    where = _proposes(firm, world_a)["Location"]
    assert "Wartet auf" in firm.get(where).content.decode()
    page = head.get(where).content.decode()
    chosen = re.search(r'name="chosen" value="([0-9a-f-]{36})"', page)
    assert chosen
    assert "gleicher Name" in page
    head.post(f"{where}bestaetigen/", {"chosen": chosen[1]})
    with as_system(ACTOR):
        contract = Contract.objects.get(apprentice=world_a.pupil)
    assert firm.get(reverse("apprenticeships:room", args=[contract.room_id])).status_code in {200, 404}
    assert "bestätigt" in firm.get(where).content.decode()


def test_days_in_the_wrong_order_are_said_at_the_field(world_a: World, client_of) -> None:
    response = _proposes(client_of(world_a.people["training_manager"]), world_a, last_day="2026-07-31")
    assert "nach dem ersten" in response.content.decode()


def test_a_refusal_needs_a_reason_and_shows_it(world_a: World, client_of) -> None:
    firm, head = client_of(world_a.people["training_manager"]), client_of(world_a.people["head_of_school"])
    where = _proposes(firm, world_a)["Location"]
    head.post(f"{where}ablehnen/", {"reason": ""})
    with as_system(ACTOR):
        assert ContractProposal.objects.get(room_id=where.split("/")[2]).state == "open"
    head.post(f"{where}ablehnen/", {"reason": "Kein Vertrag im Verzeichnis."})
    assert "Kein Vertrag im Verzeichnis." in firm.get(where).content.decode()


def test_a_recovery_goes_through_two_browsers(world_a: World, client_of) -> None:
    head, office = client_of(world_a.people["head_of_school"]), client_of(world_a.people["school_office"])
    firm = world_a.first.contract.firm
    url = reverse("joining:recovery", args=[world_a.team_room_id]) + "?q=Testbetrieb"
    said = {"given_name": "Nora", "family_name": "Neu", "email": "nora@a1.example", "reason": "Rückruf"}
    assert firm.name in head.get(url).content.decode()
    assert head.post(url, {**said, "firm": str(firm.pk)}).status_code == 302
    with standing_as(world_a.people["head_of_school"]):
        row = FirmRecovery.objects.get(email="nora@a1.example")
    act = reverse("joining:recovery_act", args=[world_a.team_room_id, row.pk, "zustimmen"])
    assert head.post(act).status_code == 403
    assert delivered() == []
    office.post(act)
    assert [m.to for m in delivered()] == [["nora@a1.example"]]


def test_heute_shows_what_waits_for_whom(world_a: World, client_of) -> None:
    firm = browser()
    _fills(firm, world_a)
    firm.post(reverse("joining:register_check"), {"digits": digits_in_mail(EMAIL)})
    assert "Ihre Anmeldung: Selbst &amp; Neu GmbH" in firm.get("/").content.decode()
    chamber = client_of(world_a.people["chamber_adviser"]).get("/").content.decode()
    assert "Selbst &amp; Neu GmbH hat sich angemeldet" in chamber
    head = client_of(world_a.people["head_of_school"]).get("/").content.decode()
    assert "Rita Gemeldet" in head
    assert "Selbst" not in head
    assert "Rita Gemeldet" not in client_of(world_a.people["trainer"]).get("/").content.decode()
