"""From its day on a snapshot holds exactly, before it nothing is different, and what is equal is left alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.kernel.ids import new_id
from zweiklang.schedule.timetables.comparing import Comparison, Content, Held, compare

ROOM, OTHER = UUID(int=1), UUID(int=2)
DAY = date(2026, 11, 16)
WEEKS = [timedelta(weeks=n) for n in range(-3, 6)]


def lesson(period: int = 3, subject: str = "Mathe", **more: object) -> Held:
    values: dict[str, Any] = {"room_id": ROOM, "number": 7, "weekday": 2, "length": 1, "teachers": ("MÜL",), "classrooms": ("R1",)}  # fmt: skip
    return Held(**{**values, "period": period, "subject": subject, "first_day": DAY, **more})


def applied(known: list[Held], wanted: list[Held], day: date) -> list[Held]:
    """Returns what is stored after the comparison was written."""
    found = compare(known, wanted, from_day=day)
    ended = {one.id: replace(one, last_day=day - timedelta(days=1)) for one in found.ending}
    gone = {one.id for one in found.gone}
    staying = [ended.get(one.id, one) for one in known if one.id not in gone]
    return staying + [replace(one, id=new_id()) for one in found.new]


def held_on(lessons: list[Held], day: date) -> set[tuple[UUID, Content]]:
    return {(one.room_id, one.content) for one in lessons if one.holds_on(day)}


def kinds(found: Comparison) -> list[tuple[str, str, str]]:
    return sorted((p.what, p.old.subject if p.old else "", p.new.subject if p.new else "") for p in found.pairs)  # fmt: skip


lessons = st.builds(
    Held,
    room_id=st.sampled_from([ROOM, OTHER]),
    number=st.integers(0, 3),
    weekday=st.integers(1, 2),
    period=st.integers(1, 3),
    length=st.just(1),
    subject=st.sampled_from(["D", "M"]),
    teachers=st.sampled_from([("A",), ("B",), ("A", "B")]),
    classrooms=st.sampled_from([(), ("R",)]),
    first_day=st.sampled_from([DAY + weeks for weeks in WEEKS]),
    last_day=st.none() | st.sampled_from([DAY + timedelta(weeks=2), DAY + timedelta(weeks=4)]),
).filter(lambda one: one.last_day is None or one.first_day <= one.last_day)
snapshots = st.lists(lessons, max_size=8)
days = st.sampled_from([DAY + weeks for weeks in WEEKS])


def from_day_on(snapshot: list[Held], day: date) -> list[Held]:
    """Returns a snapshot as the reader gives it: nothing in it begins before the day from which it holds."""
    moved = [replace(one, first_day=max(one.first_day, day)) for one in snapshot]
    return [one for one in moved if one.last_day is None or one.last_day >= one.first_day]


@given(snapshots, snapshots, days, days)
def test_after_two_snapshots_exactly_the_second_holds_from_its_day_on(first, second, one, other) -> None:
    first, second = from_day_on(first, one), from_day_on(second, other)
    before = applied([], first, one)
    after = applied(before, second, other)
    for day in {DAY + weeks for weeks in WEEKS}:
        wanted = held_on(second, day) if day >= other else held_on(before, day)
        assert held_on(after, day) == wanted


@given(snapshots, days)
def test_the_same_snapshot_a_second_time_changes_nothing(snapshot, day) -> None:
    snapshot = from_day_on(snapshot, day)
    found = compare(applied([], snapshot, day), snapshot, from_day=day)
    assert (found.pairs, found.ending, found.gone) == ([], [], [])


@given(snapshots, snapshots, days)
def test_every_lesson_that_differs_is_named_once(first, second, day) -> None:
    known = applied([], from_day_on(first, day), day)
    found = compare(known, from_day_on(second, day), from_day=day)
    named = [pair.old.id for pair in found.pairs if pair.old]
    assert len(named) == len(set(named))
    assert set(named) == {one.id for one in (*found.ending, *found.gone)}


def test_one_other_classroom_is_one_change() -> None:
    known = [replace(lesson(p), id=new_id()) for p in (1, 2, 3)]
    found = compare(known, [lesson(1), lesson(2, classrooms=("R9",)), lesson(3)], from_day=DAY + timedelta(7))
    assert kinds(found) == [("changed", "Mathe", "Mathe")]
    assert [one.period for one in found.ending] == [2]


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (lesson(subject="Deutsch"), "changed"),
        (lesson(teachers=("LAI",)), "changed"),
        (lesson(5, weekday=4), "changed"),
        (lesson(number=99, subject="Deutsch"), "changed"),
        (lesson(5, number=99, subject="Deutsch"), None),
    ],
)
def test_a_successor_is_found_by_number_or_by_time(new: Held, what: str | None) -> None:
    found = compare([replace(lesson(), id=new_id())], [new], from_day=DAY)
    assert [pair.what for pair in found.pairs] == ([what] if what else ["removed", "added"])


def test_the_order_of_teachers_and_classrooms_means_nothing() -> None:
    known = [replace(lesson(teachers=("B", "A"), classrooms=("2", "1")), id=new_id())]
    assert compare(known, [lesson(teachers=("A", "B"), classrooms=("1", "2"))], from_day=DAY).pairs == []


def test_what_began_before_ends_the_day_before_and_what_begins_later_is_gone() -> None:
    old, later = replace(lesson(1), id=new_id()), replace(lesson(2, first_day=DAY + timedelta(30)), id=new_id())  # fmt: skip
    found = compare([old, later], [], from_day=DAY + timedelta(7))
    assert (found.ending, found.gone) == ([old], [later])
