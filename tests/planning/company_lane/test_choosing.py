"""Electives: chosen one by one or as a whole, counted in the sum, offered for entries, taken back."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, World
from zweiklang.curricula.public import Allocation, Position, Regulation, Section
from zweiklang.people.public import Person
from zweiklang.planning.models import TrainingPlan
from zweiklang.rooms.public import as_system


@pytest.fixture
def electives(world_a: World) -> list[Position]:
    """The regulation has an elective section of two positions with ten weeks each, and 52 weeks that hold for all."""
    with as_system(ACTOR):
        regulation = Regulation.objects.get(document_number="TEST1")
        (base,) = Position.objects.filter(section__regulation=regulation, number="1")
        Section.objects.filter(pk=base.section_id).update(unit="weeks", periods=["1.-36. Monat"])
        Allocation.objects.create(position=base, order=0, cells=[{"text": "136", "low": 136, "high": 136}])
        section = Section.objects.create(
            regulation=regulation, annex="Anlage", key="B", kind="elective", title="Wahl", order=2,
            unit="weeks", periods=["19.-36. Monat"],
        )  # fmt: skip
        found = [
            Position.objects.create(
                section=section, number=str(n), title=f"Wahlteil {n}", sort_key=f"w{n}", order=n
            )
            for n in (1, 2)
        ]
        for one in found:
            Allocation.objects.create(position=one, order=0, cells=[{"text": "10", "low": 10, "high": 10}])
        # A process keeps regulations until they are stored anew.
        regulation.save()
    return found


def chosen(room_id: UUID) -> list[UUID]:
    with as_system(ACTOR):
        return TrainingPlan.objects.get(room_id=room_id).chosen_sections


def test_electives_are_chosen_counted_and_taken_back(
    client_of: Callable[[Person | None], Client], world_a: World, electives: list[Position]
) -> None:
    room, trainer = world_a.first.room_id, client_of(world_a.people["trainer"])
    path, plan = (reverse(f"planning:{name}", args=[room]) for name in ("plan_choice", "plan"))
    page = trainer.get(path).content.decode()
    assert "Es fehlen 20 Wochen. Es ist noch etwas zu wählen." in page
    assert "Ganzer Abschnitt (20 Wochen)" in page
    first, second = electives
    answer = trainer.post(path, {"section0": [str(first.pk)], "revision": 0}, follow=True).content.decode()
    assert "Es fehlen 10 Wochen." in answer
    assert chosen(room) == [first.pk]
    new = trainer.get(reverse("planning:plan_new_entry", args=[room])).content.decode()
    assert "Wahlteil 1" in new
    assert "Wahlteil 2" not in new
    whole = {"section0": [str(first.section_id), str(second.pk)], "revision": 1}
    assert "Die Summe stimmt" in trainer.post(path, whole, follow=True).content.decode()
    assert chosen(room) == [first.section_id]
    assert trainer.post(path, whole).status_code == 422
    assert "fehlt im Plan" in trainer.get(plan).content.decode()
    trainer.post(reverse("planning:plan_undo", args=[room]))
    assert chosen(room) == [first.pk]


def test_a_position_of_no_regulation_cannot_be_chosen(
    client_of: Callable[[Person | None], Client], world_a: World, electives: list[Position]
) -> None:
    room, trainer = world_a.first.room_id, client_of(world_a.people["trainer"])
    sent = {"section0": [str(room)], "revision": 0}
    assert trainer.post(reverse("planning:plan_choice", args=[room]), sent).status_code == 422
    assert chosen(room) == []
