"""What is looked at on every page: faults of the browser, axe, and nothing wider than the window."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.database import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_SAID = re.compile(r'\b(href|value|content)="[^"]*"')
_OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass  # no slots: Playwright keeps something of its own on it
class Watch:
    """Collects what must not happen in a browser. `expected`: parts of console errors that belong to the journey."""

    origins: set[str]
    expected: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """From now on nothing in this context escapes."""
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("console", self._console)
        context.on("request", self._request)

    @property
    def faults(self) -> list[str]:
        """What happened and was not expected."""
        return [fault for fault in self.found if not any(part in fault for part in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console: {message.text} ({message.page.url if message.page else ''})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.found.append(f"foreign host: {request.url}")


def violations(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Returns what axe finds on the page: "rule: element"; `only` names single rules instead of all of WCAG 2.2 AA.

    The page stands at its top afterwards: of what the head covers half, axe says that it is too small a target.
    """
    page.evaluate("scrollTo(0, 0)")
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe_source())
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    options = {"runOnly": run, "resultTypes": ["violations"], "elementRef": False}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def looks_right(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the window."""
    assert violations(page) == []
    assert too_wide(page) == []


def skeleton(page: Page) -> str:
    """Returns what axe judges of a page, as a digest: its elements and attributes, and where there is text, but neither words nor ids.

    Two people who see the same page with other names in it have one skeleton, and one look by axe is enough for both.
    """
    markup = page.evaluate(
        """() => {
            const copy = document.documentElement.cloneNode(true);
            copy.querySelectorAll('script, style, link, meta').forEach(one => one.remove());
            const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.trim() ? 'x' : '';
            return copy.outerHTML;
        }"""
    )
    # In the text and not in the copy: a picture with no numbers in it is a fault the browser reports.
    alike = _OWN.sub("#", _SAID.sub(r'\1=""', str(markup)))
    return hashlib.sha256(alike.encode()).hexdigest()


def too_wide(page: Page) -> list[str]:
    """Returns the elements that make the page wider than the window (none: it scrolls up and down only)."""
    return list(
        page.evaluate(
            """() => {
                if (document.documentElement.scrollWidth <= window.innerWidth) return [];
                const clips = one => one !== document.body && getComputedStyle(one).overflowX !== 'visible';
                const inScroller = one => one && (clips(one) || inScroller(one.parentElement));
                const wide = [...document.querySelectorAll('body *')].filter(
                    one => one.getBoundingClientRect().right > window.innerWidth + 1
                        && !inScroller(one.parentElement));
                return ['page', ...wide.slice(0, 5).map(one => one.outerHTML.slice(0, 120))];
            }"""
        )
    )


@cache
def _axe_source() -> str:
    return AXE.read_text()
