"""Forms that are tables: a weekday of the timetable, and the times of lessons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError

from zweiklang.kernel.form_fields import ClockField
from zweiklang.schedule.models import LAST_PERIOD, Lesson
from zweiklang.schedule.planning import wording
from zweiklang.schedule.planning.forms import LONGEST_WORD, split
from zweiklang.schedule.planning.school import USUAL, Times
from zweiklang.schedule.planning.shapes import Slot

SHOWN = 10


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One line of a weekday: what stands in its fields, and what is wrong with them."""

    period: int
    subject: str = ""
    teachers: str = ""
    classrooms: str = ""
    time: str = ""
    error: str = ""


class WeekdayForm:
    """A weekday of the timetable: for each lesson of the day subject, teachers (abbreviations) and classrooms."""

    def __init__(
        self, lessons: Sequence[Lesson], times: Mapping[int, str], data: Mapping[str, str] | None = None
    ) -> None:
        shown = {
            row.period + n: (row.subject, ", ".join(row.teachers), ", ".join(row.classrooms))
            for row in lessons
            for n in range(row.length)
        }
        last = min(LAST_PERIOD, max(SHOWN, *shown, *times, 0))
        self.lines = [
            _slot_line(period, shown.get(period, ("", "", "")), times.get(period, ""), data)
            for period in range(1, last + 1)
        ]

    @property
    def errors(self) -> list[SlotLine]:
        """Returns the lines that need something more."""
        return [line for line in self.lines if line.error]

    def slots(self) -> list[Slot]:
        """Returns the lessons; call when there are no errors."""
        return [
            Slot(line.period, line.subject, split(line.teachers), split(line.classrooms))
            for line in self.lines
            if line.subject
        ]


def _slot_line(
    period: int, shown: tuple[str, str, str], time: str, data: Mapping[str, str] | None
) -> SlotLine:
    if data is None:
        return SlotLine(period, shown[0], shown[1], shown[2], time)
    subject, teachers, classrooms = (
        " ".join(data.get(f"{name}-{period}", "").replace("\x00", "").split())
        for name in ("fach", "lehrkraft", "raum")
    )
    return SlotLine(period, subject, teachers, classrooms, time, _slot_error(subject, teachers, classrooms))


def _slot_error(subject: str, teachers: str, classrooms: str) -> str:
    if not subject and (teachers or classrooms):
        return "Welches Fach? Zum Beispiel: Mathematik."
    if len(subject) > LONGEST_WORD["subject"]:
        return f"Bitte kürzer: das Fach hat höchstens {LONGEST_WORD['subject']} Zeichen."
    for words, name in ((teachers, "teachers"), (classrooms, "classrooms")):
        if any(len(word) > LONGEST_WORD[name] for word in split(words)):
            return f"Bitte kürzer: Kürzel haben höchstens {LONGEST_WORD['teachers']}, Räume höchstens {LONGEST_WORD['classrooms']} Zeichen."
    return ""


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One lesson of the day: what stands in its two fields, and what is wrong with them."""

    period: int
    starts: str = ""
    ends: str = ""
    error: str = ""


class TimesForm:
    """From when to when each lesson of the day lasts; a line that is left empty has no times. `usual` fills an empty form, unsaved."""

    def __init__(self, times: Times, data: Mapping[str, str] | None = None, *, usual: bool = False) -> None:
        shown = {period: (wording.clock(one), wording.clock(two)) for period, (one, two) in times.items()}
        if usual and not shown:
            shown = dict(enumerate(USUAL, 1))
        self.times: Times = {}
        self.lines = [self._line(period, shown, data) for period in range(1, max(12, *shown, 0) + 1)]

    @property
    def errors(self) -> list[TimeLine]:
        """Returns the lines that need something more."""
        return [line for line in self.lines if line.error]

    def _line(
        self, period: int, shown: Mapping[int, tuple[str, str]], data: Mapping[str, str] | None
    ) -> TimeLine:
        if data is None:
            return TimeLine(period, *(_padded(text) for text in shown.get(period, ("", ""))))
        first, second = (data.get(f"{name}-{period}", "").strip() for name in ("beginn", "ende"))
        if not (first or second):
            return TimeLine(period)
        starts, ends = _clock(first), _clock(second)
        if starts is None or ends is None:
            return TimeLine(
                period, first, second, "Bitte Beginn und Ende angeben, zum Beispiel 8:00 und 8:45."
            )
        before = max((one[1] for one in self.times.values()), default=None)
        error = _out_of_order(before, starts, ends)
        self.times[period] = (starts, ends)
        return TimeLine(period, first, second, error)


def _out_of_order(before: time | None, starts: time, ends: time) -> str:
    if ends <= starts:
        return f"Das Ende liegt vor dem Beginn. Bitte eine Zeit nach {wording.clock(starts)}."
    if before and starts < before:
        return f"Diese Stunde beginnt, bevor die Stunde davor um {wording.clock(before)} endet."
    return ""


def _padded(text: str) -> str:
    """As the browser's own field wants it: 08:00."""
    return text.rjust(5, "0") if text else ""


def _clock(text: str) -> time | None:
    try:
        found: time | None = ClockField(required=False).clean(text)
    except ValidationError:
        return None
    return found
