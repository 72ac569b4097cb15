"""Signing in, a second factor, a forgotten password, other devices, and how the page looks."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESKTOP
from tests.journeys.looking import violations
from tests.journeys.stage import Known, Stage

PASSWORD, NEW_PASSWORD = "correct horse battery staple", "vier blaue Fahrräder singen"
PERIOD = 30


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("j")


@pytest.fixture
def signs_in(site: Stage) -> Callable[[Page, str, str], None]:
    """Fills the form of the page shown."""

    def fill(page: Page, email: str, password: str) -> None:
        page.get_by_label("E-Mail").fill(email)
        page.get_by_label("Passwort", exact=True).fill(password)
        page.get_by_role("button", name="Anmelden", exact=True).click()

    return fill


def totp_code(secret: str) -> str:
    """Returns what an authenticator app shows (RFC 6238); waits if the code is about to change."""
    if PERIOD - time.time() % PERIOD < 4:
        time.sleep(4)
    counter = struct.pack(">Q", int(time.time()) // PERIOD)
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 10**6:06d}"


def sign_out(page: Page) -> None:
    """By the person menu."""
    page.goto("/")
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")


def test_password_then_app_code(
    visit: Callable[..., Page], site: Stage, world: Known, signs_in: Callable[[Page, str, str], None]
) -> None:
    email = world["people"]["trainer"]
    site.order("password", email=email, value=PASSWORD)
    page = visit(None, f"/nachweis/{world['first']['room']}/")
    signs_in(page, email, "falsches Passwort")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-Mail")).to_have_value(email)
    signs_in(page, email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ausbildungsnachweis")
    page.goto("/konto/2fa/")
    page.get_by_role("link", name="Einrichten").click()
    if page.get_by_role("heading", level=1).inner_text().startswith("Bitte bestätigen"):
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Bestätigen").click()
    secret = page.locator("#totp-secret").inner_text()
    assert violations(page) == []
    page.locator("main").get_by_role("textbox").fill(totp_code(secret))
    page.get_by_role("button", name="Einrichten").click()
    page.goto("/konto/2fa/")
    expect(page.get_by_text("eingerichtet", exact=True)).to_be_visible()
    sign_out(page)
    signs_in(page, email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")
    assert violations(page) == []
    page.locator("main").get_by_role("textbox").fill(totp_code(secret))
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Heute")


def test_forgotten_password_is_replaced_by_mail(
    visit: Callable[..., Page], site: Stage, world: Known, signs_in: Callable[[Page, str, str], None]
) -> None:
    email = world["people"]["apprentice"]
    site.order("password", email=email, value=PASSWORD)
    page = visit(None, "/konto/login/")
    page.get_by_role("link", name=re.compile("Passwort vergessen")).click()
    page.get_by_label("E-Mail").fill(email)
    page.get_by_role("button", name="Link anfordern").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Neues Passwort anfordern")
    [letter] = site.letters(email)
    link = re.search(r"http://127\.0\.0\.1:\d+/konto/\S+", letter)
    assert link, letter
    page.goto(link[0])
    for field in page.locator("main input[type=password]").all():
        field.fill(NEW_PASSWORD)
    page.get_by_role("button", name="Passwort speichern").click()
    page.goto("/konto/login/")
    if page.get_by_role("heading", level=1).inner_text() == "Anmelden":
        signs_in(page, email, PASSWORD)
        expect(page.get_by_role("alert")).to_be_visible()
        signs_in(page, email, NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Heute")
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Link gilt nicht mehr")


def test_unknown_address_is_answered_like_a_known_one(visit: Callable[..., Page], world: Known) -> None:
    answers = set()
    for email in (world["people"]["guardian"], "niemand@welten.example"):
        page = visit(None, "/konto/password/reset/")
        page.get_by_label("E-Mail").fill(email)
        page.get_by_role("button", name="Link anfordern").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Neues Passwort anfordern")
        answers.add(page.locator("main").inner_text())
    assert len(answers) == 1


def test_other_devices_are_signed_out(
    visit: Callable[..., Page], site: Stage, world: Known, signs_in: Callable[[Page, str, str], None]
) -> None:
    email = world["people"]["deputy_trainer"]
    site.order("password", email=email, value=PASSWORD)
    here, there = visit(None, "/konto/login/"), visit(None, "/konto/login/")
    for device in (there, here):
        signs_in(device, email, PASSWORD)
        expect(device.get_by_role("heading", level=1)).to_have_text("Heute")
    here.goto("/konto/sessions/")
    expect(here.get_by_role("row")).to_have_count(3)
    expect(here.get_by_text("dieses Gerät")).to_have_count(1)
    here.get_by_role("button", name="Alle anderen abmelden").click()
    expect(here.get_by_role("row")).to_have_count(2)
    there.goto("/ausbildung/")
    expect(there.get_by_role("heading", level=1)).to_have_text("Anmelden")
    here.goto("/")
    expect(here.get_by_role("heading", level=1)).to_have_text("Heute")


def test_theme_and_text_size_stay(visit: Callable[..., Page], world: Known) -> None:
    page = visit(world["people"]["deputy_trainer"])
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("details[data-menu] summary").click()
    for choice in ("Dunkel", "Sehr groß"):
        with page.expect_response("**/anzeige/"):
            page.get_by_role("button", name=choice).click()
    page.goto("/ausbildung/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-kern-theme", "dark")
    expect(html).to_have_attribute("data-text-size", "largest")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 20


FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const box = one.getBoundingClientRect();
    const after = !window.lastStop || !!(window.lastStop.compareDocumentPosition(one) & 4);
    window.lastStop = one;
    return {name: one.outerHTML.slice(0, 100), end: one === document.body,
            seen: (ring || style.boxShadow !== 'none') && box.width > 0 && box.height > 0, after};
}"""


@pytest.mark.parametrize("where", ["today", "week", "queue"])
def test_tab_key_goes_through_the_page_in_order_with_visible_focus(
    visit: Callable[..., Page], site: Stage, where: str
) -> None:
    world = site.world("a")
    first = world["first"]
    who, path = {
        "today": ("apprentice", "/"),
        "week": ("apprentice", f"/nachweis/{first['room']}/{first['weeks']['draft']}/"),
        "queue": ("trainer", "/nachweis/offen/"),
    }[where]
    page = visit(world["people"][who], path, size=DESKTOP)
    page.keyboard.press("Tab")
    expect(page.locator(".zk-skip")).to_be_focused()
    expect(page.locator(".zk-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.reload()
    faults, stops = [], 0
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["end"]:
            break
        stops += 1
        faults += [f"focus cannot be seen: {stop['name']}"] if not stop["seen"] else []
        faults += [f"out of order: {stop['name']}"] if not stop["after"] else []
    assert stops > 8
    assert not faults, "\n".join(faults)
