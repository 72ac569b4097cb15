"""School days are painted: by keys alone, by mouse, by finger, and without script; a lesson is cancelled in seconds; a firm enters a course."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage
from zweiklang.kernel.clock import today


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("w")


@pytest.fixture
def days(world: Known) -> str:
    return f"/schulzeit/klasse/{world['class_room']}/schultage/"


def unfold(page: Page) -> None:
    """The year is shown, also of a class that has fixed weekdays and no block."""
    folded = page.get_by_text("Die Klasse hat auch Blockwochen")
    if folded.count():
        folded.click()


def weeks(page: Page) -> Locator:
    return page.locator("[data-week]:not([data-blocked])")


def status(page: Page) -> Locator:
    return page.locator("[data-year-status]")


def take_back(page: Page) -> None:
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("status").get_by_text("Rückgängig gemacht.")).to_be_visible()


def test_blocks_are_painted_by_keys_alone(visit: Callable[..., Page], world: Known, days: str) -> None:
    page = visit(world["people"]["class_teacher"], days)
    unfold(page)
    first = page.get_by_role("gridcell", name=re.compile(r"^KW 45 "))
    first.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(status(page)).to_have_text("3 Wochen gewählt, 15 Schultage. Noch nicht gespeichert.")
    page.keyboard.press("Shift+ArrowLeft")
    expect(status(page)).to_contain_text("2 Wochen gewählt")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(":focus")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-week][tabindex='0']")).to_have_count(1)
    expect(status(page)).to_contain_text("3 Wochen gewählt")
    page.keyboard.press("Escape")
    expect(status(page)).to_have_text("0 Wochen gewählt, 0 Schultage")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()
    expect(status(page)).to_contain_text("1 Woche gewählt")
    assert violations(page) == []
    page.keyboard.press("z")
    expect(page.get_by_role("status").get_by_text("Rückgängig gemacht.")).to_be_visible()


def test_blocks_are_painted_by_drawing(visit: Callable[..., Page], world: Known, days: str) -> None:
    page = visit(world["people"]["class_teacher"], days)
    unfold(page)
    weeks(page).nth(20).hover()
    page.mouse.down()
    weeks(page).nth(23).hover()
    weeks(page).nth(22).hover()
    page.mouse.up()
    expect(status(page)).to_contain_text("3 Wochen gewählt")
    weeks(page).nth(21).click()
    expect(status(page)).to_contain_text("2 Wochen gewählt")
    page.get_by_role("button", name="Blockwochen speichern").click()
    expect(page.get_by_role("list", name="Blöcke").get_by_role("listitem")).to_have_count(2)
    take_back(page)


def test_a_finger_taps_and_draws_sideways_and_scrolls_otherwise(
    visit: Callable[..., Page], world: Known, days: str
) -> None:
    page = visit(world["people"]["class_teacher"], days, size=PHONE, has_touch=True, is_mobile=True)
    unfold(page)
    weeks(page).nth(3).scroll_into_view_if_needed()
    weeks(page).nth(3).tap()
    expect(status(page)).to_contain_text("1 Woche gewählt")
    row = page.get_by_role("row").filter(has_text="Februar").locator("[data-week]")
    row.first.scroll_into_view_if_needed()
    finger = page.context.new_cdp_session(page)
    draw(finger, middle(row.nth(0)), middle(row.nth(2)))
    expect(status(page)).to_contain_text("4 Wochen gewählt")
    above = page.evaluate("scrollY")
    at = middle(row.nth(0))
    draw(finger, at, (at[0], at[1] - 200))
    page.wait_for_function("above => scrollY !== above", arg=above)
    expect(status(page)).to_contain_text("4 Wochen gewählt")
    assert violations(page) == []
    assert too_wide(page) == []
    page.get_by_role("button", name="Blockwochen speichern").tap()
    expect(page.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()
    take_back(page)


def middle(cell: Locator) -> tuple[float, float]:
    box = cell.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(finger, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger goes from one point to the other, as Chromium itself is told."""

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    touch("touchStart", begin)
    for step in range(1, 11):
        along = (end[0] - begin[0]) * step / 10, (end[1] - begin[1]) * step / 10
        touch("touchMove", (begin[0] + along[0], begin[1] + along[1]))
    touch("touchEnd")


def test_without_script_the_weeks_are_boxes(visit: Callable[..., Page], world: Known, days: str) -> None:
    page = visit(world["people"]["head_of_school"], days, size=PHONE, script=False)
    unfold(page)
    page.get_by_role("checkbox", name=re.compile(r"^KW 45 ")).check()
    page.get_by_role("checkbox", name=re.compile(r"^KW 46 ")).check()
    page.get_by_role("button", name="Blockwochen speichern").click()
    expect(page.get_by_role("list", name="Blöcke").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("checkbox", name=re.compile(r"^KW 45 "))).to_be_checked()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Rückgängig gemacht.")).to_be_visible()


def show_lessons(page: Page) -> None:
    """A day with lessons is shown: in the last summer holidays of a class all of them lie back."""
    expect(page.get_by_role("button", name="Eintragen")).to_be_visible()
    if not page.get_by_role("radio", name=re.compile("Stunde: ")).count():
        page.get_by_role("navigation", name="Vorheriger und nächster Tag").get_by_role("link").first.click()
        expect(page.get_by_role("radio", name=re.compile("Stunde: ")).first).to_be_visible()


def test_a_lesson_is_cancelled_in_ten_seconds_from_the_page_of_the_class(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    page = visit(world["people"]["class_teacher"], f"/ausbildung/klasse/{world['class_room']}/")
    began = time.monotonic()
    page.get_by_role("link", name="Stunde ändern").click()
    show_lessons(page)
    page.get_by_role("radio", name=re.compile("Stunde: ")).first.check()
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("status").get_by_text("Eingetragen.")).to_be_visible()
    seconds = time.monotonic() - began
    record_property("seconds", round(seconds, 1))
    assert seconds < 10
    assert violations(page) == []
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("status").get_by_text("Zurückgenommen.")).to_be_visible()


def test_a_weekday_of_the_timetable_is_written_on_a_phone(visit: Callable[..., Page], world: Known) -> None:
    page = visit(
        world["people"]["class_teacher"],
        f"/schulzeit/klasse/{world['class_room']}/stundenplan/",
        size=PHONE,
    )
    assert violations(page) == []
    page.get_by_role("link", name="Freitag eintragen").click()
    page.get_by_label("1. Stunde: Fach").fill("Sport")
    page.get_by_label("2. Stunde: Fach").fill("Sport")
    page.get_by_label("1. Stunde: Raum").fill("Halle")
    page.get_by_label("2. Stunde: Raum").fill("Halle")
    assert violations(page) == []
    assert too_wide(page) == []
    page.get_by_role("button", name="Stundenplan speichern").click()
    expect(page.get_by_role("region", name="Freitag")).to_contain_text("1.–2. Stunde")
    expect(page.get_by_role("region", name="Freitag")).to_contain_text("Sport in Halle")


def test_the_firm_enters_a_course_and_the_apprentice_reads_it(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["trainer"], "/schulzeit/kurse/neu/", size=PHONE)
    page.get_by_label("Name des Kurses").fill("CNC-Grundlagen")
    page.get_by_label("Erster Tag").fill((today() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Kurs eintragen").click()
    expect(page.get_by_role("list", name="Kurse")).to_contain_text("CNC-Grundlagen")
    assert violations(page) == []
    apprentice = visit(world["people"]["apprentice"], f"/schulzeit/{world['first']['room']}/kurse/")
    expect(apprentice.get_by_text("CNC-Grundlagen")).to_be_visible()
    assert violations(apprentice) == []


def test_the_school_office_keeps_free_days_and_times(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["school_office"], f"/schulzeit/schule/{world['team_room']}/schulkalender/")
    assert violations(page) == []
    if not page.get_by_label("Erster Tag").is_visible():
        page.get_by_text("Freien Tag eintragen").first.click()
    page.get_by_label("Erster Tag").fill(next_monday().isoformat())
    page.get_by_label("Bezeichnung").fill("Pädagogischer Tag")
    page.get_by_role("button", name="Freien Tag eintragen").click()
    expect(page.get_by_role("list", name="Freie Tage")).to_contain_text("Pädagogischer Tag")
    page.get_by_role("link", name="Unterrichtszeiten eintragen").click()
    page.get_by_role("link", name="Übliche Zeiten vorschlagen").click()
    assert violations(page) == []
    page.get_by_role("button", name="Zeiten speichern").click()
    expect(page.get_by_role("table", name="Unterrichtszeiten")).to_contain_text("8:45")


def next_monday() -> date:
    return today() + timedelta(days=7 - today().weekday())
