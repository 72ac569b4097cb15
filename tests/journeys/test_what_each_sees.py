"""Teachers, guardians, officials and newcomers: each sees what is theirs, and reads why the rest is not there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import Watch
from tests.journeys.stage import Known, Stage


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("g")


def test_class_teacher_sees_school_days_only_and_takes_note(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["class_teacher"])
    name = world["first"]["name"]
    waiting = (
        page.get_by_role("list", name="Was wartet auf mich?").get_by_role("listitem").filter(has_text=name)
    )
    expect(waiting).to_contain_text("Schultage zur Kenntnis nehmen")
    waiting.get_by_role("link", name="Woche öffnen").click()
    expect(page.get_by_text("Sie sehen nur die Schultage.")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Lernfeld 6: Anfragen"))).to_be_visible()
    for firm_text in ("Druckertreiber verteilt", "Ticket gelöst"):
        assert firm_text not in page.content()
    page.get_by_role("button", name="Schultage zur Kenntnis nehmen").click()
    expect(page.get_by_text("– Schultage zur Kenntnis genommen.")).to_be_visible()
    expect(page.get_by_text("Sie haben diese Fassung schon zur Kenntnis genommen.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("listitem").filter(has_text=name).filter(has_text="Schultage")).to_have_count(0)


def test_guardian_reads_and_takes_note(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["guardian"])
    page.get_by_role("list", name="Was wartet auf mich?").get_by_role("link", name="Woche öffnen").click()
    expect(page.get_by_role("cell", name=re.compile("Druckertreiber verteilt"))).to_be_visible()
    expect(page.get_by_role("button", name="Für den Betrieb unterschreiben")).to_have_count(0)
    page.get_by_role("button", name="Zur Kenntnis nehmen").click()
    expect(page.get_by_text("zur Kenntnis genommen.").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Nichts wartet auf Sie")).to_be_visible()


def test_subject_teacher_finds_the_class_but_no_record(
    visit: Callable[..., Page], watch: Watch, world: Known
) -> None:
    watch.expected.append("404")
    page = visit(world["people"]["subject_teacher"])
    page.get_by_role("link", name="Ausbildung", exact=True).click()
    page.get_by_role("link", name=re.compile("11FIg")).click()
    page.get_by_role("link", name=world["first"]["name"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(world["first"]["name"])
    expect(
        page.get_by_role("navigation", name="Bereiche").get_by_role("link", name="Nachweis")
    ).to_have_count(0)
    assert page.goto(f"/nachweis/{world['first']['room']}/").status == 404


def test_head_of_school_sees_who_is_in_a_class_and_no_apprenticeship(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["head_of_school"])
    page.get_by_role("link", name="Ausbildung", exact=True).click()
    page.get_by_role("link", name=re.compile("11FIg")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klasse 11FIg")
    for who in ("first", "second"):
        expect(page.get_by_text(world[who]["name"])).to_be_visible()
        expect(page.get_by_role("link", name=world[who]["name"])).to_have_count(0)


def test_chamber_adviser_sees_contracts_without_records(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["chamber_adviser"])
    expect(page.get_by_text("auf Ihre Bestätigung")).to_be_visible()
    page.get_by_role("link", name="Ausbildung", exact=True).click()
    page.get_by_role("link", name=world["first"]["name"]).click()
    expect(page.get_by_text("Testkammer g")).to_be_visible()
    expect(page.get_by_role("link", name="Zum Ausbildungsnachweis")).to_have_count(0)


HELP = ("Wie bekomme ich Zugang?", "Hilfe")
OFFICE = ("Meine Organisation", "Meine Organisation")


@pytest.mark.parametrize(
    ("who", "sentence", "step", "title"),
    [
        ("counsellor", "Beratungen sind vertraulich", *OFFICE),
        ("support", "Der Support hilft bei der Anmeldung und sieht keine Inhalte.", *OFFICE),
        ("land", "Das Land sieht keine Daten einzelner Personen.", *OFFICE),
        ("newcomer", "Den Zugang gibt Ihnen Ihre Schule, Ihr Betrieb oder Ihre Kammer.", *HELP),
    ],
)
def test_people_without_a_room_read_why_and_find_the_first_step(
    visit: Callable[..., Page], site: Stage, who: str, sentence: str, step: str, title: str
) -> None:
    page = visit(site.others[who])
    expect(page.locator(".zk-empty")).to_contain_text(sentence)
    page.locator(".zk-empty").get_by_role("link", name=step).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_crossing_person_trains_here_and_teaches_there(visit: Callable[..., Page], site: Stage) -> None:
    page = visit(site.others["crossing"])
    a, b = site.world("a")["first"], site.world("b")["first"]
    page.goto(f"/nachweis/{a['room']}/{a['weeks']['submitted']}/")
    expect(page.get_by_role("button", name="Für den Betrieb unterschreiben")).to_be_enabled()
    page.goto(f"/nachweis/{b['room']}/{b['weeks']['submitted']}/")
    expect(page.get_by_text("Sie sehen nur die Schultage.")).to_be_visible()
    expect(page.get_by_role("button", name="Für den Betrieb unterschreiben")).to_have_count(0)
    assert "Druckertreiber" not in page.content()
