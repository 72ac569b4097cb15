"""What the time line says in words."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.planning.timeline.lanes import entry, field, link
from tests.planning.timeline.test_picture import timeline
from zweiklang.planning.timeline.alignment import Match
from zweiklang.planning.timeline.shapes import FieldName, Timeline
from zweiklang.planning.timeline.wording import (
    line_label,
    relation,
    remarks_of,
    short_entry,
    some_names,
    weeks_words,
)


def names(*years: tuple[str, int]) -> dict[UUID, FieldName]:
    found = [
        FieldName(field(number, 0, 0).learning_field_id, number, "Titel", year) for number, year in years
    ]
    return {one.id: one for one in found}


@pytest.mark.parametrize(
    ("kind", "distance", "sentence", "label"),
    [
        ("with", 0, "LF 5: zur gleichen Zeit", "zugleich"),
        ("before", 1, "LF 5: endet in der Woche vorher", "nach 1 W"),
        ("before", 3, "LF 5: endet 3 Wochen vorher", "nach 3 W"),
        ("long_before", 12, "LF 5: endet 12 Wochen vorher (lange her)", "nach 12 W"),
        ("after", -1, "LF 5: beginnt erst 1 Woche nach der Praxis", "1 W zu früh"),
        ("after", -6, "LF 5: beginnt erst 6 Wochen nach der Praxis", "6 W zu früh"),
    ],
)
def test_a_relation_is_said_and_labelled(kind: str, distance: int, sentence: str, label: str) -> None:
    match = Match(field("5", 1, 2), entry("3", 1, 2), link("3", "5"), distance, kind)
    assert (relation(match, {}), line_label(match)) == (sentence, label)


def test_a_lernfeld_without_a_place_is_named_where_its_name_is_known() -> None:
    match = Match(None, entry("3", 1, 2), link("3", "5"), None, "none")
    assert relation(match, names(("5", 2))).startswith("LF 5: steht noch in keinem Plan")
    assert relation(match, {}).startswith("Ein Lernfeld: steht noch in keinem Plan")


@pytest.mark.parametrize(
    ("section", "number", "short"),
    [
        ("Abschnitt A", "3", "A 3"),
        ("Abschnitt A", "A 3", "A 3"),
        ("Anlage 1", "2.1", "2.1"),
        ("Abschnitt B", "1", "B 1"),
    ],
)
def test_positions_are_short_as_people_call_them(section: str, number: str, short: str) -> None:
    assert short_entry(replace(entry("3", 1, 2), section=section, number=number)) == short


def test_weeks_are_named_by_their_numbers() -> None:
    part = entry("3", 0, 2)
    assert weeks_words(part.first_week, part.last_week) == "KW 37–39"
    assert weeks_words(part.first_week, part.first_week) == "KW 37"
    assert weeks_words(date(2026, 12, 21), date(2027, 1, 18)) == "KW 52 bis KW 3"


@pytest.mark.parametrize(
    ("people", "said"),
    [([], ""), (["Ada"], "Ada"), (["Ada", "Ben"], "Ada und Ben"), (["Ada", "Ben", "Cem"], "Ada, Ben und Cem"),
     (["Ada", "Ben", "Cem", "Dua", "Ada"], "Ada, Ben und 2 weitere")],
)  # fmt: skip
def test_of_many_people_it_says_how_many(people: list[str], said: str) -> None:
    assert some_names(people) == said


@pytest.mark.parametrize(
    ("year", "said"),
    [(1, "LF 9 gehört zum 1. Ausbildungsjahr und war vermutlich schon Unterricht."), (3, "LF 9 kommt erst im 3. Ausbildungsjahr."),
     (2, "LF 9 steht in keinem Plan der Schule, den Sie sehen.")],
)  # fmt: skip
def test_a_lernfeld_of_another_year_is_not_missing(year: int, said: str) -> None:
    of = replace(_with_gap(), names=names(("9", year)))
    [remark] = remarks_of(of)
    assert (remark.tone, remark.text) == ("info", f"A 3 Position 3 (KW 47–48): {said}")


def test_several_lernfelder_of_another_year_are_named_in_their_order() -> None:
    links = [link("3", "10"), link("3", "9")]
    of = timeline([field("5", 20, 22)], [entry("3", 10, 11)], links=links)
    [remark] = remarks_of(replace(of, names=names(("9", 1), ("10", 1))))
    assert remark.text.endswith(
        "LF 9 und LF 10 gehören zum 1. Ausbildungsjahr und waren vermutlich schon Unterricht."
    )


def _with_gap() -> Timeline:
    return timeline([field("5", 20, 22)], [entry("3", 10, 11)], links=[link("3", "9")])


def test_what_holds_for_several_is_said_once_with_their_names() -> None:
    plan = [entry("3", 10, 11)]
    of = timeline([field("5", 20, 22)], plan, plan, links=[link("3", "5")])
    [remark] = remarks_of(of)
    assert (remark.tone, remark.name) == ("warning", "Alex 0 und Alex 1")


def test_good_moments_are_told_while_they_can_be_used() -> None:
    to_come = timeline([field("5", 20, 22)], [entry("3", 21, 24)], links=[link("3", "5")])
    assert [one.text for one in remarks_of(to_come)] == [
        "LF 5 Lernfeld 5 beginnt in KW 4, A 3 Position 3 1 Woche später: ein guter Zeitpunkt."
    ]
    gone = timeline([field("5", 1, 2)], [entry("3", 2, 3)], links=[link("3", "5")])
    assert remarks_of(gone) == []


def test_of_this_year_nothing_is_said_about_what_is_over() -> None:
    over = timeline([field("5", 20, 22)], [entry("3", 2, 3)], links=[link("3", "5")])
    running = timeline([field("5", 20, 22)], [entry("3", 2, 16)], links=[link("3", "5")])
    before = replace(over, axis=replace(over.axis, today=date(2026, 7, 1)))
    assert [len(remarks_of(one)) for one in (over, running, before)] == [0, 1, 1]
