"""A process keeps a whole plan, and reads it anew after an import in whatever process."""

import pytest
from tests.worlds import Worlds

from zweiklang.curricula.public import (
    FrameworkCurriculum,
    LearningField,
    Position,
    Regulation,
    whole_plan,
    whole_planned_weeks,
)
from zweiklang.records.selectors import head_of
from zweiklang.rooms.public import as_system

ACTOR = "tests"


@pytest.fixture
def version(worlds: Worlds, as_person):
    """Asks the database for the present version of the plan of world A's first apprentice, as the pages do."""

    def ask():
        with as_person(worlds.a.people["apprentice"]):
            return head_of(worlds.a.first.room_id).plan

    return ask


def test_a_plan_once_read_is_not_asked_for_again(version, django_assert_num_queries) -> None:
    now = version()
    first = whole_plan(now)
    with django_assert_num_queries(0):
        assert whole_plan(now) is first


def test_after_a_regulation_was_stored_anew_the_plan_is_the_new_one(version, worlds) -> None:
    before = version()
    with as_system(ACTOR):
        position = Position.objects.get(pk=worlds.a.first.weeks.plan_items[0])
        Position.objects.filter(pk=position.pk).update(title="Ganz anders planen")
        Regulation.objects.get(pk=position.section.regulation_id).save()
    after = version()
    assert after != before
    assert any("Ganz anders planen" in item.label for item in whole_plan(after))
    assert any(row.title == "Ganz anders planen" for row in whole_planned_weeks(after))


def test_after_a_framework_curriculum_was_stored_anew_the_plan_is_the_new_one(version) -> None:
    before = version()
    assert before.curriculum_id
    with as_system(ACTOR):
        curriculum = FrameworkCurriculum.objects.get(pk=before.curriculum_id)
        LearningField.objects.filter(curriculum=curriculum).update(title="Etwas Neues lernen")
        FrameworkCurriculum.objects.update_or_create(
            pk=curriculum.pk, defaults={"remarks": curriculum.remarks}
        )
    after = version()
    assert after != before
    assert any("Etwas Neues lernen" in item.label for item in whole_plan(after))
