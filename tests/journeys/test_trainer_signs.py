"""The trainer's list, worked through by keyboard alone."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.stage import Known, Stage

TEN = 10


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world with eleven waiting weeks: the one every world has, and ten more."""
    world = site.world("e")
    site.order("submitted", name="e", slugs=world["first"]["quiet"][:TEN])
    return world


def test_ten_weeks_are_signed_by_keyboard_in_under_a_minute(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    page = visit(world["people"]["trainer"])
    name = world["first"]["name"]
    expect(page.get_by_role("link", name=re.compile(f"{name}: 11 Wochen warten"))).to_be_visible()
    began, keys = time.monotonic(), 0
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    keys += 2
    page.wait_for_url("**/nachweis/*/*/?von=offen")
    _return_it(page, "Am Dienstag fehlen die Stunden.")
    for _ in range(TEN):
        heading = page.get_by_role("heading", level=1).inner_text()
        page.keyboard.press("s")
        keys += 1
        expect(page.get_by_role("status").get_by_text(f"{heading} unterschrieben.")).to_be_visible()
    seconds = time.monotonic() - began
    record_property("keys", keys)
    record_property("seconds", round(seconds, 1))
    expect(page.get_by_text("Nichts wartet auf Ihre Unterschrift")).to_be_visible()
    assert seconds < 60


def _return_it(page: Page, reason: str) -> None:
    """By keyboard: r opens the form, Tab leads to the reason and on to the button."""
    heading = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Was soll anders sein?")).to_be_focused()
    page.keyboard.type(reason)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text(f"{heading} zurückgegeben.")).to_be_visible()


def test_apprentice_reads_the_reason_on_top_of_the_week(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["apprentice"])
    returned = page.get_by_role("link", name=re.compile("wurde zurückgegeben"))
    expect(returned).to_have_count(2)
    returned.first.click()
    expect(page.locator("[data-flash]")).to_contain_text("Am Dienstag fehlen die Stunden.")
    expect(page.get_by_role("button", name="Woche einreichen")).to_be_visible()


def test_legend_names_the_keys_of_the_page(visit: Callable[..., Page], site: Stage) -> None:
    world = site.world("a")
    first = world["first"]
    page = visit(world["people"]["trainer"], f"/nachweis/{first['room']}/{first['weeks']['submitted']}/")
    page.keyboard.press("?")
    legend = page.get_by_role("dialog", name="Mit der Tastatur")
    expect(legend.locator("dt")).to_contain_text(["s", "r"])
    expect(legend).to_contain_text("Für den Betrieb unterschreiben")
    expect(legend).to_contain_text("Zurückgeben")
    page.keyboard.press("Escape")
    expect(legend).to_be_hidden()


def test_letters_typed_into_the_reason_sign_nothing(visit: Callable[..., Page], site: Stage) -> None:
    world = site.world("a")
    first = world["first"]
    page = visit(world["people"]["trainer"], f"/nachweis/{first['room']}/{first['weeks']['submitted']}/")
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.type("sssr?")
    expect(page.get_by_label("Was soll anders sein?")).to_have_value("sssr?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_week_that_changed_meanwhile_is_not_signed_blindly(visit: Callable[..., Page], site: Stage) -> None:
    world = site.world("f")
    first = world["first"]
    address = f"/nachweis/{first['room']}/{first['weeks']['submitted']}/"
    trainer = visit(world["people"]["trainer"], address)
    apprentice = visit(world["people"]["apprentice"], address)
    apprentice.get_by_role("button", name="Woche zurückholen").click()
    apprentice.get_by_label("Tätigkeit oder Thema").first.fill("Doch etwas anderes")
    apprentice.get_by_role("button", name="Woche einreichen").click()
    expect(apprentice.get_by_text("Ihr Betrieb findet sie")).to_be_visible()
    trainer.keyboard.press("s")
    expect(trainer.get_by_text("Die Woche hat sich geändert, seit Sie sie geöffnet haben.")).to_be_visible()
    expect(trainer.get_by_role("row").filter(has_text="Doch etwas anderes")).to_be_visible()
    trainer.keyboard.press("s")
    expect(trainer.get_by_text("unterschrieben.").first).to_be_visible()


def test_signing_on_the_phone_is_one_tap_per_week(visit: Callable[..., Page], site: Stage) -> None:
    world = site.world("f")
    page = visit(world["people"]["other_trainer"], size=PHONE, has_touch=True)
    page.get_by_role("link", name="Durchsehen").first.tap()
    page.get_by_role("button", name="Für den Betrieb unterschreiben").tap()
    expect(page.get_by_text("Nichts wartet auf Ihre Unterschrift")).to_be_visible()


def test_manager_unlocks_with_a_reason_that_everybody_reads(visit: Callable[..., Page], site: Stage) -> None:
    world = site.world("f")
    people, first = world["people"], world["first"]
    address = f"/nachweis/{first['room']}/{first['weeks']['signed']}/"
    reason = "Der Freitag war ein Feiertag."
    trainer = visit(people["trainer"], address)
    expect(trainer.get_by_text("Entsperren", exact=True)).to_have_count(0)
    manager = visit(people["training_manager"], address)
    manager.get_by_text("Entsperren", exact=True).click()
    manager.get_by_label("Grund", exact=True).fill(reason)
    manager.get_by_role("button", name="Woche entsperren").click()
    expect(manager.get_by_text("entsperrt. Alle Beteiligten sehen den Grund.")).to_be_visible()
    for who in ("apprentice", "trainer", "deputy_trainer", "class_teacher", "guardian"):
        page = visit(people[who], address)
        expect(page.locator("#vorgaenge")).to_contain_text(f"Grund: {reason}")
    expect(
        visit(people["apprentice"], address).get_by_role("button", name="Woche einreichen")
    ).to_be_visible()
