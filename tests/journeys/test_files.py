"""A photo from the workshop: sent from a phone on a slow line that goes away and comes back, seen on a desktop, and not one trace of where."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.exchange.files import samples
from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, looks_right
from tests.journeys.stage import Known, Stage

# Thirty kB a second: a photo of 500 kB takes long enough to lose the line on the way.
SLOW = {"offline": False, "latency": 100, "downloadThroughput": 200_000, "uploadThroughput": 60_000}


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("ag")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of some hundred kB, with the place where it was taken."""
    path = tmp_path / "Werkstück.jpg"
    path.write_bytes(samples.noisy_photo())
    return path


def page_of(world: Known) -> str:
    return f"/nachrichten/dateien/raum/{world['first']['room']}/"


def test_a_photo_survives_a_lost_line_and_arrives_without_its_place(
    visit: Callable[..., Page], watch: Watch, world: Known, photo: Path
) -> None:
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "Failed to fetch"]
    phone = visit(world["people"]["apprentice"], page_of(world), size=PHONE)
    looks_right(phone)
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    phone.get_by_label("Dateien ablegen").set_input_files(photo)
    travelling = phone.get_by_role("listitem").filter(has_text="Werkstück.jpg")
    expect(travelling).to_contain_text(re.compile(r"[1-9]\d* KB von"))
    line.send("Network.emulateNetworkConditions", SLOW | {"offline": True})
    expect(travelling).to_contain_text("Keine Verbindung", timeout=30_000)
    looks_right(phone)
    line.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": 2_000_000})
    # Checked by the worker; then the page shows it in its list.
    expect(phone.get_by_role("link", name="Werkstück.jpg", exact=True)).to_be_visible(timeout=60_000)
    looks_right(phone)

    desk = visit(world["people"]["trainer"], page_of(world))
    looks_right(desk)
    expect(desk.locator("img.zk-file__small")).to_have_count(1)
    answer = desk.request.get(
        desk.url.split("/nachrichten/")[0]
        + str(desk.get_by_role("link", name="Werkstück.jpg", exact=True).get_attribute("href"))
    )
    assert answer.ok
    content = answer.body()
    assert content.startswith(b"\xff\xd8\xff")
    assert samples.MAKER.encode() in photo.read_bytes()
    assert samples.MAKER.encode() not in content
    assert b"Exif" not in content


def test_a_file_that_is_no_picture_is_refused_in_words_and_the_keyboard_deletes_ones_own(
    visit: Callable[..., Page], world: Known, tmp_path: Path, watch: Watch
) -> None:
    watch.expected += ["422"]
    page = visit(world["people"]["class_teacher"], page_of(world))
    drawing = tmp_path / "logo.svg"
    drawing.write_text("<svg/>")
    page.get_by_label("Dateien ablegen").set_input_files(drawing)
    expect(page.get_by_role("listitem").filter(has_text="logo.svg")).to_contain_text(
        "können Programme enthalten"
    )
    looks_right(page)
    note = tmp_path / "Notiz.txt"
    note.write_text("Bitte bis Freitag.")
    page.goto(page.url)
    page.get_by_label("Dateien ablegen").set_input_files(note)
    delete = page.get_by_role("link", name="Löschen Notiz.txt")
    expect(delete).to_be_visible(timeout=60_000)
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Datei löschen?")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Datei löschen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("„Notiz.txt“ ist gelöscht.")).to_be_visible()
    expect(page.get_by_role("link", name="Notiz.txt", exact=True)).to_have_count(0)
