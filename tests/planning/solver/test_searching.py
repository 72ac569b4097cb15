"""The search: first plan at once, never worse, explained in sentences that are true, the same from the same seed."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tests.planning.solver.firms import firm
from zweiklang.planning.solver.annealing import Annealing
from zweiklang.planning.solver.bound import lower_bound, relaxed
from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.filling import fill
from zweiklang.planning.solver.options import grounds
from zweiklang.planning.solver.reading import read_instance
from zweiklang.planning.solver.scoring import objective
from zweiklang.planning.solver.shapes import Outcome, Progress
from zweiklang.planning.solver.solving import solve
from zweiklang.planning.solver.track import Track


def one_person(**more: Any) -> dict[str, Any]:
    return {
        "first_monday": "2026-08-31",
        "weeks": 10,
        "departments": [{"id": "d", "name": "Lager", "capacity": 1, "positions": ["p", "q"]}],
        "positions": [{"id": "p", "name": "Lagern", "needed_weeks": 3}],
        "apprentices": [{"id": "a", "name": "Mia"}],
        **more,
    }


def solved(data: dict[str, Any], seconds: float = 20) -> Outcome:
    return solve(read_instance(data), seconds=seconds, workers=1)


def reasons(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (one.apprentice, one.reason, one.sentence) for one in solved(data).failed if one.wish == "missing"
    ]


@pytest.mark.slow
def test_a_large_firm_has_its_first_plan_before_anything_is_proven_and_it_only_gets_better() -> None:
    told: list[Progress] = []
    found = solve(read_instance(firm(1)), seconds=8, workers=1, on_progress=told.append)
    assert told[0].stage == "first"
    assert told[0].bound == 0
    assert all(later.objective <= earlier.objective for earlier, later in pairwise(told))
    assert all(later.bound >= earlier.bound for earlier, later in pairwise(told))
    assert found.objective == told[-1].objective
    assert found.bound > 0.8 * found.objective
    assert found.first_plan_seconds <= told[0].seconds + 1


def test_the_first_plan_follows_from_the_seed() -> None:
    def first(seed: int) -> tuple:
        told: list[Progress] = []
        data = firm(2, apprentices=3, years=1, positions=8, departments=3)
        solve(
            read_instance(data),
            seconds=60,
            seed=seed,
            on_progress=told.append,
            should_stop=lambda: bool(told),
        )
        return told[0].placements

    assert first(1) == first(1)


def test_the_bound_holds_whatever_prices_the_solver_answers() -> None:
    instance = read_instance(firm(4, apprentices=3, years=1, positions=8, departments=3))
    calendars = grounds(instance).calendars
    best = objective(instance, solve(instance, seconds=4, workers=1).placements)
    relaxation = relaxed(instance, calendars)
    rows = len(relaxation.least)
    for prices in ([0.0] * rows, [50.0] * rows, [-3.0] * rows, [float(n % 7) * 40 for n in range(rows)]):
        assert relaxation.certified(prices) <= best
    assert 0 < lower_bound(instance, calendars, 10) <= best


def test_todays_plan_is_kept_when_nothing_is_better() -> None:
    plan = [{"apprentice": "a", "position": "p", "department": "d", "first": 6, "last": 8}]
    found = solved(one_person(current_plan=plan))
    assert sorted(one.week for one in found.placements) == [6, 7, 8]
    assert {term.name: term.gain for term in found.terms}["changes"] == 0
    assert found.status == "optimal"


def test_the_gain_against_todays_plan_is_counted_term_by_term() -> None:
    group = [{"id": "K", "learning_fields": [{"id": "F", "weeks": [1, 2, 3]}]}]
    data = one_person(
        classes=group, apprentices=[{"id": "a", "name": "Mia", "class": "K"}],
        links=[{"position": "p", "learning_field": "F"}], theory={"grace_weeks": 0},
        current_plan=[{"apprentice": "a", "position": "p", "department": "d", "first": 9, "last": 10}],
        weights={"changes": 0},
    )  # fmt: skip
    found = {term.name: (term.today, term.raw, term.gain) for term in solved(data).terms}
    assert found["missing"] == (1.0, 0.0, 1000.0)
    assert found["theory"] == (6 + 7, 0, 13)


def test_a_full_department_is_named_with_its_weeks() -> None:
    two = [{"id": "a", "name": "Mia"}, {"id": "b", "name": "Ben"}]
    fixed = [{"apprentice": "a", "position": "p", "department": "d", "first": 1, "last": 10}]
    found = reasons(one_person(apprentices=two, fixed=fixed))
    assert [(who, why) for who, why, _ in found] == [("b", "capacity")]
    assert found[0][2] == "Ben: „Lagern“ fehlen 3 Wochen. Lager ist in KW 36–45/2026 voll."


@pytest.mark.parametrize(
    ("more", "reason", "words"),
    [
        ({"departments": []}, "teaches", "Keine Abteilung"),
        ({"positions": [{"id": "p", "name": "Lagern", "needed_weeks": 3, "latest": 2}]}, "calendar", "nur 2 Wochen möglich"),
        (
            {"positions": [{"id": "p", "needed_weeks": 10}, {"id": "q", "name": "Packen", "needed_weeks": 2, "min_stretch": 2}]},
            "occupied",
            "mit anderen Positionen belegt",
        ),
        (
            {
                "positions": [{"id": "p", "needed_weeks": 2, "min_stretch": 3}],
                "weights": {"missing": 1},
            },
            "tradeoff",
            "wogen schwerer",
        ),
    ],
)  # fmt: skip
def test_why_time_is_missing_is_said(more, reason, words) -> None:
    found = reasons(one_person(**more))
    assert reason in [why for _, why, _ in found]
    assert any(words in sentence for _, _, sentence in found)


def test_fixed_weeks_that_contradict_are_left_out_and_told() -> None:
    fixed = [
        {"apprentice": "a", "position": "p", "department": "d", "weeks": [2, 3]},
        {"apprentice": "a", "position": "p", "department": "d", "week": 5},
    ]
    data = one_person(
        apprentices=[{"id": "a", "name": "Mia", "leave": [3]}], fixed=fixed, forbidden=[{"weeks": [5]}]
    )
    found = solved(data)
    told = {one.weeks[0]: (one.reason, one.sentence) for one in found.failed if one.wish == "fixed"}
    assert set(told) == {3, 5}
    assert told[3] == (
        "presence",
        "Mia: „Lagern“ ist für KW 38/2026 festgelegt, aber Mia ist dann im Urlaub.",
    )
    assert told[5][0] == "forbidden"
    assert 2 in {one.week for one in found.placements}
    assert found.status == "infeasible_parts"


def test_theory_that_the_period_does_not_reach_is_told() -> None:
    group = [{"id": "K", "learning_fields": [{"id": "F", "name": "LF 9", "weeks": [9, 10]}]}]
    data = one_person(
        classes=group, apprentices=[{"id": "a", "name": "Mia", "class": "K"}],
        positions=[{"id": "p", "name": "Lagern", "needed_weeks": 2, "latest": 3}],
        links=[{"position": "p", "learning_field": "F"}],
    )  # fmt: skip
    far = [one for one in solved(data).failed if one.wish == "theory"]
    assert [(one.reason, one.position) for one in far] == [("period", "p")]
    assert "LF 9 ist in KW 44–45/2026" in far[0].sentence


@pytest.mark.parametrize(
    "data", [{"first_monday": "2026-08-31", "weeks": 1}, one_person(positions=[]), one_person(apprentices=[])]
)
def test_nothing_to_plan_is_a_plan(data) -> None:
    found = solved(data)
    assert (found.placements, found.objective, found.status) == ((), 0, "optimal")


@pytest.mark.parametrize("fixed", [[], [{"apprentice": "a1", "position": "p1", "weeks": [5, 6]}]])
def test_the_search_counts_what_a_line_costs(fixed) -> None:
    """The quick price of pieces, the cost of their line, and the objective counted from placements are one number."""
    data = {**firm(5, apprentices=1, years=1, positions=8, departments=3), "fixed": fixed}
    instance = read_instance(data)
    track = Track(instance, grounds(instance).calendars[0])
    track.settle({})
    search = Annealing(track, Random(1))
    pieces = track.pieces(fill(track, track.fixed[:]))
    for _ in range(300):
        pieces = search._changes[search.dice.randrange(len(search._changes))](pieces) or pieces
        cost, line = track.lay(pieces)
        assert track.price(pieces) == cost == track.cost(line)
        assert cost == objective(instance, track.placements(line))
        assert check_plan(instance, track.placements(line)) == []
