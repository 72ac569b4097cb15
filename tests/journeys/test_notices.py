"""What is new: one list and one counter in all open pages, done and taken back, how one wants to hear of it, and a device that is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Worker, expect

from tests.exchange.notices.push_service import Browser as Receiver
from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, looks_right
from tests.journeys.stage import Known, Stage
from zweiklang.exchange.notices.push.keys import encoded

SUBJECT = "Zwischenprüfung"
SETTINGS = "/konto/benachrichtigungen/"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("af")


def counter(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Hauptnavigation").locator("[data-inbox-count]")


def write(visit: Callable[..., Page], world: Known, subject: str) -> None:
    """The class teacher begins a conversation with the trainer alone."""
    page = visit(
        world["people"]["class_teacher"], f"/nachrichten/gespraeche/neu/raum/{world['first']['room']}/"
    )
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox", name=re.compile("trainer af1 ", re.IGNORECASE)).first.check()
    page.get_by_label("Worum geht es?").fill(subject)
    page.get_by_label("Ihre Nachricht").fill("Guten Tag")
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()


def all_done(page: Page) -> None:
    """Nothing is new, whatever the world began with."""
    page.goto("/nachrichten/")
    while page.get_by_role("button", name=re.compile("^Erledigt: ")).count():
        page.get_by_role("button", name=re.compile("^Erledigt: ")).first.click()
        page.wait_for_load_state()
    expect(page.get_by_text("Nichts Neues")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_counter_is_the_same_in_all_pages_and_done_is_done_everywhere(
    visit: Callable[..., Page], world: Known, size: tuple[int, int]
) -> None:
    trainer = world["people"]["trainer"]
    first = visit(trainer, "/nachrichten/", size=size)
    all_done(first)
    second = visit(trainer, "/ausbildung/", size=size)
    expect(counter(second)).to_be_hidden()
    subject = f"{SUBJECT} {size[0]}"
    write(visit, world, subject)
    for page in (first, second):
        expect(counter(page)).to_have_text("1")
    expect(first.get_by_role("link", name=re.compile(subject))).to_be_visible()
    looks_right(first)
    first.get_by_role("link", name=re.compile(subject)).click()
    expect(first.get_by_role("heading", name=subject)).to_be_visible()
    for page in (first, second):
        expect(counter(page)).to_be_hidden()


def test_done_is_taken_back_by_keyboard_and_without_script(visit: Callable[..., Page], world: Known) -> None:
    trainer = world["people"]["trainer"]
    page = visit(trainer, "/nachrichten/")
    all_done(page)
    write(visit, world, "Feierabend")
    page.goto("/nachrichten/")
    done = page.get_by_role("button", name=re.compile("^Erledigt: .*Feierabend"))
    done.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nichts Neues")).to_be_visible()
    looks_right(page)
    page.keyboard.press("z")
    expect(page.get_by_role("button", name=re.compile("^Erledigt: .*Feierabend"))).to_be_visible()
    plain = visit(trainer, "/nachrichten/", script=False)
    plain.get_by_role("button", name=re.compile("^Erledigt: .*Feierabend")).click()
    plain.get_by_role("button", name="Rückgängig").click()
    expect(plain.get_by_role("button", name=re.compile("^Erledigt: .*Feierabend"))).to_be_visible()


@pytest.mark.parametrize(
    ("who", "script"), [("deputy_trainer", True), ("guardian", False)], ids=["script", "plain"]
)
def test_wishes_are_chosen_on_one_page(
    visit: Callable[..., Page], watch: Watch, world: Known, who: str, script: bool
) -> None:
    watch.expected.append("422")
    page = visit(world["people"][who], SETTINGS, size=PHONE, script=script)
    page.get_by_label("Neue Nachrichten").select_option(label="täglich zusammengefasst")
    page.get_by_label("Ruhe ab").fill("20:00")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Bitte beide Uhrzeiten angeben").first).to_be_visible()
    page.get_by_label("Ruhe bis").fill("06:30")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Ihre Auswahl gilt ab jetzt.")).to_be_visible()
    expect(page.get_by_label("Neue Nachrichten")).to_have_value("daily")
    if script:
        looks_right(page)


def test_a_device_is_switched_on_told_and_switched_off(visit: Callable[..., Page], world: Known) -> None:
    """The push service is the browser's maker, whom no test calls: the browser's own part of it is played by keys of ours."""
    keys = Receiver()
    page = visit(world["people"]["training_manager"], SETTINGS, permissions=["notifications"])
    page.add_init_script(_subscribed(keys))
    page.reload()
    page.get_by_role("button", name="Dieses Gerät einschalten").click()
    expect(page.get_by_text("Dieses Gerät meldet sich ab jetzt")).to_be_visible()
    expect(page.get_by_role("list", name="Eingeschaltete Geräte").get_by_role("listitem")).to_have_count(1)
    looks_right(page)
    session, worker = page.context.new_cdp_session(page), _listened_to(page)
    _push(session, page, '{"title": "Zweiklang", "text": "2 neue Nachrichten", "href": "/nachrichten/"}')
    first = ["Zweiklang", "2 neue Nachrichten", "zweiklang", "/nachrichten/"]
    assert _shown(worker, 1) == [first]
    _push(session, page, "unreadable")
    again = ["Zweiklang", "Es gibt Neues.", "zweiklang", "/"]
    assert _shown(worker, 2) == [first, again], "the same tag: one for all that is new"
    page.get_by_role("button", name=re.compile("^Entfernen: ")).click()
    expect(page.get_by_text("Das Gerät bekommt keine Meldungen mehr.")).to_be_visible()


def _subscribed(keys: Receiver) -> str:
    """Script: the browser's subscription, with these keys, at a service the product knows."""
    return f"""
    PushManager.prototype.subscribe = async function (options) {{
      return {{
        endpoint: "https://fcm.googleapis.com/fcm/send/journey",
        options,
        unsubscribe: async () => true,
        toJSON: () => ({{ keys: {{ p256dh: "{keys.p256dh}", auth: "{encoded(keys.auth)}" }} }}),
      }};
    }};"""


def _push(session: CDPSession, page: Page, data: str) -> None:
    """The browser delivers a message to the product's own script for devices."""
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(20)
    origin = page.evaluate("location.origin")
    session.send(
        "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[0], "data": data}
    )
    session.send("ServiceWorker.disable")


def _listened_to(page: Page) -> Worker:
    """The product's script for devices; it keeps what the browser took from it.

    The list of what the screen shows is no witness: a browser without a screen clears it while it is read.
    """
    running = page.context.service_workers
    worker = running[0] if running else page.context.wait_for_event("serviceworker")
    worker.evaluate("""() => {
      self.shown = [];
      const show = self.registration.showNotification.bind(self.registration);
      self.registration.showNotification = async (title, options) => {
        await show(title, options);
        self.shown.push([title, options.body, options.tag, options.data.href]);
      };
    }""")
    return worker


def _shown(worker: Worker, count: int) -> list[list[str]]:
    """What the browser took, as soon as there are so many; after ten seconds, whatever there is."""
    return worker.evaluate(
        """async (count) => {
          for (let tries = 0; self.shown.length < count && tries < 500; tries++) await new Promise(go => setTimeout(go, 20));
          return self.shown;
        }""",
        count,
    )
