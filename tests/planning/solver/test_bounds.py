"""The bound that rises: proven for any prices, higher than the linear one, and never above what a plan costs."""

from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.solver.firms import firm
from tests.planning.solver.random_firms import instances
from zweiklang.planning.solver.ascent import Climbing
from zweiklang.planning.solver.bound import lower_bound
from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.options import grounds
from zweiklang.planning.solver.reading import read_instance
from zweiklang.planning.solver.routes import LARGEST, Tables, memory
from zweiklang.planning.solver.scoring import objective
from zweiklang.planning.solver.shapes import Instance, Placement
from zweiklang.planning.solver.solving import solve
from zweiklang.planning.solver.ways import Ways


def prices(ways: Ways, dice: Random, most: float) -> tuple[Any, Any]:
    """Any prices: of positions up to what one can cost at most, of places a few points."""
    worths = np.array([[dice.random() * most for _ in row] for row in ways.most])
    places = np.array(
        [[dice.choice([0, 0, dice.random() * 400]) for _ in row] for row in ways.tables.room]
    ).reshape(ways.tables.room.shape)
    return worths, places


def proven(instance: Instance, dice: Random, times: int) -> float:
    """The highest of some bounds by random prices."""
    ways = Ways(Tables(instance, grounds(instance).calendars))
    return max(ways.proof(*prices(ways, dice, dice.choice([100, 700, 3000]))).bound for _ in range(times))


def cheapest(instance: Instance) -> int:
    """What the best of all plans costs, by trying every one of them."""
    choices = []
    for calendar in grounds(instance).calendars:
        for index, week in enumerate(calendar.weeks):
            own = [Placement(calendar.apprentice.id, week, *o) for o in sorted(calendar.allowed[index])]
            choices.append([*([] if index in calendar.fixed else [None]), *own])
    plans = ([one for one in chosen if one is not None] for chosen in product(*choices))
    return min(objective(instance, plan) for plan in plans if not check_plan(instance, plan))


def tiny(dice: Random) -> dict[str, Any]:
    """Two apprentices in three weeks or one in six, two departments: few enough plans to try them all."""
    names, weeks = dice.choice([("ab", 3), ("b", 6)])
    every = list(range(1, weeks + 1))
    classes = [{"id": "K", "learning_fields": [{"id": "F", "weeks": [dice.randint(1, weeks)]}],
                "school_days": [{"days": dice.choice([0, 1, 2.5]), "weeks": dice.sample(every, 2)}]}]  # fmt: skip
    people = [{"id": name, "class": "K", "leave": dice.sample(every, dice.randint(0, 2))} for name in names]
    current = [{"apprentice": "b", "position": "p", "department": "d", "weeks": dice.sample(every, 2)}]
    fixed = [{"apprentice": "b", "position": "q", "week": dice.randint(1, weeks)}]
    return {
        "first_monday": "2026-08-31", "weeks": weeks, "classes": classes, "apprentices": people,
        "departments": [
            {"id": "d", "capacity": dice.randint(1, 2), "positions": ["p", "q"]},
            {"id": "e", "capacity": 1, "positions": dice.choice([[], ["q"], ["p"]])},
        ],
        "positions": [
            {"id": "p", "needed_weeks": dice.choice([0.4, 1, 2, 3]), "min_stretch": dice.randint(1, 2)},
            {"id": "q", "needed_weeks": dice.choice([0.5, 1, 2]), "min_stretch": dice.randint(1, 3)},
        ],
        "links": [{"position": "p", "learning_field": "F"}], "theory": {"grace_weeks": dice.randint(0, 1)},
        "current_plan": dice.choice([[], current]), "fixed": dice.choice([[], [], fixed]),
        "weights": {
            "missing": dice.choice([1000, 1000, 30, 0]), "stretches": dice.choice([50, 5, 0]),
            "moves": dice.choice([1, 20]), "changes": dice.choice([1, 30]),
            "balance": dice.choice([0, 7]), "excess": dice.choice([0, 1, 40]),
        },
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_no_prices_prove_more_than_the_best_of_all_plans_costs(seed) -> None:
    dice = Random(seed)
    instance = read_instance(tiny(dice))
    best = cheapest(instance)
    climbing = Climbing(instance, grounds(instance).calendars, best, 0.3)
    climbing.run()
    assert climbing.bound() <= best
    assert not climbing.ascent or proven(instance, dice, 20) <= best + 1e-6


@settings(max_examples=30, deadline=None)
@given(instances(), st.randoms(use_true_random=False))
def test_no_prices_prove_more_than_a_plan_of_a_random_firm_costs(data, dice) -> None:
    instance = read_instance(data)
    calendars = grounds(instance).calendars
    if any(one.options() for one in calendars):
        plan = solve(instance, seconds=0.5, workers=1).placements
        assert proven(instance, dice, 5) <= objective(instance, plan) + 1e-6


@pytest.mark.slow
def test_it_proves_more_than_the_linear_relaxation() -> None:
    instance = read_instance(firm(4, apprentices=3, years=1, positions=8, departments=3))
    calendars = grounds(instance).calendars
    best = objective(instance, solve(instance, seconds=4, workers=1).placements)
    climbing = Climbing(instance, calendars, best, 20)
    climbing.run()
    assert lower_bound(instance, calendars, 10) < climbing.bound() <= best


def test_who_has_nobody_in_the_way_and_one_position_is_proven_exactly() -> None:
    data = {
        "first_monday": "2026-08-31", "weeks": 6, "apprentices": [{"id": "a"}],
        "departments": [{"id": "d", "capacity": 1, "positions": ["p"]}],
        "positions": [{"id": "p", "needed_weeks": 3}],
    }  # fmt: skip
    instance = read_instance(data)
    climbing = Climbing(instance, grounds(instance).calendars, 510, 5)
    climbing.run()
    assert climbing.bound() == 510


def test_nothing_to_learn_has_a_bound_too() -> None:
    instance = read_instance({"first_monday": "2026-08-31", "weeks": 6})
    climbing = Climbing(instance, (), 0, 1)
    climbing.run()
    assert climbing.bound() == 0


def test_a_large_firm_remembers_less() -> None:
    options = [(f"p{n}", f"d{n % 3}") for n in range(30)]
    assert memory(options, 100) == 6
    assert memory(options, LARGEST // 6) == 1
    assert memory(options, LARGEST) == 0
