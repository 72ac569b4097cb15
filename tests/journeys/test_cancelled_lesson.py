"""A cancelled lesson, what now? The apprentice taps on her phone, the firm answers at its desk, both see both."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Known, Stage


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own, in which two of six lessons are cancelled."""
    return site.world("r") | {"day": site.order("cancelled_lessons", world="r")}


def open_from_today(page: Page) -> None:
    line = page.get_by_role("list", name="Was wartet auf mich?").get_by_role("listitem")
    line.filter(has_text="2 von 6 Stunden fallen aus.").get_by_role("link", name="Antworten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was heißt der Tag?")


def test_one_tap_on_the_phone_and_the_answer_of_the_firm(
    visit: Callable[..., Page], world: Known, watch: Watch
) -> None:
    phone = visit(world["people"]["apprentice"], "/", size=PHONE)
    open_from_today(phone)
    assert violations(phone) == []
    assert too_wide(phone) == []
    phone.get_by_role("button", name="Ich bleibe weg").click()
    expect(phone.get_by_role("button", name="Ich bleibe weg")).to_have_attribute("aria-pressed", "true")

    desk = visit(world["people"]["trainer"], "/")
    open_from_today(desk)
    expect(desk.get_by_text("bleibt weg", exact=True)).to_be_visible()
    desk.get_by_role("button", name="Bitte kommen").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Sie sagen Verschiedenes")).to_be_visible()
    assert violations(desk) == []

    phone.goto("/")
    expect(phone.get_by_text("Der Betrieb: bitte kommen.")).to_be_visible()


def test_whoever_only_reads_reckons_the_way_and_answers_nothing(
    visit: Callable[..., Page], world: Known, watch: Watch
) -> None:
    page = visit(world["people"]["class_teacher"], f"/schulzeit/{world['first']['room']}/tag/{world['day']}/")
    page.get_by_label("Weg von der Schule zum Betrieb in Minuten").fill("25")
    page.get_by_role("button", name="Mit Weg ausrechnen").click()
    expect(page.get_by_text("3 h 15 + 25 min Weg = 3 h 40")).to_be_visible()
    expect(page.get_by_role("button", name="Bitte kommen")).to_have_count(0)
