"""Talks at a consultation day that are called off while they are moved, or whose reason has gone meanwhile."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from tests.clients import standing_as
from tests.exchange.consultation.days import book, made, opened, slots
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import (
    TeachingAssignment,
    TrainerAssignment,
    assign_trainer,
    end_teaching_assignment,
    end_trainer_assignment,
)
from zweiklang.exchange.consultation import booking as booking_module
from zweiklang.exchange.consultation.booking import booking_of, call_off, move_booking, send_away
from zweiklang.exchange.consultation.making import call_off_day, open_day
from zweiklang.exchange.consultation.talks import video_address
from zweiklang.exchange.models import ConsultationDay, ConsultationHost, ConsultationSlot
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused
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


def trains_somebody_else(world: World) -> None:
    """Since yesterday the trainer trains the second apprentice of the class instead of the first."""
    trainer, yesterday = world.people["trainer"], today() - timedelta(days=1)
    with as_system(ACTOR):
        row = TrainerAssignment.objects.get(contract=world.first.contract, person=trainer)
        end_trainer_assignment(ACTOR, assignment=row, last_day=yesterday)
        assign_trainer(
            ACTOR,
            contract=world.second.contract,
            person=trainer,
            capacity="deputy_trainer",
            first_day=yesterday,
        )


def test_who_trains_somebody_else_now_talks_about_the_first_no_more(
    world_a: World, settings: Settings
) -> None:
    settings.VIDEO_URL, settings.VIDEO_SECRET = "https://bbb.example/bigbluebutton", "geheim"
    day, trainer = opened(world_a), world_a.people["trainer"]
    old, new, *_ = slots(day, world_a.people["class_teacher"])
    talk = book(trainer, old, world_a.first.room_id)
    with as_system(ACTOR):
        ConsultationHost.objects.filter(day=day).update(video=True)
    trains_somebody_else(world_a)
    with standing_as(trainer):
        actor = actor_of(trainer)
        with pytest.raises(Refused, match="Buchen können hier"):
            move_booking(actor, booking_id=talk.pk, slot_id=new.pk)
        with pytest.raises(Conflict, match="gehören nicht mehr"):
            video_address(actor, booking_of(talk.pk))
        call_off(actor, booking_id=talk.pk)


def test_who_leads_no_class_there_any_more_manages_the_own_day_no_more(world_a: World) -> None:
    teacher = world_a.people["class_teacher"]
    day = made(world_a, teacher, teachers=("class_teacher",))
    with as_system(ACTOR):
        row = TeachingAssignment.objects.get(school_class=world_a.school_class, person=teacher)
        end_teaching_assignment(ACTOR, teaching=row, last_day=today() - timedelta(days=1))
    with standing_as(teacher):
        # Still named as a host, the person knows of the day; neither opens nor changes it.
        assert ConsultationDay.objects.filter(pk=day.pk).exists()
        with pytest.raises(Refused):
            open_day(actor_of(teacher), day=day)
        with pytest.raises(Refused):
            call_off_day(actor_of(teacher), day=day)
    with standing_as(world_a.people["head_of_school"]):
        assert open_day(actor_of(world_a.people["head_of_school"]), day=day)
