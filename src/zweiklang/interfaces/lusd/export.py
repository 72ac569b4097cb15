"""Reads the JSON LUSD hands to programs: `antwort.lernende` (pupils) and `antwort.personal` (staff), in one file or two."""

from typing import Any

from zweiklang.interfaces.tables.cells import read_email
from zweiklang.interfaces.tables.documents import Json, objects, part, text
from zweiklang.interfaces.tables.fields import LONGEST_ID, LeftOut, birth_date, label_of_class, person_name
from zweiklang.interfaces.tables.findings import Findings
from zweiklang.interfaces.tables.gathering import Pupils, classes_of, merged_teachers, most_common
from zweiklang.rosters.public import (
    ContactRow,
    ExternalId,
    Kind,
    Part,
    PupilRow,
    Roster,
    TeacherRow,
    match_key,
    school_number,
)


def is_lusd(document: Any) -> bool:
    """True where the document is an answer of LUSD."""
    return any(part(answer, "antwort").keys() & {"lernende", "personal"} for answer in objects(document))


def read_lusd_json(document: Any) -> Roster:
    """Returns the pupils and teachers of all answers in the document; `line` counts the entries of a list."""
    findings = Findings()
    pupils = Pupils()
    teachers: list[TeacherRow] = []
    covers: set[Part] = set()
    for answer in objects(document):
        content = part(answer, "antwort")
        covers |= {Part.PUPILS} if "lernende" in content else set()
        covers |= {Part.TEACHERS} if "personal" in content else set()
        for line, entry in enumerate(objects(content.get("lernende")), start=1):
            _read_pupil(line, entry, pupils, findings)
        for line, entry in enumerate(objects(content.get("personal")), start=1):
            _read_teacher(line, entry, teachers, findings)
    found = pupils.all()
    return Roster(
        kind=Kind.LUSD_JSON,
        school_number=most_common([*(p.school_number for p in found), *(t.school_number for t in teachers)]),
        pupils=found,
        teachers=merged_teachers(teachers),
        classes=classes_of(found, teachers),
        errors=findings.errors,
        warnings=findings.warnings,
        covers=frozenset(covers),
    )


def _read_pupil(line: int, entry: Json, pupils: Pupils, findings: Findings) -> None:
    try:
        pupils.add(_pupil(line, entry), _never)
    except LeftOut as error:
        about = match_key(text(entry, "schuelerNachname"), text(entry, "schuelerVorname"), None)
        findings.error(line, error.column, error.reason, about=about)


def _pupil(line: int, entry: Json) -> PupilRow:
    return PupilRow(
        lines=(line,),
        family_name=person_name(text(entry, "schuelerNachname"), "Nachname", "schuelerNachname"),
        given_name=person_name(text(entry, "schuelerVorname"), "Vorname", "schuelerVorname"),
        born_on=birth_date(text(entry, "schuelerGeburtsdatum"), "schuelerGeburtsdatum"),
        class_label=label_of_class(text(entry, "klassenname"), "klassenname"),
        ids=_ids(entry, "schuelerUID", "schuelerIdEsz"),
        grade=text(entry, "stufeSemester", 20),
        school_number=school_number(text(entry, "dienststellennummer", 20)),
    )


def _read_teacher(line: int, entry: Json, teachers: list[TeacherRow], findings: Findings) -> None:
    try:
        teachers.append(
            TeacherRow(
                lines=(line,),
                abbreviation=text(entry, "personalKuerzel", 20),
                family_name=person_name(text(entry, "nachname"), "Nachname", "nachname"),
                given_name=person_name(text(entry, "vorname"), "Vorname", "vorname"),
                ids=_ids(entry, "personalUID", "lehrerIdEsz"),
                email=read_email(text(entry, "lehrerIdEsz")),
                leads=_labels(entry, "klassenlehrerKlassen"),
                deputy_leads=_labels(entry, "klassenlehrerVertreterKlassen"),
                school_number=school_number(text(entry, "dienststellennummer", 20)),
                home_school_number=school_number(text(entry, "dienststellennummerStammschule", 20)),
            )
        )
    except LeftOut as error:
        findings.error(line, error.column, error.reason)


def _labels(entry: Json, name: str) -> tuple[str, ...]:
    labels = (label_of_class(text(one, "klassenname"), "klassenname") for one in objects(entry.get(name)))
    return tuple(dict.fromkeys(label for label in labels if label))


def _ids(entry: Json, lusd: str, esz: str) -> tuple[ExternalId, ...]:
    found = (("lusd", text(entry, lusd, LONGEST_ID)), ("esz", text(entry, esz, LONGEST_ID)))
    return tuple(ExternalId(system, value) for system, value in found if value)


def _never(one: ContactRow, other: ContactRow) -> bool:
    return one == other
