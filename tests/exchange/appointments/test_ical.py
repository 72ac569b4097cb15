"""Calendar files of appointments, read line by line as programs do."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import icalendar
import pytest

from zweiklang.exchange.appointments.ical import Entry, calendar_text, uid_of
from zweiklang.kernel.clock import BERLIN

ROW = UUID("0190163d-8694-739b-aea5-966c26f8ad91")
ENTRY = Entry(
    of=ROW,
    summary="Gespräch über Lernfeld 3: Größe, Fülle; Maß",
    starts=datetime(2026, 3, 30, 8, 0, tzinfo=BERLIN),
    ends=datetime(2026, 3, 30, 9, 30, tzinfo=BERLIN),
    sequence=2,
    changed=datetime(2026, 3, 1, 12, 0, 5, 999, tzinfo=UTC),
    location="Werkstatt, Halle 2",
    description="Bitte mitbringen:\nBerichtsheft",
    url="https://zweiklang.example/nachrichten/termine/1/",
)


def _lines(entry: Entry) -> list[str]:
    """The lines as a program unfolds them."""
    return re.sub(r"\r\n[ \t]", "", calendar_text([entry]).decode()).split("\r\n")


def test_every_line_ends_with_crlf_and_none_is_longer_than_75_octets() -> None:
    written = calendar_text([replace(ENTRY, summary="Größe " * 60, description="ü" * 900)])
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, written.split(b"\r\n"))) <= 75


def test_a_word_with_umlauts_survives_folding() -> None:
    summary = "ÄÖÜ" * 60
    assert f"SUMMARY:{summary}" in _lines(replace(ENTRY, summary=summary))


def test_times_are_hesse_s_with_the_rules_of_its_clock() -> None:
    lines = _lines(ENTRY)
    assert "DTSTART;TZID=Europe/Berlin:20260330T080000" in lines
    assert "DTEND;TZID=Europe/Berlin:20260330T093000" in lines
    assert [line for line in lines if line.startswith("TZID:")] == ["TZID:Europe/Berlin"]
    assert sum(line.startswith("RRULE:FREQ=YEARLY") for line in lines) == 2


def test_same_appointment_keeps_its_uid_while_its_version_counts() -> None:
    later = replace(ENTRY, sequence=3, starts=datetime(2026, 4, 1, 8, 0, tzinfo=BERLIN))
    first, second = _lines(ENTRY), _lines(later)
    assert [x for x in first if x.startswith("UID:")] == [x for x in second if x.startswith("UID:")]
    assert "SEQUENCE:2" in first
    assert "SEQUENCE:3" in second


def test_the_uid_tells_no_id_of_ours() -> None:
    written = calendar_text([replace(ENTRY, url="")]).decode()
    assert str(ROW) not in written
    assert ROW.hex not in written
    assert uid_of(ROW) != uid_of(UUID(int=ROW.int + 1))


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (ENTRY, "CONFIRMED"),
        (replace(ENTRY, sure=False), "TENTATIVE"),
        (replace(ENTRY, cancelled=True), "CANCELLED"),
        (replace(ENTRY, cancelled=True, sure=False), "CANCELLED"),
    ],
)
def test_status_says_whether_it_takes_place(entry: Entry, status: str) -> None:
    assert f"STATUS:{status}" in _lines(entry)


def test_cancelled_appointment_does_not_block_the_time() -> None:
    assert "TRANSP:TRANSPARENT" in _lines(replace(ENTRY, cancelled=True))


def test_nobody_writes_a_line_of_the_calendar_with_a_title() -> None:
    lines = _lines(
        replace(
            ENTRY,
            summary="Harmlos\r\nATTACH:https://evil.example",
            description="a\r\nURL:https://evil.example",
        )
    )
    assert not [line for line in lines if line.startswith(("ATTACH", "URL:https://evil"))]


def test_a_parser_reads_what_was_written() -> None:
    event = icalendar.Calendar.from_ical(calendar_text([ENTRY])).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == ENTRY.summary
    assert event["DTSTART"].dt == ENTRY.starts
    assert str(event["DESCRIPTION"]) == ENTRY.description
    assert str(event["LOCATION"]) == ENTRY.location
