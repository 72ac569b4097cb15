"""Who trains whom: trainers, deputies for some days, hand-overs and their undoing."""

from datetime import timedelta

import pytest

from tests.offices.staff import DAY, Staff, days_in, is_in
from tests.worlds import ACTOR
from zweiklang.apprenticeships.public import TrainerAssignment
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.offices.models import Handover
from zweiklang.offices.services.handovers import Wish, hand_over, undo_handover
from zweiklang.offices.services.posts import end_post
from zweiklang.offices.services.training import deputise_training, end_training, set_trainer
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system


def test_another_trainer_begins_and_the_one_before_stops_on_the_eve(staff: Staff, as_person) -> None:
    manager, trainer, room = (
        staff.world.people["training_manager"],
        staff.world.people["trainer"],
        staff.world.first.room_id,
    )
    day = today() + 3 * DAY
    with as_person(manager):
        set_trainer(
            actor_of(manager), contract=staff.world.first.contract, person=staff.colleague, first_day=day
        )
    assert days_in(room, trainer)["trainer"][1] == day - DAY
    assert days_in(room, staff.colleague)["trainer"][0] == day
    assert is_in(room, staff.world.people["deputy_trainer"], on=day)


def test_a_deputy_for_some_days_leaves_by_himself(staff: Staff, as_person) -> None:
    manager, until = staff.world.people["training_manager"], today() + 6 * DAY
    with as_person(manager):
        deputise_training(
            actor_of(manager),
            firm=staff.firm,
            person=staff.colleague,
            contracts=[staff.world.first.contract],
            first_day=today(),
            last_day=until,
        )
    assert days_in(staff.world.first.room_id, staff.colleague) == {"deputy_trainer": (today(), until)}
    assert not is_in(staff.world.first.room_id, staff.colleague, on=until + DAY)


def test_one_who_is_deputy_already_is_not_made_one_twice(staff: Staff, as_person) -> None:
    manager, deputy = staff.world.people["training_manager"], staff.world.people["deputy_trainer"]
    with as_person(manager):
        made = deputise_training(
            actor_of(manager),
            firm=staff.firm,
            person=deputy,
            contracts=[staff.world.first.contract],
            first_day=today(),
            last_day=today() + DAY,
        )
    assert made == []


def test_ending_an_assignment_ends_what_it_opened(staff: Staff, as_person) -> None:
    manager, deputy = staff.world.people["training_manager"], staff.world.people["deputy_trainer"]
    with as_person(manager):
        end_training(actor_of(manager), assignment=staff.training(deputy), last_day=today() - DAY)
    assert not is_in(staff.world.first.room_id, deputy)


def _hand_over(staff: Staff, **days) -> Handover:
    manager = staff.world.people["training_manager"]
    wish = Wish(from_person=staff.world.people["trainer"], to_person=staff.colleague, **days)
    return hand_over(actor_of(manager), organisation=staff.firm, wish=wish)


def test_for_good_all_apprentices_are_the_others(staff: Staff, as_person) -> None:
    room, trainer = staff.world.first.room_id, staff.world.people["trainer"]
    with as_person(staff.world.people["training_manager"]):
        _hand_over(staff, first_day=today())
    assert not is_in(room, trainer)
    assert days_in(room, staff.colleague) == {"trainer": (today(), staff.world.first.contract.last_day)}


def test_for_some_days_the_other_is_deputy_and_nobody_loses_anything(staff: Staff, as_person) -> None:
    room, until = staff.world.first.room_id, today() + 20 * DAY
    with as_person(staff.world.people["training_manager"]):
        _hand_over(staff, first_day=today(), last_day=until)
    assert is_in(room, staff.world.people["trainer"])
    assert days_in(room, staff.colleague) == {"deputy_trainer": (today(), until)}


@pytest.mark.parametrize("last_day", [None, 20], ids=["for good", "for some days"])
def test_undoing_a_hand_over_gives_everything_back(last_day: int | None, staff: Staff, as_person) -> None:
    room, trainer = staff.world.first.room_id, staff.world.people["trainer"]
    before = days_in(room, trainer)
    with as_person(staff.world.people["training_manager"]):
        until = today() + last_day * DAY if last_day else None
        handover = _hand_over(staff, first_day=today(), last_day=until)
        undo_handover(actor_of(staff.world.people["training_manager"]), handover=handover)
    assert days_in(room, trainer) == before
    assert days_in(room, staff.colleague) == {}


def test_undone_later_the_days_in_between_stay_on_record(staff: Staff, as_person) -> None:
    manager, room = staff.world.people["training_manager"], staff.world.first.room_id
    with as_person(manager):
        handover = _hand_over(staff, first_day=today())
        with standing_at(now() + timedelta(days=10)):
            undo_handover(actor_of(manager), handover=handover)
            yesterday = today() - DAY
    assert days_in(room, staff.colleague) == {"trainer": (handover.first_day, yesterday)}


def test_a_hand_over_is_undone_once(staff: Staff, as_person) -> None:
    manager = staff.world.people["training_manager"]
    with as_person(manager):
        handover = _hand_over(staff, first_day=today())
        undo_handover(actor_of(manager), handover=handover)
        with pytest.raises(Conflict, match="schon rückgängig"):
            undo_handover(actor_of(manager), handover=handover)


def test_undoing_brings_nobody_back_who_has_left_the_firm(staff: Staff, as_person) -> None:
    manager, trainer = staff.world.people["training_manager"], staff.world.people["trainer"]
    with as_person(manager):
        handover = _hand_over(staff, first_day=today())
        end_post(actor_of(manager), post=staff.post(staff.firm, trainer), last_day=today() - DAY)
        with pytest.raises(Conflict, match="keine Aufgabe mehr"):
            undo_handover(actor_of(manager), handover=handover)
    assert not is_in(staff.world.first.room_id, trainer)


def test_a_task_that_changed_since_is_not_overwritten_by_undoing(staff: Staff, as_person) -> None:
    manager, trainer = staff.world.people["training_manager"], staff.world.people["trainer"]
    assignment = staff.training(trainer)
    with as_person(manager):
        handover = _hand_over(staff, first_day=today() + 5 * DAY)
        end_training(actor_of(manager), assignment=staff.training(trainer), last_day=today())
        with pytest.raises(Conflict, match="etwas geändert"):
            undo_handover(actor_of(manager), handover=handover)
    with as_system(ACTOR):
        assert TrainerAssignment.objects.get(pk=assignment.pk).last_day == today()


def test_handing_over_to_oneself_or_nothing_at_all_says_why(staff: Staff, as_person) -> None:
    manager, trainer = staff.world.people["training_manager"], staff.world.people["trainer"]
    with as_person(manager):
        for wish, field in (
            (Wish(trainer, trainer, today()), "to_person"),
            (Wish(staff.colleague, trainer, today()), "from_person"),
            (Wish(trainer, staff.colleague, today() - DAY), "first_day"),
            (Wish(trainer, staff.colleague, today(), today() - DAY), "last_day"),
            (Wish(trainer, staff.world.people["other_trainer"], today()), "to_person"),
        ):
            with pytest.raises(Rejected) as problem:
                hand_over(actor_of(manager), organisation=staff.firm, wish=wish)
            assert problem.value.field == field


def test_a_trainer_hands_nothing_over_himself(staff: Staff, as_person) -> None:
    trainer = staff.world.people["trainer"]
    with as_person(trainer), pytest.raises(Refused, match="Leitung oder die Verwaltung"):
        hand_over(actor_of(trainer), organisation=staff.firm, wish=Wish(trainer, staff.colleague, today()))
