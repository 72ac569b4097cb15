"""Tables of class registers in every dress: separators, encodings, headers, and what is none."""

import io

import pytest
import xlsxwriter

from zweiklang.interfaces.class_register.reading import read_class_register
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import RegisterRow

ROW = RegisterRow(2, "11FIa", "2026-11-16", "Übungen", "6", "Schleifen, Felder")


def table(
    separator: str, *, header: str = "Datum|Klasse|Fach|Lernfeld|Thema", day: str = "16.11.2026"
) -> str:
    cells = [day, "11FIa", "Übungen", "6", '"Schleifen, Felder"']
    return "\n".join([header.replace("|", separator), separator.join(cells), ""])


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_and_encoding_says_the_same(separator: str, encoding: str) -> None:
    found = read_class_register(table(separator).encode(encoding))
    assert (found.rows, found.errors) == ((ROW,), ())


@pytest.mark.parametrize(
    "header", ["Tag|Klassen|Unterrichtsfach|LF|Lehrstoff", "DATUM|klasse|Fach|Lernfeld-Nr.|Unterrichtsinhalt"]
)
def test_other_registers_call_their_columns_otherwise(header: str) -> None:
    assert read_class_register(table(";", header=header).encode()).rows == (ROW,)


@pytest.mark.parametrize("day", ["2026-11-16", "16.11.26", "16.11.2026 08:00"])
def test_days_are_read_as_they_are_written(day: str) -> None:
    assert read_class_register(table(";", day=day).encode()).rows == (ROW,)


def test_titles_above_the_header_and_lessons_without_a_topic_are_passed_over() -> None:
    text = "Klassenbuch 11FIa\n\nDatum;Thema\n16.11.2026;\n17.11.2026;Felder\n"
    (row,) = read_class_register(text.encode()).rows
    assert (row.line, row.topic, row.class_label) == (5, "Felder", "")


def test_rows_that_cannot_be_read_are_told_with_their_line() -> None:
    text = 'Datum;Thema\n31.02.2026;Felder\n;Felder\n16.11.2026;Felder\n16.11.2026;"nie zu\n'
    found = read_class_register(text.encode())
    assert [row.line for row in found.rows] == [4]
    assert [line for line, _ in found.errors][:2] == [2, 3]


def test_all_sheets_of_a_workbook_are_read() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("11FIa", "11FIb"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Datum", "Thema", "Lernfeld"])
            sheet.write_row(1, 0, ["16.11.2026", f"Thema {name}", 6])
    found = read_class_register(stream.getvalue())
    assert [(row.topic, row.learning_field) for row in found.rows] == [
        ("Thema 11FIa", "6"),
        ("Thema 11FIb", "6"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"Name;Vorname\nA;B",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\x00" * 50,
        b"{}",
        bytes(range(256)),
    ],
)
def test_what_is_no_class_register_is_unreadable_and_nothing_else(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_class_register(data)
