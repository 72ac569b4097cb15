"""Somebody takes a copy of everything along, and reads it without the internet."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Stage
from tests.worlds import PASSWORD


def test_an_apprentice_takes_all_data_along_and_reads_it_offline(
    visit: Callable[..., Page], site: Stage, tmp_path: Path
) -> None:
    email = site.world("a")["people"]["apprentice"]
    page = visit(email, size=PHONE)
    page.locator("details[data-menu] summary").click()
    page.get_by_role("link", name="Meine Daten").click()
    assert violations(page) == []
    page.get_by_role("button", name="Kopie anfordern").click()
    expect(page.get_by_text("wird gemacht")).to_be_visible()
    # Nobody reloads: the page asks by itself.
    expect(page.get_by_role("button", name="Kopie herunterladen")).to_be_visible(timeout=60_000)
    assert violations(page) == []
    assert any("/konto/daten/" in letter for letter in site.letters(email))
    page.get_by_role("button", name="Kopie herunterladen").click()
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Kopie herunterladen").click()
    started.value.save_as(tmp_path / "copy.zip")
    page.reload()
    expect(page.get_by_role("button", name="Kopie anfordern")).to_be_visible()
    read_offline(page, tmp_path)


def read_offline(page: Page, folder: Path) -> None:
    """Every page of the file is accessible and fits a phone; each link leads to a file that is there."""
    with zipfile.ZipFile(folder / "copy.zip") as archive:
        archive.extractall(folder / "copy")
    page.context.set_offline(True)
    page.goto(f"file://{folder}/copy/index.html")
    expect(page.get_by_role("heading", name="Meine Daten aus Zweiklang")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Zeilen im Ausbildungsnachweis", exact=True).click()
    expect(page.get_by_text("Druckertreiber verteilt (signed)")).to_be_visible()
    for path in sorted((folder / "copy").rglob("*.html")):
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"file://{path}")
            assert too_wide(page) == [], path.name
        assert violations(page) == [], path.name
        page.emulate_media(color_scheme="dark")
        assert violations(page, only=["color-contrast", "link-in-text-block"]) == [], path.name
        page.emulate_media(color_scheme="light")


def test_it_works_without_script(visit: Callable[..., Page], site: Stage, tmp_path: Path) -> None:
    page = visit(site.world("b")["people"]["trainer"], "/konto/daten/", script=False)
    page.get_by_role("button", name="Kopie anfordern").click()
    for _ in range(60):
        page.wait_for_timeout(500)
        if page.get_by_role("button", name="Kopie herunterladen").count():
            break
        page.get_by_role("link", name="Stand ansehen").click()
    expect(page.get_by_text("liegt bereit", exact=True)).to_be_visible()
    page.get_by_role("button", name="Kopie löschen").click()
    expect(page.get_by_text("Die Kopie ist gelöscht.")).to_be_visible()
