"""Headings: keys, kinds, periods and what a regulation says about itself."""

from __future__ import annotations

from datetime import date

import pytest
from tests.curricula.gii_documents import HEAD, annex, codes, document, regulation, row, section, table

from zweiklang.curricula.gii import inspect_files, parse_regulation
from zweiklang.curricula.gii.periods import months_of, period_label

ONE = row("1", "Wolken", "a) ballen", "5", "7")


def wide(text: str) -> str:
    return row(f"namest='col1' nameend='col5'|{text}")


@pytest.mark.parametrize(
    ("title", "key", "kind"),
    [
        ("Abschnitt A: Berufsprofilgebende Fertigkeiten", "A", "mandatory"),
        ("Abschnitt B: berufsprofilgebende Fertigkeiten in der Fachrichtung Schnee", "B", "specialisation"),
        ("Abschnitt C: Fertigkeiten im Schwerpunkt Hagel", "C", "focus"),
        ("Abschnitt D: Fertigkeiten in den Wahlqualifikationen", "D", "elective"),
        ("Abschnitt E: integrativ zu vermittelnde Fertigkeiten", "E", "integrative"),
        ("Abschnitt F: Zusatzqualifikation Gewitter", "F", "additional"),
        ("Abschnitt G: fachrichtungsübergreifende berufsprofilgebende Fertigkeiten", "G", "mandatory"),
        (
            "Abschnitt H: fachrichtungsübergreifende, integrativ zu vermittelnde Fertigkeiten",
            "H",
            "integrative",
        ),
        ("Abschnitt I: wahlqualifikationsübergreifende Fertigkeiten", "I", "mandatory"),
        ("II. Berufliche Fachbildung", "II", "mandatory"),
        ("Abschnitt II: Berufliche Fachbildung", "II", "mandatory"),
    ],
)
def test_headings_give_key_and_kind(title: str, key: str, kind: str) -> None:
    found = section(table(ONE, title=title))
    assert (found.key, found.kind) == (key, kind)


def test_a_focus_inside_a_section_has_both_keys() -> None:
    content = table(ONE, title="Abschnitt A: Gemeinsame Fertigkeiten")
    content += table(ONE, title="1. Schwerpunkt: Schnee") + table(ONE, title="2. Schwerpunkt: Hagel")
    content += table(ONE, title="Abschnitt B: Integrative Fertigkeiten")
    found = annex(content).sections
    assert [(s.key, s.kind) for s in found] == [
        ("A", "mandatory"),
        ("A.1", "focus"),
        ("A.2", "focus"),
        ("B", "integrative"),
    ]


def test_headings_in_the_body_open_sections_and_notes_do_not() -> None:
    body = [
        wide("I. Berufliche Grundbildung"),
        ONE,
        wide("*) Im Zusammenhang mit anderen Inhalten zu vermitteln."),
        wide("II. Berufliche Fachbildung"),
        wide("A. Schwerpunkt Schnee"),
        ONE,
        wide("noch II. Berufliche Fachbildung"),
        wide("B. Schwerpunkt Hagel"),
        ONE,
    ]
    found = annex(table(*body)).sections
    assert [(s.key, s.title, s.numbered) for s in found] == [
        ("I", "Berufliche Grundbildung", 1),
        ("II.A", "Schwerpunkt Schnee", 1),
        ("II.B", "Schwerpunkt Hagel", 1),
    ]


def test_a_section_taken_up_again_is_the_same_section() -> None:
    body = [wide("I. Grundbildung"), ONE, wide("II. Fachbildung"), ONE]
    body += [wide("noch I. Grundbildung"), row("2", "Regen", "a) tropfen", "3", "")]
    assert [(s.key, s.numbered) for s in annex(table(*body)).sections] == [("I", 2), ("II", 1)]


@pytest.mark.parametrize("text", ["1. Ausbildungsjahr", "- 1. Ausbildungsjahr -", "(1. Ausbildungsjahr)"])
def test_a_year_on_a_line_of_its_own_opens_no_section(text: str) -> None:
    found = section(table(wide("I. Grundbildung"), wide(text), ONE))
    assert (found.key, found.title) == ("I", "Grundbildung")


def test_a_key_and_its_heading_in_two_cells_are_one_heading() -> None:
    found = annex(table(row("A.", "namest='col2' nameend='col5'|Fachrichtung Schnee"), ONE)).sections
    assert [(s.key, s.kind) for s in found] == [("A", "specialisation")]


def test_the_letter_i_after_h_stays_a_letter() -> None:
    content = table(ONE, title="H. Fachrichtung Schnee") + table(ONE, title="I. Fachrichtung Hagel")
    assert [s.key for s in annex(content).sections] == ["H", "I"]


def test_a_table_without_heading_has_no_key() -> None:
    found = section(table(ONE))
    assert found.key is None
    assert found.title == "Ausbildungsrahmenplan für die Berufsausbildung zum Wolkenbauer"


def test_a_focus_without_running_number_keeps_its_weeks_and_counts_no_position() -> None:
    content = table(ONE, title="Abschnitt A: Gemeinsame Fertigkeiten")
    content += table(
        wide("1. Schneebau"), row("", "Schnee", "a) ballen", "", "26"), title="Abschnitt B: Schwerpunkte"
    )
    found = annex(content).sections[1]
    assert (found.key, found.kind, found.numbered, found.weeks) == ("B.1", "focus", 0, [0, 26])


def test_a_single_time_column_of_an_additional_qualification_is_its_own_period() -> None:
    head = row("Lfd. Nr.", "Teil der Zusatzqualifikation", "Fertigkeiten", "Zeitliche Richtwerte in Wochen")
    found = annex(table(row("1", "Blitz", "a) zünden", "8"), head=head, columns=4))
    assert found.periods == ["Zusatzqualifikation"]
    assert (found.sections[0].kind, found.sections[0].weeks) == ("additional", [8])


@pytest.mark.parametrize(
    ("text", "noun", "label"),
    [
        ("1. bis 18. Monat", "", "1.-18. Monat"),
        ("1.–18. Monat", "", "1.-18. Monat"),
        ("1. - 18. Monat", "", "1.-18. Monat"),
        ("1-18", "Ausbildungsmonat", "1.-18. Monat"),
        ("2", "Ausbildungsjahr", "2. Ausbildungsjahr"),
        ("3 und 4", "Ausbildungsjahr", "3. und 4. Ausbildungsjahr"),
        ("3/4", "Ausbildungsjahr", "3./4. Ausbildungsjahr"),
        ("1. bis 52. Woche", "", "1.-52. Woche"),
        ("im ersten Ausbildungsjahr", "", "1. Ausbildungsjahr"),
        ("Punkte", "", None),
    ],
)
def test_labels_of_periods_are_normalised(text: str, noun: str, label: str | None) -> None:
    assert period_label(text, noun) == label


def test_periods_stand_in_order_of_time_across_sections() -> None:
    late = HEAD.replace("1. bis 18. Monat", "13. bis 24. Monat").replace(
        "19. bis 36. Monat", "25. bis 36. Monat"
    )
    early = row(
        "Lfd. Nr.", "Teil des Berufes", "Fertigkeiten", "Zeitliche Richtwerte in Wochen im 1. bis 12. Monat"
    )
    content = table(ONE, head=late, title="Abschnitt II: Fachbildung")
    content += table(
        row("1", "Wolken", "a) ballen", "52"), head=early, columns=4, title="Abschnitt I: Grundbildung"
    )
    found = annex(content)
    assert found.periods == ["1.-12. Monat", "13.-24. Monat", "25.-36. Monat"]
    assert [s.weeks for s in found.sections] == [[0, 5, 7], [52, 0, 0]]
    assert months_of("2. Ausbildungsjahr (2. Halbjahr)") == (18, 24)


def test_tables_with_contradicting_headers_are_counted_by_column_and_warned_about() -> None:
    other = HEAD.replace("1. bis 18. Monat", "1. bis 15. Monat").replace("19. bis", "16. bis")
    content = table(row("1", "Wolken", "a) ballen", "75", "78"), title="Abschnitt A: Gemeinsame Fertigkeiten")
    content += table(
        row("1", "Tau", "a) lesen", "3", ""), head=other, title="Abschnitt B: Integrative Fertigkeiten"
    )
    found = regulation(content)
    assert found.annexes[0].periods == ["1.-18. Monat", "19.-36. Monat"]
    assert [s.weeks for s in found.annexes[0].sections] == [[75, 78], [3, 0]]
    assert codes(found) == ["periods-differ"]


@pytest.mark.parametrize(
    ("length", "months"),
    [
        ("drei Jahre", 36),
        ("dreieinhalb Jahre", 42),
        ("zwei Jahre", 24),
        ("3 Jahre", 36),
        ("drei Jahre und sechs Monate", 42),
        ("insgesamt 36 Monate", 36),
        ("zwei Jahre und im Beruf Hagelbauer drei Jahre", None),
        ("eine Weile", None),
    ],
)
def test_duration_is_read_from_the_paragraph_on_it(length: str, months: int | None) -> None:
    assert regulation(table(ONE), length=length).duration_months == months


def test_titles_dates_and_stand() -> None:
    data = document(table(ONE), title="Verordnung  über die\n Berufsausbildung zum<BR/>Wolkenbauer").replace(
        b"</langue>",
        "</langue><standangabe><standtyp>Stand</standtyp>"
        "<standkommentar>Geändert durch Art. 1 V v. 6.5.2023 I 12"
        "</standkommentar></standangabe>".encode(),
        1,
    )
    found = parse_regulation(data, file="wolken.xml")
    assert found.title == "Verordnung über die Berufsausbildung zum Wolkenbauer"
    assert found.issued_on == date(2020, 2, 29)
    assert found.as_of is not None
    assert found.as_of.on == date(2023, 5, 6)
    assert (found.document_number, found.occupations) == ("BJNR000000000", ["Wolkenbauer"])


def test_inspection_has_the_documented_keys_in_order(tmp_path) -> None:
    good, bad = tmp_path / "gut.xml", tmp_path / "kaputt.xml"
    good.write_bytes(document(table(ONE)))
    bad.write_bytes(b"<dokumente><norm>")
    first, second, third = inspect_files([good, bad, tmp_path / "fehlt.xml"])
    assert list(first) == [
        "file",
        "short_title",
        "title",
        "issued_on",
        "duration_months",
        "unit",
        "annexes",
        "warnings",
    ]
    assert list(first["annexes"][0]) == ["label", "periods", "sections"]
    assert list(first["annexes"][0]["sections"][0]) == ["key", "title", "kind", "positions", "weeks"]
    assert list(first["warnings"][0]) == ["code", "message", "where"]
    assert (list(second), second["file"]) == (["file", "error"], "kaputt.xml")
    assert (list(third), third["file"]) == (["file", "error"], "fehlt.xml")
