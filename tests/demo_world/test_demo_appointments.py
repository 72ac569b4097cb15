"""What the demo's people have arranged."""

from tests.demo_world.conftest import demo_person
from tests.worlds import ACTOR
from zweiklang.cli.demo_world.appointments import POLL, TALK, WORKSHOP, keep_appointments
from zweiklang.exchange.models import Appointment, Invitee, OptionAnswer

TITLES = {POLL.title, TALK.title, WORKSHOP.title}


def test_class_teacher_asks_and_invites_and_trainers_have_answered() -> None:
    found = {row.title: row for row in Appointment.objects.filter(title__in=TITLES)}
    assert {title: row.state for title, row in found.items()} == {
        POLL.title: "polling",
        TALK.title: "fixed",
        WORKSHOP.title: "fixed",
    }
    assert OptionAnswer.objects.filter(room=found[POLL.title].room_id).count() >= 9
    came = Invitee.objects.filter(room=found[WORKSHOP.title].room_id).values_list("answer", flat=True)
    assert {"accepted", "declined", "none"} <= set(came)
    assert not found[POLL.title].open_list


def test_answers_of_the_persona_are_left_to_whoever_plays_it() -> None:
    rooms = Appointment.objects.filter(title__in=TITLES).values("room")
    rows = Invitee.objects.filter(room__in=rooms, person=demo_person("trainer"))
    assert sorted(rows.values_list("answer", flat=True)) == ["none", "none"]


def test_second_start_arranges_nothing_anew() -> None:
    before = Appointment.objects.count()
    keep_appointments(ACTOR)
    assert Appointment.objects.count() == before
