"""The search by keyboard and on the phone: what one may see is found, what is not there is said, and nothing is too wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import looks_right
from tests.journeys.stage import Known, Stage


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("ah")


def test_the_class_is_found_by_keyboard_alone(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["class_teacher"], "/", size=DESKTOP)
    page.keyboard.press("/")
    expect(page.get_by_role("heading", name="Suchen", level=1)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("11fi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Klasse 11FI")).to_be_visible()
    looks_right(page)
    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url("**/suche/**")


def test_on_a_phone_what_is_not_there_is_said_with_a_next_step(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["trainer"], "/", size=PHONE)
    page.get_by_role("link", name="Suchen").click()
    page.get_by_role("searchbox").fill("Unauffindbar")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_text("Nichts gefunden")).to_be_visible()
    looks_right(page)
    page.get_by_role("searchbox").fill("Zwischenprüfung")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_role("link", name="Zwischenprüfung").first).to_be_visible()
    looks_right(page)
