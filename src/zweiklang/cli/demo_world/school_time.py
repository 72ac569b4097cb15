"""What the classes of the demo world have of school time: lesson topics of the last weeks, and absences that fit the records."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.cli.demo_world.days import lesson_numbers
from zweiklang.cli.demo_world.grammar import Grammar, lesson
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import Person
from zweiklang.records.public import Line
from zweiklang.schedule.public import Absence, AbsenceReason, LessonTopic

WEEKS = 6
DECIDED_AFTER = 10  # days
REASON = "Arzttermin, der nur vormittags ging."


def keep_school_time(school_class: SchoolClass, *, grammar: Grammar, teacher: Person) -> None:
    """The class has topics and absences; a class that has any is left alone. Called inside `as_system`."""
    if LessonTopic.objects.filter(room_id=school_class.room_id).exists():
        return
    begins = date(school_class.school_year, 8, 1)
    numbers = {day: n for day, n in lesson_numbers(begins, today()).items() if day >= begins}
    _write_topics(school_class, numbers, grammar, teacher)
    rooms = list(school_class.enrolments.exclude(contract=None).values_list("room_id", flat=True))
    _write_absences(rooms, sorted(numbers), teacher)


def _write_topics(
    school_class: SchoolClass, numbers: dict[date, int], grammar: Grammar, teacher: Person
) -> None:
    LessonTopic.objects.bulk_create(
        LessonTopic(
            room_id=school_class.room_id,
            day=day,
            learning_field=key.removeprefix("LF"),
            subject="Berufsbezogener Unterricht",
            topic=topic,
            released_on=day,
            written_by=teacher,
            written_at=now(),
        )
        for day, number in numbers.items()
        if day > today() - timedelta(weeks=WEEKS)
        for key, topic in [lesson(grammar, school_class.grade, number)]
    )


def _write_absences(rooms: list[UUID], days: list[date], teacher: Person) -> None:
    """Who was ill on a day of school by the own record was absent there; some came late. What is older is decided."""
    if not days:
        return
    ill = Line.objects.filter(room__in=rooms, place="sick", day__in=days).values_list("room_id", "day")
    absent = {(room, day) for room, day in ill if day}
    chance = Random(len(rooms))  # noqa: S311 - a demo, no secret
    rows = [_absence(room, day, "absent", None, teacher) for room, day in sorted(absent)]
    for room in sorted(rooms, key=str)[::3]:
        day = chance.choice(days[-8:])
        if (room, day) not in absent:
            rows.append(_absence(room, day, "late", chance.choice((5, 10, 20)), teacher))
    Absence.objects.bulk_create(rows)
    _tell(rows)


def _absence(room: UUID, day: date, kind: str, minutes: int | None, teacher: Person) -> Absence:
    row = Absence(room_id=room, day=day, kind=kind, minutes=minutes, recorded_by=teacher, recorded_at=now())
    if day < today() - timedelta(days=DECIDED_AFTER):
        row.state, row.decided_by, row.decided_at = "excused", teacher, now()
    return row


def _tell(rows: list[Absence]) -> None:
    """The apprentice with the newest whole day has said why."""
    row = max((row for row in rows if row.kind == "absent"), key=lambda row: row.day, default=None)
    if row:
        apprentice = Contract.objects.get(room_id=row.room_id).apprentice
        AbsenceReason.objects.create(
            room_id=row.room_id, absence=row, day=row.day, text=REASON, told_by=apprentice
        )
