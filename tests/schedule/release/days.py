"""A school day of six lessons near today, of which some are cancelled, and what browsers ask and send about it."""

from datetime import date, time, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, Apprenticeship, World
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import DayAnswer, Lesson, LessonChange, LessonTime, SchoolEvent

# Periods of 45 minutes with 5 minutes between them, from 7:45: the sixth ends at 12:40.
BEGINS, EVERY, LASTS = 7 * 60 + 45, 50, 45
WORLD_HAS_LESSONS = (1, 3)


def school_day() -> date:
    """Returns today or tomorrow, whichever is no day on which the worlds have lessons of their own."""
    return next(
        day for day in (today(), today() + timedelta(days=1)) if day.isoweekday() not in WORLD_HAS_LESSONS
    )


def keep_day(world: World, day: date, *, lessons: int = 6, cancelled: tuple[int, ...] = ()) -> None:
    """The class has school that day, whatever the calendar of Hesse says, with that many lessons; these of them are cancelled."""
    room = world.school_class.room_id
    with as_system(ACTOR):
        for period in range(1, 9):
            begins = BEGINS + (period - 1) * EVERY
            LessonTime.objects.get_or_create(
                school=world.school,
                period=period,
                defaults={"starts": _time(begins), "ends": _time(begins + LASTS)},
            )
        SchoolEvent.objects.create(room_id=room, first_day=day, last_day=day, kind="extra", title="Schultag")
        for period in range(1, lessons + 1):
            Lesson.objects.create(
                room_id=room,
                number=100 + period,
                weekday=day.isoweekday(),
                period=period,
                subject=f"Fach {period}",
                classrooms=[f"R {period}"],
                first_day=day,
                last_day=day,
            )
        for period in cancelled:
            LessonChange.objects.create(room_id=room, day=day, period=period, kind="cancelled")


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def day_url(of: Apprenticeship, day: date | None = None) -> str:
    return reverse("schedule:day", args=[of.room_id, day or school_day()])


def say(client: Client, of: Apprenticeship, says: str, day: date | None = None) -> HttpResponse:
    return client.post(day_url(of, day), {"says": says}, follow=True)


def said(room_id: UUID, day: date | None = None) -> list[tuple[str, str]]:
    """Returns side and answer of all that was said about the day, oldest first, read by the system role."""
    with as_system(ACTOR):
        rows = DayAnswer.objects.filter(room_id=room_id, day=day or school_day()).order_by("at", "pk")
        return list(rows.values_list("side", "says"))
