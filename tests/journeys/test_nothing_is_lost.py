"""Two tabs, no network, a dead server: what was typed is there, and no version silently replaces another."""

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.looking import Watch
from tests.journeys.stage import Known, Stage
from tests.journeys.words import SAVED, days_of, status_of, text_of

COPIES = "Object.keys(localStorage).filter(key => key.startsWith('zk-draft:')).length"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("d")


@pytest.fixture
def quiet(world: Known) -> str:
    """The address of a week nobody has begun, another one for each journey."""
    first = world["first"]
    return f"/nachweis/{first['room']}/{first['quiet'].pop()}/"


@pytest.fixture
def tab(visit: Callable[..., Page], world: Known, quiet: str) -> Page:
    """The apprentice's tab with a week whose Monday says "Erste Fassung"."""
    page = visit(world["people"]["apprentice"], quiet)
    write(page, "Erste Fassung")
    expect(status_of(page)).to_have_text(SAVED)
    page.reload()
    return page


def write(page: Page, text: str, day: int = 0) -> None:
    """The day's text is typed and left."""
    text_of(page, day).fill(text)
    text_of(page, day).blur()


def key_of(page: Page) -> str:
    """The name of the browser's copy of the first day's text."""
    return text_of(page).evaluate(
        "one => `zk-draft:${document.body.dataset.person}:${one.form.dataset.autosaveKey}:${one.name}`"
    )


@pytest.fixture
def stored(visit: Callable[..., Page], world: Known, quiet: str) -> Callable[[], str]:
    """Returns what the server has, as a device shows it that has no copies of its own."""

    def read() -> str:
        fresh = visit(world["people"]["apprentice"], quiet, script=False)
        return text_of(fresh).input_value()

    return read


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ("Meine Fassung behalten", "Vom Laptop"),
        ("Andere übernehmen", "Vom Handy"),
        ("Beide zusammenfügen", "Vom Handy\nVom Laptop"),
    ],
)
def test_same_text_in_two_tabs_is_shown_twice_and_one_chooses(
    tab: Page, watch: Watch, quiet: str, stored: Callable[[], str], choice: str, result: str
) -> None:
    watch.expected.append("409")
    other = tab.context.new_page()
    other.goto(quiet)
    write(other, "Vom Handy")
    expect(status_of(other)).to_have_text(SAVED)
    write(tab, "Vom Laptop")
    merge = days_of(tab).first.get_by_role("alert")
    expect(merge.locator("blockquote")).to_have_text(["Vom Laptop", "Vom Handy"])
    assert stored() == "Vom Handy"
    merge.get_by_role("button", name=choice).click()
    expect(text_of(tab)).to_have_value(result)
    expect(status_of(tab)).to_have_text(SAVED)
    expect(merge.locator("blockquote")).to_have_count(0)
    assert stored() == result


def test_different_fields_in_two_tabs_merge_without_a_question(tab: Page, quiet: str) -> None:
    other = tab.context.new_page()
    other.goto(quiet)
    days_of(other).first.get_by_label("Zeit").fill("6:15")
    days_of(other).first.get_by_label("Zeit").blur()
    expect(days_of(other).first.get_by_text(SAVED)).to_be_visible()
    write(tab, "Nur der Text")
    expect(status_of(tab)).to_have_text(SAVED)
    tab.reload()
    expect(text_of(tab)).to_have_value("Nur der Text")
    expect(days_of(tab).first.get_by_label("Zeit")).to_have_value("6:15")


def test_text_written_offline_survives_a_closed_tab_and_is_saved_later(
    tab: Page, watch: Watch, quiet: str, stored: Callable[[], str]
) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    tab.context.set_offline(True)
    write(tab, "Im Keller ohne Netz")
    expect(status_of(tab)).to_contain_text("Offline – wird gespeichert, sobald Sie Verbindung haben")
    tab.close(run_before_unload=False)
    tab.context.set_offline(False)
    again = tab.context.new_page()
    again.goto(quiet)
    expect(text_of(again)).to_have_value("Im Keller ohne Netz")
    expect(status_of(again)).to_contain_text(
        "Gespeichert"
    )  # with the time, unless the closing tab's last word arrived
    assert again.evaluate(COPIES) == 0
    assert stored() == "Im Keller ohne Netz"


def test_text_that_arrived_without_its_answer_is_said_to_be_saved(tab: Page, quiet: str) -> None:
    """The tab died between the server's saving and the answer: its copy is still here, and nothing is left to send."""
    tab.evaluate(
        "at => localStorage.setItem(at, JSON.stringify({base: '', value: 'Erste Fassung', at: Date.now()}))",
        key_of(tab),
    )
    posts: list[str] = []
    tab.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    tab.reload()
    expect(status_of(tab)).to_have_text("Gespeichert")
    assert tab.evaluate(COPIES) == 0
    assert posts == []


def test_a_text_whose_answer_breaks_off_is_sent_again(tab: Page, stored: Callable[[], str]) -> None:
    tab.evaluate("""() => {
      const real = window.fetch;
      window.fetch = async (...all) => {
        const { status, headers } = await real(...all);
        window.fetch = real;
        return new Response(new ReadableStream({ start: (one) => one.error(new TypeError("broken")) }), { status, headers });
      };
    }""")
    write(tab, "Mitten im Satz")
    expect(status_of(tab)).to_have_text("Nicht gespeichert – wird wiederholt")
    expect(status_of(tab)).to_have_text(SAVED)
    assert tab.evaluate(COPIES) == 0
    assert stored() == "Mitten im Satz"


def test_a_text_on_its_way_goes_along_when_the_week_is_submitted(tab: Page, quiet: str) -> None:
    """Saved beside the form it would come too late and be refused, while the page still stands there."""
    saving: list[Route] = []

    def hold(route: Route) -> None:
        saving.append(route)

    def submit(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        answer = route.fetch(max_redirects=0)
        with suppress(Error):  # given up meanwhile
            saving[0].continue_()
        time.sleep(0.5)
        return route.fulfill(response=answer)

    tab.route(f"**{quiet}feld/", hold)
    tab.route(f"**{quiet}", submit)
    write(tab, "Im letzten Augenblick")
    expect(status_of(tab)).to_have_text("Wird gespeichert …")
    tab.get_by_role("button", name="Woche einreichen").click()
    expect(tab.get_by_text("Ihr Betrieb findet sie")).to_be_visible()
    expect(tab.get_by_text("Im letzten Augenblick", exact=True)).to_be_visible()
    assert len(saving) == 1


def test_text_is_sent_when_the_network_is_back(tab: Page, watch: Watch, stored: Callable[[], str]) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    tab.context.set_offline(True)
    write(tab, "Unterwegs")
    expect(status_of(tab)).to_contain_text("Offline")
    tab.context.set_offline(False)
    expect(status_of(tab)).to_have_text(SAVED)
    assert stored() == "Unterwegs"


def test_server_that_is_overloaded_is_tried_again(tab: Page, watch: Watch, stored: Callable[[], str]) -> None:
    watch.expected.append("503")
    tab.route("**/feld/", lambda route: route.fulfill(status=503, body=""))
    write(tab, "Noch einmal")
    expect(status_of(tab)).to_have_text("Nicht gespeichert – wird wiederholt")
    tab.unroute("**/feld/")
    expect(status_of(tab)).to_have_text(SAVED)
    assert stored() == "Noch einmal"


def test_nothing_is_lost_when_the_server_dies_in_between(tab: Page, watch: Watch, site: Stage) -> None:
    watch.expected += ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"]
    site.stop_serving()
    try:
        write(tab, "Während der Störung", day=0)
        write(tab, "Auch am Dienstag", day=1)
        expect(status_of(tab, 1)).to_have_text(re.compile("wird wiederholt"))
        assert tab.evaluate(COPIES) == 2
    finally:
        site.serve_again()
    expect(status_of(tab, 0)).to_have_text(SAVED, timeout=20_000)
    expect(status_of(tab, 1)).to_have_text(SAVED, timeout=20_000)
    tab.reload()
    expect(text_of(tab, 0)).to_have_value("Während der Störung")
    expect(text_of(tab, 1)).to_have_value("Auch am Dienstag")


def test_text_of_the_person_before_is_gone_after_signing_out(tab: Page, watch: Watch) -> None:
    watch.expected.append("ERR_FAILED")
    tab.route("**/feld/", lambda route: route.abort())
    write(tab, "Nur für mich")
    expect(status_of(tab)).to_contain_text("wird wiederholt")
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.locator("details[data-menu] summary").click()
    tab.get_by_role("button", name="Abmelden").click()
    expect(tab).to_have_url(re.compile("/konto/login/"))
    assert tab.evaluate(COPIES) == 0
