"""Reads framework curricula (Rahmenlehrpläne) from TOML, CSV and XLSX; the form is docs/operations/framework-curricula.md.

Nothing is half read: a row with an error is reported with its line and left out, the others are kept.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from zweiklang.kernel.sorting import sort_key

COLUMNS = {
    "beruf": "name",
    "dokumentnummer": "document_number",
    "fachrichtung": "specialisation",
    "beschluss": "resolution",
    "quelle": "source",
    "gepruft durch": "verified_by",
    "hinweis": "remarks",
    "nummer": "number",
    "titel": "title",
    "jahr": "year",
    "stunden": "hours",
}
HEAD = ("name", "document_number", "specialisation", "resolution", "source", "verified_by", "remarks")
_LABELS = {
    "name": "Beruf", "document_number": "Dokumentnummer", "resolution": "Beschluss", "number": "Nummer", "title": "Titel",
    "specialisation": "Fachrichtung",
}  # fmt: skip
_LONGEST = {"name": 200, "document_number": 40, "specialisation": 200, "resolution": 200, "number": 10}
_NEEDED = ("name", "document_number", "resolution", "number", "title", "year", "hours")
_MOST_YEARS = 4
_MOST_HOURS = 1000
_LARGEST_FILE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that was left out, and why, for people. `line` is 0 where the whole file could not be read."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A Lernfeld as read; `hours` None: not known."""

    number: str
    title: str
    year: int
    hours: int | None


@dataclass(slots=True)
class Draft:
    """A framework curriculum as read."""

    name: str
    document_number: str
    specialisation: str
    resolution: str
    source: str = ""
    verified_by: str = ""
    remarks: str = ""
    learning_fields: list[FieldDraft] = field(default_factory=list)


type Row = tuple[int, Mapping[str, Any]]
"""A line number and the values of that line by field."""


class _Refused(ValueError):
    """The row cannot be taken; the message says what is expected."""


def read_frameworks(path: Path) -> tuple[list[Draft], list[RowError]]:
    """The curricula in the file and the rows that were left out."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _Refused("Die Datei ist größer als 20 MB und wurde nicht gelesen.")
        rows = _READERS[path.suffix.lower()](path)
    except KeyError:
        return [], [RowError(path.name, 0, "Erwartet wird eine Datei mit der Endung .toml, .csv oder .xlsx.")]
    except _Refused as error:
        return [], [RowError(path.name, 0, str(error))]
    except OSError as error:
        return [], [
            RowError(path.name, 0, f"Die Datei kann nicht gelesen werden: {error.strerror or error}.")
        ]
    return drafts_from(rows, file=path.name)


def drafts_from(rows: Iterable[Row], *, file: str) -> tuple[list[Draft], list[RowError]]:
    """Rows (line, values) grouped to curricula by document number, Fachrichtung and resolution."""
    found: dict[tuple[str, str, str], Draft] = {}
    errors: list[RowError] = []
    for line, values in rows:
        try:
            head = {
                name: _text(values, name, required=name in ("name", "document_number", "resolution"))
                for name in HEAD
            }
            learning_field = _field(values)
            key = (head["document_number"], head["specialisation"], head["resolution"])
            known = found.get(key)
            if known and any(f.number == learning_field.number for f in known.learning_fields):
                raise _Refused(
                    f"Lernfeld {learning_field.number} steht in diesem Rahmenlehrplan schon weiter oben."
                )
            found.setdefault(key, _draft(head)).learning_fields.append(learning_field)
        except _Refused as error:
            errors.append(RowError(file, line, str(error)))
    return [*found.values()], errors


def _draft(head: Mapping[str, str]) -> Draft:
    return Draft(
        name=head["name"],
        document_number=head["document_number"],
        specialisation=head["specialisation"],
        resolution=head["resolution"],
        source=head["source"],
        verified_by=head["verified_by"],
        remarks=head["remarks"],
    )


def rows_of_table(data: Mapping[str, Any], lines: Iterable[int] = ()) -> list[Row]:
    """One row per `learning_field` of each `curriculum` of a TOML document, with the curriculum's head in it."""
    curricula = data.get("curriculum", [])
    if not isinstance(curricula, list) or not curricula:
        raise _Refused("Erwartet wird mindestens ein Abschnitt [[curriculum]].")
    rows: list[Row] = []
    numbers = iter(lines)
    for curriculum in curricula:
        head = {name: curriculum.get(name, "") for name in HEAD}
        rows += [(next(numbers, 0), {**head, **one}) for one in curriculum.get("learning_field", [])]
    if not rows:
        raise _Refused("Erwartet wird mindestens ein Abschnitt [[curriculum.learning_field]].")
    return rows


def _field(values: Mapping[str, Any]) -> FieldDraft:
    year = _number(values.get("year"), "Jahr", "eine Zahl von 1 bis 4", _MOST_YEARS)
    hours = _number(values.get("hours"), "Stunden", "eine Zahl von 1 bis 1000, zum Beispiel 80", _MOST_HOURS)
    if year is None:
        raise _Refused("Im Feld Jahr wird eine Zahl von 1 bis 4 erwartet; es ist leer.")
    return FieldDraft(
        _text(values, "number", required=True), _text(values, "title", required=True), year, hours
    )


def _text(values: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = values.get(name, "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # spreadsheets keep the number "5" as 5.0
    text = " ".join(str("" if value is None else value).replace("\x00", "").split())
    if required and not text:
        raise _Refused(f"Das Feld {_LABELS[name]} ist leer.")
    if len(text) > _LONGEST.get(name, 2000):
        raise _Refused(
            f"Das Feld {_LABELS.get(name, name)} ist länger als {_LONGEST.get(name, 2000)} Zeichen."
        )
    return text


def _number(value: Any, label: str, expected: str, most: int) -> int | None:
    if value is None or str(value).strip() == "":
        return None
    text = re.sub(r"\.0$", "", str(value).strip())
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        raise _Refused(f"Im Feld {label} wird {expected} erwartet; gelesen wurde „{text[:40]}“.")
    return int(text)


def _read_toml(path: Path) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _Refused(f"Die Datei ist kein lesbares TOML: {error}") from error
    heads = re.compile(r"^\s*\[\[\s*curriculum\s*\.\s*learning_field\s*\]\]")
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if heads.match(line)]
    return rows_of_table(data, lines)


def _read_csv(path: Path) -> list[Row]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what spreadsheets on Windows write
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        return _with_columns([(reader.line_num, row) for row in reader])
    except csv.Error as error:
        raise _Refused(f"Die Datei ist keine lesbare CSV-Datei: {error}") from error


def _read_xlsx(path: Path) -> list[Row]:
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise _Refused(f"Die Datei ist keine lesbare Excel-Datei: {error}") from error
    return _with_columns([*enumerate(rows, start=1)])


def _with_columns(rows: list[tuple[int, Any]]) -> list[Row]:
    """Rows as mappings by the names of the first row; empty rows are left out."""
    if not rows:
        raise _Refused("Die Datei ist leer.")
    names = [COLUMNS.get(sort_key(str(cell)), "") for cell in rows[0][1]]
    missing = [label for label, name in COLUMNS.items() if name in _NEEDED and name not in names]
    if missing:
        raise _Refused(
            f"In der ersten Zeile fehlen die Spalten: {', '.join(label.capitalize() for label in missing)}."
        )
    return [
        (line, {name: cell for name, cell in zip(names, cells, strict=False) if name})
        for line, cells in rows[1:]
        if any(str(cell).strip() for cell in cells)
    ]


_READERS = {".toml": _read_toml, ".csv": _read_csv, ".xlsx": _read_xlsx}
