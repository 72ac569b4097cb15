"""The calendar: a trainer's question on one phone screen, days and weeks by keyboard and without script, one sheet of paper."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage
from tests.world_days import cancelled_monday
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of

# On that Monday one lesson of two is cancelled, and there is an exam (tests/world_schedule.py). On Sundays it is the one after the next.
MONDAY = cancelled_monday()
PAGES = re.compile(rb"/Type\s*/Page[^s]")
MANY = """wanted => {
    const body = document.querySelector(".zk-cal-grid tbody:last-of-type");
    const row = body.rows[body.rows.length - 1];
    while (document.querySelectorAll(".zk-cal-grid tbody tr").length < wanted) body.append(row.cloneNode(true));
}"""


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """These journeys only look."""
    return site.world("a")


def at(path: str, day: date = MONDAY, **values: str) -> str:
    more = "".join(f"&{key}={value}" for key, value in values.items())
    return f"/kalender/{path}?tag={day.isoformat()}{more}"


def addresses(world: Known) -> dict[str, str]:
    """Returns one address of each kind of calendar, by who opens it."""
    room, klass = world["first"]["room"], world["class_room"]
    return {
        at("auszubildende/"): "trainer",
        at("auszubildende/tag/"): "class_teacher",
        at("schuljahr/"): "trainer",
        at("klassen/"): "head_of_school",
        at("unterricht/"): "class_teacher",
        at(f"klasse/{klass}/"): "apprentice",
        at(f"klasse/{klass}/schuljahr/"): "class_teacher",
        at(f"ausbildung/{room}/"): "apprentice",
        at(f"ausbildung/{room}/", ansicht="tag"): "guardian",
        at(f"ausbildung/{room}/schuljahr/"): "trainer",
    }


def test_every_calendar_is_accessible_on_phone_and_desk_light_and_dark(
    visit: Callable[..., Page], world: Known
) -> None:
    faults = []
    for path, who in addresses(world).items():
        page = visit(world["people"][who], path, size=PHONE)
        faults += [f"{path} phone: {one}" for one in (*violations(page), *too_wide(page))]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        faults += [f"{path} dark desk: {one}" for one in (*violations(page), *too_wide(page))]
        for width in (320, *PHONE[:1], *DESKTOP[:1]):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
            faults += [f"{path} {width} px, 200 %: {one}" for one in too_wide(page)]
    assert not faults, "\n".join(faults)


def test_a_trainer_answers_who_is_at_school_on_one_phone_screen(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    page = visit(world["people"]["trainer"], "/", size=PHONE)
    began = time.monotonic()
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Kalender").click()
    expect(page.get_by_role("row").filter(has_text=world["first"]["name"])).to_be_visible()
    seconds = time.monotonic() - began
    record_property("seconds", round(seconds, 1))
    assert seconds < 5
    for weeks in range(1, (MONDAY - monday_of(today())).days // 7 + 1):
        page.get_by_role("link", name=formats.week(monday_of(today()) + timedelta(weeks=weeks))).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=world["first"]["name"]))
    cell = row.get_by_role("cell").first
    expect(cell).to_contain_text("Schule")
    expect(cell).to_contain_text("Prüfung")
    expect(cell).to_contain_text("1 Stunde fällt aus")
    # With five such rows, table and changes end above the navigation at the foot.
    page.evaluate(MANY, 5)
    box = page.locator(".zk-cal-box").bounding_box()
    assert box
    assert box["y"] + box["height"] < 620


def test_from_the_week_to_the_day_and_back_by_keyboard(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["trainer"], at("auszubildende/"))
    page.keyboard.press("n")
    expect(page.locator(".zk-subtitle")).to_contain_text(formats.week(MONDAY + timedelta(days=7)))
    page.keyboard.press("p")
    expect(page.locator(".zk-subtitle")).to_contain_text(formats.week(MONDAY))
    page.get_by_role("link", name=f"Mo {MONDAY.day}.").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Wer ist hier?")).to_be_visible()
    expect(page.get_by_role("list", name="In der Berufsschule")).to_contain_text(world["first"]["name"])
    page.keyboard.press("h")
    expect(page.locator(".zk-subtitle")).to_contain_text(f"{formats.day(today())} {today().year}")
    page.get_by_role("link", name="Woche", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".zk-subtitle")).to_contain_text(formats.week(monday_of(today())))


def test_everything_works_without_script(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["apprentice"], "/kalender/", size=PHONE, script=False)
    page.locator("summary", has_text="Anderer Tag").click()
    page.get_by_label("Tag", exact=True).fill(MONDAY.isoformat())
    page.get_by_role("button", name="Zeigen").click()
    expect(page.locator(".zk-subtitle")).to_contain_text(formats.week(MONDAY))
    day = page.get_by_role("region", name="Montag")
    expect(day).to_contain_text("entfällt")
    expect(day).to_contain_text("Klassenarbeit")
    day.get_by_role("link", name="Was heißt der Tag?").click()
    assert MONDAY.isoformat() in page.url
    page.go_back()
    page.get_by_role("link", name="Jahr", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Blockplan")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(formats.month(MONDAY)))).to_contain_text("Schule")


def test_today_stands_first_on_the_phone(visit: Callable[..., Page], world: Known) -> None:
    """Wednesday is made today, so that it is tried on every day of the week."""
    page = visit(world["people"]["apprentice"], at(f"klasse/{world['class_room']}/"), size=PHONE)
    days = page.locator(".zk-cal-day")
    days.nth(2).evaluate("one => one.classList.add('zk-cal-day--today')")
    tops = days.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert min(tops) == tops[2]
    assert sorted(tops[:2] + tops[3:]) == tops[:2] + tops[3:]


def test_each_calendar_is_one_sheet_of_paper_also_for_24_apprentices(
    visit: Callable[..., Page], world: Known
) -> None:
    counted = {}
    for path, who in addresses(world).items():
        page = visit(world["people"][who], path)
        if "/auszubildende/?" in path:
            page.evaluate(MANY, 24 + 3)
        counted[path] = len(PAGES.findall(page.pdf(prefer_css_page_size=True)))
    assert set(counted.values()) == {1}, counted
