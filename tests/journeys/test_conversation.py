"""A conversation in two browsers, one of them a phone on a slow line that goes away and comes back; a deputy takes over.

Nothing that was acknowledged is lost, nothing is there twice, and no page is loaded anew.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from tests.cli.processes import becomes
from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, looks_right
from tests.journeys.stage import Known, Stage, live_line_is_up
from tests.journeys.words import Thumb
from zweiklang.kernel.clock import today

COPIES = "Object.keys(localStorage).filter(key => key.startsWith('zk-outbox:')).length"
SUBJECT = "Termin vor der Prüfung"
# A line as in a workshop: half a second there and back, 6 kB a second down, 4 kB up.
SLOW = {"offline": False, "latency": 500, "downloadThroughput": 6_000, "uploadThroughput": 4_000}


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("aa")


@pytest.fixture
def talk(visit: Callable[..., Page], world: Known) -> tuple[Page, str]:
    """The teacher's page with a conversation with the trainer alone, just begun; and its address."""
    page = visit(
        world["people"]["class_teacher"], f"/nachrichten/gespraeche/neu/raum/{world['first']['room']}/"
    )
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox", name=re.compile("^Toni trainer aa1")).check()
    page.get_by_label("Worum geht es?").fill(SUBJECT)
    page.get_by_label("Ihre Nachricht").fill("Guten Tag, wann passt es Ihnen?")
    page.get_by_role("button", name="Senden").click()
    expect(said(page)).to_contain_text(["Guten Tag, wann passt es Ihnen?"])
    return page, urlsplit(page.url).path


def said(page: Page) -> Locator:
    """The messages of the thread, oldest first."""
    return page.locator("[data-thread-list] [data-message] p[class$='__text']")


def pending(page: Page) -> Locator:
    """What has not been sent yet, below the thread."""
    return page.get_by_role("list", name="Noch nicht gesendet").get_by_role("listitem")


def say(page: Page, text: str) -> None:
    field = page.get_by_label("Ihre Nachricht")
    field.fill(text)
    page.get_by_role("button", name="Senden").click()
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def mark(page: Page) -> None:
    """From now on a page that is loaded anew is found out; it is on the live line."""
    page.evaluate("window.sameVisit = true")
    expect(page.locator("body")).to_have_attribute("data-live-state", "on")


def was_not_loaded_anew(page: Page) -> None:
    assert page.evaluate("window.sameVisit") is True


def line_of(page: Page) -> CDPSession:
    """The page's line, to be made slow or cut."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    return line


@contextmanager
def cut(line: CDPSession, watch: Watch) -> Iterator[None]:
    """Inside the block there is no network; afterwards it is slow again."""
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED"]
    line.send("Network.emulateNetworkConditions", SLOW | {"offline": True})
    yield
    line.send("Network.emulateNetworkConditions", SLOW)


def test_a_conversation_is_live_survives_a_lost_line_and_a_deputy_takes_over(
    visit: Callable[..., Page], watch: Watch, world: Known, talk: tuple[Page, str]
) -> None:
    teacher, address = talk
    everything = ["Guten Tag, wann passt es Ihnen?"]
    phone = visit(world["people"]["trainer"], "/nachrichten/", size=PHONE)
    line = line_of(phone)
    phone.get_by_role("link", name=SUBJECT).click()
    expect(phone).to_have_url(re.compile(address))
    for page in (teacher, phone):
        mark(page)
    both_talk(teacher, phone, everything)
    the_line_is_lost(teacher, phone, cut(line, watch), everything)
    for page in (teacher, phone):
        was_not_loaded_anew(page)
        looks_right(page)
    deputy = the_deputy_comes(visit, world, address)
    say(deputy, "Ich vertrete Toni diese Woche.")
    everything.append("Ich vertrete Toni diese Woche.")
    for page in (teacher, phone):
        expect(said(page)).to_have_text(everything)
        was_not_loaded_anew(page)
    fresh = visit(world["people"]["trainer"], address, script=False)
    expect(said(fresh)).to_have_text(everything)
    assert [page.evaluate(COPIES) for page in (teacher, phone, deputy)] == [0, 0, 0]


def both_talk(teacher: Page, phone: Page, everything: list[str]) -> None:
    """What one says stands at the other, and once at both."""
    for page, text in (
        (phone, "Am Montag um 8 Uhr."),
        (teacher, "Da ist Schule."),
        (phone, "Dann Dienstag?"),
    ):
        say(page, text)
        everything.append(text)
        for one in (teacher, phone):
            expect(said(one)).to_have_text(everything)


def the_line_is_lost(teacher: Page, phone: Page, lost: Any, everything: list[str]) -> None:
    """Both write on meanwhile. What was written without a line waits in the phone, and goes out by itself."""
    with lost:
        say(phone, "Ich bin gerade im Keller.")
        say(phone, "Hier ist kein Netz.")
        expect(pending(phone)).to_have_count(2)
        expect(pending(phone).first).to_contain_text("Offline – wird gesendet, sobald Sie Verbindung haben")
        say(teacher, "Dienstag um 9 Uhr passt.")
        everything.append("Dienstag um 9 Uhr passt.")
        expect(said(teacher)).to_have_text(everything)
        expect(said(phone)).to_have_count(len(everything) - 1)
    everything += ["Ich bin gerade im Keller.", "Hier ist kein Netz."]
    expect(pending(phone)).to_have_count(0, timeout=20_000)
    expect(said(teacher)).to_have_text(everything)
    expect(said(phone)).to_have_text(everything, timeout=20_000)


def the_deputy_comes(visit: Callable[..., Page], world: Known, address: str) -> Page:
    """The manager stands in for the trainer from today on, and finds the conversation with what was said in it."""
    deputy = visit(world["people"]["training_manager"], "/organisation/")
    deputy.goto(f"{urlsplit(deputy.url).path}zustaendigkeiten/vertretung/")
    deputy.get_by_label("Wer vertritt?").select_option(
        deputy.get_by_role("option", name=re.compile("training_manager")).first.get_attribute("value") or ""
    )
    deputy.get_by_label("Bis").fill((today() + timedelta(days=6)).isoformat())
    deputy.get_by_role("button", name="Vertretung eintragen").click()
    deputy.goto(address)
    expect(deputy.get_by_text(re.compile("Vertritt Toni"))).to_be_visible()
    mark(deputy)
    return deputy


def test_what_one_tab_says_stands_in_the_other(talk: tuple[Page, str]) -> None:
    one, address = talk
    other = one.context.new_page()
    other.goto(address)
    for page in (one, other):
        mark(page)
    say(one, "Aus dem ersten Fenster.")
    say(other, "Aus dem zweiten Fenster.")
    for page in (one, other):
        expect(said(page)).to_have_text(
            ["Guten Tag, wann passt es Ihnen?", "Aus dem ersten Fenster.", "Aus dem zweiten Fenster."]
        )
        was_not_loaded_anew(page)


def test_what_was_not_sent_before_the_tab_closed_is_sent_by_the_next_one(
    talk: tuple[Page, str], watch: Watch
) -> None:
    page, address = talk
    watch.expected.append("ERR_FAILED")
    page.route(
        "**/gespraeche/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    say(page, "Bitte nicht vergessen.")
    expect(pending(page)).to_contain_text("Nicht gesendet – wird wiederholt")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(address)
    expect(said(again)).to_contain_text(["Guten Tag, wann passt es Ihnen?", "Bitte nicht vergessen."])
    assert again.evaluate(COPIES) == 0


def test_an_answer_that_is_lost_makes_no_second_message(talk: tuple[Page, str], watch: Watch) -> None:
    """The server has it, the browser does not know: the same id comes again, and counts once."""
    page, address = talk
    watch.expected.append("ERR_FAILED")
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/gespraeche/**", lose_first)
    say(page, "Einmal genügt.")
    expect(pending(page)).to_have_count(0, timeout=20_000)
    page.goto(address)
    assert len(lost) == 1
    expect(said(page)).to_have_text(["Guten Tag, wann passt es Ihnen?", "Einmal genügt."])


def test_a_text_the_server_refuses_comes_back_to_be_changed(talk: tuple[Page, str], watch: Watch) -> None:
    page, _ = talk
    watch.expected.append("422")
    long = "Wort " * 1000 + "zu viel"
    page.get_by_label("Ihre Nachricht").evaluate("field => field.removeAttribute('maxlength')")
    say(page, long)
    expect(pending(page)).to_contain_text("Bitte kürzer: höchstens 5000 Zeichen.")
    page.get_by_role("button", name="Text bearbeiten").click()
    expect(page.get_by_label("Ihre Nachricht")).to_have_value(long)
    expect(pending(page)).to_have_count(0)
    say(page, "Kurz.")
    expect(said(page).last).to_have_text("Kurz.")


def test_unsent_texts_are_gone_after_signing_out(talk: tuple[Page, str], watch: Watch) -> None:
    page, _ = talk
    watch.expected.append("ERR_FAILED")
    page.route("**/gespraeche/**", lambda route: route.abort())
    say(page, "Nur auf diesem Gerät.")
    expect(pending(page)).to_contain_text("wird wiederholt")
    assert page.evaluate(COPIES) == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(re.compile("/konto/login/"))
    assert page.evaluate(COPIES) == 0


def test_the_counter_in_the_menu_grows_without_a_reload(
    visit: Callable[..., Page], world: Known, talk: tuple[Page, str]
) -> None:
    teacher, _ = talk
    trainer = visit(world["people"]["trainer"], "/hilfe/", size=DESKTOP)
    mark(trainer)
    counter = trainer.locator("[data-inbox-count]").first
    expect(counter).to_be_visible()
    before = int(counter.inner_text())
    other = begin_another(teacher, world)
    expect(counter).to_have_text(str(before + 1))
    was_not_loaded_anew(trainer)
    trainer.context.new_page().goto(other)
    expect(counter).to_have_text(str(before))


def begin_another(page: Page, world: Known) -> str:
    """The teacher begins one more conversation with the same people; returns its address."""
    page.goto(f"/nachrichten/gespraeche/neu/raum/{world['first']['room']}/")
    page.get_by_label("Worum geht es?").fill("Noch etwas")
    page.get_by_label("Ihre Nachricht").fill("Eine zweite Frage.")
    page.get_by_role("button", name="Senden").click()
    expect(said(page)).to_have_text(["Eine zweite Frage."])
    return page.url


def kill_live_line(site: Stage) -> None:
    """The process that holds the streams is killed hard; its supervisor starts another."""
    found = []
    for process in psutil.Process(site.server.process.pid).children(recursive=True):
        with suppress(psutil.Error):
            if process.cmdline()[1:4] == ["-m", "zweiklang.cli", "live"]:
                found.append(process)
    assert found
    for process in found:
        with suppress(psutil.Error):
            process.kill()


def test_pages_find_the_live_line_again_after_its_process_died(
    visit: Callable[..., Page], watch: Watch, site: Stage, world: Known, talk: tuple[Page, str]
) -> None:
    teacher, address = talk
    trainer = visit(world["people"]["trainer"], address)
    watch.expected += [
        "ERR_CONNECTION_REFUSED",
        "ERR_INCOMPLETE_CHUNKED_ENCODING",
        "ERR_CONNECTION_RESET",
        "503",
    ]
    for page in (teacher, trainer):
        mark(page)
    kill_live_line(site)
    expect(teacher.locator("body")).not_to_have_attribute("data-live-state", "on")
    say(teacher, "Ist jemand da?")
    expect(said(teacher).last).to_have_text("Ist jemand da?")
    assert becomes(lambda: live_line_is_up(site.live_url), within=30)
    expect(said(trainer)).to_have_text(["Guten Tag, wann passt es Ihnen?", "Ist jemand da?"], timeout=40_000)
    for page in (teacher, trainer):
        expect(page.locator("body")).to_have_attribute("data-live-state", "on", timeout=40_000)
        was_not_loaded_anew(page)


def test_who_signs_out_loses_the_live_line(visit: Callable[..., Page], talk: tuple[Page, str]) -> None:
    page, _ = talk
    other = page.context.new_page()
    other.goto("/hilfe/")
    for one in (page, other):
        mark(one)
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(re.compile("/konto/login/"))
    expect(other.locator("body")).not_to_have_attribute("data-live-state", "on")


def test_conversation_about_one_apprentice_costs_five_taps_and_its_answer_three(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    """From Heute, both on a phone; the right people are chosen already."""
    subject, thumb = "Fehlzeiten im November", Thumb()
    firm, began = visit(world["people"]["trainer"], size=PHONE), time.monotonic()
    thumb.tap(firm.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Ausbildung"))
    thumb.tap(firm.locator("main").get_by_role("link", name=world["first"]["name"]).first)
    thumb.tap(firm.locator("main").get_by_role("link", name="Nachrichten", exact=True))
    thumb.tap(firm.get_by_role("link", name="Gespräch beginnen"))
    firm.get_by_label("Worum geht es?").fill(subject)
    firm.get_by_label("Ihre Nachricht").fill("Wann können wir telefonieren?")
    thumb.tap(firm.get_by_role("button", name="Senden"))
    expect(said(firm)).to_have_text(["Wann können wir telefonieren?"])
    record_property("seconds to begin", round(time.monotonic() - began, 1))
    assert thumb.taps == 5
    school, thumb, began = visit(world["people"]["class_teacher"], size=PHONE), Thumb(), time.monotonic()
    thumb.tap(
        school.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Nachrichten")
    )
    thumb.tap(school.locator("main").get_by_role("link", name=subject))
    school.get_by_label("Ihre Nachricht").fill("Heute bis 15 Uhr.")
    thumb.tap(school.get_by_role("button", name="Senden"))
    expect(said(school)).to_have_text(["Wann können wir telefonieren?", "Heute bis 15 Uhr."])
    took = time.monotonic() - began
    record_property("seconds to answer", round(took, 1))
    assert thumb.taps == 3
    assert took < 30
