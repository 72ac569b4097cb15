"""Puts changes of lessons into words: "3.-4. Stunde: Mathe bei MUE in R 101", what was and what is, lessons in a row as one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.schedule.calendar.combining import in_words
from zweiklang.schedule.timetables.comparing import Held, Pair
from zweiklang.schedule.timetables.shapes import ChangeLine, Fate, SnapshotChange

LONGEST = 300
CANCELLED = "entfällt"
AS_PLANNED = "findet wie geplant statt"


@dataclass(frozen=True, slots=True)
class Item:
    """One change of one lesson (`period`, or several in a row up to `last_period`). `weekly`: from `first_day` on in every week."""

    room_id: UUID
    first_day: date
    last_day: date
    period: int
    last_period: int
    what: str
    old: str
    new: str
    weekly: bool = False

    @property
    def old_words(self) -> str:
        """Returns what was, "" for what is new."""
        return self._placed(self.old)

    @property
    def new_words(self) -> str:
        """Returns what is, "" for what is gone."""
        return self._placed(self.new)

    def _placed(self, words: str) -> str:
        if not words:
            return ""
        last = f"\u2013{self.last_period}." if self.last_period > self.period else ""
        when = f"{formats.WEEKDAY_NAMES[self.first_day.weekday()].lower()}s, " if self.weekly else ""
        return f"{when}{self.period}.{last} Stunde: {words}"[:LONGEST]


def item_of_pair(pair: Pair, *, first_day: date, last_day: date) -> Item:
    """Returns a change of the timetable; `first_day` is the first day on which somebody notices it."""
    lesson = pair.new or pair.old
    assert lesson is not None
    return Item(
        lesson.room_id,
        first_day,
        last_day,
        lesson.period,
        lesson.period + lesson.length - 1,
        pair.what,
        _of_lesson(pair.old, pair.new),
        _of_lesson(pair.new, pair.old),
        weekly=True,
    )


def _of_lesson(lesson: Held | None, other: Held | None) -> str:
    """Returns the lesson in words, with its time where the other one has another."""
    if lesson is None:
        return ""
    words = in_words(lesson.subject, lesson.teachers, lesson.classrooms)
    if other and (other.weekday, other.period) != (lesson.weekday, lesson.period):
        words = f"{words} ({formats.WEEKDAY_NAMES[lesson.weekday - 1]}, {lesson.period}. Stunde)"
    if lesson.last_day and (other is None or other.last_day != lesson.last_day):
        words = f"{words}, bis {formats.day_long(lesson.last_day)}"
    return words


def of_change(change: SnapshotChange | None, planned: str) -> str:
    """Returns what holds on the day in words; `planned`: the same lesson in the timetable."""
    if change is None:
        return planned or AS_PLANNED
    if change.kind is Fate.CANCELLED:
        return (
            f"{planned.split(' bei ', maxsplit=1)[0].split(' in ', maxsplit=1)[0]} {CANCELLED}"
            if planned
            else f"Unterricht {CANCELLED}"
        )
    known = change.subject or change.teachers or change.classrooms
    words = in_words(change.subject, change.teachers, change.classrooms) if known else planned or "Unterricht"
    words = f"zusätzlich {words}" if change.kind is Fate.EXTRA else words
    return f"{words} ({change.note})" if change.note else words


def joined(items: Iterable[Item]) -> list[Item]:
    """Returns the changes by class and day, those of lessons in a row that are alike as one."""
    found: list[Item] = []
    order = sorted(
        items,
        key=lambda i: (str(i.room_id), i.first_day, i.last_day, i.weekly, i.what, i.old, i.new, i.period),
    )
    for one in order:
        before = found[-1] if found else None
        if before and _continues(before, one):
            found[-1] = replace(before, last_period=one.last_period)
        else:
            found.append(one)
    return sorted(found, key=lambda i: (str(i.room_id), i.first_day, i.period))


def _continues(before: Item, one: Item) -> bool:
    return (
        replace(before, period=0, last_period=0) == replace(one, period=0, last_period=0)
        and one.period == before.last_period + 1
    )


def line_of(item: Item, label: str) -> ChangeLine:
    """Returns the change as a preview shows it, with its day where it is about one."""
    day = "" if item.weekly else f"{formats.day(item.first_day)}, "
    old, new = item.old_words, item.new_words
    return ChangeLine(label, item.what, f"{day}{old}" if old else "", f"{day}{new}" if new else "")
