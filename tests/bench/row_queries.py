"""Row 1: the number of statements of each page, in a small world and in a large one."""

from typing import Any

from tests.bench.browsing import Browser, statements
from tests.bench.pages import Cast, Page, pages_of
from tests.bench.table import Figure, key


def counts(handler: Any, cast: Cast) -> dict[str, int]:
    """Returns the number of statements of each page in the database Django is connected to."""
    browsers = {who: Browser(handler, person) for who, person in cast.people.items()}
    return {page.name: _count(browsers[page.who], page) for page in pages_of(cast)}


def _count(browser: Browser, page: Page) -> int:
    if page.data is None:
        browser.get(
            page.path
        )  # a process keeps the plan of an occupation from the first time somebody needed it
    with statements() as found:
        if page.data is None:
            browser.get(page.path)
        else:
            browser.post(page.path, page.data)
    return len(found)


def figures(cast: Cast, small: dict[str, int], large: dict[str, int]) -> list[Figure]:
    """Returns one figure for each page: constant, and within its limit."""
    return [
        Figure(
            id=f"queries.{key(page.name)}",
            row=1,
            name=f"queries, {page.name}",
            figure=large[page.name],
            unit="queries",
            reference=small[page.name],
            says=str(large[page.name]),
            against=f"{small[page.name]} (small)",
            ratio=large[page.name] / small[page.name],
            target=f"same, ≤ {page.most}",
            ok=large[page.name] == small[page.name] and large[page.name] <= page.most,
        )
        for page in pages_of(cast)
    ]
