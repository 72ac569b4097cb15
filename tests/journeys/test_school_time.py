"""Absences and lesson topics: a class by keyboard, what a rule opens and from when, a reason that stays at school."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Known, Stage
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("p")


def day_of_class(world: Known, ago: int) -> str:
    day = today() - timedelta(days=ago)
    return f"/schulzeit/klasse/{world['class_room']}/fehlzeiten/?tag={day.isoformat()}"


def record_by_keyboard(page: Page) -> None:
    """The first of the class was absent, the second a quarter of an hour late."""
    for key in ("j", "f", "j", "v", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Gespeichert: 2 Personen geändert.")).to_be_visible()


def test_a_class_is_recorded_by_keyboard_in_ten_seconds(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    page = visit(world["people"]["class_teacher"], day_of_class(world, 1))
    began = time.monotonic()
    record_by_keyboard(page)
    seconds = time.monotonic() - began
    record_property("seconds", round(seconds, 1))
    assert seconds < 10
    expect(
        page.get_by_role("radiogroup", name=re.compile(world["first"]["name"])).get_by_label("fehlt")
    ).to_be_checked()


def test_minutes_are_asked_for_only_where_they_are_needed(
    visit: Callable[..., Page], watch: Watch, world: Known
) -> None:
    watch.expected.append("422")
    page = visit(world["people"]["class_teacher"], day_of_class(world, 2), size=PHONE)
    row = page.get_by_role("radiogroup", name=re.compile(world["first"]["name"]))
    expect(row.get_by_label("Minuten")).to_be_hidden()
    row.get_by_label("verspätet").check()
    expect(row.get_by_label("Minuten")).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Wie viele Minuten?")
    assert violations(page) == []
    assert too_wide(page) == []


def test_what_the_school_opens_the_trainer_sees_from_that_day_on(
    visit: Callable[..., Page], watch: Watch, world: Known
) -> None:
    watch.expected.append("404")
    room, name = world["first"]["room"], world["first"]["name"]
    trainer = visit(world["people"]["trainer"], f"/schulzeit/{room}/fehlzeiten/")
    expect(trainer.get_by_role("heading", level=1)).not_to_contain_text("Fehlzeiten")
    _open_absences(visit(world["people"]["head_of_school"], f"/regeln/raum/{world['team_room']}/"))
    teacher = visit(world["people"]["class_teacher"], day_of_class(world, 0))
    record_by_keyboard(teacher)
    trainer.goto("/")
    line = trainer.get_by_role("list", name="Was hat sich geändert?").get_by_role("listitem")
    line.filter(has_text=f"Fehlzeit von {name}").get_by_role("link").click()
    expect(trainer.get_by_text(f"Sichtbar ab {formats.day_long(today())}")).to_be_visible()
    expect(trainer.get_by_role("row")).to_have_count(2)  # the heading, and today
    expect(trainer.get_by_role("row").last).to_contain_text(formats.day(today()))
    assert "Arzt" not in trainer.content()
    assert violations(trainer) == []


def _open_absences(page: Page) -> None:
    """The head of school opens absences for those who train, from today on."""
    page.get_by_role("row").filter(has_text="Fehlzeiten").filter(has_text="Ausbild").get_by_role(
        "link", name="Fehlzeiten"
    ).click()
    page.get_by_role("radio", name=re.compile("^Offen")).check(force=True)
    page.get_by_label("Warum?").fill("Die Betriebe sollen wissen, wer fehlt.")
    page.get_by_role("button", name="Vorschau ansehen").click()
    page.get_by_role("button", name="Entscheiden").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_the_apprentice_says_why_and_takes_it_back(visit: Callable[..., Page], world: Known) -> None:
    day = formats.day(today() - timedelta(days=7))
    page = visit(
        world["people"]["apprentice"], f"/schulzeit/{world['first']['room']}/fehlzeiten/", size=PHONE
    )
    page.get_by_role("link", name=f"Grund nennen (freiwillig): {day}").click()
    expect(page.get_by_text("Der Betrieb liest es nie")).to_be_visible()
    page.get_by_label("Was war der Grund?").fill("Der Zug fiel aus.")
    page.get_by_role("button", name="Grund speichern").click()
    expect(page.get_by_text("„Der Zug fiel aus.“")).to_be_visible()
    assert violations(page) == []
    teacher = visit(
        world["people"]["class_teacher"], f"/schulzeit/klasse/{world['class_room']}/fehlzeiten/offen/"
    )
    expect(teacher.get_by_text("„Der Zug fiel aus.“")).to_be_visible()
    page.get_by_role("link", name=f"Grund ändern: {day}").click()
    page.get_by_role("button", name="Grund entfernen").click()
    expect(page.get_by_text("Der Grund ist entfernt.")).to_be_visible()
    teacher.reload()
    expect(teacher.get_by_text("„Der Zug fiel aus.“")).to_have_count(0)
    assert violations(teacher) == []
    teacher.keyboard.press("j")
    teacher.keyboard.press("e")
    teacher.keyboard.press("s")
    expect(teacher.get_by_role("status").get_by_text("Entschieden: 1 Fehlzeit.")).to_be_visible()


def test_a_teacher_writes_a_topic_and_the_apprentice_reads_it(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["subject_teacher"], f"/schulzeit/klasse/{world['class_room']}/unterricht/")
    page.get_by_role("combobox", name="Lernfeld").fill("6")
    page.get_by_role("textbox", name="Thema").fill("Tickets sortieren")
    page.get_by_role("button", name="Thema eintragen").click()
    expect(page.get_by_role("row").filter(has_text="Tickets sortieren")).to_contain_text(
        "LF 6 Anfragen bearbeiten"
    )
    assert violations(page) == []
    apprentice = visit(
        world["people"]["apprentice"], f"/schulzeit/{world['first']['room']}/unterricht/", size=PHONE
    )
    expect(apprentice.get_by_text("Tickets sortieren")).to_be_visible()
    assert violations(apprentice) == []
    assert too_wide(apprentice) == []
