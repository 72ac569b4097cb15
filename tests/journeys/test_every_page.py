"""Every page of every person, found by following links: axe is silent in light and dark, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.chromium import PHONE
from tests.journeys.looking import skeleton, too_wide, violations
from tests.journeys.stage import Stage
from tests.journeys.walking import pages_from

LOOKS_AT_COMMON = ("newcomer", "apprentice")
PEOPLE = (
    *("apprentice", "second_apprentice", "trainer", "deputy_trainer", "training_manager", "class_teacher"),
    *("subject_teacher", "head_of_school", "guardian", "chamber_adviser"),
    *("crossing", "counsellor", "support", "land", "newcomer"),
)
# Narrowest phone; a phone with text twice as large; a desktop with text twice as large.
NARROW = ((320, 100), (390, 200), (1280, 200))
# Skeletons of pages axe has judged, whoever saw them: most people share most pages.
SEEN_BY_AXE: set[str] = set()
IN_DARK = ["color-contrast", "target-size", "link-in-text-block"]


def seeds_of(site: Stage, who: str) -> tuple[str, list[str]]:
    """Returns the person's address and the weeks in each state, where that person reads them."""
    world = site.world("a")
    if who in site.others:
        return site.others[who], ["/konto/login/"] if who == "newcomer" else []
    reads = who not in {"second_apprentice", "subject_teacher", "head_of_school", "chamber_adviser"}
    room, weeks = world["first"]["room"], world["first"]["weeks"].values()
    return world["people"][who], [f"/nachweis/{room}/{week}/" for week in weeks] if reads else []


def _seen_by_axe(page: Page, path: str) -> list[str]:
    light = [f"{path} light: {one}" for one in violations(page)]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.emulate_media(color_scheme="dark")
    dark = [f"{path} dark phone: {one}" for one in violations(page, only=IN_DARK)]
    page.emulate_media(color_scheme="light")
    return light + dark


@pytest.mark.parametrize("who", PEOPLE)
def test_each_page_a_person_reaches_is_accessible(visit: Callable[..., Page], site: Stage, who: str) -> None:
    email, seeds = seeds_of(site, who)
    page = visit(email, size=PHONE)
    faults: list[str] = []
    for path in pages_from(page, seeds, common=who in LOOKS_AT_COMMON):
        page.set_viewport_size({"width": 1280, "height": 900})
        built = skeleton(page)
        if built not in SEEN_BY_AXE:
            faults += _seen_by_axe(page, path)
            SEEN_BY_AXE.add(built)
        for width, percent in NARROW:
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(
                "percent => document.documentElement.style.setProperty('font-size', percent)", f"{percent}%"
            )
            faults += [f"{path} {width} px, {percent} %: {one}" for one in too_wide(page)]
        page.evaluate("document.documentElement.style.removeProperty('font-size')")
    assert not faults, "\n".join(faults)
