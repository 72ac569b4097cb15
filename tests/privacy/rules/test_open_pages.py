"""The pages of rules that everybody may read: complete, without names of persons, with few queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.privacy.rules.deciders import DAY, WHY, brakes, head_of, land_of
from tests.worlds import World, Worlds
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import STATE_LABELS, law_url, rule_cells

type Clients = Callable[[Person | None], Client]
PAGES = ("rules_public", "rules_easy")


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"privacy:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_reads_every_cell_with_sentence_purpose_and_law(client_of: Clients) -> None:
    text = page(client_of(None), "rules_public")
    for cell in rule_cells().values():
        assert cell.sentence in text
        assert cell.purpose in text
        assert f'href="#{cell.category}-{cell.capacity}"' in text
        assert f'id="{cell.category}-{cell.capacity}"' in text
        assert law_url(cell.law[0]).replace("&", "&amp;") in text
    assert all(label in text for state, label in STATE_LABELS.items() if state == "closed")


def test_the_same_in_leichter_sprache(client_of: Clients) -> None:
    text = page(client_of(None), "rules_easy")
    assert all(cell.easy in text for cell in rule_cells().values())
    assert reverse("privacy:rules_public") in text


@pytest.mark.parametrize("name", PAGES)
def test_what_the_land_decided_stands_there_with_its_words_and_without_a_name(
    worlds: Worlds, client_of: Clients, name: str
) -> None:
    land = land_of(worlds)
    words = {"sentence": "Ganz neue Worte.", "easy": "Ganz leichte Worte.", "basis": "§ 39 HSchG"}
    assert land.send("absences", "trainer", "open", effective_on=today(), **words).status_code == 302
    coming = {"effective_on": today() + 9 * DAY, "reason": "Wir haben es uns anders überlegt."}
    assert land.send("absences", "trainer", "closed", **coming).status_code == 302
    text = page(client_of(None), name)
    assert words["easy" if name == "rules_easy" else "sentence"] in text
    assert rule_cells()["absences", "trainer"].sentence not in text
    assert land.person.name not in text
    if name == "rules_public":
        assert WHY in text
        assert "Was sich ändern wird" in text
        assert coming["reason"] in text


def test_a_school_s_page_shows_its_own_decisions_and_no_other_s(worlds: Worlds, client_of: Clients) -> None:
    head = head_of(worlds.a)
    assert head.send("absences", "trainer", "open").status_code == 302
    here = page(client_of(None), "rules_school", worlds.a.school.number)
    there = page(client_of(None), "rules_school", worlds.b.school.number)
    assert WHY in here
    assert head.person.name not in here
    assert WHY not in there
    assert "Noch nichts entschieden" in there
    assert WHY not in page(client_of(None), "rules_public")


def test_a_firm_has_no_page_for_everybody(world_a: World, client_of: Clients) -> None:
    for number in (world_a.first.firm.organisation.number or "x", "gibt-es-nicht", "0/1"):
        answer = client_of(None).get(reverse("privacy:rules_school", args=[number]))
        assert answer.status_code == 404


def test_a_brake_in_force_stands_on_the_open_pages(world_a: World, client_of: Clients) -> None:
    head = head_of(world_a)
    head.post("rules_brakes", category="absences", reason="Falsche Zeilen in einem Import.")
    assert len(brakes()) == 1
    for name, args in (("rules_public", ()), ("rules_easy", ()), ("rules_school", (world_a.school.number,))):
        text = page(client_of(None), name, *args)
        assert "Falsche Zeilen in einem Import." in text
        assert head.person.name not in text


@pytest.mark.parametrize(("name", "most"), [("rules_public", 2), ("rules_easy", 2), ("rules_school", 3)])
def test_the_open_pages_ask_little_and_are_kept_by_the_browser(
    world_a: World, client_of: Clients, name: str, most: int
) -> None:
    head = head_of(world_a)
    for state in ("open", "closed", "open", "teacher"):
        assert head.send("absences", "trainer", state).status_code == 302
    args = [world_a.school.number] if name == "rules_school" else []
    client = client_of(None)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(reverse(f"privacy:{name}", args=args))
    sent = [
        one["sql"]
        for one in asked
        if one["sql"].strip().startswith("SELECT") and "set_config" not in one["sql"]
    ]
    assert len(sent) == most, sent
    assert answer["Cache-Control"] == "private, max-age=300"
    assert "Cookie" in answer["Vary"]


def test_whoever_is_signed_in_keeps_no_copy(world_a: World, client_of: Clients) -> None:
    answer = client_of(world_a.first.apprentice).get(reverse("privacy:rules_public"))
    assert "no-store" in answer["Cache-Control"]


def test_every_page_leads_to_the_rules(client_of: Clients) -> None:
    assert reverse("privacy:rules_public") in client_of(None).get(reverse("web:imprint")).content.decode()


@pytest.mark.parametrize("decided", [0, 6])
def test_the_page_of_a_school_asks_the_same_however_much_was_decided(world_a: World, decided: int) -> None:
    head = head_of(world_a)
    for number in range(decided):
        head.send("absences", "trainer", "open" if number % 2 == 0 else "closed")
    head.page()
    with CaptureQueriesContext(connection) as asked:
        head.page()
    sent = [
        one["sql"]
        for one in asked
        if one["sql"].strip().startswith("SELECT") and "set_config" not in one["sql"]
    ]
    assert len(sent) == 5, sent
