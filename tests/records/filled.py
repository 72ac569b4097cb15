"""What fills a week in tests: released topics of the class, and the form of a week as a browser without script sends it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.clients import standing_as
from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, Apprenticeship, World

from zweiklang.kernel.clock import now, today
from zweiklang.kernel.hesse import monday_of
from zweiklang.records.public import Line, Week
from zweiklang.rooms.public import as_system
from zweiklang.schedule.public import LessonTopic


def released(
    world: World, topic: str = "Felder", *, field: str = "6", opened: bool = True, day: date | None = None
) -> LessonTopic:
    """A topic of today stands in the class register; the school lets firms read all topics from today on (`opened`)."""
    if opened:
        school_decides(world, "lessons", "open")
    with as_system(ACTOR):
        return LessonTopic.objects.create(
            room_id=world.school_class.room_id,
            day=day or today(),
            subject="Programmieren",
            learning_field=field,
            topic=topic,
            written_by=world.people["subject_teacher"],
            written_at=now(),
        )


def changed(found: LessonTopic, **values: object) -> None:
    """The school changed the topic."""
    with as_system(ACTOR):
        LessonTopic.objects.filter(pk=found.pk).update(**values)


def removed(topic: LessonTopic) -> None:
    """The school removed the topic."""
    with as_system(ACTOR):
        LessonTopic.objects.filter(pk=topic.pk).delete()


def week_url(of: Apprenticeship, monday: date | None = None) -> str:
    """Returns the address of that week, without a Monday of this one."""
    return reverse("records:week", args=[of.room_id, monday or monday_of(today())])


def page(client: Client, of: Apprenticeship, monday: date | None = None) -> str:
    """Returns the page of that week, without a Monday of this one."""
    answer = client.get(week_url(of, monday))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, of: Apprenticeship, monday: date | None = None, **button: object) -> HttpResponse:
    """Presses a button of that week's form (without a Monday this one's) and follows to the page it leads to."""
    sent = {name: str(value) for name, value in button.items()}
    return client.post(week_url(of, monday), sent, follow=True)


def lines(of: Apprenticeship, monday: date | None = None) -> list[Line]:
    """Returns the lines of that week, without a Monday of this one, as the apprentice sees them."""
    with standing_as(of.apprentice):
        found = Line.objects.filter(week__monday=monday or monday_of(today()), room_id=of.room_id)
        return list(found.order_by("order"))


def week_of(of: Apprenticeship) -> Week | None:
    """Returns this week's row."""
    with standing_as(of.apprentice):
        return Week.objects.filter(room_id=of.room_id, monday=monday_of(today())).first()


def said(found: Iterable[Line]) -> list[tuple[str, str, UUID | None]]:
    """Returns the school's words, the apprentice's and the topic of each line."""
    return [(line.school_text, line.text, line.topic) for line in found]
