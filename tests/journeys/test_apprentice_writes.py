"""The apprentice's two minutes: a week on the phone, written, submitted, withdrawn, submitted again."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch
from tests.journeys.stage import Known, Stage
from tests.journeys.words import SAVED, Thumb, days_of, places_of

# How much of the person's time the journey may cost; docs/ux.md tells the measured figures.
MOST_CLICKS = 8
MOST_SECONDS = 20


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("c")


@pytest.fixture
def quiet(world: Known) -> str:
    """The address of a week nobody has begun, another one for each journey."""
    first = world["first"]
    return f"/nachweis/{first['room']}/{first['quiet'].pop()}/"


def test_week_is_written_and_submitted_on_the_phone(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    first = world["first"]
    page, thumb = visit(world["people"]["apprentice"], size=PHONE, has_touch=True), Thumb()
    began = time.monotonic()
    thumb.tap(page.get_by_role("list", name="Was wartet auf mich?").get_by_role("link", name="Woche öffnen"))
    expect(page).to_have_url(re.compile(re.escape(f"/nachweis/{first['room']}/{first['this_week']}/")))
    day = days_of(page).nth(1)
    thumb.tap(day.get_by_label("Tätigkeit oder Thema"))
    page.keyboard.type("Netzwerkdosen beschriftet und geprüft")
    thumb.tap(day.get_by_label("Zeit"))
    page.keyboard.type("7,5")
    combo = day.get_by_role("combobox", name="Passt im Plan zu")
    thumb.tap(combo)
    page.keyboard.type("entw")
    thumb.tap(page.get_by_role("option", name="Entwickeln und Prüfen"))
    expect(day.locator(".zk-chip")).to_contain_text("Entwickeln und Prüfen")
    expect(day.get_by_text(SAVED).first).to_be_visible()
    expect(day.get_by_label("Zeit")).to_have_value("7:30")
    thumb.tap(page.get_by_role("button", name="Woche einreichen"))
    expect(page.get_by_text("eingereicht. Ihr Betrieb findet sie in seiner Liste.")).to_be_visible()
    seconds = time.monotonic() - began
    record_property("taps", thumb.taps)
    record_property("seconds", round(seconds, 1))
    row = page.get_by_role("row").filter(has_text="Netzwerkdosen beschriftet und geprüft")
    expect(row).to_contain_text("7 h 30")
    expect(row).to_contain_text("Entwickeln und Prüfen")
    assert thumb.taps <= MOST_CLICKS
    assert seconds < MOST_SECONDS


def test_line_is_added_and_week_comes_back_until_it_is_signed(
    visit: Callable[..., Page], world: Known, quiet: str
) -> None:
    page = visit(world["people"]["apprentice"], quiet, size=PHONE)
    day = days_of(page).first
    day.get_by_role("button", name="Zeile hinzufügen").click()
    expect(day.get_by_label("Tätigkeit oder Thema")).to_have_count(2)
    for number, text in enumerate(("Vormittags Kabel gezogen", "Nachmittags Protokoll geschrieben")):
        day.get_by_label("Tätigkeit oder Thema").nth(number).fill(text)
        day.get_by_label("Tätigkeit oder Thema").nth(number).blur()
        expect(day.get_by_role("group", name="Zeile").nth(number).get_by_text(SAVED)).to_be_visible()
    page.get_by_role("button", name="Woche einreichen").click()
    expect(page.get_by_role("row").filter(has_text="Nachmittags Protokoll geschrieben")).to_be_visible()
    expect(page.get_by_label("Tätigkeit oder Thema")).to_have_count(0)
    page.get_by_role("button", name="Woche zurückholen").click()
    expect(page.get_by_text("ist wieder ein Entwurf.")).to_be_visible()
    texts = days_of(page).first.get_by_label("Tätigkeit oder Thema")
    expect(texts.nth(0)).to_have_value("Vormittags Kabel gezogen")
    expect(texts.nth(1)).to_have_value("Nachmittags Protokoll geschrieben")
    page.get_by_role("button", name="Woche einreichen").click()
    acts = page.locator("#vorgaenge li")
    expect(acts).to_have_count(3)
    expect(acts.nth(1)).to_contain_text("zurückgeholt")


def test_removed_line_is_gone_until_it_is_taken_back(
    visit: Callable[..., Page], world: Known, quiet: str
) -> None:
    page = visit(world["people"]["apprentice"], quiet)
    text = days_of(page).first.get_by_label("Tätigkeit oder Thema")
    text.fill("Aus Versehen geschrieben")
    text.blur()
    expect(days_of(page).first.get_by_text(SAVED)).to_be_visible()
    page.reload()
    days_of(page).first.get_by_role("button", name="Zeile entfernen").click()
    undo = page.get_by_role("button", name="Rückgängig")
    expect(undo).to_be_visible()
    expect(days_of(page).first.get_by_label("Tätigkeit oder Thema")).to_have_value("")
    undo.click()
    expect(days_of(page).first.get_by_label("Tätigkeit oder Thema")).to_have_value("Aus Versehen geschrieben")


def test_wrong_time_is_said_at_the_field_and_stays(
    visit: Callable[..., Page], watch: Watch, world: Known, quiet: str
) -> None:
    watch.expected.append("422")
    page = visit(world["people"]["apprentice"], quiet, size=PHONE)
    time_field = days_of(page).first.get_by_label("Zeit")
    time_field.fill("lange")
    time_field.blur()
    expect(days_of(page).first.get_by_text("Bitte die Dauer so schreiben: 7:30 oder 7,5.")).to_be_visible()
    expect(time_field).to_have_value("lange")
    expect(time_field).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("word", ["Urlaub", "Berufsschule", "Krank"])
def test_place_is_chosen_and_kept(visit: Callable[..., Page], world: Known, quiet: str, word: str) -> None:
    page = visit(world["people"]["apprentice"], quiet)
    place = places_of(page).nth(2)
    place.select_option(label=word)
    expect(days_of(page).nth(2).get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(places_of(page).nth(2).locator("option:checked")).to_have_text(word)
