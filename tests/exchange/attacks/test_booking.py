"""A talk that is called off while it is being moved: one of both happens, and no time is lost."""

import pytest

from tests.clients import standing_as
from tests.exchange.consultation.days import book, opened, slots
from tests.worlds import ACTOR, World
from zweiklang.exchange.consultation import booking as booking_module
from zweiklang.exchange.consultation.booking import move_booking, send_away
from zweiklang.exchange.models import ConsultationSlot
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system


def test_a_talk_called_off_at_that_moment_takes_no_other_time(
    world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, teacher, trainer = opened(world_a), world_a.people["class_teacher"], world_a.people["trainer"]
    old, new, *_ = slots(day, teacher)
    talk = book(trainer, old, world_a.first.room_id)

    def meanwhile(actor: Actor) -> None:
        """The teacher is faster, between the reading of the talk and its lock."""
        with standing_as(teacher):
            send_away(actor_of(teacher), booking_id=talk.pk)

    monkeypatch.setattr(booking_module, "_alone", meanwhile)
    with standing_as(trainer), pytest.raises(Conflict, match="verlegt oder abgesagt"):
        move_booking(actor_of(trainer), booking_id=talk.pk, slot_id=new.pk)
    with as_system(ACTOR):
        assert not ConsultationSlot.objects.get(pk=new.pk).taken
