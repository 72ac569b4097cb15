"""A trainer makes a plan with one click, moves a bar by keys, takes it back; a firm looks at its rotation; a family reads on the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage
from zweiklang.kernel.clock import today


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("n")


def plan(world: Known, of: str = "first") -> str:
    return f"/planung/ausbildung/{world[of]['room']}/plan/"


def test_a_plan_from_nothing_is_one_click_and_can_be_taken_back(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["other_trainer"], plan(world, "second"))
    page.get_by_role("button", name="Plan aus der Ausbildungsordnung anlegen").click()
    expect(page.get_by_role("status").get_by_text("Der Plan ist angelegt: 2 Abschnitte.")).to_be_visible()
    page.get_by_role("link", name="Alle Jahre").click()
    expect(page.locator("a[data-shift]")).to_have_count(2)
    assert violations(page) == []
    assert not too_wide(page)
    page.keyboard.press("z")
    expect(page.get_by_role("heading", name="Ausbildungsplan")).to_be_visible()
    expect(page.get_by_text("Noch kein Ausbildungsplan")).to_be_visible()


def test_a_bar_is_moved_by_arrow_keys_and_keeps_the_focus(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["trainer"], f"{plan(world)}?jahr=alle")
    bar = page.locator("a[data-shift]").first
    bar.focus()
    before = bar.get_attribute("aria-label")
    page.keyboard.press("ArrowRight")
    expect(page.locator("a[data-shift]:focus")).to_be_visible()
    expect(page.locator("a[data-shift]:focus")).not_to_have_attribute("aria-label", before or "")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("a[data-shift]:focus")).to_have_attribute("aria-label", before or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Abschnitt ändern")).to_be_visible()
    page.get_by_label("Wir suchen einen Partner").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Partner gesucht")).to_be_visible()
    assert violations(page) == []


def test_a_part_is_entered_on_the_phone_in_the_dark(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["trainer"], plan(world), size=PHONE, color_scheme="dark")
    page.get_by_role("link", name="Abschnitt hinzufügen").click()
    page.get_by_label("Was wird gelernt?").select_option(index=1)
    for label, days in (("Erste Woche", 100), ("Letzte Woche", 110)):
        page.get_by_label(label).fill((today() + timedelta(days=days)).isoformat())
    assert violations(page) == []
    assert not too_wide(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").get_by_text("Der Abschnitt steht im Plan.")).to_be_visible()


def test_the_firm_sees_its_rotation(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["training_manager"], "/planung/betrieb/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Versetzungsplan")
    expect(page.get_by_role("rowheader", name="Prüffeld")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Abteilungen", exact=True).last.click()
    page.get_by_role("link", name="Prüffeld").click()
    page.get_by_label("Wie viele Auszubildende zugleich?").fill("2")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Prüffeld: gespeichert.")).to_be_visible()


def test_the_family_reads_on_the_phone_and_without_script(visit: Callable[..., Page], world: Known) -> None:
    for script in (True, False):
        page = visit(world["people"]["guardian"], plan(world), size=PHONE, script=script)
        expect(page.get_by_role("heading", name="Ausbildungsplan")).to_be_visible()
        expect(page.get_by_role("rowheader", name="Planen des Arbeitsablaufs").first).to_be_visible()
        expect(page.get_by_role("link", name="Abschnitt hinzufügen")).to_have_count(0)
        assert not too_wide(page)
