"""Every hard rule holds for random firms, by our checker and by one written from the document alone; both notice what is broken."""

from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.planning.solver.firms import firm
from tests.planning.solver.random_firms import instances
from tests.planning.solver.strangers import broken_rules, placements, points
from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.options import grounds
from zweiklang.planning.solver.reading import read_instance
from zweiklang.planning.solver.scoring import objective
from zweiklang.planning.solver.shapes import Placement
from zweiklang.planning.solver.solving import solve
from zweiklang.planning.solver.writing import outcome_data

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def answer(data: dict[str, Any], seconds: float, **options: Any) -> dict[str, Any]:
    instance = read_instance(data)
    return outcome_data(instance, solve(instance, seconds=seconds, workers=1, **options))


def assert_holds(data: dict[str, Any], found: dict[str, Any]) -> None:
    assert broken_rules(data, found) == set()
    assert found["violations"] == []
    assert found["objective"] == pytest.approx(points(data, found))
    assert found["objective"] == pytest.approx(sum(term["points"] for term in found["terms"]))
    assert found["bound"] <= found["objective"]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(instances())
def test_every_hard_rule_holds_for_random_firms(data) -> None:
    assert_holds(data, answer(data, 0.5))


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(instances())
def test_a_plan_that_was_stopped_at_once_keeps_every_hard_rule(data) -> None:
    found = answer(data, 5, should_stop=lambda: True)
    assert_holds(data, found)
    assert found["seconds"] < 5


@pytest.mark.parametrize("seed", [1, 2])
def test_every_hard_rule_holds_for_a_firm_of_many_weeks(seed) -> None:
    data = firm(seed, apprentices=4, years=1, positions=10, departments=4, tight=1.1)
    assert_holds(data, answer(data, 3))


@pytest.mark.slow
def test_every_hard_rule_holds_when_several_processes_search() -> None:
    data = firm(3, tight=1.0)
    instance = read_instance(data)
    found = outcome_data(instance, solve(instance, seconds=15, workers=2))
    assert_holds(data, found)


def small() -> dict[str, Any]:
    """Two apprentices, two departments, everything that the rules speak of."""
    return {
        "first_monday": "2026-08-31",
        "weeks": 8,
        "departments": [
            {"id": "d1", "capacity": 1, "positions": ["p1"], "closed_weeks": [8]},
            {"id": "d2", "capacity": 2, "positions": ["p2"]},
        ],
        "positions": [
            {"id": "p1", "needed_weeks": 2, "min_stretch": 2, "latest": 6},
            {"id": "p2", "needed_weeks": 2},
        ],
        "apprentices": [{"id": "a1", "leave": [4]}, {"id": "a2", "school_weeks": [1]}],
        "fixed": [{"apprentice": "a1", "position": "p2", "week": 7}],
        "forbidden": [{"apprentice": "a2", "department": "d2", "weeks": [8]}],
    }


GOOD = [("a1", 1, "p1", "d1"), ("a1", 2, "p1", "d1"), ("a2", 3, "p1", "d1"), ("a2", 4, "p1", "d1"),
        ("a1", 7, "p2", "d2"), ("a2", 5, "p2", "d2")]  # fmt: skip
FAULTS = {
    "one_place": [*GOOD, ("a1", 1, "p2", "d2")],
    "presence": [*GOOD, ("a1", 4, "p2", "d2")],
    "teaches": [*GOOD, ("a2", 6, "p2", "d1")],
    "period": [
        *GOOD,
        ("a1", 5, "p1", "d1"),
        ("a1", 6, "p1", "d1"),
        ("a2", 7, "p1", "d1"),
        ("a2", 6, "p1", "d1"),
    ],
    "capacity": [*GOOD, ("a2", 2, "p1", "d1")],
    "min_stretch": [one for one in GOOD if one[:2] != ("a2", 4)],
    "fixed": [one for one in GOOD if one[:2] != ("a1", 7)],
    "forbidden": [*GOOD, ("a2", 8, "p2", "d2")],
}


def both(plan: list[tuple[str, int, str, str]]) -> tuple[set[str], set[str]]:
    instance = read_instance(small())
    ours = {one.rule for one in check_plan(instance, [Placement(*one) for one in plan])}
    told = {"plan": [{"apprentice": a, "weeks": [w], "position": p, "department": d} for a, w, p, d in plan]}
    return ours, broken_rules(small(), {**told, "failed_wishes": []})


def test_both_checkers_find_nothing_in_a_good_plan() -> None:
    assert both(GOOD) == (set(), set())


@pytest.mark.parametrize("rule", FAULTS)
def test_both_checkers_notice_a_broken_rule(rule) -> None:
    ours, theirs = both(FAULTS[rule])
    assert rule in ours
    assert rule in theirs


def test_a_closed_department_has_no_place() -> None:
    ours, theirs = both([*GOOD, ("a1", 8, "p1", "d1")])
    assert "capacity" in ours & theirs


def test_what_does_not_exist_is_a_violation() -> None:
    found = check_plan(
        read_instance(small()), [Placement("nobody", 1, "p1", "d1"), Placement("a1", 99, "p1", "d1")]
    )
    assert [one.rule for one in found].count("known") == 2


def best_by_trying(data: dict[str, Any]) -> int:
    """The least objective of all plans, by trying every one."""
    instance = read_instance(data)
    ground = grounds(instance)
    cells = [
        (calendar.apprentice.id, week, [None, *sorted(calendar.allowed[index])])
        for calendar in ground.calendars
        for index, week in enumerate(calendar.weeks)
    ]
    costs = []
    for choice in product(*(options for *_, options in cells)):
        plan = [Placement(who, week, *o) for (who, week, _), o in zip(cells, choice, strict=True) if o]
        if not check_plan(instance, plan):
            costs.append(objective(instance, plan))
    return min(costs)


TINY = [
    {},
    {"links": [{"position": "p1", "learning_field": "F"}]},
    {"weights": {"balance": 9, "moves": 30, "excess": 4}},
    {"current_plan": [{"apprentice": "a1", "position": "p1", "department": "d1", "first": 3, "last": 4}]},
    {"forbidden": [{"position": "p1", "weeks": [1, 2, 3]}], "fixed": [{"apprentice": "a2", "position": "p1", "week": 4}]},
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("more", TINY)
def test_what_is_called_optimal_is_the_best_of_all_plans(more) -> None:
    data = {
        **deepcopy(small()), "weeks": 5, "fixed": [], "forbidden": [],
        "classes": [{"id": "K", "learning_fields": [{"id": "F", "weeks": [4]}]}],
        "apprentices": [{"id": "a1", "class": "K", "leave": [4]}, {"id": "a2", "class": "K", "school_weeks": [1]}],
        **more,
    }  # fmt: skip
    found = answer(data, 20)
    assert found["status"] in {"optimal", "infeasible_parts"}
    assert found["objective"] * 10 == pytest.approx(best_by_trying(data))
    assert found["bound"] == found["objective"]


def test_placements_of_an_answer_are_its_stretches_week_by_week() -> None:
    found = answer(small(), 5)
    assert len(placements(found)) == len(set(placements(found))) > 0
    for one in found["plan"]:
        assert (one["first"], one["last"]) == (one["weeks"][0], one["weeks"][-1])
