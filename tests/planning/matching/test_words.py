"""Words of two curricula meet by stem, by pieces of compounds and by families; function words never."""

import pytest

from zweiklang.planning.matching.compounds import pieces
from zweiklang.planning.matching.lists import lists
from zweiklang.planning.matching.vocabulary import regulations_using, stem
from zweiklang.planning.matching.words import PIECE_WEIGHT, terms


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Fahrzeugsysteme", ("fahrzeug", "systeme")),
        ("Wartungsarbeiten", ("wartungs", "arbeiten")),
        ("Funktionsstörungen", ("funktions", "störungen")),
        ("Trinkwassererwärmungsanlagen", ("trinkwasser", "erwärmungs", "anlagen")),
        ("Prüfanweisungen", ("prüf", "anweisungen")),
    ],
)
def test_a_compound_is_taken_apart_where_its_pieces_are_words(word: str, parts: tuple[str, ...]) -> None:
    assert pieces(word) == parts


@pytest.mark.parametrize(
    "word", ["Werkstoffe", "Grundlagen", "Instandhaltung", "durchführen", "Öl", "Xyzzyplugh", ""]
)
def test_a_word_in_its_own_right_a_verb_and_nonsense_stay_whole(word: str) -> None:
    assert pieces(word) == ()


def test_a_hostile_word_of_one_letter_takes_no_time() -> None:
    assert pieces("arbeits" * 30) == ()
    assert pieces("a" * 3000) == ()


def test_function_words_and_single_letters_are_no_terms() -> None:
    assert terms("a) und die mit dem der in, z. B. für") == []


def test_a_piece_counts_less_than_a_word_and_is_printed_as_its_compound() -> None:
    found = {term.stem: term for term in terms("Fahrzeugsysteme warten")}
    assert found[stem("Systeme")].weight == PIECE_WEIGHT
    assert found[stem("Systeme")].printed == "Fahrzeugsysteme"
    assert found[stem("warten")].weight == 1.0


def test_a_word_with_hyphens_counts_by_its_parts_and_is_printed_whole() -> None:
    found = {term.stem: term.printed for term in terms("Bordnetz-, Ladestrom- und IT-Systeme")}
    assert found[stem("Bordnetz")] == "Bordnetz-"
    assert found[stem("Systeme")] == "IT-Systeme"


def test_instand_setzen_is_one_word_however_it_is_written() -> None:
    apart, together = terms("Bremsen instand setzen"), terms("Bremsen instandsetzen")
    assert [term.stem for term in apart] == [term.stem for term in together]
    assert apart[1].printed == "instand setzen"


def test_inflected_forms_share_a_stem() -> None:
    assert stem("Prüfungen") == stem("Prüfung") == stem("PRÜFUNG")


def test_the_vocabulary_holds_figures_of_many_regulations_and_no_rare_word() -> None:
    used = regulations_using()
    assert len(used) > 4000
    assert min(used.values()) >= 3
    assert max(used.values()) <= 269


def test_no_word_is_in_two_families_lists_that_contradict() -> None:
    held = lists()
    assert not held.function & held.routine
    assert not [word for family in held.families for word in family if word in held.function]
    assert all(len(family) > 1 for family in held.families)
