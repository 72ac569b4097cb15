"""How law, plan and record of a position stand to each other: marks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zweiklang.curricula.public import PlannedPosition, PlannedStretch, PlannedTime, Standing
from zweiklang.kernel.ids import new_id
from zweiklang.records.coverage_marks import GRACE, LOOKS, Measured, marks_of

NOW = date(2026, 11, 16)
WEEK = timedelta(days=7)


def position(low: float | None = 8, standing: Standing = Standing.HOLDS) -> PlannedPosition:
    return PlannedPosition(new_id(), "Abschnitt A", "1", "Titel", standing, "weeks", low, low)


def stretch(begins: int, weeks: int = 8, *, wanted: bool = False) -> PlannedStretch:
    """From that many weeks from now."""
    first = NOW + begins * WEEK
    return PlannedStretch(first, first + (weeks - 1) * WEEK, weeks, "", wanted)


def keys(
    *stretches: PlannedStretch,
    recorded: float | None = 0,
    low: float | None = 8,
    standing: Standing = Standing.HOLDS,
    chosen: bool = False,
    timed: bool = True,
) -> list[str]:
    measured = Measured(
        position(low, standing), low or 0, PlannedTime(stretches), chosen or bool(stretches), recorded, timed
    )
    return [look.key for look in marks_of(measured, NOW)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (keys(), ["nichts"]),
        (keys(recorded=None), ["ungeplant"]),
        (keys(recorded=2), ["ohne-plan"]),
        (keys(stretch(5)), ["spaeter"]),
        (keys(stretch(-3)), ["jetzt"]),
        (keys(stretch(5, 6)), ["knapp", "spaeter"]),
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


@pytest.mark.parametrize("standing", [Standing.CHOICE, Standing.VOLUNTARY])
def test_a_choice_that_was_not_made_is_no_gap(standing: Standing) -> None:
    assert keys(standing=standing) == []
    assert keys(standing=standing, chosen=True) == ["nichts"]


def test_positions_without_time_are_expected_only_where_no_position_has_any() -> None:
    assert keys(low=None) == []
    assert keys(low=None, timed=False) == ["nichts"]


def test_without_a_plan_nothing_is_said() -> None:
    assert marks_of(Measured(position(), 8, None, False, 0, True), NOW) == ()


@given(
    begins=some.lists(some.integers(-150, 150), max_size=4),
    weeks=some.integers(1, 30),
    recorded=some.none() | some.floats(0, 60),
    low=some.none() | some.floats(0.5, 40),
)
def test_marks_never_contradict_each_other(
    begins: list[int], weeks: int, recorded: float | None, low: float | None
) -> None:
    found = keys(*(stretch(begin, weeks) for begin in begins), recorded=recorded, low=low)
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
