"""Who belongs to the class of the next year sees when there is school, and not who will teach (decision 0069)."""

import pytest
from django.urls import reverse

from tests.planning.radar.lanes import clear
from tests.planning.school_lane.pages import curriculum, field, publish_of
from tests.schedule.planning import test_next_year as next_year
from tests.schedule.planning.test_next_year import ClientOf, Coming
from tests.worlds import ACTOR
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.models import DidacticPlan
from zweiklang.planning.school_lane.shapes import Placed
from zweiklang.rooms.public import as_system

coming = next_year.coming
PAGES = ("fields", "fields_versions", "class")


@pytest.fixture
def published(coming: Coming) -> DidacticPlan:
    """The next class teacher has published what the class will be taught."""
    clear()
    curriculum()
    monday = monday_of(coming.begins.replace(month=9, day=20))
    plan = publish_of(coming.school_class, [Placed(field("7").pk, monday, monday, 40)], coming.world)
    with as_system(ACTOR):
        DidacticPlan.objects.filter(pk=plan.pk).update(published_by=coming.teacher)
    return plan


@pytest.mark.parametrize("who", ["apprentice", "trainer", "training_manager"])
def test_nobody_learns_from_a_plan_who_will_teach(
    client_of: ClientOf,
    coming: Coming,
    published: DidacticPlan,
    who: str,
) -> None:
    client = client_of(coming.world.people[who])
    pages = [client.get(reverse(f"planning:{name}", args=[coming.school_class.room_id])) for name in PAGES]
    pages.append(client.get(reverse("planning:fields_version", args=[coming.school_class.room_id, 1])))
    assert [page.status_code for page in pages] == [200] * 4
    assert [page for page in pages if coming.teacher.family_name in page.content.decode()] == []


def test_the_next_teacher_sees_no_pupil_on_the_time_line(
    client_of: ClientOf, coming: Coming, published: DidacticPlan
) -> None:
    teacher = client_of(coming.teacher)
    for name in ("class", "class_proposals", "new_class_proposal", "fields", "class_links"):
        page = teacher.get(reverse(f"planning:{name}", args=[coming.school_class.room_id]), follow=True)
        assert coming.world.first.apprentice.family_name not in page.content.decode(), name
        assert coming.world.first.firm.organisation.name not in page.content.decode(), name
