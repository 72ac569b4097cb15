"""Everything the weekly work needs, in a browser without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch
from tests.journeys.stage import Known, Stage
from tests.journeys.words import days_of, text_of


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("h")


@pytest.fixture
def week(visit: Callable[..., Page], world: Known) -> Page:
    """The apprentice's page of a week nobody has begun."""
    first = world["first"]
    address = f"/nachweis/{first['room']}/{first['quiet'].pop()}/"
    return visit(world["people"]["apprentice"], address, size=PHONE, script=False)


def save(page: Page) -> None:
    """The form is sent."""
    page.get_by_role("button", name="Speichern", exact=True).last.click()


def test_apprentice_writes_with_codes_and_submits(week: Page) -> None:
    expect(week.get_by_text("Alles wird beim Tippen gespeichert.")).to_be_hidden()
    expect(week.get_by_text("Drücken Sie „Speichern“")).to_be_visible()
    day = days_of(week).first
    text_of(week).fill("Ohne Skript geschrieben")
    day.get_by_label("Zeit").fill("7,5")
    day.get_by_label("Passt im Plan zu").fill("A 1, LF 6")
    save(week)
    expect(week.get_by_text("Gespeichert.", exact=True)).to_be_visible()
    expect(text_of(week)).to_have_value("Ohne Skript geschrieben")
    expect(days_of(week).first.get_by_label("Passt im Plan zu")).to_have_value("A 1, LF 6")
    expect(days_of(week).first.get_by_label("Zeit")).to_have_value("7:30")
    week.get_by_role("button", name="Woche einreichen").click()
    expect(week.get_by_text("eingereicht. Ihr Betrieb findet sie in seiner Liste.")).to_be_visible()
    row = week.get_by_role("row").filter(has_text="Ohne Skript geschrieben")
    expect(row).to_contain_text("Anfragen bearbeiten")


def test_errors_stand_at_the_field_and_the_rest_is_saved(week: Page, watch: Watch) -> None:
    watch.expected.append("422")
    day = days_of(week).first
    text_of(week).fill("Das hier ist in Ordnung")
    day.get_by_label("Zeit").fill("lange")
    day.get_by_label("Passt im Plan zu").fill("Z 99")
    week.get_by_role("button", name="Woche einreichen").click()
    summary = week.get_by_role("alert")
    expect(summary).to_contain_text("Bitte die Dauer so schreiben: 7:30 oder 7,5.")
    expect(summary).to_contain_text("„Z 99“ steht nicht in Ihrem Plan.")
    day = days_of(week).first
    for label, typed in (("Zeit", "lange"), ("Passt im Plan zu", "Z 99")):
        field = day.get_by_label(label)
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        described = week.locator(f"[id='{field.get_attribute('aria-describedby')}']")
        expect(described).to_be_visible()
    summary.get_by_role("link").first.click()
    assert "#line_" in week.url
    expect(text_of(week)).to_have_value("Das hier ist in Ordnung")


def test_older_page_overwrites_nothing(
    visit: Callable[..., Page], world: Known, week: Page, watch: Watch
) -> None:
    watch.expected.append("422")
    text_of(week).fill("Grundlage")
    save(week)
    older = visit(world["people"]["apprentice"], week.url, script=False)
    text_of(week).fill("Neuere Fassung")
    save(week)
    text_of(older).fill("Aus der alten Seite")
    save(older)
    expect(older.get_by_role("alert")).to_contain_text("an anderer Stelle geändert")
    expect(older.locator("blockquote")).to_have_text("Neuere Fassung")
    expect(text_of(older)).to_have_value("Aus der alten Seite")
    save(older)
    expect(text_of(older)).to_have_value("Aus der alten Seite")
    expect(older.get_by_text("Gespeichert.", exact=True)).to_be_visible()


def test_button_for_one_more_line_gives_one_more_line(week: Page) -> None:
    text_of(week).fill("Erste Zeile")
    days_of(week).first.get_by_role("button", name="Speichern und Zeile hinzufügen").click()
    texts = days_of(week).first.get_by_label("Tätigkeit oder Thema")
    expect(texts).to_have_count(2)
    texts.nth(1).fill("Zweite Zeile")
    save(week)
    expect(texts.nth(1)).to_have_value("Zweite Zeile")


def test_trainer_signs_and_returns(visit: Callable[..., Page], site: Stage, world: Known) -> None:
    site.order("submitted", name="h", slugs=world["first"]["quiet"][:1])
    page = visit(world["people"]["trainer"], script=False)
    page.get_by_role("link", name="Durchsehen").first.click()
    page.get_by_text("Zurückgeben", exact=True).click()
    page.get_by_label("Was soll anders sein?").fill("Bitte die Zeiten ergänzen.")
    page.get_by_role("button", name="Woche zurückgeben").click()
    expect(page.get_by_text("zurückgegeben.").first).to_be_visible()
    page.get_by_role("button", name="Für den Betrieb unterschreiben").click()
    expect(page.get_by_text(re.compile("KW .* unterschrieben"))).to_be_visible()


def test_display_is_chosen_without_script(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["apprentice"], script=False)
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
