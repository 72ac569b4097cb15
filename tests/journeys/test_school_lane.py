"""A Lernfeld is moved by keys alone, by mouse, by finger, and without script; what the checks say stands there at once; families read it."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage
from tests.journeys.test_planning import draw, middle

LENGTH = 6
CHECK = "**/entwurf/pruefen/"
LONGER = "<p>Bitte prüfen.</p>" * 12


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own: its class has a published version and a draft with one Lernfeld."""
    return site.world("i")


@pytest.fixture
def fields(world: Known) -> str:
    return f"/planung/klasse/{world['class_room']}/lernfelder/"


def draft(visit: Callable[..., Page], world: Known, fields: str) -> Page:
    """The class teacher opens the draft."""
    return visit(world["people"]["class_teacher"], f"{fields}entwurf/")


def columns(page: Page) -> list[tuple[str, int]]:
    """Returns Monday and school days of each week of the picture."""
    return json.loads(page.locator("[data-lane-picture]").get_attribute("data-weeks") or "")


def school_weeks(page: Page) -> list[int]:
    """Returns the numbers of the first columns in a row that all have school."""
    days = [number for _, number in columns(page)]
    first = next(n for n in range(len(days)) if all(days[n : n + LENGTH]) and len(days) >= n + LENGTH)
    return list(range(first, first + LENGTH))


def lay(page: Page, *lines: tuple[int, int, int]) -> None:
    """The exact form says these weeks (columns) and hours of the first Lernfeld, all other lines nothing."""
    mondays = [monday for monday, _ in columns(page)]
    for name in ("von", "bis"):
        for number in range(len(lines), page.locator(f"[name={name}]").count()):
            page.locator(f"[name={name}]").nth(number).select_option("")
    for number, (first, last, hours) in enumerate(lines):
        page.locator("[name=von]").nth(number).select_option(mondays[first])
        page.locator("[name=bis]").nth(number).select_option(mondays[last])
        page.locator("[name=stunden]").nth(number).fill(str(hours))


def settled(page: Page) -> None:
    """The server has said what the form as it stands means."""
    expect(page.locator("#lane-bild")).not_to_have_attribute("aria-busy", "true")


def monday_of(page: Page, number: int) -> str:
    """The Monday of that column, as the form says it."""
    return columns(page)[number][0]


def laid_and_held(page: Page) -> tuple[list[int], list[Route]]:
    """Returns the columns with school, the first two of which have a bar, and the server's answers, which do not arrive from now on."""
    at = school_weeks(page)
    lay(page, (at[0], at[1], 40))
    settled(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(CHECK, hold)
    return at, held


def answer(page: Page, held: list[Route], checks: str) -> None:
    """The server's answer arrives now, with these checks instead of its own."""
    while not held:
        page.wait_for_timeout(20)
    route = held.pop()
    found = route.fetch()
    text = re.sub(r'(<div id="lane-pruefung">).*(</div>)', rf"\1{checks}\2", found.text(), flags=re.DOTALL)
    with page.expect_response(route.request.url):
        route.fulfill(response=found, body=text)
    page.wait_for_timeout(100)


def weeks_of(bar: Locator) -> tuple[int, int]:
    return int(bar.get_attribute("data-first") or -1), int(bar.get_attribute("data-last") or -1)


def bar(page: Page) -> Locator:
    return page.locator("[data-bar]").first


def expect_at(page: Page, first: int, last: int) -> None:
    """The bar stands in these columns, also in the form, after the server has answered."""
    expect(bar(page)).to_have_attribute("data-first", str(first))
    expect(bar(page)).to_have_attribute("data-last", str(last))
    mondays = [monday for monday, _ in columns(page)]
    expect(page.locator("[name=von]").first).to_have_value(mondays[first])
    expect(page.locator("[name=bis]").first).to_have_value(mondays[last])
    settled(page)


def status(page: Page) -> Locator:
    return page.locator("[data-lane-status]")


def save(page: Page) -> None:
    """The page stands there anew: what an earlier saving said is gone."""
    settled(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()


def test_a_lernfeld_is_moved_by_keys_alone(visit: Callable[..., Page], world: Known, fields: str) -> None:
    page = draft(visit, world, fields)
    at = school_weeks(page)
    lay(page, (at[0], at[1], 40))
    save(page)
    bar(page).focus()
    page.keyboard.press("ArrowRight")
    expect_at(page, at[1], at[2])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect_at(page, at[2], at[4])
    expect(status(page)).to_contain_text("Noch nicht gespeichert.")
    page.keyboard.press("Control+ArrowRight")
    expect_at(page, at[3], at[4])
    expect(page.locator(":focus")).to_have_attribute("data-bar", "0")
    page.keyboard.press("Control+z")
    expect_at(page, at[2], at[4])
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", "von")
    save(page)
    expect_at(page, at[2], at[4])
    bar(page).focus()
    page.keyboard.press("z")
    expect(page.get_by_role("status").get_by_text("Rückgängig gemacht.")).to_be_visible()
    expect_at(page, at[0], at[1])


def test_undo_by_key_while_a_saving_is_on_its_way_undoes_nothing_older(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = draft(visit, world, fields)
    at = school_weeks(page)
    lay(page, (at[0], at[0], 40))
    save(page)
    lay(page, (at[1], at[3], 40))
    settled(page)
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route("**/lernfelder/**", hold)
    page.locator("h1").click()
    page.keyboard.press("s")
    page.keyboard.press("z")
    page.wait_for_timeout(200)
    with page.expect_navigation():
        for request in on_their_way:
            request.continue_()
    expect_at(page, at[1], at[3])


def test_what_the_checks_say_moves_nothing_away_from_finger_and_eyes(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = draft(visit, world, fields)
    _, answers = laid_and_held(page)
    hours = page.locator("[name=stunden]").first
    hours.fill("41")
    hours.evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 350)")
    hours.press("Tab")
    hours.focus()
    stood = hours.bounding_box()
    answer(page, answers, LONGER)
    settled(page)
    assert hours.bounding_box() == pytest.approx(stood, abs=1), "the field stays where one types"
    hours.fill("42")
    button = page.get_by_role("button", name="Entwurf speichern")
    page.evaluate("scrollTo(0, document.body.scrollHeight); scrollBy(0, -60)")
    stood = button.bounding_box()
    assert stood
    page.mouse.move(stood["x"] + 40, stood["y"] + 22)
    page.mouse.down()
    answer(page, answers, LONGER * 2)
    assert button.bounding_box() == pytest.approx(stood, abs=1), "nothing moves between press and click"
    with page.expect_navigation():
        page.mouse.up()
    expect(page.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()


def test_an_answer_that_came_during_a_press_is_shown_after_it(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = draft(visit, world, fields)
    at, answers = laid_and_held(page)
    page.locator("[name=bis]").first.select_option(monday_of(page, at[2]))
    page.mouse.move(5, 300)
    page.mouse.down()
    answer(page, answers, "")
    page.unroute(CHECK)
    expect(page.locator("#lane-bild")).to_have_attribute("aria-busy", "true")
    page.mouse.up()
    settled(page)
    assert weeks_of(bar(page)) == (at[0], at[2])


def test_a_lernfeld_is_moved_and_stretched_by_mouse_and_what_is_odd_is_said_at_once(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = visit(world["people"]["subject_teacher"], f"{fields}entwurf/")
    at = school_weeks(page)
    lay(page, (at[0], at[1], 20))
    expect(page.locator("#lane-pruefung")).to_contain_text("20 von 40 Stunden geplant. Es fehlen noch 20.")
    save(page)
    drag(page, 0.5, by=2)
    expect_at(page, at[2], at[3])
    drag(page, 0.98, by=2)
    expect_at(page, at[2], at[5])
    drag(page, 0.02, by=1)
    expect_at(page, at[3], at[5])
    page.get_by_role("button", name="LF 6: Zeitraum dazu").click()
    expect(page.locator("[data-bar]")).to_have_count(2)
    expect(page.locator("#lane-pruefung")).not_to_contain_text("Es fehlen noch")
    page.get_by_role("button", name="Schritt zurück").click()
    expect(page.locator("[data-bar]")).to_have_count(1)
    bar(page).focus()
    page.keyboard.press("Delete")
    expect(page.locator("#lane-pruefung")).to_contain_text("LF 6 steht noch in keiner Woche.")
    assert violations(page) == []
    page.get_by_role("button", name="Schritt zurück").click()
    save(page)
    expect_at(page, at[3], at[5])


def drag(page: Page, share: float, *, by: int) -> None:
    """The mouse takes the bar at that share of its width and goes so many weeks on."""
    settled(page)
    bar(page).scroll_into_view_if_needed()
    box = bar(page).locator("rect").bounding_box()
    row = page.locator("[data-row]").first.bounding_box()
    assert box
    assert row
    week = row["width"] / len(columns(page))
    x, y = box["x"] + box["width"] * share, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by * week / 2, y)
    page.mouse.move(x + by * week, y)
    page.mouse.up()


def test_a_finger_moves_a_bar_and_scrolls_beside_it(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = visit(
        world["people"]["class_teacher"], f"{fields}entwurf/", size=PHONE, has_touch=True, is_mobile=True
    )
    at = school_weeks(page)
    lay(page, (at[0], at[2], 40))
    settled(page)
    expect(bar(page)).to_have_attribute("data-last", str(at[2]))
    bar(page).scroll_into_view_if_needed()
    finger = page.context.new_cdp_session(page)
    row = page.locator("[data-row]").first.bounding_box()
    assert row
    week = row["width"] / len(columns(page))
    x, y = middle(bar(page).locator("rect"))
    draw(finger, (x, y), (x + 2 * week, y))
    expect_at(page, at[2], at[4])
    above = page.evaluate("scrollY")
    x, y = middle(page.locator(".zk-fields-legend"))
    draw(finger, (x, y), (x, y - 200))
    page.wait_for_function("above => scrollY !== above", arg=above)
    expect_at(page, at[2], at[4])
    assert violations(page) == []
    assert too_wide(page) == []


def test_on_the_phone_what_the_checks_say_has_room_for_words(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = visit(world["people"]["class_teacher"], f"{fields}entwurf/", size=PHONE)
    page.locator("[name=stunden]").first.fill("39")
    expect(status(page)).to_contain_text("Noch nicht gespeichert.")
    box = status(page).bounding_box()
    assert box
    assert (box["width"] > 120, box["x"] + box["width"] <= PHONE[0]) == (True, True)


def test_without_script_the_exact_form_is_enough(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = visit(world["people"]["head_of_school"], f"{fields}entwurf/", size=PHONE, script=False)
    at = school_weeks(page)
    lay(page, (at[1], at[2], 50))
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    assert weeks_of(bar(page)) == (at[1], at[2])
    expect(page.locator("#lane-pruefung")).to_contain_text("das sind 10 mehr")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Rückgängig gemacht.")).to_be_visible()


def test_a_version_is_published_and_firm_and_family_read_it(
    visit: Callable[..., Page], world: Known, fields: str
) -> None:
    page = draft(visit, world, fields)
    at = school_weeks(page)
    lay(page, (at[4], at[5], 40))
    save(page)
    page.get_by_role("link", name="Veröffentlichen").click()
    page.get_by_label("Was ist neu?").fill("LF 6 liegt jetzt im Block davor.")
    assert violations(page) == []
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("status").get_by_text("ist veröffentlicht")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Alle Fassungen").click()
    expect(page.get_by_role("region", name=re.compile("Fassung 2"))).to_contain_text("LF 6")
    assert violations(page) == []
    for person in ("trainer", "second_apprentice", "guardian"):
        reader = visit(world["people"][person], fields, size=PHONE)
        expect(reader.get_by_text("LF 6 liegt jetzt im Block davor.")).to_be_visible()
        expect(reader.get_by_role("list", name="Lernfelder")).to_contain_text("Anfragen bearbeiten")
        expect(reader.get_by_role("button", name="Neue Fassung vorbereiten")).to_have_count(0)
        assert too_wide(reader) == []
    assert violations(reader) == []
    reader = visit(world["people"]["trainer"], fields)
    expect(reader.get_by_role("table", name="Lernfelder nach Wochen")).to_be_visible()
    assert violations(reader) == []
