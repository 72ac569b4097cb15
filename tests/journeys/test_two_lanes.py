"""Two lanes, one plan: a Lernfeld moves, the firm it concerns hears of it and no other, both agree, and both time lines show it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, looks_right
from tests.journeys.stage import Known, Stage
from tests.world_planning import monday_in
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year

HINTS = "/planung/hinweise/"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own; LF 6 begins in three weeks, the first firm's plan belongs to it, the second's does not."""
    found = site.world("2")
    site.order("unrelated_plan", name="2")
    return found


@pytest.fixture
def fields(world: Known) -> str:
    return f"/planung/klasse/{world['class_room']}/lernfelder/"


@pytest.fixture
def line(world: Known) -> str:
    return f"/planung/ausbildung/{world['first']['room']}/"


def publish(page: Page, note: str) -> None:
    """The draft on the page becomes a version."""
    page.get_by_role("link", name="Veröffentlichen").click()
    page.get_by_label(re.compile("Was ist neu")).fill(note)
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("status").first).to_be_visible()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()


def lay(page: Page, first: date, last: date) -> None:
    """The exact form says these weeks of the only Lernfeld."""
    page.locator("[name=von]").first.select_option(first.isoformat())
    page.locator("[name=bis]").first.select_option(last.isoformat())


def offered(page: Page, *weeks: int) -> date:
    """Returns the first of these weeks from now that the form offers: near the end of a school year later ones are not in it."""
    values = (
        page.locator("[name=von]").first.locator("option").evaluate_all("all => all.map(one => one.value)")
    )
    return next(monday for monday in map(monday_in, weeks) if monday.isoformat() in values)


def week(monday: date) -> str:
    return f"KW {monday.isocalendar().week}"


def test_a_lernfeld_moves_and_both_sides_agree_where_to(
    visit: Callable[..., Page], world: Known, fields: str, line: str
) -> None:
    people = world["people"]
    teacher = visit(people["class_teacher"], f"{fields}entwurf/")
    moved = the_lernfeld_moves(teacher)
    nobody_else_hears(visit(people["other_trainer"], HINTS))
    trainer = visit(people["trainer"], "/", size=PHONE)
    the_firm_reads_and_suggests(trainer, moved, wanted())
    the_teacher_agrees_and_enters_it(teacher, wanted())
    of_class = f"/planung/klasse/{world['class_room']}/"
    for email, address in ((people["trainer"], line), (people["class_teacher"], of_class)):
        for size in (DESKTOP, PHONE):
            page = visit(email, address, size=size)
            said = re.compile(f"LF 6.*{week(wanted())}", re.DOTALL)
            expect(page.locator("main")).to_contain_text(said)
            looks_right(page)
    trainer.goto(address_of(trainer, f"{line}vorschlaege/"))
    expect(trainer.get_by_text("einverstanden").first).to_be_visible()
    trainer.goto(address_of(trainer, HINTS))
    # Back in its old week: what was said of it has settled itself.
    expect(signs(trainer)).to_have_count(0 if wanted() == monday_in(3) else 1)


def wanted() -> date:
    """Returns the week the firm wants: the one LF 6 had; this week where that would be after the end of the school year."""
    had = monday_in(3)
    return had if had <= date(school_year(today()) + 1, 7, 31) else monday_in(0)


def the_lernfeld_moves(teacher: Page) -> date:
    """A new version has LF 6 in another week; returns it."""
    moved = offered(teacher, 11, -5)
    lay(teacher, moved, moved)
    save(teacher)
    publish(teacher, "LF 6 liegt jetzt anders.")
    return moved


def nobody_else_hears(other: Page) -> None:
    """A firm of the class whose plan has nothing to do with it has no hint, also not on its first page."""
    expect(other.get_by_text("Keine Hinweise")).to_be_visible()
    other.goto(address_of(other, "/"))
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    expect(other.get_by_text(re.compile("Hinweise? zur Planung"))).to_have_count(0)


def the_firm_reads_and_suggests(trainer: Page, moved: date, wanted: date) -> None:
    """From "Heute" to the hint, and from there to a proposal."""
    trainer.get_by_role("link", name=re.compile("Hinweise? zur Planung")).click()
    expect(trainer).to_have_url(re.compile(HINTS))
    expect(signs(trainer)).to_contain_text("LF 6")
    expect(signs(trainer)).to_contain_text(week(moved))
    looks_right(trainer)
    signs(trainer).get_by_role("link", name=re.compile("^Vorschlag machen")).first.click()
    suggest(trainer, wanted)
    looks_right(trainer)


def the_teacher_agrees_and_enters_it(teacher: Page, wanted: date) -> None:
    """The proposal is accepted, entered by one button, and published."""
    teacher.goto(address_of(teacher, HINTS))
    teacher.get_by_role("link", name="Antworten").first.click()
    teacher.get_by_label("Bemerkung").fill("Einverstanden, das geht.")
    teacher.get_by_role("button", name="Einverstanden", exact=True).click()
    expect(teacher.get_by_text("Beide Seiten sind einverstanden")).to_be_visible()
    looks_right(teacher)
    teacher.get_by_role("button", name="Lernfeld im Plan verschieben").click()
    expect(teacher.locator("[name=von]").first).to_have_value(wanted.isoformat())
    save(teacher)
    publish(teacher, "LF 6 wie mit dem Betrieb vereinbart.")


def signs(page: Page) -> Locator:
    return page.get_by_role("list", name=re.compile("^Hinweise: "))


def address_of(page: Page, path: str) -> str:
    """Returns the address of another page of the same site."""
    return "/".join(page.url.split("/")[:3]) + path


def suggest(page: Page, monday: date) -> None:
    """The firm suggests that LF 6 begins in that week."""
    field = page.get_by_label("Welches Lernfeld?")
    field.select_option(index=1)
    page.get_by_label("In welcher Woche soll es beginnen?").select_option(monday.isoformat())
    page.get_by_label("Warum?").fill("Dann passt es zu unserem Einsatz im Lager.")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.get_by_text("Ihr Vorschlag ist gemacht.")).to_be_visible()


def test_the_other_firm_finds_nothing_of_what_was_agreed(
    visit: Callable[..., Page], watch: Watch, world: Known, line: str
) -> None:
    page = visit(world["people"]["other_trainer"], f"/planung/klasse/{world['class_room']}/", size=PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert world["first"]["name"] not in page.content()
    watch.expected.append("status of 404")
    answer = page.goto(address_of(page, f"{line}vorschlaege/"))
    assert answer
    assert answer.status == 404
