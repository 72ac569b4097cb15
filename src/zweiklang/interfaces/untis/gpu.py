"""Reads the GPU files that carry people: GPU002 (lessons), GPU003 (classes), GPU004 (teachers), GPU010 (pupils).

Columns as published for Untis; separator, quotes and encoding vary between installations, trailing columns between versions.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zweiklang.interfaces.tables.cells import clean, read_date, read_email
from zweiklang.interfaces.tables.fields import (
    LONGEST_ID,
    OPEN_QUOTE,
    LeftOut,
    birth_date,
    label_of_class,
    person_name,
)
from zweiklang.interfaces.tables.findings import Findings
from zweiklang.interfaces.tables.gathering import Pupils, classes_of
from zweiklang.interfaces.tables.sheets import Line
from zweiklang.rosters.public import (
    ClassRow,
    ExternalId,
    Kind,
    Part,
    PupilRow,
    Roster,
    TeacherRow,
    Teaching,
    match_key,
)

_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_NUMBER = re.compile(r"\d{1,6}")
_FLOAT = re.compile(r"\d{1,3}\.\d{3,5}")
_LIST = "~"


class _Layout(NamedTuple):
    kind: Kind
    fewest: int
    most: int
    fits: Callable[[Sequence[str]], bool]


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _empty_or(pattern: re.Pattern[str], text: str) -> bool:
    return not text or bool(pattern.fullmatch(text))


def _is_lesson(cells: Sequence[str]) -> bool:
    return (
        bool(_NUMBER.fullmatch(cells[0]))
        and _empty_or(_NUMBER, cells[1])
        and _empty_or(_NUMBER, cells[2])
        and bool(_at(cells, 5))
        and _empty_or(_DAY, _at(cells, 14))
        and _empty_or(_DAY, _at(cells, 15))
    )


def _is_pupil(cells: Sequence[str]) -> bool:
    return (
        bool(cells[0])
        and bool(cells[1])
        and bool(_at(cells, 7))
        and _at(cells, 10) in ("", "0", "1", "2")
        and _empty_or(_DAY, _at(cells, 12))
        and (_at(cells, 10) in ("1", "2") or bool(_at(cells, 12)) or "@" in _at(cells, 13))
    )


def _is_teacher(cells: Sequence[str]) -> bool:
    return (
        bool(cells[0])
        and bool(cells[1])
        and _at(cells, 30) in ("", "0", "1", "2")
        and not _DAY.fullmatch(_at(cells, 19))
        and (bool(_at(cells, 28)) or "@" in _at(cells, 32) or bool(_FLOAT.fullmatch(_at(cells, 14))))
    )


def _is_class(cells: Sequence[str]) -> bool:
    return (
        bool(cells[0])
        and not _NUMBER.fullmatch(cells[0])
        and _empty_or(_DAY, _at(cells, 19))
        and _empty_or(_DAY, _at(cells, 20))
    )


# Widths of the samples: GPU010 15, GPU003 33, GPU004 45, GPU002 47; a list of subjects (GPU006) has 23 and looks like classes otherwise.
_LAYOUTS = (
    _Layout(Kind.UNTIS_LESSONS, 16, 60, _is_lesson),
    _Layout(Kind.UNTIS_PUPILS, 10, 20, _is_pupil),
    _Layout(Kind.UNTIS_TEACHERS, 36, 60, _is_teacher),
    _Layout(Kind.UNTIS_CLASSES, 28, 35, _is_class),
)
_TRIED = 50


def recognise(lines: Sequence[Line]) -> Kind | None:
    """Returns which GPU file these lines are, judged by the first fifty, or None."""
    sample = [[clean(cell) for cell in line.cells] for line in lines[:_TRIED] if len(line.cells) > 1]
    if not sample:
        return None
    for layout in _LAYOUTS:
        fitting = sum(layout.fewest <= len(cells) <= layout.most and layout.fits(cells) for cells in sample)
        if fitting >= max(1, round(len(sample) * 0.8)):
            return layout.kind
    return None


@dataclass(slots=True)
class _Reading:
    findings: Findings
    pupils: Pupils = field(default_factory=lambda: Pupils(one_row_each=True))
    teachers: list[TeacherRow] = field(default_factory=list)
    classes: list[ClassRow] = field(default_factory=list)
    teaches: dict[str, dict[Teaching, int]] = field(default_factory=dict)


def read_gpu(lines: Sequence[Line], kind: Kind, findings: Findings) -> Roster:
    """Returns what the GPU file of this kind says."""
    reading = _Reading(findings)
    read_line = _READERS[kind]
    for line in lines:
        cells = [clean(cell) for cell in line.cells]
        if not any(cells):
            continue
        try:
            if line.broken:
                raise LeftOut("", OPEN_QUOTE)
            read_line(line.number, cells, reading)
        except LeftOut as error:
            about = match_key(_at(cells, 1), _at(cells, 7), None) if kind is Kind.UNTIS_PUPILS else ""
            findings.error(line.number, error.column, error.reason, about=about)
    pupils = reading.pupils.all()
    teachers = (*reading.teachers, *_teaching(reading))
    return Roster(
        kind=kind,
        pupils=pupils,
        teachers=teachers,
        classes=classes_of(pupils, teachers, reading.classes),
        errors=findings.errors,
        warnings=findings.warnings,
        covers=_COVERS.get(kind, frozenset()),
    )


def _teaching(reading: _Reading) -> list[TeacherRow]:
    return [
        TeacherRow(lines=tuple(sorted(set(found.values()))), abbreviation=abbreviation, teaches=tuple(found))
        for abbreviation, found in reading.teaches.items()
    ]


def _read_lesson(line: int, cells: Sequence[str], reading: _Reading) -> None:
    abbreviation, subject = _at(cells, 5), _at(cells, 6)
    if not abbreviation:
        return  # a lesson nobody has been given yet
    _check_length(abbreviation, "Lehrkraft")
    for part in _at(cells, 4).split(_LIST):
        if label := label_of_class(part):
            reading.teaches.setdefault(abbreviation, {}).setdefault(Teaching(label, subject[:100]), line)


def _read_class(line: int, cells: Sequence[str], reading: _Reading) -> None:
    label = label_of_class(cells[0])
    if not label:
        raise LeftOut("1", "Der Name der Klasse fehlt.")
    reading.classes.append(
        ClassRow(
            label,
            name=_at(cells, 1)[:200],
            department=_at(cells, 14)[:100],
            begins=_day(_at(cells, 19)),
            ends=_day(_at(cells, 20)),
        )
    )


def _read_teacher(line: int, cells: Sequence[str], reading: _Reading) -> None:
    _check_length(cells[0], "Lehrkraft")
    reading.teachers.append(
        TeacherRow(
            lines=(line,),
            abbreviation=cells[0],
            family_name=person_name(_at(cells, 1), "Nachname", "2"),
            given_name=_at(cells, 28)[:100],
            email=read_email(_at(cells, 32)),
        )
    )


def _read_pupil(line: int, cells: Sequence[str], reading: _Reading) -> None:
    number = _at(cells, 14) or _at(cells, 8)
    reading.pupils.add(
        PupilRow(
            lines=(line,),
            family_name=person_name(_at(cells, 1), "Nachname", "2"),
            given_name=person_name(_at(cells, 7), "Vorname", "8"),
            class_label=label_of_class(_at(cells, 9), "10"),
            born_on=birth_date(_at(cells, 12), "13"),
            ids=(ExternalId("untis", number),) if number and len(number) <= LONGEST_ID else (),
            email=read_email(_at(cells, 13)),
        ),
        lambda one, other: one == other,
    )


def _check_length(abbreviation: str, column: str) -> None:
    if not abbreviation or len(abbreviation) > 20:
        raise LeftOut(column, "Das Kürzel der Lehrkraft fehlt oder ist länger als 20 Zeichen.")


def _day(text: str) -> date | None:
    try:
        return read_date(text)
    except ValueError:
        return None


_READERS: dict[Kind, Callable[[int, Sequence[str], _Reading], None]] = {
    Kind.UNTIS_LESSONS: _read_lesson,
    Kind.UNTIS_CLASSES: _read_class,
    Kind.UNTIS_TEACHERS: _read_teacher,
    Kind.UNTIS_PUPILS: _read_pupil,
}
_COVERS = {
    Kind.UNTIS_CLASSES: frozenset({Part.CLASSES}),
    Kind.UNTIS_TEACHERS: frozenset({Part.TEACHERS}),
    Kind.UNTIS_PUPILS: frozenset({Part.PUPILS}),
}
