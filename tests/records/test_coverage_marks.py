"""How law, plan and record of a position stand to each other: marks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zweiklang.curricula.public import PlannedStretch, PlannedTime
from zweiklang.records.coverage_marks import GRACE, LOOKS, marks_of

NOW = date(2026, 11, 16)
WEEK = timedelta(days=7)


def stretch(begins: int, weeks: int = 8, *, wanted: bool = False) -> PlannedStretch:
    """From that many weeks from now."""
    first = NOW + begins * WEEK
    return PlannedStretch(first, first + (weeks - 1) * WEEK, weeks, "", wanted)


def keys(
    *stretches: PlannedStretch, recorded: float | None = 0, expected: bool = True, short: bool = False
) -> list[str]:
    return [look.key for look in marks_of(PlannedTime(stretches, expected, short), recorded, NOW)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (keys(), ["nichts"]),
        (keys(recorded=None), ["ungeplant"]),
        (keys(recorded=2), ["ohne-plan"]),
        (keys(stretch(5)), ["spaeter"]),
        (keys(stretch(-3)), ["jetzt"]),
        (keys(stretch(5, 6), short=True), ["knapp", "spaeter"]),
        (keys(stretch(5, wanted=True)), ["partner", "spaeter"]),
        (keys(stretch(-20)), ["vorbei"]),
        (keys(stretch(-20), recorded=2), ["vorbei"]),
        (keys(stretch(-20), recorded=3), ["erledigt"]),
        (keys(stretch(-20), recorded=None), []),
        (keys(stretch(-20, 4), stretch(5, 4), recorded=0), ["vorbei", "spaeter"]),
        (keys(stretch(-20, 4), stretch(-1, 4), recorded=2), ["jetzt"]),
    ],
)
def test_marks_of_a_position_that_holds(found: list[str], expected: list[str]) -> None:
    assert found == expected


def test_the_last_weeks_are_still_being_written() -> None:
    """What ended within the grace is not called over, a week later it is."""
    weeks = GRACE.days // 7
    assert "vorbei" not in keys(stretch(-weeks - 7, 8))
    assert "vorbei" in keys(stretch(-weeks - 8, 8))


def test_what_the_plan_need_not_have_is_no_gap() -> None:
    assert keys(expected=False) == []
    assert keys(expected=False, recorded=None) == []
    assert keys(expected=False, recorded=1) == ["ohne-plan"]


def test_without_a_plan_nothing_is_said() -> None:
    assert marks_of(None, 0, NOW) == ()


@given(
    begins=some.lists(some.integers(-150, 150), max_size=4),
    weeks=some.integers(1, 30),
    recorded=some.none() | some.floats(0, 60),
    expected=some.booleans(),
    short=some.booleans(),
)
def test_marks_never_contradict_each_other(
    begins: list[int], weeks: int, recorded: float | None, expected: bool, short: bool
) -> None:
    found = keys(
        *(stretch(begin, weeks) for begin in begins), recorded=recorded, expected=expected, short=short
    )
    assert found == [key for key in LOOKS if key in found]
    for one, other in (
        ("vorbei", "erledigt"),
        ("jetzt", "spaeter"),
        ("nichts", "ohne-plan"),
        ("jetzt", "erledigt"),
    ):
        assert not {one, other} <= {*found}
    assert bool(begins) or not {"knapp", "vorbei", "partner", "jetzt", "spaeter", "erledigt"} & {*found}
    if recorded is None:
        assert not {"vorbei", "nichts", "ohne-plan", "erledigt"} & {*found}
