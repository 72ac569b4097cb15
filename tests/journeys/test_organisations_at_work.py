"""Organisations at work: a manager hands over on the phone, a chamber records an end while the firm looks, the desk helps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Known, Stage
from zweiklang.kernel.clock import today

DAY = f"{today():%Y-%m-%d}"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world that these journeys write in."""
    return site.world("o")


def _to_organisation(page: Page) -> None:
    page.locator("[data-menu] > summary").click()
    page.get_by_role("banner").get_by_role("link", name="Meine Organisation").click()


def _tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Bereiche").get_by_role("link", name=name).click()


def test_a_manager_adds_a_colleague_and_hands_over_on_the_phone(
    visit: Callable[..., Page], world: Known, watch: Watch
) -> None:
    watch.expected.append("status of 404")
    people = world["people"]
    page = visit(people["training_manager"], size=PHONE)
    _to_organisation(page)
    expect(page.get_by_text("Nur eine Person kann hier etwas ändern")).to_be_visible()
    for who in ("deputy_trainer", "trainer"):
        _tab(page, "Menschen")
        page.get_by_role("link", name="Person hinzufügen").click()
        page.get_by_label("E-Mail-Adresse").fill(people[who])
        page.get_by_label("Aufgabe").select_option(label="Ausbilderin oder Ausbilder")
        page.get_by_role("button", name="Hinzufügen").click()
        expect(page.get_by_role("status").get_by_text("Die Person ist eingetragen")).to_be_visible()
    _tab(page, "Zuständigkeiten")
    page.get_by_role("link", name="Aufgaben übergeben").click()
    assert violations(page) == []
    assert too_wide(page) == []
    page.get_by_label("Von wem?").select_option(label=_named(page, "Von wem?", "Toni trainer"))
    page.get_by_label("An wen?").select_option(label=_named(page, "An wen?", "Toni deputy"))
    page.get_by_role("button", name="Übergeben").click()
    expect(page.get_by_role("heading", name="Übergeben")).to_be_visible()
    colleague = visit(people["trainer"])
    assert colleague.goto(f"/ausbildung/{world['first']['room']}/").status == 404
    page.get_by_role("button", name=re.compile("rückgängig machen")).click()
    expect(page.get_by_role("status").get_by_text("Die Übergabe ist rückgängig gemacht.")).to_be_visible()
    assert colleague.goto(f"/ausbildung/{world['first']['room']}/").status == 200


def _named(page: Page, label: str, begins: str) -> str:
    options = page.get_by_label(label).locator("option").all_inner_texts()
    return next(text for text in options if text.startswith(begins))


def test_the_last_manager_reads_why_the_button_does_nothing(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["training_manager"])
    _to_organisation(page)
    _tab(page, "Menschen")
    row = page.get_by_role("row").filter(has_text="Ausbildungsleitung")
    row.get_by_role("link").click()
    button = page.get_by_role("button", name="Ende eintragen")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Bestimmen Sie zuerst eine Nachfolge")).to_be_visible()


def test_the_chamber_records_an_end_by_keyboard_while_the_firm_has_the_page_open(
    visit: Callable[..., Page], world: Known, watch: Watch
) -> None:
    watch.expected.append("status of 404")
    room = world["second"]["room"]
    trainer = visit(world["people"]["other_trainer"], f"/nachweis/{room}/")
    apprentice = visit(world["people"]["second_apprentice"], f"/nachweis/{room}/", size=PHONE)
    page = visit(world["people"]["chamber_adviser"], f"/organisation/vertrag/{room}/")
    page.get_by_role("link", name="Ende eintragen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hier wird nichts gekündigt")).to_be_visible()
    page.get_by_label("Letzter Tag der Ausbildung").fill(f"{today().replace(day=1):%Y-%m-%d}")
    page.get_by_label("Datum des Schriftstücks").fill(DAY)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ende eingetragen")).to_be_visible()
    if today().day > 1:
        assert trainer.reload().status == 404
    assert apprentice.reload().status == 200
    apprentice.goto(f"/organisation/vertrag/{room}/")
    expect(apprentice.get_by_role("heading", name="Ende eingetragen")).to_be_visible()
    assert violations(apprentice) == []
    assert too_wide(apprentice) == []


def test_the_desk_helps_and_the_person_reads_it(
    visit: Callable[..., Page], site: Stage, world: Known, watch: Watch
) -> None:
    watch.expected.append("status of 422")
    helped = world["people"]["class_teacher"]
    page = visit(site.others["support"])
    _to_organisation(page)
    page.get_by_role("link", name="Support").click()
    page.get_by_role("button", name="Sitzung beginnen").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte 3 Angaben prüfen")
    page.get_by_label("E-Mail-Adresse der Person").fill(helped)
    page.get_by_label("Ausweis vor Ort gesehen").check()
    page.get_by_label("Anlass").fill("Passwort vergessen, Postfach geht")
    page.get_by_role("button", name="Sitzung beginnen").click()
    assert violations(page) == []
    page.get_by_role("button", name="Link für neues Passwort senden").click()
    expect(page.get_by_role("status").get_by_text("Der Link ist unterwegs.")).to_be_visible()
    own = visit(helped, "/organisation/hilfe/", size=PHONE)
    expect(own.get_by_text("Passwort vergessen, Postfach geht")).to_be_visible()
    expect(own.get_by_text("Link für ein neues Passwort gesendet")).to_be_visible()
    assert violations(own) == []
    assert too_wide(own) == []
