"""Journey 2: reported in two taps, entered by one key, known to the firm, decided by the teacher; no reason anywhere on the way."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage
from tests.journeys.test_school_time import _open_absences
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own."""
    return site.world("z")


def day_of_class(world: Known, *, lesson: int | None = None, ago: int = 0) -> str:
    day = today() - timedelta(days=ago)
    address = f"/schulzeit/klasse/{world['class_room']}/fehlzeiten/?tag={day.isoformat()}"
    return f"{address}&stunde={lesson}" if lesson else address


def fine(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the window."""
    assert violations(page) == []
    assert too_wide(page) == []


def report(page: Page) -> None:
    """The apprentice reports herself, from the first page, by two taps."""
    page.get_by_role("main").get_by_role("link", name="Vom Unterricht abmelden").click()
    fine(page)
    page.get_by_role("button", name="Vom Unterricht abmelden").click()
    expect(page.get_by_role("status").get_by_text("Abgemeldet:")).to_be_visible()
    fine(page)


def take_over(page: Page, name: str) -> float:
    """The teacher enters whoever reported herself, by one key; returns the seconds it took."""
    expect(page.get_by_text("1 Person hat sich abgemeldet")).to_be_visible()
    assert violations(page) == []
    began = time.monotonic()
    page.keyboard.press("m")
    expect(page.get_by_role("status").get_by_text("Gespeichert: 1 Person geändert.")).to_be_visible()
    seconds = time.monotonic() - began
    expect(page.get_by_role("radiogroup", name=re.compile(name)).get_by_label("fehlt")).to_be_checked()
    return seconds


def state(page: Page, name: str) -> None:
    """The trainer says that there is a sick note, once."""
    line = page.get_by_role("listitem").filter(has_text=f"Fehlzeit von {name}")
    line.filter(has_text=formats.day(today())).get_by_role("link", name="Angeben").click()
    expect(page.get_by_text("nicht mehr zu ändern")).to_be_visible()
    fine(page)
    page.get_by_label("Eine Krankmeldung liegt uns vor").check(force=True)
    page.get_by_role("button", name="Verbindlich angeben").click()
    expect(page.get_by_text("Krankmeldung liegt dem Betrieb vor").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Etwas angeben"))).to_have_count(0)
    assert "Grund nennen" not in page.content()


def decide(page: Page, name: str) -> None:
    """The teacher reads what was said, and decides."""
    row = page.get_by_role("row").filter(has_text=name).filter(has_text=formats.day(today()))
    expect(row.get_by_text("Krankmeldung liegt dem Betrieb vor")).to_be_visible()
    expect(row.get_by_text("abgemeldet am")).to_be_visible()
    row.get_by_label("entschuldigt", exact=True).check()
    page.keyboard.press("s")
    expect(page.get_by_role("status").get_by_text("Entschieden: 1 Fehlzeit.")).to_be_visible()


def test_absent_this_morning(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    people, name = world["people"], world["first"]["name"]
    _open_absences(visit(people["head_of_school"], f"/regeln/raum/{world['team_room']}/"))
    report(visit(people["apprentice"], "/", size=PHONE))
    teacher = visit(people["class_teacher"], day_of_class(world))
    record_property("seconds", round(take_over(teacher, name), 1))
    state(visit(people["trainer"], "/", size=PHONE), name)
    teacher.goto(f"/schulzeit/klasse/{world['class_room']}/fehlzeiten/offen/")
    decide(teacher, name)


def test_a_lesson_is_recorded_by_keyboard(visit: Callable[..., Page], world: Known) -> None:
    teacher = visit(world["people"]["class_teacher"], day_of_class(world, ago=1))
    teacher.get_by_role("navigation", name="Ganzer Tag oder einzelne Stunde").get_by_role("link").nth(
        2
    ).click()
    teacher.wait_for_url(re.compile("stunde="))
    for key in ("j", "f", "s"):
        teacher.keyboard.press(key)
    expect(teacher.get_by_role("status").get_by_text("Gespeichert: 1 Person geändert.")).to_be_visible()
    teacher.keyboard.press("?")
    expect(teacher.get_by_role("dialog")).to_contain_text("fehlt")
    teacher.keyboard.press("Escape")
    assert violations(teacher) == []
    teacher.set_viewport_size({"width": 390, "height": 844})
    assert too_wide(teacher) == []


def test_a_notice_is_taken_back_without_script(visit: Callable[..., Page], world: Known) -> None:
    page = visit(
        world["people"]["guardian"], f"/schulzeit/{world['first']['room']}/fehlzeiten/abmelden/", script=False
    )
    day = (today() + timedelta(days=9)).isoformat()
    page.get_by_label("Erster Tag").fill(day)
    page.get_by_role("button", name="Vom Unterricht abmelden").click()
    line = page.get_by_role("listitem").filter(has_text=formats.day(today() + timedelta(days=9)))
    line.get_by_role("button").click()
    expect(page.get_by_text("Die Abmeldung ist zurückgenommen.")).to_be_visible()
