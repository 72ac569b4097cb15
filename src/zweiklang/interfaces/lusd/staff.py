"""Reads lists of teachers and the learning groups the Schulportal exports; both say who teaches, not who learns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zweiklang.interfaces.tables.cells import split_name
from zweiklang.interfaces.tables.fields import (
    LONGEST_ID,
    LONGEST_NAME,
    Fields,
    LeftOut,
    label_of_class,
    person_name,
)
from zweiklang.interfaces.tables.findings import Findings
from zweiklang.interfaces.tables.gathering import classes_of, merged_teachers
from zweiklang.interfaces.tables.headers import Row, normalised, table_of
from zweiklang.interfaces.tables.sheets import Cell, Sheet
from zweiklang.rosters.public import ExternalId, Kind, Part, Roster, TeacherRow, Teaching

_TEACHER_TABLES = ("lehrerin", "lehrer", "lehrkraefte", "lehrkraft", "personal", "leh", "")
_TEACHER = {
    "abbreviation": ("kuerzel", "kurzzeichen", "lehrerkuerzel"),
    "family_name": ("nachname", "familienname"),
    "name": ("name", "vollername"),
    "given_name": ("vorname",),
    "email": ("email", "emailadresse", "dienstlicheemail", "mail"),
    "uid": ("uid", "personalnummer"),
    "leads": ("klassenleitung", "klassenlehrerklassen", "klassenlehrer"),
}
_TEACHER_COLUMNS = {
    f"{table}{name}": key for table in _TEACHER_TABLES for key, names in _TEACHER.items() for name in names
}
_GROUP_COLUMNS = {
    "kursname": "name",
    "kursid": "id",
    "klasse": "classes",
    "fach": "subject",
    "lehkuerzel": "abbreviation",
    "lehname": "family_name",
    "lehvorname": "given_name",
}


def _found(cells: Sequence[Cell], known: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and (key := known.get(normalised(cell))):
            columns.setdefault(key, index)
    return columns


def teacher_columns(cells: Sequence[Cell]) -> dict[str, int] | None:
    """Returns the columns of a list of teachers: an abbreviation and a name."""
    columns = _found(cells, _TEACHER_COLUMNS)
    return columns if "abbreviation" in columns and columns.keys() & {"family_name", "name"} else None


def group_columns(cells: Sequence[Cell]) -> dict[str, int] | None:
    """Returns the columns of the Schulportal's groups: a course with id and its teacher."""
    columns = _found(cells, _GROUP_COLUMNS)
    return columns if {"name", "id", "abbreviation"} <= columns.keys() else None


@dataclass(slots=True)
class _Draft:
    line: int
    abbreviation: str
    family_name: str
    given_name: str
    teaches: dict[Teaching, None] = field(default_factory=dict)


def read_staff(sheets: Iterable[Sheet], findings: Findings) -> Roster | None:
    """Returns the teachers of all sheets that have a header of teachers, or None where none has."""
    teachers: list[TeacherRow] = []
    recognised = False
    for sheet in sheets:
        table = table_of(sheet, teacher_columns)
        if table is None:
            continue
        recognised = True
        for row in table[1]:
            try:
                teachers.append(_teacher(Fields(row, findings)))
            except LeftOut as error:
                findings.error(row.line, error.column, error.reason, row.sheet)
    if not recognised:
        return None
    return Roster(
        kind=Kind.CLASS_LIST,
        teachers=merged_teachers(teachers),
        classes=classes_of((), teachers),
        errors=findings.errors,
        warnings=findings.warnings,
        covers=frozenset({Part.TEACHERS}),
    )


def _teacher(fields: Fields) -> TeacherRow:
    row = fields.row
    family_name, given_name = _teacher_name(row)
    uid = fields.text("uid", LONGEST_ID)
    labels = (label_of_class(part) for part in fields.text("leads").replace(";", ",").split(","))
    return TeacherRow(
        lines=(row.line,),
        abbreviation=fields.text("abbreviation", 20),
        family_name=person_name(family_name, "Nachname"),
        given_name=given_name,
        ids=(ExternalId("lusd", uid),) if uid else (),
        email=fields.email("email"),
        leads=tuple(dict.fromkeys(label for label in labels if label)),
    )


def _teacher_name(row: Row) -> tuple[str, str]:
    if row.has("family_name"):
        return row.text("family_name"), row.text("given_name")[:LONGEST_NAME]
    family_name, given_name = split_name(row.text("name"))
    return family_name, (given_name or row.text("given_name"))[:LONGEST_NAME]


def read_groups(sheets: Iterable[Sheet], findings: Findings) -> Roster | None:
    """Returns teachers with what they teach from the Schulportal's groups, or None where no sheet has their header."""
    drafts: dict[str, _Draft] = {}
    recognised = False
    for sheet in sheets:
        table = table_of(sheet, group_columns)
        if table is None:
            continue
        recognised = True
        for row in table[1]:
            try:
                _read_group(Fields(row, findings), drafts)
            except LeftOut as error:
                findings.error(row.line, error.column, error.reason, row.sheet)
    if not recognised:
        return None
    teachers = tuple(
        TeacherRow((d.line,), d.abbreviation, d.family_name, d.given_name, teaches=tuple(d.teaches))
        for d in drafts.values()
    )
    return Roster(
        kind=Kind.SCHOOL_PORTAL_GROUPS,
        teachers=teachers,
        classes=classes_of((), teachers),
        errors=findings.errors,
        warnings=findings.warnings,
    )


def _read_group(fields: Fields, drafts: dict[str, _Draft]) -> None:
    row = fields.row
    abbreviation = fields.text("abbreviation", 20)
    if not abbreviation:
        raise LeftOut(row.header.name_of("abbreviation"), "Das Kürzel der Lehrkraft fehlt.")
    family_name, given_name = split_name(fields.text("family_name"))
    draft = drafts.setdefault(
        abbreviation,
        _Draft(
            row.line,
            abbreviation,
            family_name[:LONGEST_NAME],
            (given_name or fields.text("given_name"))[:LONGEST_NAME],
        ),
    )
    for part in row.text("classes").replace(";", ",").replace("/", ",").split(","):
        if label := label_of_class(part):
            draft.teaches[Teaching(label, fields.text("subject", LONGEST_NAME))] = None
