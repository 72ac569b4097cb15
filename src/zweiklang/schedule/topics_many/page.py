"""What the page of many topics shows, for a week of the class and for a file that was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass, TeachingAssignment
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.decisions import require
from zweiklang.rooms.public import Scope, Standing, my_standings, room_tabs
from zweiklang.schedule.calendar.days import class_days
from zweiklang.schedule.models import LessonTopic
from zweiklang.schedule.policy import may_write_topics
from zweiklang.schedule.selectors import class_fields
from zweiklang.schedule.topics_many.lines import (
    CLASS_PROBLEM,
    LONGEST,
    MOST_LINES,
    Teaching,
    TopicLine,
    day_of,
    lines_of_week,
)
from zweiklang.schedule.topics_many.shapes import RegisterFile

LATER = "Die Datei hat mehr Zeilen, als auf eine Seite passen. Lesen Sie sie danach noch einmal ein: Was schon dasteht, fehlt dann."


@dataclass(frozen=True, slots=True)
class TopicDesk:
    """Where somebody enters topics: a class, and all classes in which the person may do so, by room."""

    standing: Standing
    school_class: SchoolClass
    classes: Mapping[UUID, SchoolClass]

    @property
    def tabs(self) -> Any:
        """Returns the tabs of the class."""
        return room_tabs(self.standing, "lessons")

    @property
    def labels(self) -> dict[UUID, str]:
        """Returns the labels of the classes."""
        return {room: found.label for room, found in self.classes.items()}

    @property
    def others(self) -> list[tuple[UUID, str]]:
        """Returns the other classes of the same school year, by label: parallel ones that learn the same."""
        same = [
            (found.label, room)
            for room, found in self.classes.items()
            if room != self.school_class.room_id and found.school_year == self.school_class.school_year
        ]
        return [(room, label) for label, room in sorted(same, key=lambda one: one[0])]


def topic_desk(actor: Actor, room_id: UUID) -> TopicDesk:
    """Returns where the person enters topics; raises Http404 for who does not read those of the class, Refused for who only reads. Two queries."""
    standings = my_standings()
    standing = standings.get(room_id)
    if standing is None or standing.kind != "class" or not standing.reads(Scope.LESSONS):
        raise Http404
    require(may_write_topics(actor, standing=standing))
    rooms = [
        room for room, one in standings.items() if one.kind == "class" and one.carries(Scope.LESSONS_WRITE)
    ]
    classes = {found.room_id: found for found in SchoolClass.objects.filter(room_id__in=rooms)}
    return TopicDesk(standing, classes[room_id], classes)


def week_lines(actor: Actor, desk: TopicDesk, monday: date) -> list[TopicLine]:
    """Returns a line for each lesson of the week about which nobody has written yet."""
    last, room = monday + timedelta(days=6), desk.school_class.room_id
    days = class_days([room], monday, last).get(room, [])
    known = set(
        LessonTopic.objects.filter(room_id=room, day__range=(monday, last)).values_list("day", "subject")
    )
    label, teaching = desk.school_class.label, _teaching(actor, desk.school_class)
    return lines_of_week(days, room_id=room, class_label=label, teaching=teaching, known=known)


def _teaching(actor: Actor, school_class: SchoolClass) -> Teaching:
    """Returns what the person teaches in the class by the latest assignment that says anything."""
    said = TeachingAssignment.objects.filter(school_class=school_class, person=actor.person_id)
    found = said.exclude(subject="", code="").order_by("-first_day").values_list("subject", "code").first()
    return Teaching(*found) if found else Teaching()


@dataclass(frozen=True, slots=True)
class FilePreview:
    """The lines of a file that are new, how many stand there already, and what cannot be taken."""

    lines: list[TopicLine]
    known: int
    remarks: list[tuple[int, str]]
    more: bool


def preview_of(desk: TopicDesk, file: RegisterFile) -> FilePreview:
    """Returns what of the file would be new. One query."""
    by_label = {class_label(found.label): room for room, found in desk.classes.items()}
    own, remarks = desk.school_class.room_id, list(file.errors)
    taken: list[TopicLine] = []
    for row in file.rows:
        room = by_label.get(class_label(row.class_label)) if row.class_label else own
        if room is None:
            remarks.append((row.line, CLASS_PROBLEM.format(row.class_label[:40])))
            continue
        label = desk.labels[room]
        taken.append(TopicLine(0, room, label, row.day, row.subject, row.learning_field, row.topic))
    known = _standing_there(taken)
    new = [line for line in dict.fromkeys(taken) if _same(line) not in known]
    numbered = [_numbered(line, number) for number, line in enumerate(new[:MOST_LINES])]
    return FilePreview(numbered, len(taken) - len(new), sorted(remarks), len(new) > MOST_LINES)


def _standing_there(lines: Iterable[TopicLine]) -> set[tuple[UUID, date | None, str, str]]:
    found = list(lines)
    days = {day for line in found if (day := day_of(line.day))}
    rows = LessonTopic.objects.filter(room_id__in={line.room_id for line in found}, day__in=days)
    return set(rows.values_list("room_id", "day", "subject", "topic"))


def _same(line: TopicLine) -> tuple[UUID, date | None, str, str]:
    return (line.room_id, day_of(line.day), " ".join(line.subject.split()), " ".join(line.topic.split()))


def _numbered(line: TopicLine, number: int) -> TopicLine:
    return TopicLine(
        number, line.room_id, line.class_label, line.day, line.subject, line.learning_field, line.topic
    )


def context_of(desk: TopicDesk, lines: list[TopicLine], monday: date | None = None) -> dict[str, Any]:
    """Returns what the template needs beside the lines."""
    return {
        "class": desk.school_class,
        "tabs": desk.tabs,
        "lines": lines,
        "several": len({line.room_id for line in lines}) > 1,
        "others": desk.others,
        "fields": class_fields(desk.school_class),
        "subjects": sorted({line.subject for line in lines} - {""}),
        "longest": LONGEST,
        "week": formats.week(monday) if monday else "",
    }


def preview_context(desk: TopicDesk, file: RegisterFile) -> dict[str, Any]:
    """Returns what the template needs for the lines of a file."""
    preview = preview_of(desk, file)
    return context_of(desk, preview.lines) | {"preview": preview, "later": LATER}
