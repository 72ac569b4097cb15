"""Which lessons a class has on a day; first and last lessons and weekdays of an apprentice: as far as a timetable says it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from uuid import UUID

from zweiklang.schedule.models import LAST_PERIOD, Lesson, LessonChange, SchoolPeriod

WITHOUT_TIMETABLE = 10
EVERY_WEEKDAY = frozenset({1, 2, 3, 4, 5})


def lessons_on(class_room_id: UUID, day: date) -> dict[int, str]:
    """Returns number and subject of the lessons of that class on that day, cancelled ones left out; empty without a timetable. Two queries."""
    found: dict[int, str] = {}
    for lesson in _valid(Lesson.objects.filter(room_id=class_room_id, weekday=day.isoweekday()), day):
        for period in _periods(lesson.period, lesson.length):
            found.setdefault(period, lesson.subject)
    changes = LessonChange.objects.filter(room_id=class_room_id, day=day).order_by("kind", "period")
    for change in changes if found else ():
        for period in _periods(change.period, change.length):
            if change.kind == "cancelled":
                found.pop(period, None)
            else:
                found[period] = change.subject or found.get(period, "")
    return dict(sorted(found.items()))


def choices_of(lessons: dict[int, str], *, chosen: int | None) -> list[tuple[int, str]]:
    """Returns number and label of the lessons one can record: those of the timetable, or the first ten; a chosen one is always among them."""
    numbers = {*(lessons or range(1, WITHOUT_TIMETABLE + 1)), *([chosen] if chosen else [])}
    return [
        (number, f"{number}. {lessons[number]}" if lessons.get(number) else f"{number}.")
        for number in sorted(numbers)
    ]


class Timetables:
    """The timetables of the classes an apprentice belonged to, each for its time (room, first and last day). Asked for when needed: two queries."""

    def __init__(self, enrolled: Iterable[tuple[UUID, date, date | None]]) -> None:
        self._enrolled = list(enrolled)
        self._rooms = {room for room, *_ in self._enrolled}

    @cached_property
    def _lessons(self) -> dict[UUID, list[Lesson]]:
        found = defaultdict(list)
        for lesson in Lesson.objects.filter(room_id__in=self._rooms):
            found[lesson.room_id].append(lesson)
        return found

    @cached_property
    def _periods(self) -> list[SchoolPeriod]:
        return list(SchoolPeriod.objects.filter(room_id__in=self._rooms))

    def edges(self, day: date) -> tuple[int, int] | None:
        """Returns the first and the last lesson of that day, or None where no timetable says it."""
        lessons = [
            lesson
            for room, first, last in self._enrolled
            if first <= day and (last is None or day <= last)
            for lesson in _valid(self._lessons.get(room, ()), day)
            if lesson.weekday == day.isoweekday()
        ]
        if not lessons:
            return None
        return min(one.period for one in lessons), max(one.period + one.length - 1 for one in lessons)

    def weekdays(self, first: date, last: date) -> set[int]:
        """Returns the weekdays (1 is Monday) on which there is school somewhere in that time, as far as known."""
        planned = [one for one in self._periods if one.first_day <= last and one.last_day >= first]
        if planned:
            return {day for one in planned for day in (one.weekdays or EVERY_WEEKDAY)}
        return {lesson.weekday for lessons in self._lessons.values() for lesson in lessons}


def _valid(lessons: Iterable[Lesson], day: date) -> list[Lesson]:
    return [one for one in lessons if one.first_day <= day and (one.last_day is None or day <= one.last_day)]


def _periods(period: int, length: int) -> range:
    return range(period, min(period + length, LAST_PERIOD + 1))
