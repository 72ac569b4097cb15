"""Delimited text is read in every encoding and with every separator programs write it with."""

import pytest

from zweiklang.interfaces.public import read_roster
from zweiklang.rosters.public import HeaderStyle, Kind

TEXT = "Nachname;Vorname;Klasse;Geburtsdatum\nMüller;Zoë;10IT1;04.07.2009\nStrauß;Jürgen;10IT1;05.08.2008\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_umlauts_survive_every_encoding(encoding: str, delimiter: str, newline: str) -> None:
    data = TEXT.replace(";", delimiter).replace("\n", newline).encode(encoding)
    roster = read_roster(data, "liste.csv")
    assert (roster.kind, roster.header_style) == (Kind.CLASS_LIST, HeaderStyle.PLAIN)
    assert [(p.family_name, p.given_name, p.lines) for p in roster.pupils] == [
        ("Müller", "Zoë", (2,)),
        ("Strauß", "Jürgen", (3,)),
    ]


def test_letters_that_got_lost_are_an_error_of_the_row() -> None:
    data = TEXT.encode().replace("ü".encode(), "\ufffd".encode())
    roster = read_roster(data, "liste.csv")
    assert roster.pupils == ()
    assert [(e.line, e.column) for e in roster.errors] == [(2, "Nachname"), (3, "Vorname")]


def test_quoted_cells_hold_separators_quotes_and_line_breaks_and_lines_count_on() -> None:
    text = 'Nachname;Vorname;Klasse;Straße\nLang;Ida;1A;"Weg 1; Hof\nlinks ""oben"""\nBöhm;;1A;\n'
    roster = read_roster(text.encode(), "x.csv")
    assert roster.pupils[0].address.street == 'Weg 1; Hof links "oben"'
    assert roster.errors[0].line == 4


def test_commas_inside_the_cells_do_not_decide_the_separator() -> None:
    text = 'Schueler_Schluessel;Schueler_Nachname;Schueler_Vorname\nLang,Ida,04.07.2009;Lang;Ida\n"Böhm,Ole,05.07.2009";Böhm;Ole\n'
    roster = read_roster(text.encode(), "x.csv")
    assert [p.given_name for p in roster.pupils] == ["Ida", "Ole"]


def test_a_header_repeated_on_the_next_page_is_no_pupil() -> None:
    text = "Nachname;Vorname;Klasse\nLang;Ida;1A\nNachname;Vorname;Klasse\nBöhm;Ole;1A\n"
    roster = read_roster(text.encode(), "x.csv")
    assert [p.family_name for p in roster.pupils] == ["Lang", "Böhm"]
    assert roster.errors == ()


def test_short_and_long_rows_are_read_as_far_as_they_go() -> None:
    roster = read_roster("Nachname;Vorname;Klasse;Ort\nLang;Ida\nBöhm;Ole;1A;Ort;zu;viel\n".encode(), "x.csv")
    assert [(p.family_name, p.class_label) for p in roster.pupils] == [("Lang", ""), ("Böhm", "01A")]
