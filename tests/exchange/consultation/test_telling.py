"""What a notice about a day says at the moment it is read, and that the day before everybody is reminded, once."""

from datetime import timedelta

import pytest

from tests.clients import standing_as
from tests.exchange.consultation.days import book, forget, opened, slots, told
from tests.worlds import ACTOR, World
from zweiklang.exchange.consultation.booking import call_off, excuse_host
from zweiklang.exchange.consultation.making import call_off_day
from zweiklang.exchange.consultation.reminders import remind
from zweiklang.exchange.consultation.telling import describe
from zweiklang.exchange.models import ConsultationDay, ConsultationHost, Notice
from zweiklang.exchange.notices.kinds import Line, OpenNotice
from zweiklang.kernel.clock import standing_at
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system


def read(who: Person, day: ConsultationDay) -> list[Line]:
    """What the person's open notices about the day say."""
    with standing_as(who):
        rows = Notice.objects.filter(kind="consultation", about=day.pk, done_at=None)
        notices = [
            OpenNotice(row.pk, row.about, row.room_id, row.count, row.first_at, row.made_at) for row in rows
        ]
        return list(describe(notices).values())


def test_who_is_invited_reads_that_they_can_book_and_the_teacher_that_nobody_has(world_a: World) -> None:
    day = opened(world_a)
    (line,) = read(world_a.people["trainer"], day)
    assert line.text == "Ausbildersprechtag: Gespräch buchen"
    (line,) = read(world_a.people["class_teacher"], day)
    assert "Noch kein Gespräch gebucht" in line.note
    assert read(world_a.people["apprentice"], day) == []


def test_the_teacher_reads_how_many_come_and_not_who(world_a: World) -> None:
    day, teacher = opened(world_a), world_a.people["class_teacher"]
    book(world_a.people["trainer"], slots(day, teacher)[0], world_a.first.room_id)
    (line,) = read(teacher, day)
    assert "1 Gespräch gebucht" in line.note
    assert world_a.people["trainer"].name not in f"{line.text}{line.note}"


def test_a_talk_called_off_asks_for_another_time_and_a_new_one_settles_it(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    slot = slots(day, world_a.people["class_teacher"])[0]
    book(trainer, slot, world_a.first.room_id)
    with as_system(ACTOR):
        host = ConsultationHost.objects.select_related("day").get(pk=slot.host_id)
    with standing_as(world_a.people["class_teacher"]):
        excuse_host(actor_of(world_a.people["class_teacher"]), host=host)
    (line,) = read(trainer, day)
    assert line.text == "Ihr Gespräch ist abgesagt"
    assert line.href.endswith(f"/sprechtage/{day.pk}/")
    book(trainer, slots(day, world_a.people["subject_teacher"])[1], world_a.first.room_id)
    (line,) = read(trainer, day)
    assert line.text.startswith("Ihr Gespräch: ")


def test_what_somebody_called_off_alone_is_no_news_for_them(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    booking = book(trainer, slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id)
    with standing_as(trainer):
        call_off(actor_of(trainer), booking_id=booking.pk)
    (line,) = read(trainer, day)
    assert line.text == "Ausbildersprechtag: Gespräch buchen"


def test_a_day_called_off_is_said_to_all_who_had_a_talk(world_a: World) -> None:
    day, trainer, office = opened(world_a), world_a.people["trainer"], world_a.people["head_of_school"]
    book(trainer, slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id)
    with standing_as(office):
        call_off_day(actor_of(office), day=day)
    (line,) = read(trainer, day)
    assert (line.text, line.note) == ("Ausbildersprechtag ist abgesagt", "Ihr Gespräch findet nicht statt")
    (line,) = read(world_a.people["class_teacher"], day)
    assert line.text == "Ausbildersprechtag ist abgesagt"


def test_the_day_before_both_are_reminded_once(world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    book(world_a.people["trainer"], slot, world_a.first.room_id)
    gone = book(
        world_a.people["other_trainer"],
        slots(day, world_a.people["subject_teacher"])[0],
        world_a.second.room_id,
    )
    with standing_as(world_a.people["other_trainer"]):
        call_off(actor_of(world_a.people["other_trainer"]), booking_id=gone.pk)
    forget(day)
    with standing_at(slot.starts_at - timedelta(days=2)):
        assert remind() == 0
    with standing_at(slot.starts_at - timedelta(days=1, hours=6)):
        assert remind() == 1
        assert told(day) == {world_a.people["trainer"].pk, world_a.people["class_teacher"].pk}
        forget(day)
        assert remind() == 0
    assert told(day) == set()


@pytest.mark.parametrize("hours", [0, -1])
def test_nobody_is_reminded_on_the_day_itself(hours: int, world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    book(world_a.people["trainer"], slot, world_a.first.room_id)
    with standing_at(slot.starts_at + timedelta(hours=hours)):
        assert remind() == 0
