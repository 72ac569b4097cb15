"""Rows of a table of absences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zweiklang.interfaces.tables.cells import read_date
from zweiklang.interfaces.tables.fields import LeftOut, label_of_class, person_name
from zweiklang.interfaces.tables.headers import Row, normalised, table_of
from zweiklang.interfaces.tables.sheets import Cell, Sheet
from zweiklang.schedule.public import AbsenceFile, FiledAbsence, FiledProblem

COLUMNS: Mapping[str, frozenset[str]] = {
    "class": frozenset({"klasse", "klassenbezeichnung"}),
    "family": frozenset({"nachname", "name", "familienname"}),
    "given": frozenset({"vorname", "rufname"}),
    "day": frozenset({"datum", "tag", "von", "vondatum", "erstertag"}),
    "last": frozenset({"bis", "bisdatum", "letztertag"}),
    "from": frozenset({"vonstunde", "abstunde", "ersterstunde", "erstestunde"}),
    "until": frozenset({"bisstunde", "letztestunde"}),
    "kind": frozenset({"art", "was"}),
    "state": frozenset({"status", "stand", "entscheidung"}),
    "minutes": frozenset({"minuten", "min"}),
}
NEEDED = ("class", "family", "given", "day")
KINDS = {
    **dict.fromkeys(("", "f", "fehlt", "gefehlt", "abwesend", "absent", "fehltag", "fehlstunde"), "absent"),
    **dict.fromkeys(("v", "verspaetet", "verspaetung", "zuspaet", "late"), "late"),
    **dict.fromkeys(("g", "frueher", "gingfrueher", "fruehergegangen", "entlassen"), "left_early"),
}
STATES = {
    **dict.fromkeys(("", "o", "offen", "nochoffen"), "open"),
    **dict.fromkeys(("e", "entschuldigt", "ja", "excused"), "excused"),
    **dict.fromkeys(("u", "unentschuldigt", "nein", "unexcused"), "unexcused"),
}
MOST_MINUTES = 600
MOST_PERIOD = 15


def fields_of(cells: Sequence[Cell]) -> Mapping[str, int] | None:
    """Returns which column is which field, or None where a needed one is missing."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = normalised(cell)
        for field, names in COLUMNS.items():
            if name in names:
                found.setdefault(field, index)
    return found if all(field in found for field in NEEDED) else None


def read_absence_table(sheets: Iterable[Sheet]) -> AbsenceFile | None:
    """Returns the absences of all sheets, or None where no sheet has a header of such a table."""
    entries, problems, known = [], [], False
    for sheet in sheets:
        table = table_of(sheet, fields_of)
        if table is None:
            continue
        known = True
        for row in table[1]:
            try:
                entries.append(_entry(row))
            except LeftOut as problem:
                problems.append(FiledProblem(row.line, problem.reason))
    return AbsenceFile("Tabelle mit Fehlzeiten", "table", tuple(entries), tuple(problems)) if known else None


def _entry(row: Row) -> FiledAbsence:
    if row.broken:
        raise LeftOut("", "Ein Anführungszeichen in dieser Zeile wird nicht geschlossen.")
    label = label_of_class(row.text("class"))
    if not label:
        raise LeftOut("", "Die Klasse fehlt.")
    first = _day(row, "day")
    if first is None:
        raise LeftOut("", "Das Datum fehlt.")
    last = _day(row, "last") or first
    if last < first:
        raise LeftOut("", "Der letzte Tag liegt vor dem ersten.")
    kind = _word(row, "kind", KINDS, "gefehlt, verspätet oder früher gegangen")
    return FiledAbsence(
        row.line,
        first,
        last,
        kind=kind,
        state=_word(row, "state", STATES, "entschuldigt, unentschuldigt oder offen"),
        class_label=label,
        family_name=person_name(row.text("family"), "Nachname"),
        given_name=person_name(row.text("given"), "Vorname"),
        first_period=_number(row, "from", MOST_PERIOD, "Stunde"),
        last_period=_number(row, "until", MOST_PERIOD, "Stunde"),
        minutes=_minutes(row, kind),
    )


def _day(row: Row, field: str) -> date | None:
    try:
        return read_date(row.cell(field))
    except (ValueError, OverflowError):
        raise LeftOut(
            "", f"Erwartet wird ein Tag wie 16.11.2026; gelesen wurde „{row.text(field)[:40]}“."
        ) from None


def _word(row: Row, field: str, known: Mapping[str, str], expected: str) -> str:
    """What else stands there may be a reason ("krank"): it is not repeated, because what a line says is kept with the preview."""
    found = known.get(normalised(row.text(field)))
    if found is None:
        raise LeftOut("", f"Erwartet wird {expected}; dort steht etwas anderes.")
    return found


def _number(row: Row, field: str, most: int, label: str) -> int | None:
    text = row.text(field)
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= most:
        return int(text)
    raise LeftOut("", f"Als {label} wird eine Zahl von 1 bis {most} erwartet; gelesen wurde „{text[:40]}“.")


def _minutes(row: Row, kind: str) -> int | None:
    found = _number(row, "minutes", MOST_MINUTES, "Minuten")
    if kind != "absent" and found is None:
        raise LeftOut("", "Bei „verspätet“ und „früher gegangen“ fehlen die Minuten (Spalte Minuten).")
    return found if kind != "absent" else None
