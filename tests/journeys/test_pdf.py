"""The record as a file, as one saves it before the examination."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.stage import Stage


@pytest.mark.parametrize("link", ["Letzter Monat als PDF", "Gesamter Nachweis als PDF"])
def test_record_is_saved_as_pdf(visit: Callable[..., Page], site: Stage, tmp_path: Path, link: str) -> None:
    world = site.world("a")
    page = visit(world["people"]["apprentice"], f"/nachweis/{world['first']['room']}/")
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    assert started.value.suggested_filename.endswith(".pdf")
    file = tmp_path / "record.pdf"
    started.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")


def test_week_is_saved_as_pdf_by_the_trainer(visit: Callable[..., Page], site: Stage, tmp_path: Path) -> None:
    first = site.world("a")["first"]
    page = visit(
        site.world("a")["people"]["trainer"], f"/nachweis/{first['room']}/{first['weeks']['signed']}/"
    )
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF").click()
    file = tmp_path / "week.pdf"
    started.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
