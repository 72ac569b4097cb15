"""docs/generated/ is what the product says today: whoever changes a note and does not build again fails."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.apps import apps

from tests.architecture.sources import ROOT
from zweiklang.cli.commands.documents import documents
from zweiklang.privacy.documents import activities, catalogue, tables
from zweiklang.privacy.documents.catalogue import builders
from zweiklang.privacy.public import document_gaps, document_pages

FOLDER = ROOT / "docs" / "generated"


@pytest.fixture
def afresh() -> None:
    """What is made once a process is made anew, before and after."""
    kept = (tables.data_tables, tables.plain_tables, activities.activities, catalogue.build)
    for function in kept:
        function.cache_clear()
    yield
    for function in kept:
        function.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(documents, [*arguments])


def test_nothing_is_missing_for_the_documents() -> None:
    assert document_gaps() == []


def test_the_committed_documents_are_what_the_product_says_today() -> None:
    pages = document_pages()
    assert {path.name for path in FOLDER.glob("*")} == set(pages), "run `make docs`"
    stale = [name for name, text in pages.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert not stale, f"{', '.join(stale)}: run `make docs`"


def test_there_is_a_file_for_every_document() -> None:
    assert set(document_pages()) == {f"{slug}.md" for slug in builders()}
    assert len(builders()) == 9


def test_the_same_product_writes_the_same_documents(afresh) -> None:
    first = document_pages()
    for function in (tables.data_tables, activities.activities, catalogue.build):
        function.cache_clear()
    assert document_pages() == first


def test_the_installation_does_not_reach_the_committed_documents(settings, afresh) -> None:
    before = document_pages()
    settings.CONTROLLER_NAME, settings.DPO_NAME, settings.OPERATOR_NAME = "Amt A", "Person B", "Betrieb C"
    settings.BASE_URL, settings.DEMO = "https://anders.example", True
    catalogue.build.cache_clear()
    assert document_pages() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", "etwas ganz anderes"),
        ("retention", "für immer"),
        ("legal_basis", "§ 0"),
        ("whose", "alle Nachbarn"),
    ],
)
def test_a_changed_note_makes_the_check_fail(
    afresh, monkeypatch, tmp_path: Path, field: str, value: str
) -> None:
    assert run("build", "--output", str(tmp_path)).exit_code == 0
    assert run("check", "--output", str(tmp_path)).exit_code == 0
    week = apps.get_model("records.Week")
    monkeypatch.setattr(week, "privacy", replace(week.privacy, **{field: value}))
    for function in (tables.data_tables, activities.activities, catalogue.build):
        function.cache_clear()
    answer = run("check", "--output", str(tmp_path))
    assert answer.exit_code == 1
    assert "verzeichnis.md" in answer.output


def test_a_new_table_without_activity_stops_build_and_check(afresh, monkeypatch, tmp_path: Path) -> None:
    assert run("build", "--output", str(tmp_path)).exit_code == 0
    department = apps.get_model("organisations.Department")
    monkeypatch.setattr(department, "privacy", apps.get_model("people.Person").privacy)
    for function in (tables.data_tables, tables.plain_tables, activities.activities, catalogue.build):
        function.cache_clear()
    for command in ("build", "check"):
        answer = run(command, "--output", str(tmp_path))
        assert answer.exit_code == 1
        assert "organisations.Department" in answer.output
        assert "activities.toml" in answer.output


def test_build_writes_what_check_accepts_and_removes_what_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "alt.md").write_text("alt")
    assert run("check", "--output", str(tmp_path)).exit_code == 1
    assert run("build", "--output", str(tmp_path)).exit_code == 0
    assert not (tmp_path / "alt.md").exists()
    assert run("check", "--output", str(tmp_path)).exit_code == 0
    (tmp_path / "betriebe.md").unlink()
    answer = run("check", "--output", str(tmp_path))
    assert (answer.exit_code, "betriebe.md" in answer.output) == (1, True)


@pytest.mark.django_db
def test_a_paper_is_set_as_pdf_by_command(tmp_path: Path) -> None:
    target = tmp_path / "papier.pdf"
    assert run("pdf", "massnahmen", "--to", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF-1.7")
    answer = run("pdf", "unbekannt", "--to", str(target))
    assert (answer.exit_code, "massnahmen" in answer.output) == (1, True)


def test_make_check_runs_the_comparison() -> None:
    lines = (ROOT / "Makefile").read_text().splitlines()
    check = next(line for line in lines if line.startswith("check:"))
    assert " documents " in check
    assert "\t$(BIN)/zweiklang documents check" in lines
