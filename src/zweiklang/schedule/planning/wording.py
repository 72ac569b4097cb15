"""How the editor says things: days, school days, lessons. Used on its pages and in what people are told."""

from collections.abc import Collection, Iterable
from datetime import date, time
from typing import TYPE_CHECKING

from zweiklang.kernel import formats
from zweiklang.schedule.calendar.combining import in_words

if TYPE_CHECKING:
    from zweiklang.schedule.models import Course, LessonChange, SchoolEvent, SchoolPeriod

WEEKS = {"every": "", "odd": "in ungeraden Kalenderwochen", "even": "in geraden Kalenderwochen"}


def days(first: date, last: date) -> str:
    """Returns "16. November 2026", "16.–20. November 2026" or "16. November 2026 bis 8. Januar 2027"."""
    if first == last:
        return formats.day_long(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{formats.day_long(last)}"
    if first.year == last.year:
        return f"{first.day}. {formats.MONTHS[first.month - 1]} bis {formats.day_long(last)}"
    return f"{formats.day_long(first)} bis {formats.day_long(last)}"


def weekdays(numbers: Iterable[int]) -> str:
    """Returns "Montag und Mittwoch"."""
    return listed([formats.WEEKDAY_NAMES[number - 1] for number in sorted(numbers)])


def listed(words: Collection[str]) -> str:
    """Returns "A", "A und B" or "A, B und C"."""
    *most, last = words
    return f"{', '.join(most)} und {last}" if most else last


def school_days(period: "SchoolPeriod") -> str:
    """Returns "Block" or "Schule am Montag und Mittwoch in ungeraden Kalenderwochen"."""
    if period.kind == "block":
        return "Block"
    return f"Schule am {weekdays(period.weekdays)} {WEEKS[period.weeks]}".strip()


def period(found: "SchoolPeriod") -> str:
    """Returns "Block 16.–20. November 2026"."""
    return f"{school_days(found)}, {days(found.first_day, found.last_day)}"


def clock(value: time) -> str:
    """Returns "8:05"."""
    return f"{value.hour}:{value.minute:02d}"


def times(starts: time | None, ends: time | None) -> str:
    """Returns "8:00–12:30", "ab 8:00", "bis 12:30", or nothing."""
    if starts and ends:
        return f"{clock(starts)}–{clock(ends)}"
    return f"ab {clock(starts)}" if starts else f"bis {clock(ends)}" if ends else ""


def lessons(first: int, length: int) -> str:
    """Returns "3. Stunde" or "3.–4. Stunde"."""
    return f"{first}. Stunde" if length == 1 else f"{first}.–{first + length - 1}. Stunde"


def content(subject: str, teachers: Iterable[str], classrooms: Iterable[str]) -> str:
    """Returns "Mathematik bei MÜL in R 101" of what is known, or "Unterricht"."""
    return in_words(subject, teachers, classrooms)


def lesson_change(found: "LessonChange", planned: str = "") -> str:
    """Returns "3. Stunde: Mathematik entfällt", "3. Stunde: Mathematik bei SCH" or "5. Stunde: zusätzlich Mathematik".

    `planned` is the subject of the timetable, where it is known.
    """
    if found.kind == "cancelled":
        what = f"{planned or 'Unterricht'} entfällt"
    else:
        what = content(found.subject, found.teachers, found.classrooms)
        what = f"zusätzlich {what}" if found.kind == "extra" else what
    said = f"{lessons(found.period, found.length)}: {what}"
    return f"{said} ({found.note})" if found.note else said


def event(found: "SchoolEvent | Course") -> str:
    """Returns "Prüfung Teil 1, 8:00–12:00", without its days."""
    return ", ".join(filter(None, (found.title, times(found.starts, found.ends))))


def dated_event(found: "SchoolEvent | Course") -> str:
    """Returns "Prüfung Teil 1, 8:00–12:00, 24. November 2026"."""
    return f"{event(found)}, {days(found.first_day, found.last_day)}"
