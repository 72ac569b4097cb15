"""Heute with much to do: lines for the same act open on demand, by keyboard, by finger and without script, and what stands below stays in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage

SENT_BACK = 9  # and the one every world has


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world whose apprentice has ten weeks to mend."""
    world = site.world("ai")
    site.order("returned", name="ai", slugs=world["first"]["quiet"][:SENT_BACK])
    return world


def to_mend(page: Page):
    return page.get_by_role("link", name="Woche ergänzen")


def test_by_keyboard_the_closed_lines_are_passed_over_and_the_opened_ones_are_not(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["apprentice"])
    expect(to_mend(page)).to_have_count(5)
    for _ in range(6):
        page.keyboard.press("j")
    expect(page.locator(".zk-current > details > summary")).to_have_text("Weitere 5 zeigen")
    page.keyboard.press("j")
    expect(page.locator(".zk-current")).to_contain_text("Diese Woche schreiben")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(to_mend(page)).to_have_count(10)
    page.keyboard.press("j")
    sixth = page.locator(".zk-current")
    expect(sixth).to_contain_text("wurde zurückgegeben")
    href = sixth.get_by_role("link").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


@pytest.mark.parametrize("script", [True, False])
def test_on_the_phone_one_tap_opens_them(visit: Callable[..., Page], world: Known, *, script: bool) -> None:
    page = visit(world["people"]["apprentice"], size=PHONE, script=script)
    page.get_by_text("Weitere 5 zeigen").click()
    expect(to_mend(page)).to_have_count(10)
    if script:
        assert [*violations(page), *too_wide(page)] == []
