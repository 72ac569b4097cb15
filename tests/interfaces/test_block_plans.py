"""Reading block plans as schools keep them: days from and to, calendar weeks, weekdays of a half-year."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from zweiklang.interfaces.calendars import read_calendar
from zweiklang.schedule.public import CalendarFile, CalendarUnreadable


def workbook(*rows: list[Any]) -> bytes:
    """Returns an XLSX with these rows."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("Plan"), book.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    return data.getvalue()


def shown(file: CalendarFile) -> list[tuple[Any, ...]]:
    return [(one.class_label, one.first_day, one.last_day, one.weekdays, one.weeks) for one in file.events]


BLOCK = ("10FI1", date(2026, 10, 5), date(2026, 10, 16), (), "every")


@pytest.mark.parametrize(
    "data",
    [
        workbook(["Klasse", "von", "bis"], ["10FI1", date(2026, 10, 5), date(2026, 10, 16)]),
        workbook(
            ["Blockplan 2026/27"],
            [],
            ["Klassen", "Beginn Block", "Ende Block"],
            ["10 fi 1", "5.10.2026", "16.10.26"],
        ),
        b"Klasse;von;bis\r\n10FI1;05.10.2026;16.10.2026\r\n",
        "Klasse\tErster Schultag\tLetzter Schultag\n10FI1\t2026-10-05\t2026-10-16\n".encode("utf-16"),
        'Klasse,"von","bis"\n"10FI1","05.10.2026","16.10.2026"\n'.encode("cp1252"),
        b"Klasse;KW;Schuljahr\n10FI1;41-42;2026/27\n",
    ],
    ids=["xlsx", "xlsx with a title", "semicolons", "tabs in UTF-16", "commas", "calendar weeks"],
)
def test_a_block_is_read_however_it_is_written(data: bytes) -> None:
    [found] = shown(read_calendar(data, "plan"))
    assert found[0] == BLOCK[0]
    assert found[1] == BLOCK[1]
    assert found[2] == BLOCK[2]


@pytest.mark.parametrize(
    ("header", "row", "days", "weeks"),
    [
        ("Klasse;Wochentage;Halbjahr", "10A;Mo, Do;1. Halbjahr 2026/27", (1, 4), "every"),
        (
            "Klasse;Wochentag;Halbjahr;Rhythmus",
            "10A;Montag und Dienstag;1. Hj. 2026/2027;gerade",
            (1, 2),
            "even",
        ),
        ("Klasse;Tage;Schuljahr;Halbjahr;Turnus", "10A;Mo-Mi;2026/27;1;ungerade KW", (1, 2, 3), "odd"),
        ("Klasse;Mo;Di;Mi;Do;Fr;von;bis", "10A;x;;;X;;01.08.2026;31.01.2027", (1, 4), "every"),
    ],
)
def test_weekly_school_days_are_read_however_they_are_written(
    header: str, row: str, days: tuple[int, ...], weeks: str
) -> None:
    file = read_calendar(f"{header}\n{row}\n".encode(), "")
    assert shown(file) == [("10A", date(2026, 8, 1), date(2027, 1, 31), days, weeks)]


def test_weeks_in_a_row_are_one_block_and_weeks_after_new_year_lie_in_the_next_year() -> None:
    file = read_calendar(b'Klasse;KW;Schuljahr\n10A;"51-52, 2";2026/27\n', "")
    assert [(one.first_day, one.last_day) for one in file.events] == [
        (date(2026, 12, 14), date(2026, 12, 25)),
        (date(2027, 1, 11), date(2027, 1, 15)),
    ]


def test_a_row_with_an_error_is_named_with_its_line_and_the_others_are_read() -> None:
    rows = [
        "Klasse;von;bis",
        ";05.10.2026;06.10.2026",
        "10A;morgen;06.10.2026",
        "10A;16.10.2026;05.10.2026",
        "10A;;06.10.2026",
        "10A;05.10.1926;06.10.2026",
        "10B, 10C;05.10.2026;06.10.2026",
        "",
        "10A;05.10.2020;06.10.2026",
    ]
    file = read_calendar("\n".join(rows).encode(), "")
    assert [one.class_label for one in file.events] == ["10B", "10C"]
    assert [one.line for one in file.errors] == [2, 3, 4, 5, 6, 9]
    assert all(one.reason.endswith(".") for one in file.errors)


def test_the_same_row_twice_is_one_entry() -> None:
    row = "10A;05.10.2026;06.10.2026\n"
    assert len(read_calendar(f"Klasse;von;bis\n{row}{row}".encode(), "").events) == 1


def test_a_table_of_persons_is_no_block_plan() -> None:
    with pytest.raises(CalendarUnreadable, match="Wochentage"):
        read_calendar(b"Klasse;Nachname;Vorname\n10A;Kern;Anna\n", "")
