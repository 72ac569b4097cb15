"""The worlds' classes, schools and apprenticeships begin with an empty calendar: these tests fill it themselves."""

import pytest

from tests.worlds import ACTOR, Worlds
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import (
    Course,
    FreeDay,
    Lesson,
    LessonChange,
    LessonTime,
    ScheduleChange,
    SchoolEvent,
    SchoolPeriod,
)

TABLES = (Course, FreeDay, Lesson, LessonChange, LessonTime, ScheduleChange, SchoolEvent, SchoolPeriod)


@pytest.fixture(autouse=True)
def empty(request: pytest.FixtureRequest) -> None:
    """Nothing of what the worlds keep stands in the way; without a database nothing happens."""
    if "worlds" not in request.fixturenames:
        return
    worlds: Worlds = request.getfixturevalue("worlds")
    assert worlds
    with as_system(ACTOR):
        for table in TABLES:
            table.objects.all().delete()
