"""A firm joins in 30 seconds: the head of school invites at a desk, the trainer comes in on a phone. Two browsers side by side."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.cli.processes import becomes
from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, looks_right, violations
from tests.journeys.stage import Stage

KEYS_A_SECOND = 5
# Each world its own: a firm that is known already would be found again.
FIRMS = {"k": "Hofgut Digital GmbH", "l": "Lahnufer Druck KG", "m": "Meißner Optik eG"}


class Typist:
    """Types into a page and counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def types(self, text: str) -> None:
        """The text goes where the focus is."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def presses(self, key: str) -> None:
        """One key."""
        self.keys += 1
        self.page.keyboard.press(key)

    @property
    def seconds(self) -> float:
        """How long a person types at five keys a second."""
        return self.keys / KEYS_A_SECOND


def invites(page: Page, team: str, firm: str, channel: str) -> None:
    """The list of firms is opened, one is left ticked and sent."""
    page.goto(f"/einladungen/{team}/betriebe/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Betriebe einladen")
    assert violations(page) == []
    for box in page.locator("input[name=who]").all():
        mine = firm in box.evaluate("one => one.closest('fieldset').innerText")
        if box.is_enabled():
            box.set_checked(mine)
    page.locator(f"#channel-{channel}").check()
    page.get_by_role("button", name="Einladen").click()


def digits_for(site: Stage, address: str, *, letters: int = 1) -> str:
    """Returns the one-time code of the mail of that number to the address."""
    becomes(
        lambda: (
            len([m for m in site.letters(address) if re.search(r"^\s+\d{6}$", m, re.MULTILINE)]) >= letters
        )
    )
    codes = [
        found[1] for m in site.letters(address) if (found := re.search(r"^\s+(\d{6})$", m, re.MULTILINE))
    ]
    return codes[-1]


def link_on(letter: Path) -> str:
    """Returns where the QR code of a letter leads, as its description says for those who cannot see it."""

    def descriptions(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from descriptions(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/Alt" in node:
                yield str(node.Alt)
            if "/K" in node:
                yield from descriptions(node.K)

    with pikepdf.open(letter) as document:
        assert len(document.pages) == 1
        [text] = [one for one in descriptions(document.Root.StructTreeRoot.K) if "QR-Code" in one]
    found = re.search(r"http://127\.0\.0\.1:\d+(/einladung/l/\S+/)", text)
    assert found, text
    return found[1]


def heading(page: Page, text: str) -> None:
    """The page has this title and looks right."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    looks_right(page)


def types_the_code(hands: Typist, code: str) -> None:
    """The code of the letter is typed, Enter."""
    expect(hands.page.get_by_label("Code aus dem Brief")).to_be_focused()
    hands.types(code.replace("-", "").lower())
    hands.presses("Enter")
    heading(hands.page, "Sie sind eingeladen")


def types_the_digits(hands: Typist, site: Stage, email: str) -> None:
    """The one-time code is asked for and typed, Enter."""
    hands.page.get_by_role("button", name="Einmal-Code senden").press("Enter")
    heading(hands.page, "Code aus der E-Mail")
    expect(hands.page.get_by_role("textbox", name="Einmal-Code")).to_be_focused()
    hands.types(digits_for(site, email))
    hands.presses("Enter")
    heading(hands.page, "Fast fertig")


def types_the_name(hands: Typist) -> None:
    """Name, tick, Enter."""
    hands.page.get_by_label("Vorname").focus()
    hands.types("Angela")
    hands.presses("Tab")
    hands.types("Hofgutleiterin")
    hands.presses("Tab")
    hands.presses("Space")
    hands.presses("Enter")
    heading(hands.page, "Sie sind dabei")


def test_from_the_head_s_screen_to_the_trainer_s_phone_in_thirty_seconds_of_typing(
    visit: Callable[..., Page], site: Stage, record_property: Callable[[str, object], None]
) -> None:
    world, email = site.world("k"), "ausbildung@hofgut-k.example"
    wanted = site.order("newcomer", name="k", firm=FIRMS["k"], email=email)
    desk = visit(world["people"]["head_of_school"], size=DESKTOP)
    invites(desk, wanted["team"], FIRMS["k"], "spoken")
    code = desk.locator(".zk-code-shown").inner_text()
    phone = visit(None, "/einladung/", size=PHONE)
    heading(phone, "Einladung annehmen")
    hands, began = Typist(phone), time.monotonic()
    types_the_code(hands, code)
    expect(phone.get_by_text(FIRMS["k"])).to_be_visible()
    expect(phone.get_by_text(wanted["pupil"])).to_have_count(0)
    types_the_digits(hands, site, email)
    expect(phone.get_by_text(wanted["pupil"])).to_be_visible()
    types_the_name(hands)
    record_property("keys", hands.keys)
    record_property("typing_seconds", hands.seconds)
    record_property("product_seconds", round(time.monotonic() - began, 1))
    assert hands.seconds <= 30
    phone.get_by_role("link", name=wanted["pupil"]).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(wanted["pupil"])
    desk.goto(f"/einladungen/{wanted['team']}/")
    expect(desk.get_by_text("angenommen").first).to_be_visible()
    looks_right(desk)


@pytest.fixture
def joined(visit: Callable[..., Page], site: Stage, tmp_path: Path) -> tuple[Page, str]:
    """A phone whose owner came in by the QR code of a printed letter, and her address."""
    world, email = site.world("l"), "ausbildung@hofgut-l.example"
    wanted = site.order("newcomer", name="l", firm=FIRMS["l"], email=email)
    desk = visit(world["people"]["school_office"], size=DESKTOP)
    with desk.expect_download() as download:
        invites(desk, wanted["team"], FIRMS["l"], "letter")
    letter = tmp_path / "letter.pdf"
    download.value.save_as(letter)
    phone = visit(None, link_on(letter), size=PHONE)
    heading(phone, "Sie sind eingeladen")
    types_the_digits(Typist(phone), site, email)
    types_the_name(Typist(phone))
    return phone, email


def test_who_came_in_by_a_printed_letter_names_a_deputy_and_signs_in_without_a_password(
    joined: tuple[Page, str], visit: Callable[..., Page], site: Stage
) -> None:
    (phone, email), deputy = joined, "vertretung@hofgut-l.example"
    phone.get_by_label("Vorname").fill("Vera")
    phone.get_by_label("Nachname").fill("Tretung")
    phone.get_by_label("E-Mail").fill(deputy)
    phone.get_by_role("button", name="Vertretung einladen").click()
    expect(phone.get_by_text("Vera Tretung")).to_be_visible()
    assert re.search(r"/einladung/l/\S+/", site.letters(deputy)[0])
    again = visit(None, "/konto/login/", size=PHONE)
    again.get_by_role("link", name=re.compile("Ohne Passwort")).click()
    again.get_by_label("E-Mail").fill(email)
    again.get_by_role("button", name="Code anfordern").click()
    heading(again, "Code für die Anmeldung")
    becomes(lambda: len(site.letters(email)) >= 2)
    code = re.search(r"^ {4}(\S+)$", site.letters(email)[-1], re.MULTILINE)
    assert code
    again.locator("main").get_by_role("textbox").first.fill(code[1])
    again.get_by_role("button", name="Bestätigen").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Heute")


def test_wrong_digits_and_a_missing_tick_keep_what_was_typed(visit: Callable[..., Page], site: Stage) -> None:
    world, email = site.world("m"), "ausbildung@hofgut-m.example"
    wanted = site.order("newcomer", name="m", firm=FIRMS["m"], email=email)
    desk = visit(world["people"]["head_of_school"], size=DESKTOP)
    invites(desk, wanted["team"], FIRMS["m"], "spoken")
    phone = visit(None, "/einladung/", size=PHONE, script=False)
    phone.get_by_label("Code aus dem Brief").fill(desk.locator(".zk-code-shown").inner_text())
    phone.get_by_role("button", name="Weiter").click()
    phone.get_by_role("button", name="Einmal-Code senden").click()
    phone.get_by_role("textbox", name="Einmal-Code").fill("000000")
    phone.get_by_role("button", name="Weiter").click()
    expect(phone.get_by_text("noch 4-mal").first).to_be_visible()
    phone.get_by_role("textbox", name="Einmal-Code").fill(digits_for(site, email))
    phone.get_by_role("button", name="Weiter").click()
    phone.get_by_label("Vorname").fill("Angela")
    phone.get_by_label("Nachname").fill("Hofgutleiterin")
    phone.get_by_role("button", name="Einladung annehmen").click()
    expect(phone.get_by_text("Ohne diese Erklärung").first).to_be_visible()
    expect(phone.get_by_label("Nachname")).to_have_value("Hofgutleiterin")
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="Einladung annehmen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sie sind dabei")


@pytest.mark.parametrize("script", [True, False], ids=["script", "without"])
def test_a_code_that_opens_nothing_says_what_to_do(
    visit: Callable[..., Page], watch: Watch, script: bool
) -> None:
    watch.expected.append("404")
    page = visit(None, "/einladung/", size=PHONE, script=script)
    page.get_by_label("Code aus dem Brief").fill("ABCD-EFGH-JKLM")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Damit lässt sich nichts öffnen")
    expect(page.get_by_label("Code aus dem Brief")).to_be_visible()
    if script:
        looks_right(page)
