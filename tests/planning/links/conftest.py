"""A framework curriculum with two Lernfelder, two positions, and links between them; two schools to decide on them."""

from dataclasses import dataclass

import pytest

from tests.worlds import Worlds
from zweiklang.curricula.public import FrameworkCurriculum, LearningField, Position
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.sorting import sort_key
from zweiklang.planning.models import CurriculumLink
from zweiklang.rooms.public import as_system

ACTOR = system_actor("tests")


@dataclass(frozen=True)
class Lane:
    """What there is to link."""

    curriculum: FrameworkCurriculum
    fields: list[LearningField]
    positions: list[Position]


@pytest.fixture
def lane(worlds: Worlds) -> Lane:
    """Two Lernfelder of a framework curriculum of world A's regulation, and two of its positions."""
    with as_system(ACTOR):
        section = Position.objects.get(pk=worlds.a.first.weeks.plan_items[0]).section
        curriculum = FrameworkCurriculum.objects.create(
            name="Elektronik", document_number="TEST", resolution="Beschluss 2020"
        )
        fields = [
            LearningField.objects.create(
                curriculum=curriculum,
                number=str(i + 1),
                title=title,
                sort_key=sort_key(title),
                year=1,
                order=i,
            )
            for i, title in enumerate(("Anlagen installieren", "Anlagen warten"))
        ]
        positions = [
            Position.objects.create(
                section=section, number=str(90 + i), title=title, sort_key=sort_key(title), order=90 + i
            )
            for i, title in enumerate(("Installieren von Anlagen", "Wartung"))
        ]
    return Lane(curriculum, fields, positions)


@pytest.fixture
def link(lane: Lane):
    """Makes a link between the n-th position and the m-th Lernfeld."""

    def make(position: int, field: int, **values) -> CurriculumLink:
        with as_system(ACTOR):
            values = {"source": CurriculumLink.Source.COMPUTED, **values}
            return CurriculumLink.objects.create(
                position=lane.positions[position], learning_field=lane.fields[field], **values
            )

    return make
