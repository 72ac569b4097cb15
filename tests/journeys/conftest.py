"""One Chromium and one stage for all journeys; each person gets a browser context of his or her own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.journeys.chromium import DESKTOP, launch
from tests.journeys.looking import Watch
from tests.journeys.stage import Stage, stage
from tests.web.pages import built


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright; there can be only one in a process."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all journeys."""
    browser = launch(playwright)
    expect.set_options(timeout=10_000)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The served site with worlds "a" and "b"."""
    built("main.js")
    folder: Path = tmp_path_factory.mktemp("stage") / "var"
    with stage(folder) as running:
        yield running


@pytest.fixture
def watch(site: Stage) -> Iterator[Watch]:
    """What must not happen in any browser of this journey; checked at its end."""
    watching = Watch({site.url, site.live_url})
    yield watching
    assert watching.faults == []


@pytest.fixture
def visit(browser: Browser, site: Stage, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Returns a page in a new browser: `visit(email, path, size=PHONE, script=False, theme="dark")`; email None: nobody."""
    contexts = []

    def open_as(
        email: str | None,
        path: str = "/",
        *,
        size: tuple[int, int] = DESKTOP,
        script: bool = True,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            java_script_enabled=script,
            **more,
        )
        contexts.append(context)
        watch.over(context)
        if email:
            cookie = {"name": "zk_session", "value": site.order("session", email=email), "url": site.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
