"""Every page of the demo as every persona, at desktop and phone width, light and dark, in var/screenshots/.

`make screenshots` runs it: a demo of its own is filled, photographed and thrown away. With --only a,b just these
personas. The pictures of the README go to docs/pictures/.
"""

import argparse
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from tests.cli.processes import Running, free_port
from tests.database import ROOT
from tests.journeys.chromium import DESKTOP, PHONE, launch
from tests.journeys.walking import pages_from
from zweiklang.web.demo.personas import PERSONAS

PICTURES = ROOT / "var" / "screenshots"
CHOSEN = ROOT / "docs" / "pictures"
SIZES = {"1280": DESKTOP, "390": PHONE}
# Persona, the way to it from "Heute" (addresses, or the words of links), width: what the README shows.
README = (
    ("trainer", (), "1280", "heute"),
    ("apprentice", ("Woche öffnen",), "390", "woche-390"),
    ("trainer", ("/nachrichten/gespraeche/", "Zwischenprüfung im Frühjahr"), "390", "gespraech-390"),
    ("trainer", ("/kalender/",), "1280", "kalender"),
)
# A class list as a school may send it: somebody new, somebody whose name is spelt differently, a row with an error.
CLASS_LIST = """Nachname;Vorname;Klasse;Geburtsdatum
Eckhardt;Pauline;10FID;
Hollstein;Mira;10FID;
Salmann;Tarek;10FID;
Krämer;Jonathan;10FID;
Brömmelhaus;Greta;10FID;14.02.2009
Öztürk;Cem;10FID;31.02.2009
"""


def main() -> None:
    """All pictures are taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="personas, separated by commas")
    only = set(filter(None, parser.parse_args().only.split(",")))
    with demo() as url, sync_playwright() as playwright:
        browser = launch(playwright)
        for persona in PERSONAS:
            if not only or persona.key in only:
                photograph(browser, url, persona.key)
        for key, links, width, name in README:
            photograph_for_readme(signed_in(browser, url, key, SIZES[width]), links, name)
        photograph_preview(browser, url)
        browser.close()


@contextmanager
def demo() -> Iterator[str]:
    """Inside the block a fresh demo answers at the address."""
    with tempfile.TemporaryDirectory(prefix="zweiklang-pictures-") as folder:
        port = free_port()
        running = Running("demo", var_dir=Path(folder) / "var", port=port)
        try:
            running.answer("/demo/", within=180)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.end(signal.SIGTERM)


def photograph(browser: Browser, url: str, key: str) -> None:
    """One picture per kind of page, width and theme: <persona>/<page>-<width>-<theme>.png."""
    page = signed_in(browser, url, key, DESKTOP)
    folder = PICTURES / key
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(pages_from(page, [], common=key == "newcomer")):
        name = f"{number:02d}-{path.strip('/').partition('/')[0] or 'heute'}"
        for width, (across, down) in SIZES.items():
            page.set_viewport_size({"width": across, "height": down})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True)
    page.context.close()


def photograph_for_readme(page: Page, links: tuple[str, ...], name: str) -> None:
    """docs/pictures/<name>.png, small enough for a repository."""
    for link in links:
        page.goto(link) if link.startswith("/") else page.get_by_role("link", name=link).first.click()
        # Not "networkidle": the stream of live news never rests. A thread glides to its end.
        page.wait_for_timeout(1500)
    CHOSEN.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=CHOSEN / f"{name}.png")
    page.context.close()


def photograph_preview(browser: Browser, url: str) -> None:
    """docs/pictures/vorschau.png: what a class list would change, before it changes anything."""
    page = signed_in(browser, url, "head_of_school", DESKTOP)
    page.goto("/organisation/")
    page.get_by_role("link", name="Dateien").click()
    page.get_by_role("link", name="Datei einlesen").first.click()
    file = FilePayload(name="Klassenliste 10FID.csv", mimeType="text/csv", buffer=CLASS_LIST.encode())
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Vorschau zeigen").click()
    page.get_by_role("heading", level=1, name="Vorschau").wait_for()
    page.screenshot(path=CHOSEN / "vorschau.png")
    page.context.close()


def signed_in(browser: Browser, url: str, key: str, size: tuple[int, int]) -> Page:
    """Returns "Heute" of that persona."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": size[0], "height": size[1]},
        locale="de-DE",
        timezone_id="Europe/Berlin",
    )
    page = context.new_page()
    page.goto(f"/demo/as/{key}/")
    return page


if __name__ == "__main__":
    main()
