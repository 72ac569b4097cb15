"""An apprentice looks who sees what, sees it as the trainer does, and consents and takes it back; by keyboard, on a phone too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Stage


def press_on(page: Page, name: str) -> None:
    """The link or summary of that name is reached with Tab and followed with Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.matches('a, summary') ? document.activeElement.innerText : ''"
        )
        if name in focused:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by keyboard")


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_the_trainers_view_by_keyboard(
    visit: Callable[..., Page], site: Stage, size: tuple[int, int], theme: str
) -> None:
    world = site.world("a")
    room = world["first"]["room"]
    page = visit(world["people"]["apprentice"], f"/ausbildung/{room}/", size=size, color_scheme=theme)
    press_on(page, "Wer sieht was?")
    expect(page.get_by_role("heading", name="Auf einen Blick")).to_be_visible()
    assert violations(page) == []
    assert too_wide(page) == []
    press_on(page, "Ausbilder/in")
    press_on(page, "zeigen")
    expect(page.get_by_role("note")).to_contain_text("Nur ansehen")
    assert "/ansicht/" in page.url
    press_on(page, "Nachweis")
    expect(page.get_by_role("heading", name="Ausbildungsnachweis")).to_be_visible()
    assert "/ansicht/" in page.url
    assert violations(page) == []
    assert too_wide(page) == []
    week = world["first"]["weeks"]["submitted"]
    page.goto(f"{page.url}{week}/")
    expect(page.get_by_role("button", name="Für den Betrieb unterschreiben")).to_be_disabled()
    assert violations(page) == []
    press_on(page, "Ansicht verlassen")
    expect(page.get_by_role("heading", name="Wer sieht was?")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_consenting_and_taking_it_back(
    visit: Callable[..., Page], site: Stage, watch: Watch, *, script: bool
) -> None:
    watch.expected.append("422")
    world = site.world("s" if script else "t")
    site.order("decide", world="s" if script else "t", category="absences", state="consent")
    page = visit(world["people"]["second_apprentice"], size=PHONE, script=script)
    page.get_by_role("link", name="Entscheiden", exact=True).click()
    expect(page.get_by_text("Von Ihrer Antwort hängt nichts ab")).to_be_visible()
    page.get_by_role("button", name="Einwilligen", exact=True).click()
    expect(page.get_by_text("Setzen Sie das Häkchen").first).to_be_visible()
    if script:
        assert violations(page) == []
    page.get_by_label("Ich habe den Text gelesen").check()
    page.get_by_role("button", name="Einwilligen", exact=True).click()
    expect(page.get_by_text("Sie haben eingewilligt.").first).to_be_visible()
    page.get_by_role("button", name="Einwilligung widerrufen").click()
    expect(page.get_by_text("Die Einwilligung ist widerrufen").first).to_be_visible()
    if script:
        assert violations(page) == []
        assert too_wide(page) == []
