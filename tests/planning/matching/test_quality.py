"""The matching is better than plain full text on the tables of three regulations; the figures stand in docs/planning-links.md."""

from statistics import fmean

import pytest
from django.db import connection

from tests.planning.matching.quality import (
    FOLDER,
    WITH_TABLES,
    Case,
    case_of,
    from_fields,
    from_positions,
    full_text,
    ours,
)
from zweiklang.planning.matching.values import PlanPosition

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published regulations are not at hand")


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case_of(FOLDER / f"{number}.xml") for number in WITH_TABLES]


def execute(statement: str, values: list[str]) -> list[tuple[float]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [*cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("way", [from_fields, from_positions])
def test_official_pairs_are_found_more_often_and_earlier_than_by_full_text(cases: list[Case], way) -> None:
    mine = [way(case, ours) for case in cases]
    plain = [way(case, full_text(execute)) for case in cases]
    assert fmean(one.recall for one in mine) > 1.05 * fmean(one.recall for one in plain)
    assert fmean(one.rank for one in mine) > 1.1 * fmean(one.rank for one in plain)


def test_the_answers_are_no_part_of_what_is_compared(cases: list[Case]) -> None:
    """No text of a Lernfeld holds a mark of a position, and no position a Lernfeld."""
    for case in cases:
        assert not [text for text, _ in case.fields.values() if "Abschnitt" in text]
        assert not [
            p for p in case.positions if "Lernfeld" in " ".join([p.title, *(s.text for s in p.skills)])
        ]


def test_a_ranking_that_puts_official_ones_last_is_measured_as_bad(cases: list[Case]) -> None:
    def backwards(positions: list[PlanPosition], texts: list[str]) -> list[list[float]]:
        return [[-score for score in row] for row in ours(positions, texts)]

    assert from_positions(cases[0], backwards).rank < from_positions(cases[0], ours).rank
