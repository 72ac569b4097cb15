"""Framework curricula from TOML, CSV and XLSX."""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from tests.curricula.plans import ACTOR

from zweiklang.curricula.public import FrameworkCurriculum, LearningField, import_framework_curricula
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Refused
from zweiklang.kernel.ids import new_id

pytestmark = pytest.mark.django_db
DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "operations" / "framework-curricula.md"
HEAD = "Beruf;Dokumentnummer;Fachrichtung;Beschluss;Quelle;geprüft durch;Hinweis;Nummer;Titel;Jahr;Stunden"
BEGIN = "Wolkenbauer;BJNR000000000;;Beschluss 2024;PDF;;"


def example(language: str) -> str:
    """The example of the documentation in that language."""
    match = re.search(rf"```{language}\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    return match[1]


def csv_file(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "lernfelder.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding=encoding)
    return path


def xlsx_file(folder: Path, rows: list[list[str | float]]) -> Path:
    """The smallest workbook: one sheet, texts inline, numbers as numbers."""
    made = []
    for number, cells in enumerate(rows, start=1):
        row = ""
        for column, cell in enumerate(cells):
            place = f"{chr(65 + column)}{number}"
            if isinstance(cell, str):
                row += f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            else:
                row += f'<c r="{place}"><v>{cell}</v></c>'
        made.append(f'<row r="{number}">{row}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    sheet = '<sheet name="LF" sheetId="1" r:id="r1"/>'

    def relation(kind: str, target: str) -> str:
        one = f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{packages}/relationships">{one}</Relationships>'

    files = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">{default}</Types>',
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{sheet}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(made)}</sheetData></worksheet>',
    }
    path = folder / "lernfelder.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(("language", "fields"), [("toml", 1), ("csv", 2)])
def test_the_documented_examples_are_read(language: str, fields: int, tmp_path: Path) -> None:
    path = tmp_path / f"example.{language}"
    path.write_text(example(language), encoding="utf-8")
    report = import_framework_curricula(ACTOR, paths=[path])
    assert report.errors == []
    stored = FrameworkCurriculum.objects.get(document_number="BJNR000000000")
    assert stored.source == "Rahmenlehrplan als PDF"
    assert stored.learning_fields.count() == fields


def test_a_workbook_is_read_with_numbers_as_numbers(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        [*HEAD.split(";")],
        [*BEGIN.split(";"), 1.0, "Wolken & Wind", 1.0, 80.0],
        [*BEGIN.split(";"), "2a", "Regen", 2.0],
    ]
    report = import_framework_curricula(ACTOR, paths=[xlsx_file(tmp_path, rows)])
    assert report.errors == []
    fields = LearningField.objects.filter(curriculum__document_number="BJNR000000000").order_by("order")
    assert [(f.number, f.title, f.year, f.hours) for f in fields] == [
        ("1", "Wolken & Wind", 1, 80),
        ("2a", "Regen", 2, None),
    ]


def test_rows_with_errors_are_named_with_line_and_reason_and_others_stored(tmp_path: Path) -> None:
    rows = [
        f"{BEGIN};1;Wolken;1;80",
        f"{BEGIN};2;Regen;5;80",
        f"{BEGIN};3;;1;80",
        "",
        f"{BEGIN};4;Nebel;1;achtzig",
        f"{BEGIN};1;Noch einmal;1;80",
        f"{BEGIN};5;Tau;2;40",
    ]
    report = import_framework_curricula(ACTOR, paths=[csv_file(tmp_path, *rows)])
    assert [(error.line, error.reason) for error in report.errors] == [
        (3, "Im Feld Jahr wird eine Zahl von 1 bis 4 erwartet; gelesen wurde „5“."),
        (4, "Das Feld Titel ist leer."),
        (
            6,
            "Im Feld Stunden wird eine Zahl von 1 bis 1000, zum Beispiel 80 erwartet; gelesen wurde „achtzig“.",
        ),
        (7, "Lernfeld 1 steht in diesem Rahmenlehrplan schon weiter oben."),
    ]
    stored = LearningField.objects.filter(curriculum__document_number="BJNR000000000").order_by("order")
    assert [f.number for f in stored] == ["1", "5"]


def test_errors_in_toml_name_the_line_of_the_learning_field(tmp_path: Path) -> None:
    text = example("toml") + '\n[[curriculum.learning_field]]\nnumber = "2"\ntitle = "Zu spät"\nyear = 9\n'
    path = tmp_path / "lernfelder.toml"
    path.write_text(text, encoding="utf-8")
    report = import_framework_curricula(ACTOR, paths=[path])
    line = text.splitlines().index("[[curriculum.learning_field]]", 12) + 1
    assert [(error.file, error.line) for error in report.errors] == [("lernfelder.toml", line)]
    assert len(report.stored) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.csv", b""),
        ("spalten.csv", b"Beruf;Titel\nx;y"),
        ("kaputt.toml", b"[[curriculum"),
        ("ohne.toml", b"a = 1"),
        ("kaputt.xlsx", b"PK\x03\x04 nothing"),
        ("bild.png", b"\x89PNG"),
        ("null.csv", HEAD.encode() + b"\n\x00\x00"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_stops_no_other(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    good = csv_file(tmp_path, f"{BEGIN};1;Wolken;1;80")
    report = import_framework_curricula(ACTOR, paths=[tmp_path / name, tmp_path / "fehlt.csv", good])
    assert {error.file for error in report.errors} == {name, "fehlt.csv"}
    assert all(error.reason for error in report.errors)
    assert len(report.stored) == 1


def test_windows_text_is_read_too(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{BEGIN};1;Größe prüfen;1;80", encoding="cp1252")
    assert import_framework_curricula(ACTOR, paths=[path]).errors == []
    assert LearningField.objects.get(curriculum__document_number="BJNR000000000").title == "Größe prüfen"


def test_importing_again_keeps_the_ids_and_what_is_no_longer_named(tmp_path: Path) -> None:
    import_framework_curricula(
        ACTOR, paths=[csv_file(tmp_path, f"{BEGIN};1;Alt;1;80", f"{BEGIN};2;Weg;1;40")]
    )
    fields = LearningField.objects.filter(curriculum__document_number="BJNR000000000")
    before = dict(fields.values_list("number", "pk"))
    import_framework_curricula(ACTOR, paths=[csv_file(tmp_path, f"{BEGIN};1;Neu;1;60")])
    assert dict(fields.values_list("number", "pk")) == before
    assert dict(fields.values_list("number", "title")) == {"1": "Neu", "2": "Weg"}


def test_a_person_may_not_import(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        import_framework_curricula(
            Actor(new_id(), "Kim"), paths=[csv_file(tmp_path, f"{BEGIN};1;Wolken;1;80")]
        )
    assert not FrameworkCurriculum.objects.filter(document_number="BJNR000000000").exists()
