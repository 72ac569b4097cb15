"""Time is kept as what it is: number, star, range, months, words."""

from __future__ import annotations

import pytest
from tests.curricula.gii_documents import HEAD, codes, regulation, row, section, table

from zweiklang.curricula.gii.values import is_unreadable, read_value


@pytest.mark.parametrize(
    ("text", "low", "high", "starred"),
    [
        ("4", 4, 4, False),
        ("4*", 4, 4, True),
        ("4*)", 4, 4, True),
        ("4 *)", 4, 4, True),
        ("4)*", 4, 4, True),
        ("2,5", 2.5, 2.5, False),
        ("3½", 3.5, 3.5, False),
        ("6 bis 8", 6, 8, False),
        ("6–8", 6, 8, False),
        ("12", 12, 12, False),
    ],
)
def test_numbers_stars_and_ranges(text: str, low: float, high: float, starred: bool) -> None:
    value = read_value(text, "weeks")
    assert (value.text, value.low, value.high, value.starred) == (text, low, high, starred)


@pytest.mark.parametrize("text", ["", "-", "X", "während der gesamten Ausbildung", "*)"])
def test_words_hold_no_number(text: str) -> None:
    value = read_value(text, "weeks")
    assert value.low is None
    assert value.counted == 0
    assert not is_unreadable(value)


def test_a_unit_in_the_cell_wins_over_the_header() -> None:
    assert read_value("3 Monate", "weeks").unit == "months"
    assert read_value("3", "weeks").unit == "weeks"


def test_starred_values_count() -> None:
    assert section(table(row("1", "Wolken", "a) ballen", "4*", "3*)"))).weeks == [4, 3]


def test_a_range_is_kept_and_warned_about_but_never_summed() -> None:
    found = regulation(table(row("1", "Wolken", "a) ballen", "6 bis 8", "150")))
    cell = found.annexes[0].sections[0].positions[0].blocks[0].cells[0]
    assert (cell.low, cell.high) == (6, 8)
    assert found.annexes[0].sections[0].weeks == [0, 150]
    assert codes(found) == ["time-range", "sum"]
    assert found.warnings[0].where == "Anlage, Nr. 1"


def test_months_stay_months() -> None:
    found = regulation(
        table(row("1", "Wolken", "a) ballen", "6", "3"), head=HEAD.replace("in Wochen", "in Monaten"))
    )
    assert (found.unit, found.annexes[0].sections[0].weeks) == ("months", [6, 3])
    assert codes(found) == []


def test_a_plan_without_unit_says_so() -> None:
    found = regulation(
        table(row("1", "Wolken", "a) ballen", "78", "78"), head=HEAD.replace(" in Wochen", ""))
    )
    assert (found.unit, found.annexes[0].sections[0].weeks) == ("none", [78, 78])


def test_hours_are_not_weeks() -> None:
    found = regulation(
        table(row("1", "Wolken", "a) ballen", "40", "40"), head=HEAD.replace("in Wochen", "in Stunden"))
    )
    assert (found.unit, found.annexes[0].sections[0].weeks) == ("none", [0, 0])


def test_time_in_prose_gives_no_weeks_and_a_warning() -> None:
    plan = table(
        row("1", "Wolken", "a) ballen"), head=row("Lfd. Nr.", "Teil des Berufes", "Fertigkeiten"), columns=3
    )
    prose = "<P>(1) In einem Zeitraum von zwei bis vier Monaten ist Position 1 zu vermitteln.</P>"
    found = regulation(plan, prose)
    assert [(a.label, a.periods, [s.weeks for s in a.sections]) for a in found.annexes] == [
        ("Anlage 1", [], [[]])
    ]
    assert [(w.code, w.where) for w in found.warnings] == [("time-prose", "Anlage 2")]


def test_a_corrupt_cell_is_a_warning_with_its_place() -> None:
    found = regulation(
        table(row("1", "Wolken", "a) ballen", "7?8%", ""), row("2", "Regen", "a) tropfen", "78", "78"))
    )
    assert ("cell-unreadable", "Anlage, Nr. 1") in [(w.code, w.where) for w in found.warnings]
    assert found.annexes[0].sections[0].weeks == [78, 78]


def test_a_table_that_does_not_fill_the_training_is_a_warning_and_stays_as_it_is() -> None:
    found = regulation(table(row("1", "Wolken", "a) ballen", "80", "80")))
    assert codes(found) == ["sum"]
    assert "160" in found.warnings[0].message
    assert found.annexes[0].sections[0].weeks == [80, 80]


def test_each_specialisation_fills_the_training_with_the_common_part() -> None:
    common = table(
        row("1", "Wolken", "a) ballen", "78", "52"),
        title="Abschnitt A: fachrichtungsübergreifende Fertigkeiten",
    )
    parts = "".join(
        table(
            row("1", name, "a) üben", "", weeks),
            title=f"Abschnitt {key}: Fertigkeiten in der Fachrichtung {name}",
        )
        for key, name, weeks in (("B", "Schnee", "26"), ("C", "Hagel", "27"))
    )
    found = regulation(common + parts)
    assert codes(found) == ["sum"]
    assert "Abschnitt C: 157" in found.warnings[0].message
    assert "Abschnitt B" not in found.warnings[0].message


def test_electives_fit_if_some_choice_of_them_does() -> None:
    common = table(row("1", "Wolken", "a) ballen", "78", "70"), title="Abschnitt A: Gemeinsame Fertigkeiten")
    chosen = table(
        row("1", "Schnee", "a) üben", "", "4"),
        row("2", "Hagel", "a) üben", "", "4"),
        row("3", "Tau", "a) üben", "", "4"),
        title="Abschnitt B: Fertigkeiten in den Wahlqualifikationen",
    )
    found = regulation(common + chosen)
    assert codes(found) == []
    assert found.annexes[0].sections[1].weeks == [0, 12]
