"""The page "Wer hat nachgesehen?": one's own list, by day, with a filter, for nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before
from tests.worlds import World
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.kernel.retention import plus_months
from zweiklang.people.public import Person
from zweiklang.privacy.looks.selectors import WORDS
from zweiklang.rooms.public import Scope, as_system

type Clients = Callable[[Person | None], Client]
PAGE = reverse("privacy:looks_index")
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"


def _looked(
    concerned: Person, viewer: UUID, room: UUID, day: date, *categories: str, capacity: str = "trainer"
) -> None:
    with as_system("tests"), connection.cursor() as cursor:
        if day < today().replace(day=1):
            cursor.execute("SELECT rotate_looks(%s)", [day])
        for category in categories:
            cursor.execute(
                "INSERT INTO rooms_look (day, concerned_id, viewer_id, room_id, category, capacity) VALUES (%s, %s, %s, %s, %s, %s)",
                [day, concerned.pk, viewer, room, category, capacity],
            )


def _text(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_day_says_who_looked_as_what_at_what(world_a: World, client_of: Clients) -> None:
    first, trainer = world_a.first, world_a.people["trainer"]
    yesterday = today() - timedelta(days=1)
    _looked(first.apprentice, trainer.pk, first.room_id, yesterday, "records", "absences")
    text = _text(client_of(first.apprentice))
    assert formats.day(yesterday) in text
    assert f"{trainer.name} (Ausbilder/in)" in text
    assert "Fehlzeiten, Ausbildungsnachweis" in text


def test_the_whole_record_is_not_said_twice(world_a: World, client_of: Clients) -> None:
    first, people = world_a.first, world_a.people
    _looked(first.apprentice, people["trainer"].pk, first.room_id, today(), "records", "school_records")
    text = _text(client_of(first.apprentice))
    assert "Schultage im Ausbildungsnachweis" not in text
    assert ">Ausbildungsnachweis<" in text


def test_every_category_that_can_be_noted_has_words(world_a: World) -> None:
    assert {str(scope) for scope in Scope if ":" not in scope} <= {str(key) for key in WORDS}


def test_the_newest_day_stands_first(world_a: World, client_of: Clients) -> None:
    first, trainer = world_a.first, world_a.people["trainer"]
    days = [today() - timedelta(days=back) for back in (2, 0, 1)]
    for day in days:
        _looked(first.apprentice, trainer.pk, first.room_id, day, "records")
    text = _text(client_of(first.apprentice))
    places = [text.index(formats.day(day)) for day in sorted(days, reverse=True)]
    assert places == sorted(places)
    assert f"Heute, {formats.day(today())}" in text


def test_opening_a_page_of_a_room_is_in_the_list(world_a: World, client_of: Clients) -> None:
    first, teacher = world_a.first, world_a.people["class_teacher"]
    client_of(teacher).get(reverse("apprenticeships:room", args=[first.room_id]))
    text = _text(client_of(first.apprentice))
    assert f"{teacher.name} (Klassenleitung)" in text
    assert "Kontakte und Termine" in text


@pytest.mark.parametrize(
    "who", ["trainer", "class_teacher", "guardian", "head_of_school", "second_apprentice"]
)
def test_others_see_nothing_of_it_not_even_a_guardian_of_a_minor(
    who: str, world_a: World, client_of: Clients
) -> None:
    first = world_a.first
    _looked(
        first.apprentice,
        world_a.people["deputy_trainer"].pk,
        first.room_id,
        today(),
        "records",
        capacity="deputy_trainer",
    )
    text = _text(client_of(world_a.people[who]))
    assert "Noch hat niemand nachgesehen" in text
    assert world_a.people["deputy_trainer"].name not in text


def test_twelve_months_are_shown_and_not_a_day_more(world_a: World, client_of: Clients) -> None:
    first, people = world_a.first, world_a.people
    kept = plus_months(today(), -12)
    _looked(first.apprentice, people["trainer"].pk, first.room_id, kept, "records")
    _looked(
        first.apprentice,
        people["class_teacher"].pk,
        first.room_id,
        kept - timedelta(days=1),
        "schedule",
        capacity="class_teacher",
    )
    text = _text(client_of(first.apprentice))
    assert people["trainer"].name in text
    assert people["class_teacher"].name not in text


def test_the_list_is_narrowed_to_a_person_and_to_a_room(world_a: World, client_of: Clients) -> None:
    first, people, browser = world_a.first, world_a.people, client_of(world_a.first.apprentice)
    team, room = world_a.team_room_id, first.room_id
    _looked(first.apprentice, people["trainer"].pk, room, today(), "records")
    _looked(
        first.apprentice,
        people["head_of_school"].pk,
        team,
        today(),
        "administration",
        capacity="head_of_school",
    )
    assert "Verwaltung der Schule" in _text(browser)
    lines = {"trainer": "(Ausbilder/in)", "head_of_school": "(Schulleitung)"}
    for query, shown in ((f"?wer={people['trainer'].pk}", "trainer"), (f"?raum={team}", "head_of_school")):
        text = _text(browser, query)
        assert [who for who, words in lines.items() if words in text] == [shown], query


def test_what_the_address_names_and_is_not_in_the_list_narrows_nothing(
    world_a: World, client_of: Clients
) -> None:
    first, trainer = world_a.first, world_a.people["trainer"]
    _looked(first.apprentice, trainer.pk, first.room_id, today(), "records")
    for query in (f"?wer={world_a.people['other_trainer'].pk}", "?wer=x", "?raum=%00", "?page=99", "?page=x"):
        assert trainer.name in _text(client_of(first.apprentice), query), query


def test_many_days_are_several_pages_and_keep_the_filter(world_a: World, client_of: Clients) -> None:
    first, people = world_a.first, world_a.people
    for back in range(20):
        _looked(
            first.apprentice, people["trainer"].pk, first.room_id, today() - timedelta(days=back), "records"
        )
    _looked(
        first.apprentice,
        people["class_teacher"].pk,
        first.room_id,
        today(),
        "schedule",
        capacity="class_teacher",
    )
    browser = client_of(first.apprentice)
    narrowed = _text(browser, f"?wer={people['trainer'].pk}")
    assert f"?wer={people['trainer'].pk}&page=2" in narrowed
    assert formats.day(today() - timedelta(days=19)) not in narrowed
    assert formats.day(today() - timedelta(days=19)) in _text(browser, "?page=2")


def test_somebody_whose_account_is_gone_is_still_a_line(world_a: World, client_of: Clients) -> None:
    first = world_a.first
    _looked(first.apprentice, new_id(), first.room_id, today(), "records")
    assert "Gelöschte Person (Ausbilder/in)" in _text(client_of(first.apprentice))


def test_account_and_room_lead_there(world_a: World, client_of: Clients) -> None:
    browser = client_of(world_a.first.apprentice)
    for address in (reverse("mfa_index"), reverse("privacy:who_sees_what", args=[world_a.first.room_id])):
        assert f'href="{PAGE}"' in browser.get(address).content.decode(), address


def test_the_page_sends_a_fixed_number_of_statements(world_a: World, client_of: Clients) -> None:
    first, people = world_a.first, world_a.people
    browser = client_of(first.apprentice)

    def asked() -> int:
        show_before(browser, PAGE)
        with statements() as found:
            browser.get(PAGE)
        return len([sql for sql in found if sql != FORGETTING])

    _looked(first.apprentice, people["trainer"].pk, first.room_id, today(), "records")
    few = asked()
    for back in range(1, 30):
        day = today() - timedelta(days=back)
        _looked(first.apprentice, people["trainer"].pk, first.room_id, day, "records", "absences", "schedule")
        _looked(
            first.apprentice,
            people["class_teacher"].pk,
            first.room_id,
            day,
            "schedule",
            capacity="class_teacher",
        )
    assert asked() == few == 7
