"""Where somebody is on a day, in a word: what a cell of the calendar says. Pure.

What comes first wins: fehlt · Kurs · Schule · Feiertag · Schule zu · Betrieb. School holidays take nobody out of the firm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from zweiklang.schedule.calendar.moving import from_to
from zweiklang.schedule.calendar.shapes import Basis, CalendarDay, LessonState
from zweiklang.schedule.models import Absence


class Place(StrEnum):
    """Where somebody is. `OPEN`: nobody has entered when the class has school. `OFF`: a day on which nobody works."""

    FIRM = "firm"
    SCHOOL = "school"
    COURSE = "course"
    HOLIDAY = "holiday"
    BREAK = "break"
    CLOSED = "closed"
    ABSENT = "absent"
    OPEN = "open"
    OFF = "off"


WORDS = {
    Place.FIRM: "Betrieb",
    Place.SCHOOL: "Schule",
    Place.COURSE: "Kurs",
    Place.HOLIDAY: "Feiertag",
    Place.BREAK: "Ferien",
    Place.CLOSED: "Schule zu",
    Place.ABSENT: "fehlt",
    Place.OPEN: "offen",
    Place.OFF: "frei",
}
LONG = {
    Place.FIRM: "Im Betrieb",
    Place.SCHOOL: "In der Berufsschule",
    Place.COURSE: "Im überbetrieblichen Kurs",
    Place.HOLIDAY: "Feiertag",
    Place.BREAK: "Schulfrei",
    Place.CLOSED: "Berufsschule geschlossen",
    Place.ABSENT: "Fehlt in der Schule",
    Place.OPEN: "Nicht bekannt",
    Place.OFF: "Wochenende",
}
ICONS = {
    Place.FIRM: "company",
    Place.SCHOOL: "school",
    Place.COURSE: "training",
    Place.HOLIDAY: "calendar-today",
    Place.BREAK: "calendar-today",
    Place.CLOSED: "lock",
    Place.ABSENT: "warning",
    Place.OPEN: "question-mark",
    Place.OFF: "open",
}


CANCELLED, CHANGED = "Ausfall", "geändert"


@dataclass(frozen=True, slots=True)
class Mark:
    """An absence on a day as the calendar knows it: the kind ("absent", "late", "left_early", "reported") and the lesson, if it is about one."""

    kind: str
    period: int | None = None

    @property
    def all_day(self) -> bool:
        """Returns whether the person was not there at all."""
        return self.kind in ("absent", "reported") and self.period is None

    @property
    def words(self) -> str:
        """Returns "verspätet" or "fehlt 3. Stunde"."""
        if self.kind == "reported":
            return "abgemeldet"
        label = "fehlt" if self.kind == "absent" else str(Absence.Kind(self.kind).label)
        return label if self.period is None else f"{label} {self.period}. Stunde"


@dataclass(frozen=True, slots=True)
class Where:
    """A place with what is special that day: `hint` in a word or two, `notes` in sentences.

    `alert`: "cancelled" or "changed" where something is not as planned.
    """

    place: Place
    hint: str = ""
    notes: tuple[str, ...] = ()
    alert: str = ""

    @property
    def word(self) -> str:
        """Returns the word of the cell."""
        return WORDS[self.place]

    @property
    def hint_alert(self) -> str:
        """Returns `alert` where the hint speaks of it."""
        return self.alert if self.hint in (CANCELLED, CHANGED) else ""

    @property
    def icon(self) -> str:
        """Returns the name of its icon."""
        return ICONS[self.place]


def where_is(day: CalendarDay, marks: Iterable[Mark] = ()) -> Where:
    """Returns where an apprentice is on that day."""
    found = list(marks)
    place = _place(day, found)
    notes = [*_absence_notes(found), *_day_notes(day)]
    return Where(place, _hint(day, found, place), tuple(notes), alert=_alerts(day))


def where_class(day: CalendarDay) -> Where:
    """Returns what the day is for a class: holidays are holidays there."""
    place = _place(day, [])
    if not day.school and day.basis in (Basis.SCHOOL_HOLIDAY, Basis.FREE_DAY, Basis.FREE_EVENT):
        place = Place.BREAK
    return Where(place, _hint(day, [], place), tuple(_day_notes(day)), alert=_alerts(day))


def _place(day: CalendarDay, marks: list[Mark]) -> Place:
    """Returns the first place of which it is true."""
    truths = (
        (Place.ABSENT, any(mark.all_day for mark in marks)),
        (Place.COURSE, bool(day.courses)),
        (Place.SCHOOL, day.school),
        (Place.HOLIDAY, bool(day.holiday)),
        (Place.CLOSED, day.basis is Basis.CLOSURE),
        (Place.OFF, day.day.weekday() > 4),
        (Place.FIRM, day.known or day.free),
    )
    return next((place for place, holds in truths if holds), Place.OPEN)


def _alerts(day: CalendarDay) -> str:
    if day.basis is Basis.CLOSURE or day.cancelled:
        return "cancelled"
    return "changed" if any(one.state is not LessonState.PLANNED for one in day.lessons) else ""


def _absence_notes(marks: list[Mark]) -> list[str]:
    return [mark.words for mark in marks]


def _hint(day: CalendarDay, marks: list[Mark], place: Place) -> str:
    """Returns the one thing that matters most beside the place."""
    if any(mark.kind == "reported" for mark in marks) and place is Place.ABSENT:
        return "gemeldet"
    partly = next((mark for mark in marks if not mark.all_day), None)
    if partly:
        return partly.words.split()[0]
    if place is Place.SCHOOL:
        return _school_hint(day)
    if place in (Place.FIRM, Place.BREAK) and day.basis in (
        Basis.SCHOOL_HOLIDAY,
        Basis.FREE_DAY,
        Basis.FREE_EVENT,
    ):
        return "schulfrei" if place is Place.FIRM else ""
    return ""


def _school_hint(day: CalendarDay) -> str:
    if day.exams:
        return "Prüfung"
    if day.cancelled:
        return CANCELLED
    if any(one.state is not LessonState.PLANNED for one in day.lessons):
        return CHANGED
    return ""


def _day_notes(day: CalendarDay) -> list[str]:
    """Returns in sentences what is special: why there is no school, what is cancelled or changed, exams, events, courses."""
    notes = []
    if not day.school and day.why:
        notes.append(day.why)
    notes += [_course_words(course.title, course.place) for course in day.courses]
    notes += [_event_words(event.kind, event.title) for event in day.events if event.title != day.why]
    if day.school and day.nothing_held:
        notes.append("Der ganze Unterricht fällt aus")
    elif day.school and day.cancelled:
        number = sum(lesson.length for lesson in day.cancelled)
        notes.append("1 Stunde fällt aus" if number == 1 else f"{number} Stunden fallen aus")
    changed = sum(lesson.length for lesson in day.lessons if lesson.state is LessonState.CHANGED)
    if day.school and changed:
        notes.append("1 Stunde ist geändert" if changed == 1 else f"{changed} Stunden sind geändert")
    return notes


def _course_words(title: str, place: str) -> str:
    return f"{title}, {place}" if place else title


def _event_words(kind: str, title: str) -> str:
    return f"Prüfung: {title}" if kind == "exam" and "prüfung" not in title.lower() else title


def times_of(day: CalendarDay) -> str:
    """Returns "8:00–13:00": from the first to the last lesson that takes place; empty where times are not known."""
    starts = [one.starts for one in day.held if one.starts]
    ends = [one.ends for one in day.held if one.ends]
    return from_to(min(starts), max(ends)) if starts and ends else ""
