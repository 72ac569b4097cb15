"""A head of school takes over a real-looking report of the LUSD: preview, apply, look, brake, take back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.interfaces.lusd_files import Invented, invent, lusd_report
from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import Watch, too_wide, violations
from tests.journeys.stage import Known, Stage

PUPILS = 90


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world whose school has hardly anybody yet."""
    return site.world("s")


def _upload(page: Page, team: str, data: bytes) -> None:
    page.goto(f"/schule/{team}/datei/")
    page.set_input_files(
        "input[type=file]",
        files=[{"name": "bericht.xlsx", "mimeType": "application/octet-stream", "buffer": data}],
    )
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vorschau")


def _accessible(page: Page) -> None:
    assert violations(page) == []
    assert too_wide(page) == []


def _apply(page: Page) -> None:
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Übernommen.")).to_be_visible()


def _take_back(page: Page) -> None:
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(page.get_by_text("Zurückgenommen. Alles ist wie vorher.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_head_of_school_takes_over_a_report_and_takes_it_back(
    size: tuple[int, int], visit: Callable[..., Page], world: Known, watch: Watch
) -> None:
    watch.expected.append("status of 422")  # the brake
    team, number, everybody = world["team_room"], world["school_number"], invent(PUPILS)
    page = visit(world["people"]["head_of_school"], f"/schule/{team}/personen/", size=size)
    _accessible(page)
    page.get_by_role("link", name="Datei einlesen").first.click()
    expect(page.get_by_label("Datei der Schulverwaltung")).to_be_visible()
    _accessible(page)
    _upload(page, team, lusd_report(pupils=PUPILS, school_number=number).data)
    expect(page.get_by_role("list", name="Auf einen Blick")).to_contain_text(re.compile(r"\d+ neu"))
    _accessible(page)
    _apply(page)
    _accessible(page)
    _the_school_has(page, team, everybody[0])
    _brake(page, team, lusd_report(invented=everybody[:60], school_number=number).data)
    _take_back(page)
    page.goto(f"/schule/{team}/dateien/")
    _accessible(page)
    page.get_by_role("link", name="bericht.xlsx").nth(1).click()
    _take_back(page)
    page.goto(f"/schule/{team}/personen/")
    expect(page.get_by_role("status").filter(has_text="Personen")).to_have_text("3 Personen")


def _the_school_has(page: Page, team: str, one: Invented) -> None:
    page.goto(f"/schule/{team}/klassen/")
    expect(page.get_by_role("link", name="10BT1")).to_be_visible()
    _accessible(page)
    page.goto(f"/schule/{team}/personen/?q={one.family_name}")
    page.get_by_role("link", name=re.compile(one.given_name)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(one.family_name)
    _accessible(page)


def _brake(page: Page, team: str, data: bytes) -> None:
    """A file with a third less asks for the number of those who would leave."""
    _upload(page, team, data)
    page.get_by_role("button", name="Übernehmen").click()
    field = page.get_by_label(re.compile("Wie viele Personen verlassen die Schule"))
    expect(field).to_have_attribute("aria-invalid", "true")
    number = re.search(r"Tippen Sie (\d+)", page.content())
    assert number
    field.fill(number[1])
    _apply(page)
