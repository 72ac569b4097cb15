"""What an event means is proposed from its name and length, and what is different is found whatever keys a program gives."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.schedule.sources.comparing import Held, difference
from zweiklang.schedule.sources.meaning import Meant, Target, for_subscription, groups_of, meant, proposed
from zweiklang.schedule.sources.shapes import ReadEvent

MONDAY = date(2026, 11, 16)


def read(title: str, *, days: int = 1, first: date = MONDAY, starts: time | None = None) -> ReadEvent:
    return ReadEvent(title, 1, title, first, first + timedelta(days=days - 1), starts, starts)


@pytest.mark.parametrize(
    ("title", "days", "expected"),
    [
        ("Block 3", 5, Target.BLOCK),
        ("Berufsschule", 1, Target.BLOCK),
        ("KW 47", 5, Target.BLOCK),
        ("Abschlussprüfung Teil 1", 1, Target.EXAM),
        ("Klassenarbeit Mathe", 1, Target.EXAM),
        ("Studientag, kein Unterricht", 1, Target.FREE),
        ("Beweglicher Ferientag", 1, Target.FREE),
        ("Zusätzlicher Schultag", 1, Target.EXTRA),
        ("Betriebsbesichtigung", 1, Target.EVENT),
    ],
)
def test_a_class_event_is_understood_by_its_name(title: str, days: int, expected: Target) -> None:
    assert proposed(read(title, days=days), whole_school=False) is expected


def test_a_lesson_called_block_is_no_block() -> None:
    assert proposed(read("Blockunterricht", starts=time(8)), whole_school=False) is Target.EVENT


def test_holidays_that_are_known_anyway_are_not_entered_again() -> None:
    christmas = read("Weihnachtsferien Hessen 2026", first=date(2026, 12, 23), days=21)
    assert proposed(christmas, whole_school=True) is Target.SKIP
    assert proposed(read("Beweglicher Ferientag"), whole_school=True) is Target.FREE
    assert proposed(read("Schulfest"), whole_school=True) is Target.SKIP


@pytest.mark.parametrize(
    ("fills", "expected"),
    [
        ("periods", [Target.BLOCK, Target.SKIP, Target.SKIP, Target.BLOCK]),
        ("events", [Target.EVENT, Target.EXAM, Target.FREE, Target.EVENT]),
        ("free_days", [Target.SKIP, Target.SKIP, Target.FREE, Target.SKIP]),
    ],
)
def test_a_subscription_takes_what_it_was_made_for(fills: str, expected: list[Target]) -> None:
    events = [read("Block 1", days=5), read("Klausur"), read("Konferenz, unterrichtsfrei"), read("Werkstatt")]
    assert [for_subscription(one, fills) for one in events] == expected


def test_events_called_alike_are_corrected_together() -> None:
    events = [read("Block 1", days=5), replace(read("Block 2", days=5), key="b"), read("Fahrt")]
    groups = groups_of(events, whole_school=False)
    assert [(group.title, group.number, group.target) for group in groups] == [
        ("Block 1", 2, Target.BLOCK),
        ("Fahrt", 1, Target.EVENT),
    ]
    chosen = groups_of(events, whole_school=False, chosen={"block": Target.SKIP})
    assert chosen[0].target is Target.SKIP


# --- Comparing ----------------------------------------------------------------------------------------------------

events = st.builds(
    Meant,
    key=st.sampled_from("abcdef"),
    target=st.sampled_from([Target.BLOCK, Target.EVENT, Target.EXAM]),
    first_day=st.sampled_from([MONDAY + timedelta(days=n) for n in range(4)]),
    last_day=st.sampled_from([MONDAY + timedelta(days=n) for n in range(4, 8)]),
    title=st.sampled_from(["A", "B"]),
)


def _applied(held: list[Held], now: list[Meant], from_day: date) -> list[Held]:
    """What stands in the calendar afterwards."""
    found = difference(held, now, from_day=from_day)
    gone = {one.pk for one in found.removed} | {one.pk for one, _ in (*found.changed, *found.renamed)}
    kept = [one for one in held if one.pk not in gone]
    moved = [Held(one.pk, new) for one, new in (*found.changed, *found.renamed)]
    return [*kept, *moved, *(Held(uuid4(), one) for one in found.added)]


@given(st.lists(events, max_size=8), st.lists(events, max_size=8))
def test_whatever_stood_there_what_is_said_now_holds_and_a_second_time_nothing_changes(
    first: list[Meant], second: list[Meant]
) -> None:
    held = _applied(_applied([], first, MONDAY), second, MONDAY)
    again = difference(held, second, from_day=MONDAY)
    assert again.is_empty
    assert {one.meant.content for one in held} <= {one.content for one in second}
    assert len({one.meant.content for one in held}) == len(held)


@given(st.lists(events, max_size=8))
def test_new_keys_for_the_same_events_change_nothing(said: list[Meant]) -> None:
    held = _applied([], said, MONDAY)
    renamed = [replace(one.meant, key=f"new-{number}") for number, one in enumerate(held)]
    found = difference(held, renamed, from_day=MONDAY)
    assert found.is_empty
    assert len(found.renamed) == len(held)


def test_what_is_over_stays_whatever_is_said_now() -> None:
    past = Held(uuid4(), Meant("a", Target.EVENT, MONDAY, MONDAY, "Fahrt"))
    found = difference([past], [], from_day=MONDAY + timedelta(days=1))
    assert found.is_empty


def test_when_more_than_half_would_go_somebody_is_asked() -> None:
    held = [Held(uuid4(), Meant(str(n), Target.EVENT, MONDAY, MONDAY, f"T {n}")) for n in range(8)]
    kept = [one.meant for one in held]
    assert difference(held, kept[:3], from_day=MONDAY).needs_brake
    assert not difference(held, kept[:4], from_day=MONDAY).needs_brake
    assert not difference(held[:3], [], from_day=MONDAY).needs_brake


def test_what_is_skipped_becomes_nothing_and_a_period_has_no_title() -> None:
    assert meant(read("x"), Target.SKIP, whole_school=False) is None
    block = meant(read("Block 7", days=5), Target.BLOCK, whole_school=False)
    assert block
    assert (block.title, block.starts) == ("", None)


def test_school_on_no_weekday_is_a_block_and_a_block_has_no_weekdays() -> None:
    without = meant(replace(read("x", days=5), class_label="10A"), Target.WEEKLY, whole_school=False)
    assert without
    assert without.target is Target.BLOCK
    weekly = replace(read("x", days=90), class_label="10A", weekdays=(1, 4), weeks="odd")
    block = meant(weekly, Target.BLOCK, whole_school=False)
    assert block
    assert (block.weekdays, block.weeks) == ((), "every")


def test_a_name_is_cut_to_what_the_calendar_holds_before_it_is_compared() -> None:
    free = meant(read("frei " * 40), Target.FREE, whole_school=True)
    assert free
    assert len(free.title) == 100
