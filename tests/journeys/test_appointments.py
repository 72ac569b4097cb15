"""A conversation is arranged: a poll to two firms, answered on a phone, fixed, taken into a calendar, called off; no firm sees the other."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import looks_right
from tests.journeys.stage import Known, Stage
from zweiklang.kernel.clock import today

LIST = "/nachrichten/termine/"
TITLE = "Zwischenprüfung besprechen"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own."""
    return site.world("af")


def fill_time(page: Page, number: int, day: date, begins: str, ends: str) -> None:
    page.locator(f"[name=day{number}]").fill(day.isoformat())
    page.locator(f"[name=from{number}]").fill(begins)
    page.locator(f"[name=to{number}]").fill(ends)


def test_a_conversation_is_found_by_a_poll_fixed_and_called_off(
    visit: Callable[..., Page], world: Known
) -> None:
    people = world["people"]
    teacher = visit(people["class_teacher"], f"/ausbildung/klasse/{world['class_room']}/")
    the_teacher_asks(teacher)
    trainer = visit(people["trainer"], LIST, size=PHONE)
    the_firm_answers(trainer)
    other = visit(people["other_trainer"], LIST, size=PHONE, color_scheme="dark")
    the_other_firm_sees_itself_alone(other)
    the_teacher_fixes_it(teacher)
    the_firm_takes_it_along(trainer)
    the_teacher_calls_it_off(teacher)
    trainer.goto(LIST)
    trainer.get_by_text("Vorbei und abgesagt").click()
    expect(trainer.get_by_role("listitem").filter(has_text=TITLE)).to_contain_text("abgesagt")


def the_teacher_asks(page: Page) -> None:
    """Two times for the trainers of both firms, from the page of the class."""
    page.get_by_role("link", name="Termin vereinbaren").click()
    page.get_by_label("Worum geht es?").fill(TITLE)
    fill_time(page, 1, today() + timedelta(days=8), "15:00", "16:00")
    page.get_by_text("Mehrere Zeiten zur Wahl stellen").click()
    fill_time(page, 2, today() + timedelta(days=9), "08:30", "09:30")
    page.get_by_label("Ort oder Telefonnummer").fill("Raum 204")
    for box in page.locator("[name=people]").all():
        box.uncheck()
    for box in page.get_by_role("checkbox", name=re.compile("^Toni trainer")).all():
        box.check()
    expect(page.get_by_role("checkbox", name="Eingeladene sehen einander")).not_to_be_checked()
    looks_right(page)
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_role("status").first).to_contain_text("Die Einladung ist unterwegs")
    looks_right(page)


def the_firm_answers(page: Page) -> None:
    """The list says what waits; two taps for each time."""
    looks_right(page)
    page.get_by_role("link", name=TITLE).click()
    times = page.get_by_role("group").filter(has=page.get_by_role("radio"))
    times.nth(0).get_by_label("passt nicht", exact=True).check()
    times.nth(1).get_by_label("passt", exact=True).check()
    looks_right(page)
    page.get_by_role("button", name="Antworten").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert")
    page.goto(LIST)
    expect(page.get_by_role("heading", name="Wartet auf Ihre Antwort")).to_have_count(0)


def the_other_firm_sees_itself_alone(page: Page) -> None:
    page.get_by_role("link", name=TITLE).click()
    looks_right(page)
    expect(page.get_by_role("radio")).to_have_count(6)
    expect(page.locator("main")).not_to_contain_text("Toni trainer")


def the_teacher_fixes_it(page: Page) -> None:
    page.reload()
    best = page.get_by_role("row").filter(has_text="passt am besten")
    looks_right(page)
    best.get_by_role("button", name=re.compile("Diese Zeit nehmen")).click()
    expect(page.get_by_role("status").first).to_contain_text("Die Zeit steht fest")
    looks_right(page)


def the_firm_takes_it_along(page: Page) -> None:
    """What was said of the time counts as an answer; the file leads into the calendar of the phone."""
    page.goto(LIST)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Sie: zugesagt")).to_be_visible()
    looks_right(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("In den Kalender übernehmen")).click()
    written = Path(download.value.path()).read_bytes()
    assert b"STATUS:CONFIRMED\r\n" in written
    assert TITLE.encode() in written


def the_teacher_calls_it_off(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Absagen")).click()
    looks_right(page)
    page.get_by_role("button", name="Termin absagen").click()
    expect(page.get_by_role("status").first).to_contain_text("Abgesagt")
    looks_right(page)
