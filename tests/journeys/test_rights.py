"""Rights: an apprentice asks on the phone, the head of school answers from Heute, the room closes and opens again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Stage


def _fits(page: Page) -> None:
    assert violations(page) == []
    assert too_wide(page) == []


def test_a_restriction_is_asked_for_granted_and_lifted(visit: Callable[..., Page], site: Stage) -> None:
    world = site.world("b")
    people, room = world["people"], world["second"]["room"]
    page = visit(people["second_apprentice"], "/konto/rechte/", size=PHONE)
    _fits(page)
    page.get_by_role("link", name="Einschränkung verlangen").click()
    _fits(page)
    page.get_by_label("Begründung").fill("Ich bestreite meine Fehlzeiten.")
    page.get_by_role("button", name="Einschränkung verlangen").click()
    expect(page.get_by_text("Ihr Antrag ist angekommen.")).to_be_visible()

    head = visit(people["head_of_school"])
    head.locator("li", has_text="Einschränkung:").get_by_role("link", name="Antworten").click()
    _fits(head)
    head.get_by_label("Antwort an die Person").fill("Bis wir es geprüft haben.")
    head.get_by_role("button", name="Einschränken").click()
    expect(head.get_by_text("Die Antwort ist unterwegs.")).to_be_visible()

    trainer = visit(people["other_trainer"], f"/ausbildung/{room}/")
    expect(trainer.get_by_text("Diese Daten sind eingeschränkt")).to_be_visible()
    expect(trainer.get_by_role("link", name="Nachweis", exact=True)).to_have_count(0)
    _fits(trainer)

    page.reload()
    expect(page.get_by_text("Bis wir es geprüft haben.")).to_be_visible()
    page.get_by_role("button", name="Einschränkung aufheben").click()
    expect(page.get_by_text("Die Einschränkung ist aufgehoben.")).to_be_visible()
    trainer.reload()
    expect(trainer.get_by_role("link", name="Nachweis", exact=True)).to_be_visible()
    assert any("/konto/rechte/" in letter for letter in site.letters(people["second_apprentice"]))


def test_a_wrong_fact_is_reported_and_taken_back_without_script(
    visit: Callable[..., Page], site: Stage, watch: Watch
) -> None:
    watch.expected.append("status of 422")
    email = site.world("b")["people"]["apprentice"]
    page = visit(email, "/konto/rechte/berichtigung/", script=False)
    page.get_by_role("link", name="Stimmt nicht: Vertragsnummer").click()
    expect(page.get_by_label("Welche Angabe stimmt nicht?")).to_have_value(re.compile("^contract.number:"))
    page.get_by_role("button", name="Berichtigung verlangen").click()
    expect(page.get_by_role("heading", name="Bitte eine Angabe prüfen")).to_be_visible()
    page.get_by_label("Was ist richtig?").fill("K 4711")
    page.get_by_role("button", name="Berichtigung verlangen").click()
    expect(page.get_by_text("„K 4711“")).to_be_visible()
    page.get_by_role("button", name="Antrag zurückziehen").click()
    expect(page.get_by_text("zurückgezogen", exact=True)).to_be_visible()


def test_an_adult_objects_with_one_click_and_takes_it_back(visit: Callable[..., Page], site: Stage) -> None:
    people = site.world("b")["people"]
    page = visit(people["second_apprentice"], size=PHONE)
    page.locator("li", has_text="Darf die Schule Ihre Eltern informieren?").get_by_role(
        "link", name="Lesen und entscheiden"
    ).click()
    page.locator("#eltern").get_by_role("button", name="Widersprechen").click()
    expect(page.get_by_text("Das gilt ab sofort.")).to_be_visible()
    _fits(page)
    room = site.world("b")["second"]["room"]
    teacher = visit(people["class_teacher"], f"/ausbildung/{room}/")
    expect(teacher.get_by_text("hat widersprochen am")).to_be_visible()
    teacher.get_by_role("link", name="Mehr dazu").click()
    _fits(teacher)
    page.locator("#eltern").get_by_role("button", name="Widerspruch zurücknehmen").click()
    teacher.reload()
    teacher.get_by_label("viele Fehlzeiten ohne Entschuldigung").check()
    teacher.get_by_label("Informiert am").fill(teacher.evaluate("new Date().toISOString().slice(0, 10)"))
    teacher.get_by_role("button", name="Eintragen").click()
    expect(teacher.get_by_text("Eingetragen. Die Schülerin")).to_be_visible()
    page.goto("/konto/rechte/")
    expect(page.get_by_text("viele Fehlzeiten ohne Entschuldigung")).to_be_visible()
