"""What a world's class has of school time.

An absence with a reason, one that nobody explained, a topic that is released and one that is not; a timetable of two lessons, one row
of each other table.
"""

from datetime import date, time, timedelta

from tests.world_days import cancelled_monday
from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import Person
from zweiklang.rooms.public import team_room
from zweiklang.schedule.models import (
    Absence,
    AbsenceNotice,
    AbsenceReason,
    CalendarSource,
    Course,
    DayAnswer,
    FirmStatement,
    FreeDay,
    Lesson,
    LessonChange,
    LessonTopic,
    ScheduleChange,
    ScheduleNotice,
    SchoolEvent,
    SchoolPeriod,
    TimetableImport,
)
from zweiklang.schedule.timetables.shapes import KIND_LABELS, FileKind
from zweiklang.schedule.timetables.storing import Kept, packed

ACTOR = system_actor("tests")
REASON = "Ich war beim Arzt."
CALENDAR = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20300902\r\nSUMMARY:Projekttag\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def keep_schedule(contract: Contract, school_class: SchoolClass, teacher: Person) -> None:
    """The apprentice was absent two weeks ago and late one week ago; the class learned two things. Called inside `as_system`."""
    told, late = today() - timedelta(days=14), today() - timedelta(days=7)
    entered = {"room_id": contract.room_id, "recorded_by": teacher}
    absent = Absence.objects.create(
        day=told, kind="absent", state="excused", decided_by=teacher, decided_at=now(), **entered
    )
    AbsenceReason.objects.create(
        room_id=contract.room_id, absence=absent, day=told, text=REASON, told_by=contract.apprentice
    )
    Absence.objects.create(day=late, kind="late", minutes=15, **entered)
    taught = {"room_id": school_class.room_id, "subject": "Programmieren", "written_by": teacher}
    LessonTopic.objects.create(day=told, learning_field="6", topic="Anfragen aufnehmen", **taught)
    LessonTopic.objects.create(day=late, topic="Schleifen", released_on=late, **taught)
    _keep_calendar(school_class)
    _keep_days(contract, told)


def _keep_calendar(school_class: SchoolClass) -> None:
    """School on Monday and Wednesday since half a year; one lesson each of them, one of which is cancelled."""
    room, day = school_class.room_id, today()
    since, until = day - timedelta(days=180), day + timedelta(days=180)
    SchoolPeriod.objects.create(room_id=room, first_day=since, last_day=until, kind="weekly", weekdays=[1, 3])
    for weekday, subject in ((1, "Deutsch"), (3, "Programmieren")):
        Lesson.objects.create(
            room_id=room,
            number=weekday,
            weekday=weekday,
            period=1,
            length=2,
            subject=subject,
            first_day=since,
        )
    next_monday = cancelled_monday()
    LessonChange.objects.create(room_id=room, day=next_monday, period=1, kind="cancelled")
    SchoolEvent.objects.create(
        room_id=room, first_day=next_monday, last_day=next_monday, kind="exam", title="Klassenarbeit"
    )
    ScheduleChange.objects.create(
        room_id=room,
        batch=room,
        first_day=next_monday,
        last_day=next_monday,
        what="cancelled",
        old="1. Stunde: Deutsch",
        new="1. Stunde entfällt",
    )


def _keep_days(contract: Contract, day: date) -> None:
    """A course, both answers to a day, a statement of the firm, and a notice of the apprentice."""
    room, apprentice = contract.room_id, contract.apprentice
    trainer = contract.trainer_assignments.order_by("first_day", "pk").first()
    assert trainer
    Course.objects.create(
        room_id=room, first_day=day, last_day=day, starts=time(8), ends=time(16), title="Metall 1"
    )
    for side, person in (("apprentice", apprentice), ("firm", trainer.person)):
        DayAnswer.objects.create(room_id=room, day=day, side=side, says="comes", by=person)
    FirmStatement.objects.create(room_id=room, day=day, says="known", stated_by=trainer.person)
    AbsenceNotice.objects.create(room_id=room, first_day=day, last_day=day, reported_by=apprentice)
    ScheduleNotice.objects.create(room_id=room, person=apprentice, batch=room)


def keep_school_calendar(school_class: SchoolClass) -> None:
    """The school has read a timetable, subscribes to a calendar, and was free on a day long ago. Called inside `as_system`."""
    school = school_class.school
    free = today() - timedelta(days=500)
    FreeDay.objects.create(school=school, first_day=free, last_day=free, name="Rosenmontag")
    team_room_id = team_room(ACTOR, organisation=school).pk
    TimetableImport.objects.create(
        room_id=team_room_id,
        school=school,
        file_kind=KIND_LABELS[FileKind.TIMETABLE],
        sha256="0" * 64,
        from_day=today(),
        content=packed(Kept(FileKind.TIMETABLE)),
        made_by="Schulverwaltung",
    )
    TimetableImport.objects.create(
        room_id=team_room_id,
        school=school,
        file_name="termine.ics",
        file_kind="Kalenderdatei (iCal)",
        sha256="1" * 64,
        from_day=today(),
        content=CALENDAR,
        counts={"choices": {"room": str(school_class.room_id)}},
        made_by="Schulverwaltung",
    )
    CalendarSource.objects.create(
        room_id=team_room_id,
        school=school,
        school_class=school_class,
        url="https://kalender.example/klasse.ics",
        fills="events",
        made_by="Schulverwaltung",
    )
