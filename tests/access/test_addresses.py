"""Every address × every persona × both worlds, walked from the resolver: a forgotten address fails."""

import re
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.access.addresses import NEVER, OWN, PLAIN, ROOMS, arguments, table, walk
from tests.access.exchange_addresses import LAND as LAND_OF_EXCHANGE
from tests.access.office_addresses import DESK
from tests.access.privacy_addresses import LAND
from tests.access.schedule_addresses import LAND as LAND_OF_SCHEDULE
from tests.clients import PersonClient
from tests.worlds import World, Worlds
from zweiklang.people.public import Person

ROOMLESS = ("counsellor", "support", "land", "newcomer")
IN_ROOMS = table(ROOMS)
ALONE = table(PLAIN)
BY_PERSON = table(OWN)
AT_DESK = table(DESK)
AT_LAND = table(LAND) | table(LAND_OF_SCHEDULE) | table(LAND_OF_EXCHANGE)
ADDRESSES = {address.name: address for address in walk()}


def _people(worlds: Worlds, column: str) -> list[Person | None]:
    if column == "nobody":
        return [None]
    if column == "roomless":
        return [worlds.roomless[persona] for persona in ROOMLESS]
    if column == "person":
        # One of each capacity: without a room it does not matter of which world somebody is.
        return [*worlds.a.people.values(), worlds.crossing.person, *worlds.roomless.values()]
    return [worlds.crossing.person if column == "crossing" else worlds.a.people[column]]


def _get(person: Person | None, name: str, world: World, room_id: UUID | None = None) -> HttpResponse:
    client = PersonClient()
    if person is not None:
        client.force_login(person)
    kwargs = arguments(ADDRESSES[name], world, room_id=room_id)
    return client.get(reverse(name, kwargs=kwargs))


def _without_chance(response: HttpResponse, room_id: object) -> str:
    """The page without what differs between any two requests: tokens, and the address that was asked."""
    text = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", response.content.decode())
    return text.replace(str(room_id), "")


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    entries = [*IN_ROOMS, *ALONE, *BY_PERSON, *AT_DESK, *AT_LAND]
    assert len(entries) == len(set(entries))
    assert set(entries) == set(ADDRESSES)


def test_every_address_with_a_room_is_tried_as_one() -> None:
    assert {a.name for a in ADDRESSES.values() if "room_id" in a.parameters} == set(IN_ROOMS)


@pytest.mark.parametrize(
    ("name", "column", "status"),
    [
        (name, column, status)
        for name, row in (IN_ROOMS | BY_PERSON).items()
        for column, status in row.items()
    ],
)
def test_everybody_gets_what_they_are(name: str, column: str, status: int, worlds: Worlds) -> None:
    for person in _people(worlds, column):
        assert _get(person, name, worlds.a).status_code == status, person


@pytest.mark.parametrize(("name", "status"), [(name, row["person"]) for name, row in ALONE.items()])
def test_whoever_is_signed_in_gets_pages_without_a_room(name: str, status: int, worlds: Worlds) -> None:
    for person in _people(worlds, "person"):
        assert _get(person, name, worlds.a).status_code == status, person


@pytest.mark.parametrize("name", AT_DESK)
def test_the_support_desk_is_for_its_people_only(name: str, worlds: Worlds) -> None:
    desk = worlds.roomless["support"]
    assert _get(desk, name, worlds.a).status_code == AT_DESK[name]["support"]
    for person in _people(worlds, "person"):
        if person != desk:
            assert _get(person, name, worlds.a).status_code == AT_DESK[name]["person"], person
    assert _get(None, name, worlds.a).status_code == AT_DESK[name]["nobody"]


@pytest.mark.parametrize("name", AT_LAND)
def test_pages_of_the_land_are_for_its_people_only(name: str, worlds: Worlds) -> None:
    land = worlds.roomless["land"]
    assert _get(land, name, worlds.a).status_code == AT_LAND[name]["land"]
    for person in _people(worlds, "person"):
        if person != land:
            assert _get(person, name, worlds.a).status_code == AT_LAND[name]["person"], person
    assert _get(None, name, worlds.a).status_code == AT_LAND[name]["nobody"]


@pytest.mark.parametrize(("name", "status"), [(name, row["nobody"]) for name, row in ALONE.items()])
def test_nobody_gets_only_what_is_for_everybody(name: str, status: int, worlds: Worlds) -> None:
    response = _get(None, name, worlds.a)
    assert response.status_code == status
    if status == 302:
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [*IN_ROOMS, *BY_PERSON])
def test_nobody_is_led_to_sign_in_from_every_room(name: str, worlds: Worlds) -> None:
    for room_id in (None, NEVER):
        response = _get(None, name, worlds.a, room_id)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [name for name, row in IN_ROOMS.items() if 405 not in row.values()])
def test_a_foreign_room_is_the_same_404_as_one_that_never_existed(name: str, worlds: Worlds) -> None:
    room = arguments(ADDRESSES[name], worlds.a)["room_id"]
    for person in (*worlds.b.people.values(), *worlds.roomless.values()):
        foreign, never = _get(person, name, worlds.a), _get(person, name, worlds.a, NEVER)
        assert (foreign.status_code, never.status_code) == (404, 404), person
        assert _without_chance(foreign, room) == _without_chance(never, NEVER), person
        assert {
            k: v for k, v in foreign.headers.items() if k != "Content-Length"
        }.keys() == never.headers.keys() - {"Content-Length"}


def test_the_crossing_person_reads_there_as_a_teacher_and_here_as_a_trainer(worlds: Worlds) -> None:
    person, here, there = worlds.crossing.person, worlds.a, worlds.b
    assert _get(person, "records:coverage", here).status_code == 200
    assert _get(person, "records:coverage", there).status_code == 404
    for name in ("records:week", "apprenticeships:room", "apprenticeships:school_class"):
        assert _get(person, name, there).status_code == 200, name
    page = _get(person, "records:week", there).content.decode()
    assert "Lernfeld 6" in page
    assert "Druckertreiber" not in page
    page = _get(person, "records:week", here).content.decode()
    assert "Druckertreiber" in page
    assert worlds.a.second.apprentice.name not in _get(person, "apprenticeships:index", here).content.decode()
