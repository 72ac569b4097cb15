"""Reads GPU014 (Vertretungen): what takes place instead on a day, never why somebody is away.

Columns: 1 day, 2 period, 4 number of the lesson, 5 teacher of the plan, 6 stand-in, 7 subject, 9 new subject, 11 classrooms, 12 new classrooms,
14 classes, 17 kind as bits, 18 new classes, 19 kind as a letter. Never read: 3 (absence), 15 (reason), 16 (remark), 20 (changed).

Bits: bit n is worth 2 to the n; the published samples show it (2 stands beside "S", Betreuung). 0 Entfall, 1 Betreuung, 2 Sondereinsatz, 3
Wegverlegung, 4 Freisetzung, 7 Hinverlegung, 16 Raumvertretung, 17 Pausenaufsicht, 18 unterrichtsfrei. Letters: C Entfall, L Freisetzung, B
Pausenaufsicht, S Betreuung, A Sondereinsatz, E Klausur, R Raum. "T" and "F" (verlegt) say no direction by themselves: the bits do.
"""

from datetime import date

from zweiklang.interfaces.tables.findings import shortened
from zweiklang.interfaces.untis.gpu_lines import GpuLine, GpuText, day_of, is_day, lines_of
from zweiklang.interfaces.untis.timetable import LeftOut, lesson_number, period_of, short_text, texts
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import Fate, FileKind, FileProblem, Substitution, TimetableFile

_FEWEST, _MOST = 15, 30
_CANCELLED, _CARE, _SPECIAL, _MOVED_AWAY, _RELEASED, _MOVED_HERE = 1, 2, 4, 8, 16, 128
_BREAK, _FREE = 1 << 17, 1 << 18
_GONE_BITS = _CANCELLED | _MOVED_AWAY | _RELEASED | _FREE
NOBODY = frozenset({"", "---", "-"})
_OPEN = "???"
_NOTES = {"S": "Betreuung", "E": "Klausur", "R": "anderer Raum"}
_BROKEN = "Ein Anführungszeichen in dieser Zeile wird nicht geschlossen."
NO_SUBSTITUTIONS = "Die Datei ist keine Liste von Vertretungen (Untis GPU014)."


def looks_like_substitution(line: GpuLine) -> bool:
    """Returns whether the line is one of GPU014."""
    return (
        _FEWEST <= len(line.cells) <= _MOST
        and line.at(0).isdecimal()
        and is_day(line.at(1))
        and line.at(2).isdecimal()
        and (not line.at(4) or line.at(4).isdecimal())
    )


def read_gpu014(data: bytes) -> TimetableFile:
    """Returns the substitutions, class by class; raises Unreadable, and nothing else, where no line is one."""
    text = lines_of(data, looks_like_substitution)
    if text is None:
        raise Unreadable(NO_SUBSTITUTIONS)
    return substitutions_of(text)


def substitutions_of(text: GpuText) -> TimetableFile:
    """Returns what the lines say; those that cannot be taken are named with their number and left out."""
    found: list[Substitution] = []
    errors: list[FileProblem] = []
    days: set[date] = set()
    for line in text.lines:
        try:
            day = _day(line)
            days.add(day)
            found += _of_line(line, day)
        except LeftOut as problem:
            errors.append(FileProblem(line.number, str(problem)))
    return TimetableFile(
        FileKind.SUBSTITUTIONS,
        substitutions=tuple(dict.fromkeys(found)),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        errors=tuple(errors),
    )


def _day(line: GpuLine) -> date:
    if line.broken:
        raise LeftOut(_BROKEN)
    if len(line.cells) < _FEWEST:
        raise LeftOut(f"Erwartet werden mindestens {_FEWEST} Spalten; gelesen wurden {len(line.cells)}.")
    day = day_of(line.at(1))
    if day is None:
        raise LeftOut(
            f"Als Datum wird ein Tag wie 20261116 erwartet; gelesen wurde „{shortened(line.at(1))}“."
        )
    return day


def _of_line(line: GpuLine, day: date) -> list[Substitution]:
    """The line for each class it is about; nothing for the supervision of breaks, lessons without a class, and those still without a stand-in."""
    bits, letter = _bits(line.at(17)), line.at(19).strip().upper()
    if bits & _BREAK or letter == "B" or (line.at(6) == _OPEN and not bits & _GONE_BITS and letter != "C"):
        return []
    before = texts(line.at(14), "label", "Die Bezeichnung der Klasse")
    after = texts(line.at(18), "label", "Die Bezeichnung der Klasse") or before
    fate = _fate(line, bits, letter)
    found = []
    for label in dict.fromkeys((*before, *after)):
        own = fate
        if fate is Fate.CHANGED and label not in after:
            own = Fate.CANCELLED  # the class is taken out of the lesson
        elif fate is Fate.CHANGED and label not in before:
            own = Fate.EXTRA  # the class is added to it
        found.append(_one(line, day, label, own, letter))
    return found


def _one(line: GpuLine, day: date, label: str, fate: Fate, letter: str) -> Substitution:
    coming = "" if line.at(6) in {*NOBODY, _OPEN} or fate is Fate.CANCELLED else line.at(6)
    return Substitution(
        label=label,
        day=day,
        period=period_of(line.at(2)),
        fate=fate,
        number=lesson_number(line.at(4) or "0"),
        subject=short_text(line.at(7), "subject", "Das Fach"),
        new_subject=short_text(line.at(9), "subject", "Das Fach"),
        leaving=short_text(line.at(5), "teacher", "Das Kürzel der Lehrkraft"),
        coming=short_text(coming, "teacher", "Das Kürzel der Lehrkraft"),
        classrooms=_rooms(line.at(11)),
        new_classrooms=_rooms(line.at(12)),
        note="" if fate is Fate.CANCELLED else _NOTES.get(letter, ""),
    )


def _rooms(text: str) -> tuple[str, ...]:
    return texts(text, "classroom", "Die Bezeichnung des Raums")


def _bits(text: str) -> int:
    """The kind of a substitution as a number; unknown bits mean nothing here."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _fate(line: GpuLine, bits: int, letter: str) -> Fate:
    if bits & _GONE_BITS or letter in ("C", "L"):
        return Fate.CANCELLED
    if bits & (_MOVED_HERE | _SPECIAL) or letter == "A":
        return Fate.EXTRA
    # Nobody comes, nothing else is new and no kind says that it takes place: there is no lesson.
    something = line.at(6) not in NOBODY or line.at(9) or line.at(12) or bits & _CARE or letter
    return Fate.CHANGED if something else Fate.CANCELLED
