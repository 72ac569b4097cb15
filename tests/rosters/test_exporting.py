"""Exports of other people's words cannot run in a spreadsheet."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.interfaces.public import read_roster
from zweiklang.kernel.spreadsheets import safe_cell, write_csv

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x.example";"Klick")',
    "+49 6031 1234",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",  # noqa: RUF001 - full width, which some spreadsheets calculate
    "＋1",  # noqa: RUF001 - full width is meant
    "－1",  # noqa: RUF001 - full width is meant
    "＠x",  # noqa: RUF001 - full width is meant
    "  =1+1",
    "|cmd",
    "%0A=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_calculate_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Müller", "D'Angelo", "10IT1", "a=b", "", "'schon so", "von der Heide"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_values_look_as_germans_write_them() -> None:
    assert [safe_cell(v) for v in (None, True, -3, 1.5, date(2026, 8, 1))] == [
        "",
        "ja",
        "-3",
        "1,5",
        "01.08.2026",
    ]


def test_the_table_opens_in_a_german_spreadsheet() -> None:
    data = write_csv(["Name", "Notiz"], [["Böhm; Anna", 'sagt "ja"\nzweimal'], ["=1", None]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["Name", "Notiz"], ["Böhm; Anna", 'sagt "ja"\nzweimal'], ["'=1", ""]]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_any_export_begins_a_formula(rows: list[list[str]]) -> None:
    text = write_csv(["a", "b"], rows).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)


def test_an_exported_list_comes_back_as_it_was() -> None:
    data = write_csv(
        ["Nachname", "Vorname", "Klasse", "Telefon"], [["D'Angelo", "Zoë", "10IT1", "+49 6031 123456"]]
    )
    pupil = read_roster(data, "liste.csv").pupils[0]
    assert (pupil.family_name, pupil.given_name, pupil.phone) == ("D'Angelo", "Zoë", "+49 6031 123456")
