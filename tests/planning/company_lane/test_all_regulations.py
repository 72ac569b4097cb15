"""A plan from nothing, for every occupation of every published regulation: each position is placed or explained."""

import pytest

from tests.planning.company_lane.printed import FOLDER, demands, laws
from tests.planning.company_lane.weeks import contract_of_months
from zweiklang.planning.company_lane.spreading import spread

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / "expected.json").is_file(),
        reason="the published regulations (../shared/data/regulations) are not at hand",
    ),
]


def test_every_position_of_every_regulation_is_placed_or_explained() -> None:
    occupations = fitting = 0
    for law in laws():
        for asked, _ in demands(law):
            calendar = contract_of_months(asked.months, school_blocks=True)
            made = spread(asked, calendar)
            placed = {one.position_id for one in made.entries}
            for position in asked.positions:
                assert position.id in placed or position.why, (law.short_title, position)
                assert position.id not in placed or not position.why, (law.short_title, position)
            for one in made.entries:
                assert calendar.first <= one.first_week <= one.last_week <= calendar.last
                assert calendar.at(one.first_week) == (one.first_week - calendar.first).days / 7
                assert any(week.days for week in calendar.between(one.first_week, one.last_week))
            occupations += 1
            fitting += abs(asked.low + asked.high - 2 * asked.target) < 4
    # What the parser knows of the law grows; it must not shrink unnoticed. 396 of 478 on 2026-11-21.
    assert occupations >= 478
    assert fitting >= 390
