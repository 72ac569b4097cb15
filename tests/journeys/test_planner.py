"""The planner from the plan's page: asked, watched and stopped, its proposal looked at, taken over and taken back: keys, phone, no script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Known, Stage

RUN = re.compile("/planung/planer/lauf/")
FOUND = "Vorschlag des Planers"
WAITING = 60_000  # another process reads plans and loads the solver


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("y")


@pytest.fixture
def plan(world: Known) -> str:
    return f"/planung/ausbildung/{world['first']['room']}/plan/"


def proposal(page: Page) -> None:
    """The planner has ended, and the page says so without anybody's help."""
    expect(page.get_by_role("heading", name=FOUND)).to_be_visible(timeout=WAITING)


def test_a_trainer_asks_stops_takes_over_and_takes_back(
    visit: Callable[..., Page], world: Known, plan: str
) -> None:
    page = visit(world["people"]["trainer"], plan)
    before = page.locator("main").inner_text()
    page.get_by_role("link", name="Bessere Reihenfolge vorschlagen").press("Enter")
    expect(page.get_by_role("heading", name="Planer")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Wie lange rechnen?").select_option("60")
    page.get_by_role("button", name="Vorschlag rechnen").press("Enter")
    expect(page).to_have_url(RUN)
    expect(page.get_by_role("heading", name="Der Planer rechnet")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Anhalten und das Beste nehmen").press("Enter")
    proposal(page)
    expect(page.get_by_role("table", name="Wünsche: heute und mit dem Vorschlag")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("heutiger Plan und Vorschlag für"))).to_be_visible()
    assert "⟦" not in page.locator("main").inner_text()
    assert violations(page) == []

    page.get_by_role("button", name="Angekreuztes übernehmen").press("Enter")
    expect(page.get_by_role("status").get_by_text("Übernommen: 1 Plan ist geändert.")).to_be_visible()
    assert violations(page) == []
    proposed = page.url
    page.goto(plan)
    assert page.locator("main").inner_text() != before
    page.goto(proposed)
    page.keyboard.press("z")
    expect(page.get_by_role("status").get_by_text("Zurückgenommen.")).to_be_visible()
    expect(page.get_by_role("button", name="Angekreuztes übernehmen")).to_be_visible()
    page.goto(plan)
    assert page.locator("main").inner_text() == before


def test_the_same_on_a_phone_in_the_dark_without_script(
    visit: Callable[..., Page], watch: Watch, world: Known, plan: str
) -> None:
    watch.expected += ["status of 422"]
    page = visit(world["people"]["trainer"], plan, size=PHONE, script=False, color_scheme="dark")
    page.get_by_role("link", name="Bessere Reihenfolge vorschlagen").click()
    assert too_wide(page) == []
    page.get_by_label("Wie lange rechnen?").select_option("10")
    page.get_by_role("button", name="Vorschlag rechnen").click()
    page.get_by_role("button", name="Anhalten und das Beste nehmen").click()
    for _ in range(60):
        if page.get_by_role("heading", name=FOUND).count():
            break
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="Stand ansehen").click()
    proposal(page)
    assert too_wide(page) == []
    boxes = page.get_by_role("checkbox")
    if not boxes.first.is_visible():
        page.get_by_text("einzeln wählen").click()
    for number in range(boxes.count()):
        boxes.nth(number).uncheck()
    page.get_by_role("button", name="Angekreuztes übernehmen").click()
    expect(page.get_by_text("Bitte wählen Sie mindestens eine Änderung.")).to_be_visible()
    for number in range(boxes.count()):
        expect(boxes.nth(number)).not_to_be_checked()
        boxes.nth(number).check()
    page.get_by_role("button", name="Angekreuztes übernehmen").click()
    expect(page.get_by_text("Übernommen: 1 Plan ist geändert.")).to_be_visible()
    assert too_wide(page) == []
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Zurückgenommen.")).to_be_visible()
