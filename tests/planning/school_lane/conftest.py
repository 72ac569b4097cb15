"""The worlds' classes begin without plans and without school days: these tests fill them themselves."""

import pytest

from tests.worlds import ACTOR, Worlds
from zweiklang.planning.models import DidacticPlan
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Lesson, LessonChange, SchoolEvent, SchoolPeriod


@pytest.fixture(autouse=True)
def empty(request: pytest.FixtureRequest) -> None:
    """Nothing of what the worlds keep stands in the way; without a database nothing happens."""
    if "worlds" not in request.fixturenames and "world_a" not in request.fixturenames:
        return
    worlds: Worlds = request.getfixturevalue("worlds")
    assert worlds
    with as_system(ACTOR):
        for table in (DidacticPlan, Lesson, LessonChange, SchoolEvent, SchoolPeriod):
            table.objects.all().delete()
