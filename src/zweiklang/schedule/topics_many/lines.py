"""The lines of the form: made of a week's lessons or of a file, and read from what was sent."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import Http404

from zweiklang.kernel import formats
from zweiklang.schedule.calendar.shapes import CalendarDay, PlannedLesson
from zweiklang.schedule.models import LONGEST_TOPIC
from zweiklang.schedule.topics import Topic
from zweiklang.schedule.topics_many.shapes import ClassTopic

MOST_LINES = 200
DAY_PROBLEM = "Bitte ein Datum angeben, zum Beispiel 16.11.2026."
CLASS_PROBLEM = "„{}“ ist keine Klasse, die Sie unterrichten."
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One line of the form: everything as typed. `class_label` is shown where the lines are of several classes."""

    number: int
    room_id: UUID
    class_label: str
    day: str
    subject: str = ""
    learning_field: str = ""
    topic: str = ""
    error: str = ""

    @property
    def day_label(self) -> str:
        """Returns the day in words, or what was typed."""
        found = day_of(self.day)
        return formats.day(found) if found else self.day

    @property
    def is_empty(self) -> bool:
        """Returns whether there is nothing to write: a day and a subject alone say nothing."""
        return not self.topic.strip()


def day_of(text: str) -> date | None:
    """Returns the day somebody typed, None for what is none."""
    german = _GERMAN.fullmatch(text.strip())
    try:
        return (
            date(int(german[3]), int(german[2]), int(german[1]))
            if german
            else date.fromisoformat(text.strip())
        )
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Teaching:
    """What somebody teaches in a class: a subject, and the code (Kürzel) under which the timetable names the person. Either may be empty."""

    subject: str = ""
    code: str = ""

    def gives(self, lesson: PlannedLesson) -> bool:
        """Returns whether it is one of this person's lessons."""
        if self.code:
            return self.code in lesson.teachers
        return bool(self.subject) and lesson.subject == self.subject


def lines_of_week(
    days: Iterable[CalendarDay],
    *,
    room_id: UUID,
    class_label: str,
    teaching: Teaching,
    known: Collection[tuple[date, str]],
) -> list[TopicLine]:
    """Returns a line for each subject of each day on which there is school; the person's own lessons only, if there are any.

    `known`: days and subjects about which there is a topic already; they get no line.
    """
    week = list(days)
    mine = [(day.day, one.subject) for day in week for one in day.held if teaching.gives(one)]
    wanted = [one for one in dict.fromkeys(mine or _taught(week)) if one not in known]
    return [
        TopicLine(number, room_id, class_label, day.isoformat(), name or teaching.subject)
        for number, (day, name) in enumerate(wanted[:MOST_LINES])
    ]


def _taught(week: Iterable[CalendarDay]) -> Iterator[tuple[date, str]]:
    """Where the school has told nothing of the week, every working day could be one with school."""
    told = [day for day in week if day.school]
    for day in told or [day for day in week if not day.free and day.day.isoweekday() <= 5]:
        yield from [(day.day, one.subject) for one in day.held] or [(day.day, "")]


def lines_sent(data: Mapping[str, str], *, room_id: UUID, classes: Mapping[UUID, str]) -> list[TopicLine]:
    """Returns the lines as sent; raises Http404 for a class that is none of `classes`, which are the person's own."""
    found = []
    for number in range(MOST_LINES):
        if f"thema-{number}" not in data:
            continue
        room = _room(data.get(f"klasse-{number}", ""), room_id)
        if room not in classes:
            raise Http404
        values = {
            name: data.get(f"{field}-{number}", "")
            for name, field in (
                ("day", "tag"),
                ("subject", "fach"),
                ("learning_field", "lf"),
                ("topic", "thema"),
            )
        }
        found.append(TopicLine(number, room, classes[room], **values))
    return found


def _room(text: str, otherwise: UUID) -> UUID:
    try:
        return UUID(text) if text else otherwise
    except ValueError:
        raise Http404 from None


def with_errors(lines: Iterable[TopicLine], reasons: Mapping[int, str]) -> list[TopicLine]:
    """Returns the lines with the reasons why they cannot be taken, by their number."""
    return [replace(line, error=reasons.get(line.number, "")) for line in lines]


def asked_of(
    lines: Iterable[TopicLine], *, copies: Collection[UUID]
) -> tuple[dict[int, list[ClassTopic]], dict[int, str]]:
    """Returns by line what shall be written (for its class, and for each of `copies`), and by line why it cannot."""
    wanted: dict[int, list[ClassTopic]] = {}
    reasons: dict[int, str] = {}
    for line in lines:
        if line.is_empty:
            continue
        day = day_of(line.day)
        if day is None:
            reasons[line.number] = DAY_PROBLEM
            continue
        topic = Topic(day, line.topic, line.subject, line.learning_field)
        wanted[line.number] = [ClassTopic(room, topic) for room in dict.fromkeys((line.room_id, *copies))]
    return wanted, reasons


LONGEST = {"fach": LONGEST_TOPIC["subject"], "thema": LONGEST_TOPIC["topic"]}
