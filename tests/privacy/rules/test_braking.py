"""The emergency brake by its page: at once, told to everybody concerned, and opened again by two persons."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.privacy.rules.deciders import (
    DAY,
    Place,
    brakes,
    browser_of,
    carried,
    head_of,
    land_of,
    place_of,
    second_of_land,
)
from tests.worlds import ACTOR, World, Worlds
from zweiklang.people.public import Person
from zweiklang.rooms.public import EmergencyBrake, as_system

REASON = "Ein Import hat fremde Zeilen gebracht."
NOTICE = "Fehlzeiten: vorübergehend geschlossen"

type Clients = Callable[[Person | None], Client]


@pytest.fixture
def head(world_a: World) -> Place:
    """The head of school, whose school has opened absences."""
    found = head_of(world_a)
    assert found.send("absences", "trainer", "open").status_code == 302
    assert "absences" in carried(world_a)
    return found


@pytest.fixture
def office(world_a: World) -> Place:
    """The school's office."""
    return place_of(world_a.people["school_office"], world_a.team_room_id)


def pull(place: Place, **more: str):
    return place.post("rules_brakes", **{"category": "absences", "reason": REASON, **more})


def answer_to(place: Place, act: str):
    return place.browser.post(
        place.url("rules_brake", brakes()[-1].pk), {"act": act}, follow=True
    ).content.decode()


def test_pulled_it_is_closed_at_once_and_everybody_concerned_is_told(
    head: Place, world_a: World, world_b: World
) -> None:
    assert pull(head).status_code == 302
    assert "absences" not in carried(world_a)
    assert "absences" in carried(world_a, "class_teacher")
    assert "absences" in carried(world_a, "apprentice")
    for who in ("apprentice", "trainer", "class_teacher", "guardian"):
        browser = browser_of(world_a.people[who])
        for address in (reverse("web:today"), reverse("apprenticeships:room", args=[world_a.first.room_id])):
            text = browser.get(address).content.decode()
            assert NOTICE in text
            assert REASON in text
            assert head.person.name not in text.partition("<main")[2]
    other = browser_of(world_b.people["trainer"])
    for address in (reverse("web:today"), reverse("apprenticeships:room", args=[world_b.first.room_id])):
        assert NOTICE not in other.get(address).content.decode()


def test_one_person_asks_another_agrees_and_everything_is_as_before(
    head: Place, office: Place, world_a: World, world_b: World
) -> None:
    before = carried(world_a)
    pull(head)
    assert "Zuerst muss eine Person das Öffnen vorschlagen." in answer_to(head, "release")
    assert "Vorgeschlagen." in answer_to(head, "ask")
    assert "Jetzt muss eine zweite Person zustimmen" in head.page("rules_brakes")
    assert "Jetzt muss eine zweite Person zustimmen" in answer_to(head, "release")
    assert "absences" not in carried(world_a)
    assert "Fehlzeiten: wieder öffnen?" in office.browser.get(reverse("web:today")).content.decode()
    assert (
        "Fehlzeiten: wieder öffnen?"
        not in head_of(world_b).browser.get(reverse("web:today")).content.decode()
    )
    assert "Fehlzeiten: wieder öffnen?" not in head.browser.get(reverse("web:today")).content.decode()
    assert "Wieder offen." in answer_to(office, "release")
    assert carried(world_a) == before
    (brake,) = brakes()
    assert (brake.release_asked_by, brake.released_by) == (head.person, office.person)
    page = head.page("rules_brakes")
    assert f"{head.person.name} und {office.person.name}" in page
    assert NOTICE not in browser_of(world_a.first.apprentice).get(reverse("web:today")).content.decode()


def test_twice_released_is_once(head: Place, office: Place) -> None:
    pull(head)
    answer_to(head, "ask")
    answer_to(office, "release")
    assert "Diese Notbremse ist schon gelöst." in answer_to(office, "release")


def test_the_office_neither_pulls_nor_asks(head: Place, office: Place) -> None:
    assert pull(office).status_code == 403
    assert brakes() == []
    pull(head)
    assert office.post("rules_brake", brakes()[0].pk, act="ask").status_code == 403
    assert brakes()[0].release_asked_at is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("category", "schedule", "Bitte eine der Möglichkeiten wählen."),
        ("category", "nothing", "Bitte eine der Möglichkeiten wählen."),
        ("category", "", "Bitte angeben."),
        ("reason", "", "Bitte in einem Satz begründen."),
        ("reason", "schnell", "Schreiben Sie in einem Satz, was geschehen ist."),
    ],
)
def test_what_is_missing_is_said_at_the_field(head: Place, field: str, value: str, said: str) -> None:
    answer = pull(head, **{field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert brakes() == []


@pytest.mark.parametrize("who", ["class_teacher", "trainer", "apprentice"])
def test_nobody_else_finds_the_brake(head: Place, world_a: World, who: str) -> None:
    stranger = place_of(world_a.people[who], head.room_id)
    assert stranger.browser.get(stranger.url("rules_brakes")).status_code == 404
    assert pull(stranger).status_code == 404
    assert brakes() == []


def test_the_brake_of_one_school_is_not_touched_from_another(head: Place, world_b: World) -> None:
    pull(head)
    other = head_of(world_b)
    for act in ("ask", "release"):
        assert other.post("rules_brake", brakes()[0].pk, act=act).status_code == 404
    assert REASON not in other.page("rules_brakes")
    assert brakes()[0].release_asked_at is None


def test_the_land_closes_everywhere_and_two_of_the_land_open_again(head: Place, worlds: Worlds) -> None:
    first, second = land_of(worlds), second_of_land()
    pull(first, category="records")
    for world in (worlds.a, worlds.b):
        assert "records" not in carried(world)
        assert "records" in carried(world, "apprentice")
    assert (
        "Ausbildungsnachweis: vorübergehend geschlossen"
        in browser_of(worlds.b.people["trainer"]).get(reverse("web:today")).content.decode()
    )
    # A head of school has no say in what the Land closed.
    assert head.post("rules_brake", brakes()[0].pk, act="ask").status_code == 404
    answer_to(first, "ask")
    assert "zweite Person" in answer_to(first, "release")
    assert "Ausbildungsnachweis: wieder öffnen?" in second.browser.get(reverse("web:today")).content.decode()
    assert "Wieder offen." in answer_to(second, "release")
    for world in (worlds.a, worlds.b):
        assert "records" in carried(world)


def test_the_land_may_be_the_second_person_of_a_school(head: Place, worlds: Worlds) -> None:
    land = land_of(worlds)
    pull(head)
    answer_to(head, "ask")
    assert "Fehlzeiten: wieder öffnen?" in land.browser.get(reverse("web:today")).content.decode()
    assert worlds.a.school.name in land.page("rules_brakes")
    assert "Wieder offen." in answer_to(land, "release")
    assert "absences" in carried(worlds.a)
    # Names are for the people of the own house.
    assert head.person.name not in land.page("rules_brakes")
    assert head.person.name in head.page("rules_brakes").partition("<main")[2]


def test_what_is_still_closed_stands_first_however_much_was_closed_since(head: Place, world_a: World) -> None:
    pull(head, reason="Das bleibt noch lange zu.")
    (first,) = brakes()
    with as_system(ACTOR):
        EmergencyBrake.objects.bulk_create(
            EmergencyBrake(
                organisation=world_a.school,
                category="results",
                reason="Längst wieder offen.",
                closed_at=first.closed_at + DAY,
                release_asked_at=first.closed_at + DAY,
                released_at=first.closed_at + DAY,
            )
            for _ in range(60)
        )
    assert "Das bleibt noch lange zu." in head.page("rules_brakes").partition("Zurzeit geschlossen")[2]
