"""Both lanes on one time line: by keys alone, on a phone, without script, in the dark, filtered in place, and on one sheet of A3."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage

A3_ACROSS = (1191, 842)


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own, whose lanes stand in fixed weeks of the school year."""
    found = site.world("q")
    site.order("lanes", world="q")
    return found


@pytest.fixture
def line(world: Known) -> str:
    return f"/planung/ausbildung/{world['first']['room']}/"


def picture(page: Page) -> Locator:
    return page.locator("svg.zk-tl-svg")


def bars(page: Page) -> Locator:
    return picture(page).get_by_role("link")


def details(page: Page) -> Locator:
    return page.locator("#einzelheiten")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_is_fit_for_everybody(
    visit: Callable[..., Page], world: Known, line: str, size: tuple[int, int], theme: str
) -> None:
    page = visit(world["people"]["trainer"], line, size=size, color_scheme=theme)
    expect(bars(page)).to_have_count(2)
    assert violations(page) == []
    assert too_wide(page) == []


def test_a_trainer_comes_from_the_menu_and_opens_a_bar_by_keys_alone(
    visit: Callable[..., Page], world: Known, line: str
) -> None:
    page = visit(world["people"]["trainer"])
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Planung").press("Enter")
    expect(page).to_have_url(re.compile(f"{line}$"))
    page.get_by_role("link", name="Zur Tabelle mit denselben Angaben").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("^A 1 Planen des Arbeitsablaufs, KW"))
    page.keyboard.press("Enter")
    expect(
        details(page).get_by_role("heading", name="Abschnitt A: 1 Planen des Arbeitsablaufs")
    ).to_be_visible()
    expect(details(page)).to_contain_text("LF 6: endet in der Woche vorher")
    expect(details(page)).to_be_focused()
    expect(page).to_have_url(re.compile("zeige=e-.*#einzelheiten$"))
    assert violations(page) == []
    details(page).get_by_role("link", name="Schließen").press("Enter")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("^A 1 Planen"))


def test_choosing_a_year_changes_the_picture_in_place(
    visit: Callable[..., Page], world: Known, line: str
) -> None:
    page = visit(world["people"]["trainer"], line)
    expect(bars(page)).to_have_count(2)
    page.evaluate("document.body.dataset.same = 'yes'")
    page.get_by_label("Schuljahr").focus()
    page.get_by_label("Schuljahr").select_option(index=0)
    expect(page).to_have_url(re.compile("jahr="))
    expect(bars(page)).to_have_count(0)
    assert page.evaluate("document.body.dataset.same") == "yes"
    expect(page.get_by_label("Schuljahr")).to_be_focused()
    assert violations(page) == []


def test_on_a_phone_the_next_weeks_come_first(visit: Callable[..., Page], world: Known, line: str) -> None:
    page = visit(world["people"]["apprentice"], line, size=PHONE, has_touch=True, is_mobile=True)
    weeks = page.get_by_role("heading", name=re.compile("Die nächsten acht Wochen"))
    expect(weeks).to_be_visible()
    above, below = weeks.bounding_box(), picture(page).bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    expect(page.locator(".zk-tl-week")).to_have_count(8)


def test_without_script_filter_and_details_work_the_same(
    visit: Callable[..., Page], world: Known, line: str
) -> None:
    page = visit(world["people"]["guardian"], line, script=False)
    page.get_by_label("Schuljahr").select_option(index=0)
    page.get_by_role("button", name="Zeigen").click()
    expect(page).to_have_url(re.compile("jahr="))
    expect(page.get_by_text("gibt es keine Klasse, die Sie sehen")).to_be_visible()
    page.goto(line)
    bars(page).last.click()
    expect(details(page)).to_contain_text("Planen des Arbeitsablaufs")
    page.get_by_role("link", name="Schließen").click()
    expect(details(page)).to_be_empty()


def test_the_teacher_sees_that_firms_do_not_show_their_plans(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["class_teacher"], f"/planung/klasse/{world['class_room']}/")
    expect(page.get_by_text("2 Betriebe haben ihren Plan nicht freigegeben")).to_be_visible()
    expect(bars(page)).to_have_count(1)
    assert violations(page) == []


def test_it_is_printed_on_one_sheet_of_a3(visit: Callable[..., Page], world: Known, line: str) -> None:
    page = visit(world["people"]["trainer"], line)
    expect(bars(page)).to_have_count(2)
    sheets = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", page.pdf(prefer_css_page_size=True))
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [A3_ACROSS]
