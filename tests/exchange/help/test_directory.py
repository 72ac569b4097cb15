"""Who keeps the list of those who help, and what may stand in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.exchange.help.scenes import Helpers, keep_helpers, open_case, seen_by
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.help.services import keep_contact
from zweiklang.exchange.models import HelpContact
from zweiklang.kernel.errors import Refused
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, team_room

type ClientOf = Callable[[Person | None], Client]
GIVEN = {
    "name": "Nora Neu",
    "phone": "0561 4711",
    "hours": "dienstags 10:00",
    "place": "Raum 3",
    "active": "on",
}


@pytest.fixture
def helpers(world_a: World) -> Helpers:
    return keep_helpers(world_a)


def office(world: World, name: str, *more: UUID) -> str:
    return reverse(f"exchange:office_{name}", args=[world.team_room_id, *more])


def entry(**by: Any) -> HelpContact | None:
    with as_system("tests"):
        return HelpContact.objects.filter(**by).first()


def test_a_school_adds_somebody_with_an_account(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    browser = client_of(world_a.people["head_of_school"])
    sent = browser.post(office(world_a, "new_contact"), {**GIVEN, "person": helpers.teacher.pk})
    assert sent["Location"] == office(world_a, "contacts")
    made = entry(name="Nora Neu")
    assert made
    assert (made.kind, made.organisation_id, made.person_id) == (
        "school",
        world_a.school.pk,
        helpers.teacher.pk,
    )
    page = browser.get(office(world_a, "contacts")).content.decode()
    assert "Nora Neu" in page
    assert "Bea Vertraut" in page


def test_who_has_no_such_post_cannot_be_chosen(client_of: ClientOf, world_a: World, helpers: Helpers) -> None:
    browser = client_of(world_a.people["head_of_school"])
    for person in (world_a.people["class_teacher"], helpers.quabb):
        sent = browser.post(office(world_a, "new_contact"), {**GIVEN, "person": person.pk})
        assert sent.status_code == 422
    assert entry(name="Nora Neu") is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": ""}, "Bitte eine Telefonnummer angeben oder ein Konto wählen."),
        ({"phone": "abends"}, "zum Beispiel 0561 123456"),
        ({"name": " "}, "Bitte angeben."),
    ],
)
def test_whoever_is_shown_can_be_reached(
    client_of: ClientOf, world_a: World, wrong: dict[str, str], said: str
) -> None:
    sent = client_of(world_a.people["head_of_school"]).post(
        office(world_a, "new_contact"), {**GIVEN, **wrong}
    )
    assert sent.status_code == 422
    assert said in sent.content.decode()
    assert entry(name="Nora Neu") is None


def test_an_entry_is_changed_and_taken_off_the_page(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    browser, own = client_of(world_a.people["head_of_school"]), helpers.of_school
    address = office(world_a, "contact", own.pk)
    assert 'value="Bea Vertraut"' in browser.get(address).content.decode()
    given = {**GIVEN, "name": "Bea V.", "person": helpers.teacher.pk}
    del given["active"]
    assert browser.post(address, given).status_code == 302
    changed = entry(pk=own.pk)
    assert changed
    assert (changed.name, changed.active, changed.place) == ("Bea V.", False, "Raum 3")
    page = client_of(world_a.first.apprentice).get(reverse("exchange:help")).content.decode()
    assert "Bea V." not in page


def test_an_entry_of_another_organisation_is_not_found(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    browser = client_of(world_a.people["head_of_school"])
    for contact in (helpers.of_chamber, helpers.of_quabb):
        assert browser.get(office(world_a, "contact", contact.pk)).status_code == 404
        assert browser.post(office(world_a, "contact", contact.pk), GIVEN).status_code == 404


def test_a_chamber_keeps_its_own(client_of: ClientOf, world_a: World, helpers: Helpers) -> None:
    adviser = world_a.people["chamber_adviser"]
    with as_system("tests"):
        room = team_room(ACTOR, organisation=world_a.chamber)
    address = reverse("exchange:office_new_contact", args=[room.pk])
    browser = client_of(adviser)
    assert adviser.name in browser.get(address).content.decode()
    assert browser.post(address, {**GIVEN, "person": adviser.pk}).status_code == 302
    made = entry(name="Nora Neu")
    assert made
    assert (made.kind, made.person_id) == ("chamber", adviser.pk)


def test_the_land_keeps_quabb_for_places(client_of: ClientOf, worlds: Worlds, helpers: Helpers) -> None:
    browser, address = client_of(worlds.roomless["land"]), reverse("exchange:land_new_contact")
    page = browser.get(address).content.decode()
    assert helpers.quabb.name in page
    assert helpers.teacher.name not in page
    given = {**GIVEN, "kind": "quabb", "person": helpers.quabb.pk, "postcodes": "34, 35037 34"}
    assert browser.post(address, given)["Location"] == reverse("exchange:land_contacts")
    made = entry(name="Nora Neu")
    assert made
    assert (made.kind, made.postcodes) == ("quabb", ["34", "35037"])
    refused = browser.post(address, {**given, "postcodes": "Kassel"})
    assert refused.status_code == 422
    assert "bis zu fünf Stellen" in refused.content.decode()
    shown = browser.get(reverse("exchange:land_contact", args=[made.pk])).content.decode()
    assert 'value="34, 35037"' in shown


@pytest.mark.parametrize(
    "persona", ["apprentice", "trainer", "class_teacher", "training_manager", "chamber_adviser"]
)
def test_nobody_else_keeps_the_list_of_a_school(worlds: Worlds, persona: str) -> None:
    person = worlds.a.people[persona]
    with standing_as(person), pytest.raises(Refused, match="trägt die Schule ein"):
        keep_contact(
            actor_of(person), organisation=worlds.a.school, contact=None, values={**GIVEN, "kind": "school"}
        )
    assert entry(name="Nora Neu") is None


def test_no_office_claims_to_be_quabb(world_a: World) -> None:
    head = world_a.people["head_of_school"]
    with standing_as(head), pytest.raises(Refused):
        keep_contact(
            actor_of(head), organisation=world_a.school, contact=None, values={**GIVEN, "kind": "quabb"}
        )


def test_a_case_stays_with_who_was_asked_whatever_the_list_says(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    case_id = open_case(world_a.first.apprentice, helpers.of_school)
    browser = client_of(world_a.people["head_of_school"])
    address = office(world_a, "contact", helpers.of_school.pk)
    browser.post(address, {**GIVEN, "person": ""})
    found = seen_by(world_a.first.apprentice, case_id)
    assert (found.other_id, found.other_there) == (helpers.teacher.pk, True)
    assert seen_by(helpers.teacher, case_id).open


def test_what_the_office_sees_is_the_same_with_and_without_a_case(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    browser = client_of(world_a.people["head_of_school"])

    def shown() -> list[str]:
        pages = (office(world_a, "contacts"), office(world_a, "contact", helpers.of_school.pk))
        return [browser.get(path).content.decode().split("<main")[1].split("csrf")[0] for path in pages]

    before = shown()
    open_case(world_a.first.apprentice, helpers.of_school)
    assert shown() == before
