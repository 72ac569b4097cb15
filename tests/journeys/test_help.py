"""Help in confidence: an apprentice asks on the phone, somebody answers, both leave at once, and nobody else sees any difference."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Known, Stage

SECRET = "Ich werde im Betrieb angeschrien und habe Angst."
REPLY = "Gut, dass Sie schreiben. Rufen Sie morgen an?"
MORE = "Ich bin bis 16 Uhr da."
INBOX = "/nachrichten/"
CALENDAR = re.compile(r"/kalender/|/schulzeit/")
# Who must see no difference, by capacity in the room of the apprentice.
OTHERS = (
    "trainer",
    "deputy_trainer",
    "training_manager",
    "class_teacher",
    "head_of_school",
    "guardian",
    "chamber_adviser",
)


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own, in which a Beratungslehrkraft and QuABB take messages."""
    found = site.world("ab")
    return {**found, "helpers": site.order("helpers", name="ab")}


def looks_right(page: Page) -> None:
    """Axe finds nothing, nothing is wider than the window, and the title says nothing."""
    assert violations(page) == []
    assert too_wide(page) == []
    assert page.title() == "Zweiklang"


def pages_of_others(world: Known) -> list[str]:
    """Every page of the product on which something about the apprentice, or of news, could stand."""
    room, school_class, team = world["first"]["room"], world["class_room"], world["team_room"]
    return [
        "/", INBOX, "/nachrichten/gespraeche/", "/ausbildung/", "/konto/daten/",
        "/suche/?q=Angst",
        f"/ausbildung/{room}/", f"/ausbildung/klasse/{school_class}/", f"/organisation/{team}/",
        f"/organisation/{team}/menschen/", f"/nachrichten/kontakte/eintraege/organisation/{team}/",
    ]  # fmt: skip


def shown_to(page: Page, paths: list[str]) -> dict[str, tuple[int, str]]:
    """Returns status and text of each page as this person gets it, without clock times."""
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer
        text = page.locator("body").inner_text()
        found[path] = (answer.status, re.sub(r"\d{1,2}:\d{2}", "", text))
    # The comparison is worth nothing where all of it was refused.
    assert [status for status, _ in found.values()].count(200) >= 5
    return found


def ask(page: Page) -> str:
    """From any page, by the line in the footer, to the first message; returns the case's address."""
    page.get_by_role("contentinfo").get_by_role("link", name="Ich brauche Hilfe").click()
    expect(page.get_by_role("heading", level=1, name="Hier bekommen Sie Hilfe")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="An Bea Vertraut schreiben").click()
    expect(page.get_by_text("Nur Bea Vertraut liest Ihre Nachricht.")).to_be_visible()
    looks_right(page)
    page.get_by_label("Ihre Nachricht").fill(SECRET)
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("list", name="Nachrichten")).to_contain_text(SECRET)
    looks_right(page)
    return page.url


def test_help_is_asked_for_and_given_and_nobody_else_sees_a_difference(
    visit: Callable[..., Page], world: Known, watch: Watch
) -> None:
    people, paths = world["people"], pages_of_others(world)
    watch.expected.extend(["status of 404", "status of 403"])
    others = {capacity: visit(people[capacity]) for capacity in OTHERS}
    before = {capacity: shown_to(page, paths) for capacity, page in others.items()}
    apprentice = visit(people["apprentice"], "/", size=PHONE)
    case = ask(apprentice)

    helper = visit(world["helpers"]["school"], INBOX)
    helper.locator("main").get_by_role("link", name="Nachricht", exact=True).click()
    expect(helper.get_by_role("list", name="Nachrichten")).to_contain_text(SECRET)
    looks_right(helper)
    helper.get_by_label("Ihre Nachricht").fill(REPLY)
    helper.get_by_role("button", name="Senden").click()
    expect(helper.get_by_role("list", name="Nachrichten")).to_contain_text(REPLY)

    # The apprentice has waited with the page open: the answer comes by itself, and is no news any more.
    expect(apprentice.get_by_role("list", name="Nachrichten")).to_contain_text(REPLY, timeout=20_000)
    apprentice.get_by_role("link", name="Schnell weg").click()
    expect(apprentice).to_have_url(CALENDAR)
    helper.get_by_label("Ihre Nachricht").fill(MORE)
    helper.get_by_role("button", name="Senden").click()
    expect(helper.get_by_role("list", name="Nachrichten")).to_contain_text(MORE)
    apprentice.goto(INBOX)
    expect(apprentice.locator("main")).not_to_contain_text("Vertraut")
    apprentice.locator("main").get_by_role("link", name="Nachricht", exact=True).first.click()
    expect(apprentice.get_by_role("list", name="Nachrichten")).to_contain_text(MORE)
    looks_right(apprentice)

    apprentice.goto("/nachrichten/gespraeche/")
    expect(apprentice.locator("main")).not_to_contain_text("Vertraut")
    after = {capacity: shown_to(page, paths) for capacity, page in others.items()}
    assert after == before
    for page in others.values():
        assert status_of(page, case) == 404


def status_of(page: Page, path: str) -> int:
    """Returns what this person is answered there."""
    answer = page.goto(path)
    assert answer
    return answer.status


def walk_back(page: Page) -> list[str]:
    """Returns what each step back shows, until there is none."""
    seen = []
    for _ in range(12):
        url = page.url
        if page.go_back() is None and page.url == url:
            break
        page.wait_for_load_state()
        seen.append(page.content())
    return seen


@pytest.mark.parametrize("way", ["button", "key", "no script"])
def test_leaving_help_at_once_leaves_nothing_to_go_back_to(
    visit: Callable[..., Page], world: Known, way: str
) -> None:
    page = visit(world["people"]["second_apprentice"], "/", size=PHONE, script=way != "no script")
    page.get_by_role("contentinfo").get_by_role("link", name="Ich brauche Hilfe").click()
    page.get_by_role("link", name="An Quirin Bleib").or_(
        page.get_by_role("link", name="Weiterschreiben mit Quirin Bleib")
    ).first.click()
    page.get_by_label("Ihre Nachricht").fill(SECRET)
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("list", name="Nachrichten")).to_contain_text(SECRET)
    if way == "key":
        page.get_by_label("Ihre Nachricht").fill("Noch nicht gesendet")
        page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Schnell weg").click()
    expect(page).to_have_url(CALENDAR)
    assert SECRET not in page.content()
    steps = walk_back(page)
    assert steps
    for content in steps:
        for word in (SECRET, "Hier bekommen Sie Hilfe", "Quirin Bleib", "Noch nicht gesendet"):
            assert word not in content, word
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Ich brauche Hilfe").click()
    expect(page.get_by_role("link", name="Quirin Bleib", exact=True)).to_be_visible()
