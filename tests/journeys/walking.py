"""Finds the pages a person reaches by following links."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

VARIABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|20\d\d-W\d\d|20\d\d-\d\d(-\d\d)?|(?<=/)\d+(?=/)")
WEEKS_LOOKED_AT = 5
# No pages of the person: a text file, and (in a demo) the way to somebody else.
ELSEWHERE = ("/.well-known/", "/demo/")
# The same for everybody, so two people look at them.
COMMON = (
    "/hilfe/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/konto/",
    "/ausbildungsordnungen/",
    "/regeln/leichte-sprache/",
    "/regeln/schule/",
)
COMMON_ALONE = ("/regeln/",)
ADDRESSES = "[...document.querySelectorAll('a[href]:not([download])')].map(link => link.getAttribute('href'))"


def pages_from(page: Page, seeds: list[str], *, common: bool) -> Iterator[str]:
    """Goes to one page of each kind that can be reached; week pages several times, for they differ by state."""
    waiting, seen, kinds = ["/", *seeds], set[str](), Counter[str]()
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        kind = VARIABLE.sub("*", path)
        if (path.startswith(COMMON) or path in COMMON_ALONE) and not common:
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
        waiting += [href for href in links if href.startswith("/") and not href.startswith(ELSEWHERE)]
