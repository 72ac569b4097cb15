"""Tables are read as they stand: by name, position and span."""

from __future__ import annotations

import pytest
from tests.curricula.gii_documents import HEAD, NUMBERS, annex, codes, regulation, row, section, table


def test_cells_without_column_names_are_placed_by_position() -> None:
    found = section(
        table(row("1", "Wolken formen", "a) ballen", "5", ""), row("2", "Regen", "a) tropfen", "", "7"))
    )
    assert found.weeks == [5, 7]
    assert [(p.number, p.title) for p in found.positions] == [("1", "Wolken formen"), ("2", "Regen")]


def test_named_cells_go_where_their_name_says_even_if_cells_before_are_missing() -> None:
    found = section(table(row("1", "Wolken", "a) ballen", "colname='col5'|9")))
    assert found.weeks == [0, 9]


def test_a_cell_over_several_rows_moves_the_unnamed_cells_below_and_counts_once() -> None:
    found = section(
        table(
            row("morerows='1'|1", "morerows='1'|Wolken", "a) ballen", "morerows='2'|6", ""),
            row("b) strecken", "4"),
            row("2", "Regen", "a) tropfen", "3"),
        )
    )
    assert found.weeks == [6, 7]
    assert found.numbered == 2
    assert found.positions[1].blocks[0].cells[0].continues
    assert found.positions[1].blocks[0].cells[0].text == "6"


def test_named_spans_cover_all_their_columns() -> None:
    found = section(
        table(row("1", "Wolken", "a) ballen", "namest='col4' nameend='col5'|während der gesamten Ausbildung"))
    )
    assert found.weeks == [0, 0]
    assert found.positions[0].blocks[0].cells[0].text == "während der gesamten Ausbildung"


def test_a_number_over_several_periods_is_counted_in_the_first_and_warned_about() -> None:
    found = regulation(table(row("1", "Wolken", "a) ballen", "namest='col4' nameend='col5'|156")))
    assert found.annexes[0].sections[0].weeks == [156, 0]
    assert codes(found) == ["time-spans-periods"]


def test_rows_after_a_page_break_belong_to_the_number_before() -> None:
    found = section(
        table(
            row("1", "Wolken", "a) ballen", "5", ""),
            row("", "", "b) strecken<BR/>c) heben", "", "2"),
            row("", "", "und glätten", "", ""),
            row("2", "Regen", "a) tropfen", "1", ""),
        )
    )
    first, second = found.positions
    assert found.numbered == 2
    assert [block.skills for block in first.blocks] == [
        [("a", "ballen")],
        [("b", "strecken"), ("c", "heben und glätten")],
    ]
    assert [[cell.counted for cell in block.cells] for block in first.blocks] == [[5, 0], [0, 2]]
    assert second.skills == [("a", "tropfen")]


@pytest.mark.parametrize("numbers", [NUMBERS, row("(1)", "(2)", "(3)", "namest='col4' nameend='col5'|(4)")])
def test_the_row_of_column_numbers_in_the_body_is_no_position(numbers: str) -> None:
    found = section(table(row("1", "Wolken", "a) ballen", "5", "7"), head=HEAD + numbers, in_body=True))
    assert found.numbered == 1
    assert found.weeks == [5, 7]


def test_years_named_by_bare_numbers_are_periods_not_weeks() -> None:
    head = (
        HEAD.replace("Wochen im", "Wochen im Ausbildungsjahr")
        .replace("1. bis 18. Monat", "1")
        .replace("19. bis 36. Monat", "2")
    )
    found = annex(table(row("1", "Wolken", "a) ballen", "52", "52"), head=head, in_body=True))
    assert found.periods == ["1. Ausbildungsjahr", "2. Ausbildungsjahr"]
    assert found.sections[0].weeks == [52, 52]


def test_two_columns_under_one_year_are_its_halves() -> None:
    head = row(
        "morerows='1'|Lfd. Nr.",
        "morerows='1'|Teil des Berufes",
        "morerows='1'|Fertigkeiten und Kenntnisse",
        "namest='col4' nameend='col6'|Zeitliche Richtwerte in Wochen im Ausbildungsjahr",
    ) + row("1", "namest='col5' nameend='col6'|2")
    found = annex(table(row("1", "Wolken", "a) ballen", "52", "26", "26"), head=head, columns=6))
    assert found.periods == [
        "1. Ausbildungsjahr",
        "2. Ausbildungsjahr (1. Halbjahr)",
        "2. Ausbildungsjahr (2. Halbjahr)",
    ]
    assert found.sections[0].weeks == [52, 26, 26]


def test_a_table_split_in_two_with_the_same_heading_is_one_section() -> None:
    first = table(row("1", "Wolken", "a) ballen", "5", ""), title="Abschnitt A: Gemeinsame Fertigkeiten")
    second = table(row("2", "Regen", "a) tropfen", "", "6"), title="Abschnitt A: Gemeinsame Fertigkeiten")
    found = section(first + second)
    assert (found.key, found.numbered, found.weeks) == ("A", 2, [5, 6])


def test_a_table_continued_without_header_keeps_the_columns() -> None:
    found = section(
        table(row("1", "Wolken", "a) ballen", "5", "")) + table(row("", "", "b) strecken", "", "6"), head="")
    )
    assert (found.numbered, found.weeks) == (1, [5, 6])


def test_a_table_that_names_only_its_time_when_it_goes_on_keeps_title_and_skills() -> None:
    first = table(
        row("1", "Wolken", "a) ballen", "namest='col4' nameend='col5'|während der gesamten Ausbildung"),
        head=row(
            "Lfd. Nr.",
            "Berufsbildpositionen",
            "Fertigkeiten",
            "namest='col4' nameend='col5'|Zeitliche Zuordnung",
        ),
        title="Abschnitt B: integrativ zu vermittelnde Fertigkeiten",
    )
    more = table(
        row("2", "Regen", "a) tropfen", "4", ""),
        head=row("", "", "", "namest='col4' nameend='col5'|Zeitliche Richtwerte in Wochen im")
        + row("", "", "", "1. bis 18. Monat", "19. bis 36. Monat"),
    )
    found = annex(first + more)
    assert found.periods == ["1.-18. Monat", "19.-36. Monat"]
    assert [(s.numbered, s.weeks) for s in found.sections] == [(2, [4, 0])]


def test_a_table_of_examination_times_is_not_a_plan() -> None:
    times = table(row("1.", "Prüfungsbereich Wolken", "120 Minuten"), head="", columns=3)
    shares = table(
        row("1", "Wolken", "30 Prozent"), head=row("Lfd. Nr.", "Prüfungselemente", "Kategorie"), columns=3
    )
    found = regulation(times + shares)
    assert found.annexes == []
    assert codes(found) == ["no-plan"]


def test_a_table_nested_in_a_paragraph_is_read_like_any_other() -> None:
    found = section(f"<P>Fundstelle<BR/>{table(row('1', 'Wolken', 'a) ballen', '5', ''))}<BR/></P>")
    assert found.weeks == [5, 0]


def test_a_table_nested_in_a_skill_is_part_of_its_text() -> None:
    inner = f"<table><tgroup cols='2'><tbody>{row('links', '30')}</tbody></tgroup></table>"
    found = section(
        table(row("1", "Wolken", f"<DL><DT>a)</DT><DD><LA>ballen {inner}</LA></DD></DL>", "5", ""))
    )
    assert found.positions[0].skills == [("a", "ballen links 30")]
    assert found.weeks == [5, 0]


def test_skills_in_lists_keep_their_letters_and_nested_points() -> None:
    inner = "<DL><DT>aa)</DT><DD><LA>dicht</LA></DD></DL>"
    cell = f"<DL><DT>a)</DT><DD><LA>ballen, {inner}</LA></DD><DT>b)</DT><DD><LA>strecken</LA></DD></DL>"
    found = section(table(row("1", "Wolken (§ 3 Absatz 2 Nummer 1)", cell, "5", "")))
    assert found.positions[0].skills == [("a", "ballen, aa) dicht"), ("b", "strecken")]
    assert (found.positions[0].title, found.positions[0].reference) == ("Wolken", "§ 3 Absatz 2 Nummer 1")


def test_a_skipped_running_number_is_a_warning() -> None:
    found = regulation(
        table(row("1", "Wolken", "a) ballen", "78", ""), row("3", "Regen", "a) tropfen", "", "78"))
    )
    assert codes(found) == ["number-missing"]


def test_cells_beyond_the_table_and_nonsense_in_spans_do_not_stop_the_reading() -> None:
    broken = "namest='col99' nameend='nowhere' morerows='x'|5"
    found = section(
        table(
            row("1", "Wolken", "a) ballen", broken, "", "", "zu viel"),
            row("morerows='99999999'|2", "Regen", "", "", ""),
        )
    )
    assert found.numbered == 2


def test_the_row_of_column_numbers_after_a_page_break_is_no_position() -> None:
    found = section(
        table(row("1", "Wolken", "a) ballen", "5", ""), NUMBERS, row("2", "Regen", "a) tropfen", "", "7"))
    )
    assert (found.numbered, found.weeks) == (2, [5, 7])


def test_a_cell_beyond_the_last_column_does_not_hide_a_heading() -> None:
    wide = row("namest='col1' nameend='col5'|A. Fachrichtung Schnee", "zu viel")
    assert section(table(wide, row("1", "Wolken", "a) ballen", "5", ""))).key == "A"
