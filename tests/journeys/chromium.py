"""The browser of journeys and pictures, and the two sizes of its window."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

DESKTOP, PHONE = (1280, 900), (390, 844)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """Returns a browser: CHROMIUM, one on the path, or Playwright's own."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
