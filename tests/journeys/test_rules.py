"""Deciding about rules without script and by keyboard, and the brake that two people open: in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage

WHY = "Die Schulkonferenz hat zugestimmt."


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("v")


def open_rules(page: Page) -> None:
    """The page of the school's rules, from one's organisation."""
    page.goto("/organisation/")
    page.get_by_role("link", name="Regeln", exact=True).click()


def test_a_head_of_school_decides_and_takes_it_back_without_script(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["head_of_school"], size=PHONE, script=False)
    open_rules(page)
    page.get_by_role("row").filter(has_text="Ausbildende").get_by_role("link", name="Fehlzeiten").click()
    page.get_by_label("Offen").check()
    page.get_by_label("Warum?").fill(WHY)
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_text("Noch ist nichts geändert")).to_be_visible()
    expect(page.get_by_text("Ältere Daten bleiben geschlossen.")).to_be_visible()
    page.get_by_role("button", name="Zurück und ändern").click()
    expect(page.get_by_label("Warum?")).to_have_value(WHY)
    page.get_by_role("button", name="Vorschau ansehen").click()
    page.get_by_role("button", name="Entscheiden").click()
    expect(page.get_by_text("Die Entscheidung ist eingetragen.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=WHY)).to_contain_text("offen")
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(page.get_by_text("Im Verlauf stehen beide Entscheidungen.")).to_be_visible()


def test_a_cell_is_found_and_decided_by_keyboard(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["head_of_school"])
    open_rules(page)
    page.wait_for_load_state()  # the keys are the script's
    for key in ("j", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Unterrichtsthemen für Ausbildende")
    page.get_by_label("Geschlossen").focus()
    for key in ("ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.get_by_label("Warum?").focus()
    page.keyboard.type(WHY)
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Noch ist nichts geändert")).to_be_visible()
    page.get_by_role("button", name="Entscheiden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Entscheidung ist eingetragen.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Unterrichtsthemen").first).to_contain_text("offen")


def test_the_brake_is_pulled_told_and_released_by_two(visit: Callable[..., Page], world: Known) -> None:
    head, office = (visit(world["people"][one]) for one in ("head_of_school", "school_office"))
    open_rules(head)
    head.get_by_role("link", name="Zur Notbremse").click()
    head.get_by_label("Ausbildungsnachweis", exact=True).check()
    head.get_by_label("Was ist geschehen?").fill("Ein Import hat fremde Zeilen gebracht.")
    head.get_by_role("button", name="Jetzt schließen").click()
    expect(head.get_by_text("Der Bereich ist geschlossen.")).to_be_visible()
    trainer = visit(world["people"]["trainer"], size=PHONE)
    expect(trainer.get_by_text("Ausbildungsnachweis: vorübergehend geschlossen")).to_be_visible()
    week = f"/nachweis/{world['first']['room']}/{world['first']['weeks']['submitted']}/"
    trainer.goto(week)
    expect(trainer.get_by_text("Ausbildungsnachweis: vorübergehend geschlossen")).to_be_visible()
    expect(trainer.get_by_role("button", name="Für den Betrieb unterschreiben")).to_have_count(0)
    head.get_by_role("button", name="Öffnen vorschlagen").click()
    expect(head.get_by_role("button", name="Dem Öffnen zustimmen")).to_have_attribute("aria-disabled", "true")
    assert violations(head) == []
    office.goto("/")
    office.get_by_role("link", name="Ansehen").first.click()
    assert too_wide(office) == []
    office.get_by_role("button", name="Dem Öffnen zustimmen").click()
    expect(office.get_by_text("Wieder offen.")).to_be_visible()
    trainer.goto(week)
    expect(trainer.get_by_text("vorübergehend geschlossen")).to_have_count(0)
    expect(trainer.get_by_role("button", name="Für den Betrieb unterschreiben")).to_be_visible()


def test_everybody_follows_a_cell_of_the_table_to_its_reason(visit: Callable[..., Page]) -> None:
    page = visit(None, "/regeln/", size=PHONE)
    page.get_by_role("link", name="Fehlzeiten, Ausbildende: Schule").click()
    sentence = page.get_by_text(
        "Ausbildende sehen Fehlzeiten erst, wenn die Schule sie freigibt, und nie den Grund."
    )
    expect(sentence).to_be_visible()
    page.get_by_role("link", name="Leichte Sprache").click()
    expect(page.get_by_role("heading", name="Wann jemand gefehlt hat")).to_be_visible()
