"""Reads a list of pupils: LUSD's "Individueller Bericht" and every class list that has its columns. One row per contact makes one pupil."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zweiklang.interfaces.lusd.columns import columns_of, style_of
from zweiklang.interfaces.lusd.contacts import contacts_of, groups_of, nameless, same_contact
from zweiklang.interfaces.tables.cells import split_name
from zweiklang.interfaces.tables.fields import (
    LONGEST_ID,
    LONGEST_NAME,
    Fields,
    LeftOut,
    birth_date,
    label_of_class,
    person_name,
)
from zweiklang.interfaces.tables.findings import Findings
from zweiklang.interfaces.tables.gathering import Pupils, classes_of, most_common
from zweiklang.interfaces.tables.headers import Row, table_of
from zweiklang.interfaces.tables.sheets import Sheet, filled
from zweiklang.kernel.sorting import sort_key
from zweiklang.rosters.public import (
    ExternalId,
    FirmRow,
    HeaderStyle,
    Kind,
    Part,
    PupilRow,
    Roster,
    TeacherRow,
    match_key,
    school_number,
)

_NO_HEADER = "Dieses Blatt hat keine Kopfzeile mit Nachname, Vorname und Klasse und wurde nicht gelesen."
_SEVERAL_CLASSES = re.compile(r"[,;|]")


@dataclass(slots=True)
class _Leads:
    """Class teachers as a report of pupils names them: by abbreviation, by name, in every row."""

    teachers: dict[tuple[str, str], dict[str, bool]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def note(self, fields: Fields, label: str) -> None:
        """The class of this row has the leads the row names."""
        for name in ("lead", "deputy"):
            abbreviation = fields.text(f"class.{name}_abbreviation", 20)
            full_name = fields.text(f"class.{name}_name")
            if label and (abbreviation or full_name):
                key = (abbreviation, "" if abbreviation and not full_name else full_name)
                self.teachers.setdefault(key, {}).setdefault(label, name == "lead")
                self.lines.setdefault(key, fields.row.line)

    def rows(self, number: str) -> tuple[TeacherRow, ...]:
        """Returns the teachers."""
        return tuple(self._row(key, labels, number) for key, labels in self.teachers.items())

    def _row(self, key: tuple[str, str], labels: dict[str, bool], number: str) -> TeacherRow:
        family_name, given_name = split_name(key[1])
        return TeacherRow(
            lines=(self.lines[key],),
            abbreviation=key[0],
            family_name=family_name[:LONGEST_NAME],
            given_name=given_name[:LONGEST_NAME],
            leads=tuple(label for label, leads in labels.items() if leads),
            deputy_leads=tuple(label for label, leads in labels.items() if not leads),
            school_number=number,
        )


def read_report(sheets: Iterable[Sheet], findings: Findings) -> Roster | None:
    """Returns the roster of all sheets that have a header of pupils, or None where none has."""
    pupils = Pupils()
    leads = _Leads()
    style: HeaderStyle | None = None
    for sheet in filled(sheets):
        table = table_of(sheet, columns_of)
        if table is None:
            findings.warn(0, "", _NO_HEADER, sheet.name)
            continue
        header, rows = table
        style = style or style_of(header.names)
        groups = groups_of(header)
        pupils.one_row_each = not groups
        for row in rows:
            _read_row(row, groups, pupils, leads, findings)
    if style is None:
        return None
    found = pupils.all()
    number = most_common(pupil.school_number for pupil in found)
    teachers = leads.rows(number)
    return Roster(
        kind=Kind.CLASS_LIST if style is HeaderStyle.PLAIN else Kind.LUSD_REPORT,
        header_style=style,
        school_number=number,
        pupils=found,
        teachers=teachers,
        classes=classes_of(found, teachers),
        errors=findings.errors,
        warnings=findings.warnings,
        covers=frozenset({Part.PUPILS}),
    )


def _read_row(row: Row, groups: Sequence[str], pupils: Pupils, leads: _Leads, findings: Findings) -> None:
    try:
        fields = Fields(row, findings)
        pupil = _pupil(fields, groups)
        pupils.add(pupil, same_contact)
    except LeftOut as error:
        findings.error(row.line, error.column, error.reason, row.sheet, about=_about(row))
        return
    leads.note(fields, pupil.class_label)
    if pupil.born_on is None and row.has("pupil.born_on"):
        findings.warn(
            row.line,
            row.header.name_of("pupil.born_on"),
            "Das Geburtsdatum fehlt: Ob die Person schon bekannt ist, lässt sich nur am Namen erkennen.",
            row.sheet,
        )


def _pupil(fields: Fields, groups: Sequence[str]) -> PupilRow:
    """The pupil of a row with the contacts of that row; raises LeftOut."""
    row = fields.row
    family_name, given_name = _names(row)
    contacts = contacts_of(fields, groups)
    return PupilRow(
        lines=(row.line,),
        family_name=family_name,
        given_name=given_name,
        call_name=fields.text("pupil.call_name", LONGEST_NAME),
        born_on=_born_on(row),
        class_label=_class_label(fields),
        ids=_ids(fields),
        entered_on=fields.day("pupil.entered_on"),
        grade=fields.text("pupil.grade", 20),
        address=fields.address("pupil"),
        email=fields.email("pupil.email"),
        phone=fields.phone("pupil.mobile", "pupil.phone"),
        occupation=fields.text("pupil.occupation"),
        firm=_firm(fields),
        training_begins=fields.day("pupil.training_begins") or fields.day("firm.training_begins"),
        training_ends=fields.day("pupil.training_ends") or fields.day("firm.training_ends"),
        contacts=(*contacts, *nameless(row.text("contact.all_emails"), contacts)),
        school_number=school_number(fields.text("pupil.school_number", 20)),
        sheet=row.sheet,
    )


def _class_label(fields: Fields) -> str:
    """The class; `KLA_Klassennamen` may name several, of which the first counts."""
    first, *more = (part.strip() for part in _SEVERAL_CLASSES.split(fields.row.text("class.label")))
    if any(more):
        fields.warn("class.label", f"Hier stehen mehrere Klassen. Übernommen wurde die erste: {first}.")
    return label_of_class(first, fields.row.header.name_of("class.label"))


def _about(row: Row) -> str:
    """Whom a row in error names, as far as one can tell."""
    try:
        return match_key(*_names(row), None)
    except LeftOut:
        return ""


def _names(row: Row) -> tuple[str, str]:
    """Family and given name; particles stay where the file has them, a column of its own for them goes before the family name."""
    family_name, given_name = row.text("pupil.family_name"), row.text("pupil.given_name")
    columns = (row.header.name_of("pupil.family_name"), row.header.name_of("pupil.given_name"))
    if row.has("pupil.name"):
        family_name, given_name = split_name(row.text("pupil.name"))
        columns = (row.header.name_of("pupil.name"),) * 2
    prefix = row.text("pupil.name_prefix")
    if prefix and family_name and not sort_key(family_name).startswith(sort_key(prefix) + " "):
        family_name = f"{prefix} {family_name}"
    return person_name(family_name, "Nachname", columns[0]), person_name(given_name, "Vorname", columns[1])


def _born_on(row: Row) -> date | None:
    """The date of birth from its column, else from `Schueler_Schluessel` ("Nachname,Vorname,TT.MM.JJJJ")."""
    if row.has("pupil.born_on"):
        return birth_date(row.cell("pupil.born_on"), row.header.name_of("pupil.born_on"))
    return birth_date(row.text("pupil.key").rpartition(",")[2], row.header.name_of("pupil.key"))


def _ids(fields: Fields) -> tuple[ExternalId, ...]:
    found = (
        ("lusd", fields.text("pupil.lusd_uid", LONGEST_ID)),
        ("esz", fields.text("pupil.esz_id", LONGEST_ID)),
    )
    return tuple(ExternalId(system, value) for system, value in found if value)


def _firm(fields: Fields) -> FirmRow:
    trainer = fields.text("firm.trainer_name")
    if trainer and (given := fields.text("firm.trainer_given_name", LONGEST_NAME)):
        trainer = f"{given} {trainer}"
    return FirmRow(
        name=fields.text("firm.name"),
        address=fields.address("firm"),
        email=fields.email("firm.email"),
        phone=fields.phone("firm.phone", "firm.mobile"),
        trainer_name=trainer,
        trainer_email=fields.email("firm.trainer_email"),
        trainer_phone=fields.phone("firm.trainer_phone"),
    )
