"""A class teacher tells the firms of the class something: written once, seen by each firm alone, confirmed, answered, and withdrawn."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.cli.processes import becomes
from tests.journeys.chromium import PHONE
from tests.journeys.looking import looks_right
from tests.journeys.stage import Known, Stage
from zweiklang.kernel.clock import today

MINE = "/nachrichten/mitteilungen/"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own."""
    return site.world("ac")


def arrives(page: Page, title: str) -> None:
    """The worker has distributed it; the list shows it after being opened anew."""

    def there() -> bool:
        page.goto(page.url)
        return page.get_by_role("link", name=title).count() > 0

    assert becomes(there)


def test_announcement_to_the_firms_of_a_class(visit: Callable[..., Page], world: Known) -> None:
    people = world["people"]
    teacher = visit(people["class_teacher"], MINE)
    write(teacher, "Projektwochen")
    check_and_send(teacher)
    trainer = visit(people["trainer"], MINE, size=PHONE)
    arrives(trainer, "Projektwochen")
    looks_right(trainer)
    confirm_and_answer(trainer)
    teacher.goto(teacher.url)
    expect(teacher.get_by_text("1 hat bestätigt")).to_be_visible()
    missing = teacher.get_by_text("1 Betrieb hat noch nicht bestätigt")
    missing.click()
    looks_right(teacher)
    teacher.get_by_role("button", name="Einmal erinnern").click()
    expect(teacher.get_by_text("wird jetzt erinnert")).to_be_visible()
    withdraw(teacher)
    trainer.goto(f"{MINE}")
    trainer.get_by_role("link", name="Projektwochen").click()
    expect(trainer.get_by_text("Sie gilt nicht mehr.")).to_be_visible()
    expect(trainer.get_by_text("keine Urlaubstage")).to_have_count(0)
    other = visit(people["apprentice"], MINE)
    expect(other.get_by_text("Noch keine Mitteilung")).to_be_visible()


def write(teacher: Page, title: str) -> None:
    """Texts save themselves; the audience is chosen."""
    teacher.get_by_role("link", name="Mitteilung schreiben").click()
    looks_right(teacher)
    teacher.get_by_role("button", name="Entwurf beginnen").click()
    teacher.get_by_label("Betreff").fill(title)
    teacher.get_by_label("Text", exact=True).fill(
        "Bitte planen Sie:\n\n- keine Urlaubstage\n- https://schule.example/projekt"
    )
    teacher.get_by_label("Betreff").focus()
    expect(teacher.locator('[data-autosave-status="text"]')).to_contain_text("Gespeichert")
    teacher.get_by_label("Betriebe", exact=True).check()
    teacher.get_by_label("Bestimmte Orte").check()
    expect(teacher.get_by_label(re.compile("Weitere Orte"))).to_be_visible()
    teacher.get_by_label("Alle meiner Klassen").check()
    expect(teacher.get_by_label(re.compile("Weitere Orte"))).to_be_hidden()
    teacher.get_by_label("Empfang bestätigen lassen").check()
    looks_right(teacher)
    teacher.get_by_role("button", name="Weiter: prüfen").click()


def check_and_send(teacher: Page) -> None:
    """Before it goes, it says how many it reaches; a moment is asked for only if it shall go later."""
    expect(teacher.get_by_text(re.compile(r"Geht an 2 Betriebe \(6 Personen\)"))).to_be_visible()
    link = teacher.get_by_role("link", name="https://schule.example/projekt")
    expect(link).to_have_attribute("href", "https://schule.example/projekt")
    expect(teacher.get_by_label("Uhrzeit")).to_be_hidden()
    teacher.get_by_label("Später").check()
    expect(teacher.get_by_label("Uhrzeit")).to_be_visible()
    looks_right(teacher)
    teacher.get_by_label("Sofort").check()
    teacher.get_by_role("button", name="Senden").click()
    expect(teacher.get_by_text("wird jetzt verteilt")).to_be_visible()


def confirm_and_answer(trainer: Page) -> None:
    """On the phone: read, confirm, answer, and be in a conversation."""
    trainer.get_by_role("link", name="Projektwochen").click()
    looks_right(trainer)
    trainer.get_by_role("button", name="Gelesen und verstanden").click()
    expect(trainer.get_by_text("Bestätigt. Vielen Dank.")).to_be_visible()
    trainer.get_by_role("link", name="Antworten").click()
    looks_right(trainer)
    trainer.get_by_label("Ihre Antwort").fill("Das haben wir eingeplant.")
    trainer.get_by_role("button", name="Antwort senden").click()
    expect(trainer).to_have_url(re.compile("/nachrichten/gespraeche/"))
    expect(trainer.get_by_text("Das haben wir eingeplant.")).to_be_visible()


def withdraw(teacher: Page) -> None:
    """It says what withdrawing means, then it is done."""
    teacher.get_by_role("link", name="Zurückziehen").click()
    looks_right(teacher)
    teacher.get_by_role("button", name="Zurückziehen").click()
    expect(teacher.get_by_text("Wer sie bekommen hat, sieht nur noch")).to_be_visible()


def test_announcement_is_written_and_planned_without_script(visit: Callable[..., Page], world: Known) -> None:
    head = visit(world["people"]["head_of_school"], f"{MINE}neu/", script=False)
    head.get_by_role("button", name="Entwurf beginnen").click()
    head.get_by_label("Betreff").fill("Neue Zeiten")
    head.get_by_label("Text", exact=True).fill("Ab Montag beginnt der Unterricht früher.")
    head.get_by_label("Lehrkräfte", exact=True).check()
    head.get_by_label("Alle der Schule").check()
    head.get_by_role("button", name="Weiter: prüfen").click()
    expect(head.get_by_text(re.compile("Geht an 3 Personen"))).to_be_visible()
    head.get_by_label("Später").check()
    head.get_by_label("Tag", exact=True).fill((today() + timedelta(days=3)).isoformat())
    head.get_by_label("Uhrzeit").fill("07:30")
    head.get_by_role("button", name="Senden").click()
    expect(head.get_by_text("geplant für")).to_be_visible()
    head.get_by_role("button", name="Senden stoppen").click()
    expect(head.get_by_text("wieder ein Entwurf")).to_be_visible()
