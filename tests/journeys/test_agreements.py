"""School and firm agree: suggested to all firms, answered on a phone, read by the apprentice; a sign is settled; two tabs do not overwrite."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, looks_right
from tests.journeys.stage import Known, Stage

HINTS = "/planung/hinweise/"
WHY = "Die Werkstatt der Schule wird vorher umgebaut."


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("x")


@pytest.fixture
def of_class(world: Known) -> str:
    return f"/planung/klasse/{world['class_room']}/vorschlaege/"


@pytest.fixture
def of_room(world: Known) -> str:
    return f"/planung/ausbildung/{world['first']['room']}/vorschlaege/"


def first_line(page: Page) -> Locator:
    """The newest proposal of the list."""
    return page.get_by_role("list", name="Vorschläge").get_by_role("listitem").first


def suggest_to_all(page: Page) -> None:
    """The class teacher fills the form with the keyboard and sends it."""
    page.get_by_role("link", name="Betrieben etwas vorschlagen").press("Enter")
    expect(page.get_by_role("heading", name="Vorschlag machen")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        expect(box).to_be_checked()
    page.get_by_label("Welches Lernfeld?").select_option(index=1)
    page.get_by_label("In welcher Woche soll es beginnen?").select_option(index=8)
    page.get_by_label(re.compile("Warum")).fill(WHY)
    looks_right(page)
    page.get_by_role("button", name="Vorschlagen").press("Enter")
    expect(page.get_by_role("status").get_by_text("für 2 Auszubildende")).to_be_visible()


def test_a_teacher_suggests_to_all_firms_and_one_agrees_on_a_phone(
    visit: Callable[..., Page], world: Known, of_class: str, of_room: str
) -> None:
    people = world["people"]
    teacher = visit(people["class_teacher"], of_class)
    suggest_to_all(teacher)
    expect(teacher.get_by_text("0 von 2 Betrieben einverstanden")).to_be_visible()
    looks_right(teacher)

    trainer = visit(people["trainer"], HINTS, size=PHONE)
    looks_right(trainer)
    trainer.get_by_role("link", name="Antworten").first.click()
    expect(trainer.get_by_text(WHY)).to_be_visible()
    looks_right(trainer)
    trainer.get_by_label(re.compile("Bemerkung")).fill("Das passt uns gut.")
    trainer.get_by_role("button", name="Einverstanden", exact=True).click()
    expect(trainer.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()
    expect(trainer.locator("main").get_by_text("einverstanden", exact=True)).to_be_visible()

    teacher.reload()
    expect(teacher.get_by_text("1 von 2 Betrieben einverstanden")).to_be_visible()
    apprentice = visit(people["apprentice"], of_room, size=PHONE)
    answered = apprentice.get_by_role("listitem").filter(has_text="einverstanden")
    answered.get_by_role("link").first.click()
    expect(apprentice.get_by_text("Das passt uns gut.")).to_be_visible()
    expect(apprentice.get_by_role("button", name="Einverstanden", exact=True)).to_have_count(0)
    looks_right(apprentice)
    other = visit(people["other_trainer"], HINTS)
    expect(other.get_by_text("Das passt uns gut.")).to_have_count(0)


def test_what_was_agreed_opens_the_editor_and_is_saved_by_a_person(
    visit: Callable[..., Page], world: Known, of_class: str, of_room: str
) -> None:
    people = world["people"]
    teacher = visit(people["class_teacher"], of_class)
    suggest_to_all(teacher)
    trainer = visit(people["trainer"], of_room)
    first_line(trainer).get_by_role("link").click()
    trainer.get_by_role("button", name="Einverstanden", exact=True).click()
    expect(trainer.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()
    teacher.reload()
    teacher.get_by_role("button", name="Lernfeld im Plan verschieben").first.click()
    expect(teacher.get_by_role("status").get_by_text("schon in der vereinbarten Woche")).to_be_visible()
    expect(teacher.get_by_role("button", name="Entwurf speichern")).to_be_visible()


def test_two_tabs_of_a_firm_do_not_answer_over_each_other(
    visit: Callable[..., Page], watch: Watch, world: Known, of_class: str, of_room: str
) -> None:
    watch.expected.append("status of 409")
    people = world["people"]
    suggest_to_all(visit(people["class_teacher"], of_class))
    trainer, deputy = (visit(people[name], of_room, size=DESKTOP) for name in ("trainer", "deputy_trainer"))
    for page in (trainer, deputy):
        first_line(page).get_by_role("link").click()
    trainer.get_by_role("button", name="Nicht einverstanden").click()
    expect(trainer.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()
    deputy.get_by_label(re.compile("Bemerkung")).fill("Gern!")
    deputy.get_by_role("button", name="Einverstanden", exact=True).click()
    expect(deputy.get_by_text(re.compile("Inzwischen hat jemand geantwortet"))).to_be_visible()
    expect(deputy.get_by_label(re.compile("Bemerkung"))).to_have_value("Gern!")
    looks_right(deputy)


def test_a_firm_suggests_a_visit_without_script_and_settles_a_sign(
    visit: Callable[..., Page], world: Known, of_room: str
) -> None:
    people = world["people"]
    page = visit(people["trainer"], of_room, script=False)
    page.get_by_role("link", name="Vorschlag machen").click()
    page.get_by_role("link", name="Besuch", exact=True).click()
    page.get_by_label(re.compile("Warum")).fill("Wir zeigen der Klasse die neue Anlage.")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.get_by_text("Ihr Vorschlag ist gemacht.")).to_be_visible()
    page = visit(people["trainer"], HINTS, color_scheme="dark")
    sign = page.locator(".zk-signs > li")
    expect(sign).to_have_count(1)
    looks_right(page)
    sign.get_by_role("button", name=re.compile("^Erledigt")).click()
    expect(sign).to_have_count(0)
    page.get_by_role("link", name="Erledigte Hinweise").click()
    looks_right(page)
    sign.get_by_role("button", name=re.compile("^Wieder öffnen")).click()
    expect(sign).to_have_count(1)
