"""Reads GPU013 (Absenzen): 0 number, 1 whose (L teacher, K class, R room, S pupil), 2 short name, 3 and 4 first and last day, 5 and 6 lessons.

Columns 7 and 8 (reason and text) are never looked at. Of teachers, classes and rooms nothing is kept, only how many lines there were.
Published descriptions of the format know L, K and R; S is taken for pupils and nothing else, so that no teacher's absence is read by mistake.
"""

from datetime import date

from zweiklang.interfaces.tables.findings import shortened
from zweiklang.interfaces.untis.gpu_lines import GpuLine, day_of, is_day, lines_of
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import AbsenceFile, FiledAbsence, FiledProblem

PUPIL = "S"
OTHERS = frozenset({"L", "K", "R"})
_FEWEST, _MOST = 7, 12
_LONGEST_CODE = 30
_MOST_PERIOD = 99
NO_ABSENCES = (
    'Die Datei enthält keine Absenzen (Untis GPU013). Erwartet werden Zeilen wie 9,"S","AckeT","20260908","20260908","1","6" '
    "mit Nummer, Art, Kurzname, erstem und letztem Tag und den Stunden."
)


class _Left(ValueError):
    """The line cannot be taken; the message says what is expected."""


def looks_like_absence(line: GpuLine) -> bool:
    """Returns whether the line is one of GPU013."""
    return (
        _FEWEST <= len(line.cells) <= _MOST
        and line.at(0).isdecimal()
        and line.at(1).upper() in OTHERS | {PUPIL}
        and is_day(line.at(3))
        and is_day(line.at(4))
    )


def read_gpu013(data: bytes) -> AbsenceFile:
    """Returns the pupils' absences of the file; raises Unreadable, and nothing else, where no line of it is an absence."""
    text = lines_of(data, looks_like_absence)
    if text is None:
        raise Unreadable(NO_ABSENCES)
    entries, problems, left_out = [], [], 0
    for line in text.lines:
        if line.at(1).upper() in OTHERS:
            left_out += 1
            continue
        try:
            entries.append(_entry(line))
        except _Left as problem:
            problems.append(FiledProblem(line.number, str(problem)))
    return AbsenceFile("Untis GPU013, Absenzen", "untis", tuple(entries), tuple(problems), left_out)


def _entry(line: GpuLine) -> FiledAbsence:
    if line.broken:
        raise _Left("Ein Anführungszeichen in dieser Zeile wird nicht geschlossen.")
    if line.at(1).upper() != PUPIL:
        raise _Left(f"Als Art wird S, L, K oder R erwartet; gelesen wurde „{shortened(line.at(1))}“.")
    code = line.at(2)
    if not code or len(code) > _LONGEST_CODE:
        raise _Left("Der Kurzname fehlt oder ist zu lang.")
    first, last = _day(line.at(3)), _day(line.at(4))
    if last < first:
        raise _Left("Der letzte Tag liegt vor dem ersten.")
    return FiledAbsence(
        line.number,
        first,
        last,
        code=code,
        first_period=_period(line.at(5)),
        last_period=_period(line.at(6)),
    )


def _day(text: str) -> date:
    found = day_of(text)
    if found is None:
        raise _Left(f"Erwartet wird ein Tag wie 20260908; gelesen wurde „{shortened(text)}“.")
    return found


def _period(text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) <= _MOST_PERIOD:
        return int(text) or None
    raise _Left(f"Als Stunde wird eine Zahl erwartet; gelesen wurde „{shortened(text)}“.")
