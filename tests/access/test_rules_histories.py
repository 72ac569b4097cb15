"""Whatever happened before: no row is visible without a membership that explains it, and no membership without a fact."""

import os
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from tests.access.carried_out import Carried, carry_out
from tests.access.drawn_histories import histories
from tests.access.histories import History, Plain
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year

pytestmark = pytest.mark.django_db
# A few dozen in every run; HISTORIES=2000 for a long night.
EXAMPLES = int(os.environ.get("HISTORIES", "40"))


def _year(year: int) -> tuple[int, int]:
    return (date(year, 8, 1) - today()).days, (date(year + 1, 7, 31) - today()).days


def _years() -> tuple[tuple[int, int], ...]:
    this, coming = _year(school_year(today())), _year(school_year(today()) + 1)
    return this, this, coming


def _facts_are_what_memberships_say(carried: Carried, plain: Plain) -> None:
    expected = {
        (person, capacity, number + (10 if room == "class" else 0))
        for person in carried.people
        for room, numbers in (("contract", (0, 1)), ("class", (0, 1, 2)))
        for number in numbers
        for capacity in plain.capacities(person, room, number)
    }
    assert carried.present() == expected


def _everybody_sees_what_they_should(carried: Carried, plain: Plain) -> None:
    for person in carried.people:
        expected = {
            number
            for number, (row, room, where) in enumerate(carried.rows)
            if plain.sees(
                person, row.sample.category, room, where, row.sample.day, released=row.sample.released
            )
        }
        found = carried.seen_by(person)
        wrong = [
            (carried.rows[n][0].sample, *carried.rows[n][1:], n in found) for n in sorted(expected ^ found)
        ]
        assert wrong == [], person


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(history=histories(longest=14, next_year=_years()[-1][0]))
def test_no_row_without_a_membership_and_no_membership_without_a_fact(
    worlds: object, history: History
) -> None:
    with transaction.atomic():
        carried = carry_out(history)
        plain = Plain(history, _years(), tuple(carried.done))
        _facts_are_what_memberships_say(carried, plain)
        _everybody_sees_what_they_should(carried, plain)
        step_by_step = carried.memberships()
        carried.derive_from_scratch()
        assert carried.memberships() == step_by_step
        transaction.set_rollback(True)
