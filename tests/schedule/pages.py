"""Addresses and answers of school time, as a browser would send them."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, Apprenticeship, World
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Absence, AbsenceReason, LessonTopic

YESTERDAY = timedelta(days=1)


def free_day() -> date:
    """Returns a day of the past on which the worlds have no absence."""
    return today() - YESTERDAY


def day_url(world: World, day: date | None = None) -> str:
    return f"{reverse('schedule:class_absences', args=[world.school_class.room_id])}?tag={(day or free_day()).isoformat()}"


def choice(of: Apprenticeship, kind: str, *, minutes: str = "", seen: str = "") -> dict[str, str]:
    """Returns what the page sends for one apprentice."""
    key = of.room_id.hex
    return {f"{key}-art": kind, f"{key}-min": minutes, f"{key}-stand": seen}


def record(client: Client, world: World, *choices: dict[str, str], day: date | None = None) -> HttpResponse:
    sent = {name: value for one in choices for name, value in one.items()}
    return client.post(day_url(world, day), sent)


def absences_of(room_id: UUID, day: date | None = None) -> list[tuple[str, int | None, str]]:
    """Returns kind, minutes and state of that room's absences on the day (yesterday), read by the system role."""
    with as_system(ACTOR):
        rows = Absence.objects.filter(room_id=room_id, day=day or free_day()).order_by("kind")
        return list(rows.values_list("kind", "minutes", "state"))


def told_absence(world: World) -> Absence:
    """Returns the absence of which the apprentice said why."""
    with as_system(ACTOR):
        return Absence.objects.get(room_id=world.first.room_id, reason__isnull=False)


def open_absence(world: World) -> Absence:
    """Returns the absence nobody decided about."""
    with as_system(ACTOR):
        return Absence.objects.get(room_id=world.first.room_id, kind="late")


def reasons_in(room_id: UUID) -> list[str]:
    with as_system(ACTOR):
        return list(AbsenceReason.objects.filter(room_id=room_id).values_list("text", flat=True))


def topics_in(world: World) -> dict[str, date | None]:
    """Returns the topics of the class with the day of their release."""
    with as_system(ACTOR):
        rows = LessonTopic.objects.filter(room_id=world.school_class.room_id)
        return dict(rows.values_list("topic", "released_on"))
