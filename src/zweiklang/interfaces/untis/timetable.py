"""Reads GPU001 (Stundenplan): one line for each class, teacher and classroom of a lesson, merged to one lesson of a class.

Columns: 0 number of the lesson, 1 class, 2 teacher, 3 subject, 4 classroom, 5 weekday (1 is Monday), 6 period; the eighth is the duration in
minutes of timetables without periods, and empty otherwise. Class, teacher and classroom may be lists ("~"). A lesson number may hold two
subjects at once (F6 and L6 for parts of a class): these are two lessons of the class.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from zweiklang.interfaces.tables.findings import shortened
from zweiklang.interfaces.untis.gpu_lines import GpuLine, GpuText, day_of, is_day, lines_of, split
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import FileKind, FileProblem, SnapshotLesson, TimetableFile

_FEWEST, _MOST = 7, 10
_LAST_PERIOD = 15
_MOST_IN_LIST = 60
_MOST_PLACES = 60_000
"""Lessons of classes in one file; a large school has 5,000."""
_LARGEST_NUMBER = 2_147_483_647
_LONGEST = {"label": 30, "teacher": 20, "subject": 100, "classroom": 40}
_BROKEN = "Ein Anführungszeichen in dieser Zeile wird nicht geschlossen."
NO_TIMETABLE = (
    'Die Datei ist kein Stundenplan (Untis GPU001). Erwartet werden Zeilen wie 12;"10FI2";"MUE";"Mathematik";"R101";2;3;; '
    "mit Nummer, Klasse, Lehrkraft, Fach, Raum, Tag und Stunde."
)


class LeftOut(ValueError):
    """The line cannot be taken; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of the file: who is where, when."""

    number: int
    labels: tuple[str, ...]
    teachers: tuple[str, ...]
    subject: str
    classrooms: tuple[str, ...]
    weekday: int
    period: int


@dataclass(frozen=True, slots=True)
class Gpu001:
    """A file that was read: `rows` counts every line with content, also those in `errors`."""

    encoding: str
    separator: str
    rows: int
    placed: tuple[Placed, ...]
    errors: tuple[FileProblem, ...]

    def facts(self) -> dict[str, Any]:
        """Returns what `schedule inspect-untis` prints: distinct values, lists taken apart, of lines without an error."""
        classes = {label for one in self.placed for label in one.labels}
        return {
            "encoding": self.encoding,
            "separator": self.separator,
            "lessons": len({one.number for one in self.placed}),
            "rows": self.rows,
            "classes": sorted(classes),
            "teachers": len({teacher for one in self.placed for teacher in one.teachers}),
            "subjects": len({one.subject for one in self.placed if one.subject}),
            "rooms": len({room for one in self.placed for room in one.classrooms}),
            "errors": [{"line": one.line, "reason": one.reason} for one in self.errors],
        }


def looks_like_timetable(line: GpuLine) -> bool:
    """Returns whether the line is one of GPU001. GPU013 (absences) begins alike and has days where this has subject and classroom."""
    return (
        _FEWEST <= len(line.cells) <= _MOST
        and line.at(0).isdecimal()
        and line.at(5).isdecimal()
        and line.at(6).isdecimal()
        and not (is_day(line.at(3)) and is_day(line.at(4)))
    )


def read_gpu001(data: bytes) -> Gpu001:
    """Returns what the file says; raises Unreadable, and nothing else, where no line of it is one of a timetable."""
    text = lines_of(data, looks_like_timetable)
    if text is None:
        raise Unreadable(NO_TIMETABLE)
    return from_lines(text)


def from_lines(text: GpuText) -> Gpu001:
    """Returns what the lines say; those that cannot be taken are named with their number and left out."""
    placed, errors = [], []
    for line in text.lines:
        try:
            placed.append(_placed(line))
        except LeftOut as problem:
            errors.append(FileProblem(line.number, str(problem)))
    return Gpu001(text.encoding, text.separator, len(text.lines), tuple(placed), tuple(errors))


def _placed(line: GpuLine) -> Placed:
    if line.broken:
        raise LeftOut(_BROKEN)
    if len(line.cells) < _FEWEST:
        raise LeftOut(f"Erwartet werden mindestens {_FEWEST} Spalten; gelesen wurden {len(line.cells)}.")
    return Placed(
        number=lesson_number(line.at(0)),
        labels=texts(line.at(1), "label", "Die Bezeichnung der Klasse"),
        teachers=texts(line.at(2), "teacher", "Das Kürzel der Lehrkraft"),
        subject=short_text(line.at(3), "subject", "Das Fach"),
        classrooms=texts(line.at(4), "classroom", "Die Bezeichnung des Raums"),
        weekday=_weekday(line.at(5)),
        period=period_of(line.at(6)),
    )


def lesson_number(text: str) -> int:
    """Returns the number of a lesson; raises LeftOut where it is none."""
    if text.isascii() and text.isdecimal() and int(text) <= _LARGEST_NUMBER:
        return int(text)
    raise LeftOut(f"Als Nummer des Unterrichts wird eine Zahl erwartet; gelesen wurde „{shortened(text)}“.")


def _weekday(text: str) -> int:
    if len(text) == 1 and text in "1234567":
        return int(text)
    raise LeftOut(f"Als Tag wird eine Zahl von 1 (Montag) bis 7 erwartet; gelesen wurde „{shortened(text)}“.")


def period_of(text: str) -> int:
    """Returns the lesson of the day; raises LeftOut where it is none."""
    if text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= _LAST_PERIOD:
        return int(text)
    raise LeftOut(
        f"Als Stunde wird eine Zahl von 0 bis {_LAST_PERIOD} erwartet; gelesen wurde „{shortened(text)}“."
    )


def short_text(text: str, name: str, what: str) -> str:
    """Returns the text; raises LeftOut where it is longer than its place, or has letters that could not be read."""
    if len(text) > _LONGEST[name]:
        raise LeftOut(f"{what} hat mehr als {_LONGEST[name]} Zeichen; gelesen wurde „{shortened(text)}“.")
    if "\ufffd" in text:
        raise LeftOut(f"{what} hat Zeichen, die sich nicht lesen ließen: „{shortened(text)}“.")
    return text


@lru_cache(maxsize=4096)
def texts(text: str, name: str, what: str) -> tuple[str, ...]:
    """Returns the parts of a list; raises LeftOut where one is too long, or where they are too many to be meant."""
    parts = split(text)
    if len(parts) > _MOST_IN_LIST:
        raise LeftOut(f"{what}: Es sind {len(parts)} auf einmal, erwartet werden höchstens {_MOST_IN_LIST}.")
    return tuple(short_text(part, name, what) for part in parts)


def merged(
    placed: tuple[Placed, ...], validity: Mapping[int, tuple[date | None, date | None]] | None = None
) -> tuple[SnapshotLesson, ...]:
    """Returns the lessons of each class: lines of one number, time and subject become one with all teachers and classrooms.

    `validity`: first and last day by lesson number, as GPU002 says them.
    """
    teachers: defaultdict[tuple[str, int, int, int, str], set[str]] = defaultdict(set)
    classrooms: defaultdict[tuple[str, int, int, int, str], set[str]] = defaultdict(set)
    for one in placed:
        for label in one.labels:
            key = (label, one.number, one.weekday, one.period, one.subject)
            teachers[key].update(one.teachers)
            classrooms[key].update(one.classrooms)
    days = validity or {}
    return tuple(
        SnapshotLesson(
            label=label,
            number=number,
            weekday=weekday,
            period=period,
            subject=subject,
            teachers=tuple(sorted(teachers[label, number, weekday, period, subject])),
            classrooms=tuple(sorted(classrooms[label, number, weekday, period, subject])),
            first_day=days.get(number, (None, None))[0],
            last_day=days.get(number, (None, None))[1],
        )
        for label, number, weekday, period, subject in sorted(teachers)
    )


def read_validity(data: bytes) -> dict[int, tuple[date | None, date | None]]:
    """Returns first and last day of lessons by number, of GPU002 (columns 0, 14, 15); raises Unreadable for another file."""
    text = lines_of(data, _looks_like_lesson)
    if text is None:
        raise Unreadable("Die zweite Datei ist keine Liste des Unterrichts (Untis GPU002).")
    found: dict[int, tuple[date | None, date | None]] = {}
    for line in text.lines:
        if not line.broken and line.at(0).isdecimal() and (line.at(14) or line.at(15)):
            first, last = day_of(line.at(14)), day_of(line.at(15))
            if first is None or last is None or first <= last:
                found[int(line.at(0))] = (first, last)
    return found


def _looks_like_lesson(line: GpuLine) -> bool:
    return (
        16 <= len(line.cells) <= 60
        and line.at(0).isdecimal()
        and all(not line.at(index) or is_day(line.at(index)) for index in (14, 15))
    )


def timetable_of(
    gpu: Gpu001, validity: Mapping[int, tuple[date | None, date | None]] | None = None
) -> TimetableFile:
    """Returns the file as school time takes it; raises Unreadable where it has far more lessons than a school."""
    if sum(len(one.labels) for one in gpu.placed) > _MOST_PLACES:
        raise Unreadable("Die Datei hat viel mehr Stunden, als eine Schule haben kann.")
    return TimetableFile(FileKind.TIMETABLE, lessons=merged(gpu.placed, validity), errors=gpu.errors)
