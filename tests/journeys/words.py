"""Places and words on the page of a week that several journeys look for, and the thumb that taps there."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

SAVED = re.compile(r"Gespeichert \d?\d:\d\d")
TEXT = "Tätigkeit oder Thema"


@dataclass
class Thumb:
    """Taps as a person does, and counts the taps."""

    taps: int = 0

    def tap(self, what: Locator) -> None:
        """One tap."""
        self.taps += 1
        what.click()


def days_of(page: Page) -> Locator:
    """Returns the days of the week as the apprentice writes them, Monday first."""
    return page.locator("section.zk-day")


def places_of(page: Page) -> Locator:
    """Returns the fields "Ort" of the week."""
    return page.get_by_label("Ort", exact=True)


def text_of(page: Page, day: int = 0) -> Locator:
    """Returns the field for what was done on that day (0: Monday)."""
    return days_of(page).nth(day).get_by_label(TEXT).first


def status_of(page: Page, day: int = 0) -> Locator:
    """Returns where autosave says how that day's text stands."""
    return days_of(page).nth(day).locator('[data-autosave-status$="_text"]').first
