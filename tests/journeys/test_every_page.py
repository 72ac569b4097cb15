"""Every page of every person, found by following links: axe is silent in light and dark, nothing scrolls sideways."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Stage

VARIABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|20\d\d-W\d\d|20\d\d-\d\d")
WEEKS_LOOKED_AT = 5
# The same for everybody, so one person looks at them.
COMMON = (
    "/hilfe/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/konto/",
    "/ausbildungsordnungen/",
)
LOOKS_AT_COMMON = ("newcomer", "apprentice")
PEOPLE = (
    *("apprentice", "second_apprentice", "trainer", "deputy_trainer", "training_manager", "class_teacher"),
    *("subject_teacher", "head_of_school", "guardian", "chamber_adviser"),
    *("crossing", "counsellor", "support", "land", "newcomer"),
)
ADDRESSES = "[...document.querySelectorAll('a[href]:not([download])')].map(link => link.getAttribute('href'))"
# Narrowest phone; a phone with text twice as large; a desktop with text twice as large.
NARROW = ((320, 100), (390, 200), (1280, 200))
IN_DARK = ["color-contrast", "target-size", "link-in-text-block"]


def pages_from(page: Page, seeds: list[str], *, common: bool) -> Iterator[str]:
    """Goes to one page of each kind that can be reached; week pages several times, for they differ by state."""
    waiting, seen, kinds = ["/", *seeds], set[str](), Counter[str]()
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        kind = VARIABLE.sub("*", path)
        if path.startswith(COMMON) and not common:
            continue
        if path in seen or kinds[kind] >= (WEEKS_LOOKED_AT if seeds and kind == "/nachweis/*/*/" else 1):
            continue
        seen.add(path)
        kinds[kind] += 1
        response = page.goto(path)
        assert response
        assert response.status == 200, f"{path} answers {response.status}"
        yield path
        links = [urljoin(path, href) for href in page.evaluate(ADDRESSES)]
        waiting += [href for href in links if href.startswith("/") and not href.startswith("/.well-known/")]


def seeds_of(site: Stage, who: str) -> tuple[str, list[str]]:
    """Returns the person's address and the weeks in each state, where that person reads them."""
    world = site.world("a")
    if who in site.others:
        return site.others[who], ["/konto/login/"] if who == "newcomer" else []
    reads = who not in {"second_apprentice", "subject_teacher", "head_of_school", "chamber_adviser"}
    room, weeks = world["first"]["room"], world["first"]["weeks"].values()
    return world["people"][who], [f"/nachweis/{room}/{week}/" for week in weeks] if reads else []


@pytest.mark.parametrize("who", PEOPLE)
def test_each_page_a_person_reaches_is_accessible(visit: Callable[..., Page], site: Stage, who: str) -> None:
    email, seeds = seeds_of(site, who)
    page = visit(email, size=PHONE)
    faults: list[str] = []
    for path in pages_from(page, seeds, common=who in LOOKS_AT_COMMON):
        page.set_viewport_size({"width": 1280, "height": 900})
        faults += [f"{path} light: {one}" for one in violations(page)]
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.emulate_media(color_scheme="dark")
        faults += [f"{path} dark phone: {one}" for one in violations(page, only=IN_DARK)]
        page.emulate_media(color_scheme="light")
        for width, percent in NARROW:
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(
                "percent => document.documentElement.style.setProperty('font-size', percent)", f"{percent}%"
            )
            faults += [f"{path} {width} px, {percent} %: {one}" for one in too_wide(page)]
        page.evaluate("document.documentElement.style.removeProperty('font-size')")
    assert not faults, "\n".join(faults)
