"""What the calendar knows of a day, for its own pages, for the record, for feeds and for what a cancelled lesson means."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID


class Basis(StrEnum):
    """Why a day is a school day, or why it is none."""

    NONE = "none"
    WEEKLY = "weekly"
    BLOCK = "block"
    TIMETABLE = "timetable"
    EXTRA = "extra"
    PUBLIC_HOLIDAY = "public_holiday"
    SCHOOL_HOLIDAY = "school_holiday"
    FREE_DAY = "free_day"
    CLOSURE = "closure"
    FREE_EVENT = "free_event"


class LessonState(StrEnum):
    """What became of a lesson on its day."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """Lessons in a row of one subject: from `period` on, `length` of them. Times are None where the school has not said when lessons are.

    `was` says in words what is different: "Mathematik bei MÜL in R 101" of a lesson that was changed; what closed the school of a lesson that
    was not cancelled by itself. `note` is what the school says about a change, never why.
    `planned_teachers`: who would have held it by the timetable; of an extra lesson nobody.
    """

    period: int
    length: int
    starts: time | None
    ends: time | None
    subject: str
    teachers: tuple[str, ...]
    classrooms: tuple[str, ...]
    state: LessonState = LessonState.PLANNED
    was: str = ""
    note: str = ""
    planned_teachers: tuple[str, ...] = ()

    @property
    def last_period(self) -> int:
        """Returns the number of its last lesson."""
        return self.period + self.length - 1

    @property
    def takes_place(self) -> bool:
        """Returns whether it is held."""
        return self.state is not LessonState.CANCELLED


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An exam, a trip, a day on which the class has no school or school although the plan says no. No times: all day."""

    kind: str
    title: str
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """An inter-company course (ÜLU); `room_id` is the apprenticeship's."""

    room_id: UUID
    title: str
    place: str
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of a class, or of an apprenticeship in the classes it belongs to on that day (`classes`: their rooms; none: no class then).

    `school`: there is school. `why`: its reason in a word or a name ("Blockwoche", "Herbstferien", "Sturm"), empty for a day without any.
    `free`: something takes the day off school: holidays, a closure, an event. It says nothing of the firm: only a public holiday
    (`holiday`, its name) is free there too. `closed_from`: the lesson from which the school is closed, on a day that begins as usual.
    `lessons` of a day without school are those a closure or a free event took away: cancelled, all of them.
    `known`: somebody has entered when the class has school at all; without it a day without school says nothing.
    """

    day: date
    school: bool
    why: str = ""
    free: bool = False
    lessons: tuple[PlannedLesson, ...] = ()
    events: tuple[PlannedEvent, ...] = ()
    courses: tuple[PlannedCourse, ...] = ()
    basis: Basis = Basis.NONE
    holiday: str = ""
    closed_from: int | None = None
    classes: tuple[UUID, ...] = ()
    known: bool = False

    @property
    def cancelled(self) -> tuple[PlannedLesson, ...]:
        """Returns the lessons that do not take place."""
        return tuple(one for one in self.lessons if not one.takes_place)

    @property
    def held(self) -> tuple[PlannedLesson, ...]:
        """Returns the lessons that take place."""
        return tuple(one for one in self.lessons if one.takes_place)

    @property
    def nothing_held(self) -> bool:
        """Returns whether lessons were planned and none of them takes place."""
        return bool(self.lessons) and not self.held

    @property
    def exams(self) -> tuple[PlannedEvent, ...]:
        """Returns the exams of the day."""
        return tuple(one for one in self.events if one.kind == "exam")
