"""What the scripts do in a real browser, on the gallery: nothing typed is lost, everything goes by keyboard, axe is silent."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.web.pages import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SAVE_URL = "**/bausteine/speichern/"


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.journeys.gallery_server"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert server.stdin
        port = server.stdout.readline().strip()
        assert port, "the gallery did not start"
        yield f"http://127.0.0.1:{port}/demo/bausteine/"
        server.stdin.close()


@pytest.fixture
def page(browser: Browser, gallery: str) -> Iterator[Page]:
    """A fresh visitor; breaches of the content security policy and script errors fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.goto(gallery)
    yield page
    context.close()
    assert faults == []


def write(page: Page, text: str) -> None:
    page.locator("#saved-text").fill(text)


def expect_status(page: Page, words: str) -> None:
    expect(page.locator('[data-autosave-status="text"]')).to_contain_text(words)


def copies(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('zk-draft:')).length"))


class TestAutosave:
    def test_saves_after_a_pause_and_says_when(self, page: Page) -> None:
        write(page, "Drucker eingerichtet und getestet")
        expect(page.locator('[data-autosave-status="text"]')).to_have_text(
            re.compile(r"Gespeichert \d?\d:\d\d")
        )
        assert copies(page) == 0

    def test_sends_field_base_and_value(self, page: Page) -> None:
        with page.expect_request(SAVE_URL) as sent:
            write(page, "Neu")
        body = sent.value.post_data or ""
        for name, value in (("field", "text"), ("base", "Drucker eingerichtet"), ("value", "Neu")):
            assert f'name="{name}"\r\n\r\n{value}\r\n' in body

    def test_offline_is_said_kept_and_saved_when_back(self, page: Page) -> None:
        page.context.set_offline(True)
        write(page, "Im Keller ohne Netz")
        expect_status(page, "Offline – wird gespeichert, sobald Sie Verbindung haben")
        assert copies(page) == 1
        page.context.set_offline(False)
        expect_status(page, "Gespeichert")
        assert copies(page) == 0

    def test_a_server_that_fails_is_tried_again(self, page: Page) -> None:
        page.route(SAVE_URL, lambda route: route.fulfill(status=503))
        write(page, "Einmal und noch einmal")
        expect_status(page, "Nicht gespeichert – wird wiederholt")
        page.unroute(SAVE_URL)
        expect_status(page, "Gespeichert")

    def test_text_survives_a_closed_tab(self, page: Page, gallery: str) -> None:
        page.route(SAVE_URL, lambda route: route.abort())
        write(page, "Vor dem Absturz")
        expect_status(page, "wird wiederholt")
        page.close(run_before_unload=False)
        again = page.context.new_page()
        again.goto(gallery)
        expect(again.locator("#saved-text")).to_have_value("Vor dem Absturz")
        expect_status(again, "Gespeichert")

    def test_text_of_another_person_is_never_shown(self, page: Page, gallery: str) -> None:
        page.evaluate(
            "localStorage.setItem('zk-draft:someone-else:gallery:text', JSON.stringify({base: '', value: 'fremd', at: Date.now()}))"
        )
        page.goto(gallery)
        expect(page.locator("#saved-text")).to_have_value("Drucker eingerichtet")

    @pytest.mark.parametrize(
        ("choice", "result"),
        [
            ("Meine Fassung behalten", "Konflikt hier"),
            ("Andere übernehmen", "Die Fassung vom Handy"),
            ("Beide zusammenfügen", "Die Fassung vom Handy\nKonflikt hier"),
        ],
    )
    def test_two_versions_are_shown_and_one_chooses(self, page: Page, choice: str, result: str) -> None:
        write(page, "Konflikt hier")
        expect(page.locator("[data-merge-theirs]")).to_have_text("Die Fassung vom Handy")
        page.get_by_role("button", name=choice).click()
        expect(page.locator("#saved-text")).to_have_value(result)
        expect_status(page, "Gespeichert")
        expect(page.locator(".zk-merge")).to_have_count(0)

    def test_what_is_expected_is_said_and_the_text_stays(self, page: Page) -> None:
        write(page, "Ein Fehler")
        expect_status(page, "Bitte höchstens 500 Zeichen.")
        expect(page.locator("#saved-text")).to_have_value("Ein Fehler")


class TestCombobox:
    def test_chooses_by_keyboard_up_to_three(self, page: Page) -> None:
        box = page.get_by_role("combobox", name="Plan-Positionen")
        for word in ("lern", "soft"):
            box.fill(word)
            expect(page.get_by_role("option").first).to_contain_text(re.compile(word, re.IGNORECASE))
            expect(box).to_have_attribute("aria-expanded", "true")
            box.press("Enter")
        expect(page.locator(".zk-chip")).to_have_count(3)
        expect(box).to_be_hidden()
        assert page.evaluate("[...document.querySelector('#items').selectedOptions].map(o => o.value)") == [
            "p2",
            "p4",
            "l5",
        ]

    def test_a_chip_is_removed_and_another_can_be_chosen(self, page: Page) -> None:
        page.get_by_role("button", name="Betriebsdaten auswerten entfernen").click()
        expect(page.locator(".zk-chip")).to_have_count(0)
        expect(page.get_by_role("combobox", name="Plan-Positionen")).to_be_focused()

    def test_nothing_found_says_so(self, page: Page) -> None:
        page.get_by_role("combobox", name="Plan-Positionen").fill("xyz")
        expect(page.locator(".zk-combo__none")).to_contain_text("Nichts gefunden")

    def test_without_script_the_native_field_stays(self, browser: Browser, gallery: str) -> None:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(gallery)
        expect(page.locator("#items")).to_be_visible()
        expect(page.get_by_role("button", name="Speichern").first).to_be_visible()
        context.close()


class TestKeyboard:
    def test_walks_the_list_and_acts_on_the_current_line(self, page: Page) -> None:
        for key in ("j", "j", "ArrowDown", "k"):
            page.keyboard.press(key)
        expect(page.locator(".zk-current")).to_contain_text("KW 11")
        page.keyboard.press("s")
        assert page.evaluate("document.activeElement.closest('[data-item]').textContent").count("KW 11") == 1

    def test_legend_lists_the_keys_of_the_page(self, page: Page) -> None:
        page.keyboard.press("?")
        expect(page.locator("dialog[open]")).to_contain_text("Woche einreichen")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)

    def test_typing_in_a_field_is_only_typing(self, page: Page) -> None:
        page.locator("#saved-text").fill("")
        page.locator("#saved-text").press_sequentially("jks?")
        expect(page.locator("#saved-text")).to_have_value("jks?")
        expect(page.locator(".zk-current")).to_have_count(0)
        expect(page.locator("dialog[open]")).to_have_count(0)

    def test_skip_link_is_the_first_stop(self, page: Page) -> None:
        page.keyboard.press("Tab")
        expect(page.locator(".zk-skip")).to_be_focused()


def test_dialog_names_the_consequence_and_gives_focus_back(page: Page) -> None:
    opener = page.get_by_role("button", name="Vertrag beenden").first
    opener.click()
    expect(page.get_by_role("dialog")).to_contain_text("Das lässt sich nicht zurücknehmen.")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_refused_button_does_nothing(page: Page) -> None:
    button = page.locator('button[aria-disabled="true"]')
    before = page.url
    button.focus()
    page.keyboard.press("Enter")
    assert page.url == before


def test_theme_changes_at_once_and_is_told_to_the_server(page: Page) -> None:
    page.route("**/anzeige/", lambda route: route.fulfill(status=204))
    page.locator("summary", has_text="Anzeige").click()
    with page.expect_request("**/anzeige/") as told:
        page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    assert 'name="theme"\r\n\r\ndark' in (told.value.post_data or "")


def test_error_summary_leads_to_the_field(page: Page) -> None:
    page.locator("form[enctype]").get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Dauer in Minuten").click()
    expect(page.locator("#id_minutes")).to_be_focused()


def test_page_asks_before_unsaved_text_is_left(page: Page) -> None:
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.route(SAVE_URL, lambda route: route.abort())
    page.locator("#saved-text").press_sequentially("Noch nicht da")
    expect_status(page, "wird wiederholt")
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(browser: Browser, gallery: str, width: int, theme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=theme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(gallery)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    context.close()
    assert [(violation["id"], [node["target"] for node in violation["nodes"]]) for violation in found] == []


@pytest.mark.parametrize(("width", "percent"), [(320, 100), (390, 130), (390, 200), (1280, 200)])
def test_nothing_is_wider_than_the_page(page: Page, width: int, percent: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
