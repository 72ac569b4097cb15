"""What is suggested, in which order, and why: everything a person can check by reading both texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.planning.matching.ranking import PART_WEIGHT, Ranking, suggest_links
from zweiklang.planning.matching.values import Field, PlanPosition, Skill

BRAKES = PlanPosition(
    "1",
    "A",
    "1",
    "Prüfen von Bremsanlagen",
    (Skill("a", "Bremsbeläge messen"), Skill("b", "Bremsflüssigkeit wechseln")),
)
PAINT = PlanPosition("2", "A", "2", "Lackieren", (Skill("a", "Farbtöne mischen und Lacke auftragen"),))
OFFICE = PlanPosition(
    "3", "B", "1", "Betriebliche Kommunikation", (Skill("a", "Gespräche mit Kunden führen"),), "part"
)
PLAN = [BRAKES, PAINT, OFFICE]


def order(title: str, text: str = "", plan=PLAN) -> list[str]:
    return [one.position.key for one in Ranking(plan).suggest(Field("1", title, text))]


@pytest.mark.parametrize(
    ("title", "best"),
    [
        ("Bremsen prüfen", "1"),
        ("Lack auftragen", "2"),
        ("Kundengespräche führen", "3"),
        ("Mit Auftraggebern sprechen", "3"),
    ],
)
def test_the_position_that_shares_the_topic_comes_first(title: str, best: str) -> None:
    assert (order(title) or [""])[0] == best


def test_words_of_a_family_meet() -> None:
    plan = [PlanPosition("1", "A", "1", "Instandhaltung"), PAINT]
    found = Ranking(plan).suggest(Field("1", "Anlagen warten"))
    assert found[0].position.key == "1"
    assert [(words.of_field, words.of_position) for words in found[0].words] == [("warten", "Instandhaltung")]


def test_a_text_without_a_common_word_suggests_nothing() -> None:
    assert order("Segeln") == []
    assert order("") == []
    assert order("und die mit") == []


def test_the_text_of_a_lernfeld_counts_beside_its_title() -> None:
    assert order("Etwas tun", "Lacke mischen")[0] == "2"


def test_the_words_are_as_printed_and_their_shares_are_parts_of_one() -> None:
    found = Ranking(PLAN).suggest(Field("1", "Bremsanlage prüfen"))[0]
    pairs = {(words.of_field, words.of_position) for words in found.words}
    assert ("prüfen", "Prüfen") in pairs
    assert ("Bremsanlage", "Bremsanlagen") in pairs
    assert 0.9 <= sum(words.share for words in found.words) <= 1.0001


def test_skills_say_which_of_them_carry_the_match() -> None:
    found = Ranking(PLAN).suggest(Field("1", "Bremsflüssigkeit prüfen"))[0]
    assert found.skills[0].letter == "b"
    assert sum(skill.share for skill in found.skills) == pytest.approx(1)


def test_a_position_that_holds_for_a_part_only_comes_after_the_same_for_all() -> None:
    twin = PlanPosition("9", "C", "1", "Lackieren", PAINT.skills, "part")
    found = Ranking([twin, PAINT]).suggest(Field("1", "Lackieren"))
    assert [one.position.key for one in found] == ["2", "9"]
    assert PART_WEIGHT < 1


def test_equal_ones_stay_in_the_order_of_the_plan() -> None:
    twins = [PlanPosition(key, "A", key, "Lackieren") for key in ("4", "5", "6")]
    assert order("Lackieren", plan=twins) == ["4", "5", "6"]


def test_every_lernfeld_gets_its_own_list_cut_where_asked() -> None:
    found = suggest_links(
        PLAN, [Field("1", "Bremsen prüfen und Lacke mischen"), Field("2", "Segeln")], most=1
    )
    assert [len(one) for one in found] == [1, 0]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_gives_scores_below_one_in_falling_order_with_reasons(title: str, text: str) -> None:
    found = Ranking([*PLAN, PlanPosition("x", "", "", text)]).suggest(Field("1", title, text))
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert all(one.words for one in found)
