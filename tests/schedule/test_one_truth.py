"""What is entered about a day and about its lessons never contradicts itself: in the database, and in the rule code asks."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.recording import replaced
from zweiklang.schedule.absences.shapes import Entry, contradict
from zweiklang.schedule.models import Absence

DAY = today() - timedelta(days=1)


class Said(NamedTuple):
    """One entry: lesson (None: the day), what, minutes."""

    period: int | None
    kind: str
    minutes: int | None = None


WHOLE = Said(None, "absent")
PAIRS = [
    (WHOLE, Said(3, "absent"), True),
    (WHOLE, Said(1, "late", 10), True),
    (WHOLE, Said(None, "late", 10), True),
    (Said(3, "absent"), Said(3, "late", 10), True),
    (Said(3, "late", 5), Said(3, "left_early", 5), True),
    (Said(None, "late", 10), Said(1, "late", 10), True),
    (Said(None, "left_early", 10), Said(6, "left_early", 10), True),
    (Said(None, "absent", 90), Said(2, "absent"), True),
    (Said(None, "late", 10), Said(None, "left_early", 20), False),
    (Said(None, "late", 10), Said(5, "absent"), False),
    (Said(1, "late", 10), Said(2, "late", 10), False),
    (Said(3, "absent"), Said(4, "absent"), False),
]


def enter(world: World, said: Said, day: date = DAY) -> None:
    with as_system(ACTOR), transaction.atomic():
        Absence.objects.create(
            room_id=world.first.room_id, day=day, period=said.period, kind=said.kind, minutes=said.minutes
        )


@pytest.mark.parametrize(("one", "other", "refused"), PAIRS)
def test_the_database_and_the_rule_agree_what_contradicts(
    one: Said, other: Said, refused: bool, world_a: World
) -> None:
    assert contradict(one, other) is contradict(other, one) is refused
    for first, second, day in ((one, other, DAY), (other, one, DAY - timedelta(days=1))):
        enter(world_a, first, day)
        if refused:
            with pytest.raises(IntegrityError):
                enter(world_a, second, day)
        else:
            enter(world_a, second, day)


def test_another_day_and_another_room_say_what_they_like(world_a: World) -> None:
    enter(world_a, WHOLE)
    enter(world_a, Said(3, "absent"), DAY - timedelta(days=1))
    with as_system(ACTOR):
        Absence.objects.create(room_id=world_a.second.room_id, day=DAY, period=3, kind="absent")


def test_an_entry_cannot_be_changed_into_a_contradiction(world_a: World) -> None:
    enter(world_a, Said(None, "late", 10))
    enter(world_a, Said(5, "absent"))
    with as_system(ACTOR), pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.filter(room_id=world_a.first.room_id, day=DAY, kind="late").update(
            kind="absent", minutes=None
        )


said = st.builds(
    lambda period, kind, minutes: Absence(
        day=DAY, period=period, kind=kind, minutes=None if kind == "absent" else minutes
    ),
    st.one_of(st.none(), st.integers(1, 4)),
    st.sampled_from(["absent", "late", "left_early"]),
    st.integers(1, 60),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(said, max_size=6), said)
def test_after_an_entry_took_its_place_nothing_contradicts_it(rows: list[Absence], wanted: Absence) -> None:
    held: list[Absence] = []
    for row in rows:
        if not any(contradict(row, other) for other in held):
            held.append(row)
    entry = Entry(wanted.kind, wanted.minutes)
    if wanted.period is not None and any(row.period is None and row.kind == "absent" for row in held):
        return  # somebody who is away all day: the page offers no choice for a lesson
    gone = replaced(held, entry, wanted.period)
    slot = next((row for row in held if row.period == wanted.period), None)
    stays = [row for row in held if row is not slot and not any(row is one for one in gone)]
    assert not [row for row in stays if contradict(row, wanted)]
