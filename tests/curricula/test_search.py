"""What an apprentice finds by typing, and what a training record shows for what it refers to."""

from pathlib import Path

import pytest
from tests.curricula.plans import ACTOR, write

from zweiklang.curricula.public import (
    FrameworkCurriculum,
    Occupation,
    framework_of,
    import_regulations,
    load_catalogue,
    plan_items,
    plan_items_by_id,
    planned_weeks,
)
from zweiklang.kernel.ids import new_id


@pytest.fixture
def gewitter(db: None, tmp_path: Path) -> Occupation:
    """Wolkenbauer, Fachrichtung Gewitter."""
    import_regulations(ACTOR, paths=[write(tmp_path)])
    return Occupation.objects.get(name="Wolkenbauer", specialisation="Gewitter")


@pytest.fixture
def developer(db: None) -> tuple[Occupation, FrameworkCurriculum]:
    """Fachinformatiker for Anwendungsentwicklung, from the catalogue, with the Lernfelder."""
    load_catalogue(ACTOR)
    found = Occupation.objects.get(
        regulation__document_number="BJNR025000020", specialisation="Anwendungsentwicklung"
    )
    curriculum = framework_of(found)
    assert curriculum is not None
    return found, curriculum


def shorts(occupation: Occupation, q: str, curriculum: FrameworkCurriculum | None = None) -> list[str]:
    return [item.short for item in plan_items(occupation, curriculum, q)]


def test_without_typing_what_holds_comes_first_then_choices(gewitter: Occupation) -> None:
    assert shorts(gewitter, "") == ["A 1", "A 2", "B 1", "D 1"]


def test_beginnings_of_words_find_whatever_their_order_and_case(gewitter: Occupation) -> None:
    assert shorts(gewitter, "SCHICHT") == []
    assert shorts(gewitter, "auf wolk") == ["A 1"]
    assert shorts(gewitter, "prufen") == ["A 2"]


def test_a_skill_finds_its_position_after_titles(gewitter: Occupation) -> None:
    assert shorts(gewitter, "tropfen") == ["A 2"]
    assert shorts(gewitter, "fun") == ["B 1"]


def test_a_number_finds_the_position_with_that_number_first(
    developer: tuple[Occupation, FrameworkCurriculum],
) -> None:
    occupation, curriculum = developer
    assert shorts(occupation, "3", curriculum) == ["A 3", "F 3", "LF 3"]
    assert shorts(occupation, "b 2", curriculum)[0] == "B 2"
    assert shorts(occupation, "lf 12", curriculum) == ["LF 12a"]


def test_positions_of_another_specialisation_are_not_offered(gewitter: Occupation) -> None:
    assert shorts(gewitter, "nebel") == []
    nebel = Occupation.objects.get(name="Wolkenbauer", specialisation="Nebel")
    assert shorts(nebel, "nebel") == ["C 1"]


def test_what_looks_like_a_pattern_is_only_text(gewitter: Occupation) -> None:
    for typed in ("%", "_", "'; DROP TABLE x; --", "\x00", "a" * 5000):
        assert isinstance(plan_items(gewitter, None, typed), list)
    assert shorts(gewitter, "w_lken") == []


def test_no_more_than_the_limit(developer: tuple[Occupation, FrameworkCurriculum]) -> None:
    occupation, curriculum = developer
    assert len(plan_items(occupation, curriculum, "", limit=5)) == 5


def test_search_asks_the_database_three_times(
    developer: tuple[Occupation, FrameworkCurriculum], django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        plan_items(*developer, "daten")


def test_items_are_read_back_by_id_in_two_queries(
    developer: tuple[Occupation, FrameworkCurriculum], django_assert_num_queries
) -> None:
    found = [plan_items(*developer, "programmieren")[0], plan_items(*developer, "lf 5")[0]]
    unknown = new_id()
    with django_assert_num_queries(2):
        read = plan_items_by_id({*(item.id for item in found), unknown})
    assert read == {item.id: item for item in found}
    assert [item.kind for item in found] == ["position", "learning_field"]
    with django_assert_num_queries(0):
        assert plan_items_by_id(set()) == {}


def test_planned_weeks_add_periods_and_leave_choices_apart(gewitter: Occupation) -> None:
    planned = [(p.section, p.number, p.standing.value, p.low, p.high) for p in planned_weeks(gewitter)]
    assert planned == [
        ("Abschnitt A", "1", "holds", 90, 90),
        ("Abschnitt A", "2", "holds", 18, 18),
        ("Abschnitt B", "1", "holds", 38, 38),
        ("Abschnitt D", "1", "choice", 10, 10),
    ]
