"""Reading calendar files as they come: published feeds, broken files, series, time zones, and files made to do harm."""

from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interfaces.samples import DATA
from zweiklang.interfaces.calendars import read_calendar
from zweiklang.interfaces.ical import values
from zweiklang.interfaces.ical.lines import LARGEST
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_holidays
from zweiklang.schedule.public import CalendarFile, CalendarUnreadable, Ends

CALENDAR = DATA / "calendar"
FEEDS = sorted((CALENDAR / "holiday_feeds").glob("*.ics"))
CASES = sorted((CALENDAR / "ical_cases").glob("*.ics"))


def calendar(*events: str, head: str = "") -> bytes:
    """Returns a calendar file with these events (their lines)."""
    bodies = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{bodies}END:VCALENDAR\r\n".encode()


def event(*lines: str, uid: str = "1", title: str = "Termin") -> str:
    return "\r\n".join([f"UID:{uid}", f"SUMMARY:{title}", *lines])


def read(*events: str, **options: str) -> CalendarFile:
    return read_calendar(calendar(*events, **options), "x.ics")


def spans(file: CalendarFile) -> list[tuple[str, date, date]]:
    return [(one.title, one.first_day, one.last_day) for one in file.events]


# --- Which day the end is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FEEDS, ids=[path.stem for path in FEEDS])
def test_the_holiday_feeds_of_all_years_give_the_days_of_the_ministry(path: Path) -> None:
    file = read_calendar(path.read_bytes(), path.name)
    assert not file.errors
    known = {one.first_day: one.last_day for one in school_holidays()}
    compared = {one.first_day: one.last_day for one in file.events if one.first_day in known}
    # The publisher's own mistake in the year with exclusive ends: Easter 2024 is written like the other years.
    compared.pop(date(2024, 3, 25), None)
    assert compared == {first: known[first] for first in compared}


@pytest.mark.skipif(not FEEDS, reason="shared/data/calendar is not beside the repository")
def test_the_rule_for_ends_differs_from_year_to_year_and_is_said() -> None:
    rules = {path.stem[-4:]: read_calendar(path.read_bytes(), "").ends for path in FEEDS}
    assert rules["2024"] == Ends.EXCLUSIVE
    assert {rules[year] for year in rules if year != "2024"} == {Ends.INCLUSIVE}
    why = read_calendar(FEEDS[3].read_bytes(), "").ends_why
    assert "10. April 2026" in why


def test_by_the_standard_the_end_is_the_day_after() -> None:
    file = read(event("DTSTART;VALUE=DATE:20261116", "DTEND;VALUE=DATE:20261121", title="Block"))
    assert spans(file) == [("Block", date(2026, 11, 16), date(2026, 11, 20))]
    assert file.ends == Ends.EXCLUSIVE


def test_a_block_until_friday_is_meant_until_friday() -> None:
    file = read(event("DTSTART;VALUE=DATE:20261116", "DTEND;VALUE=DATE:20261120", title="Block"))
    assert spans(file) == [("Block", date(2026, 11, 16), date(2026, 11, 20))]
    assert file.ends == Ends.INCLUSIVE


@pytest.mark.parametrize(
    ("ends", "last"), [(Ends.EXCLUSIVE, date(2026, 11, 19)), (Ends.INCLUSIVE, date(2026, 11, 20))]
)
def test_people_overrule_what_was_found_out(ends: Ends, last: date) -> None:
    data = calendar(event("DTSTART;VALUE=DATE:20261116", "DTEND;VALUE=DATE:20261120"))
    assert read_calendar(data, "", ends=ends).events[0].last_day == last


def test_without_an_end_an_event_takes_its_day_and_a_duration_counts_days() -> None:
    file = read(
        event("DTSTART;VALUE=DATE:20261116", uid="1"),
        event("DTSTART;VALUE=DATE:20261117", "DURATION:P3D", uid="2"),
    )
    assert [(one.first_day, one.last_day) for one in file.events] == [
        (date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 17), date(2026, 11, 19)),
    ]
    assert file.ends == ""


# --- Times --------------------------------------------------------------------------------------------------------

OWN_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Schule\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\n"
)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20261124T080000", time(8)),
        ("DTSTART:20261124T080000Z", time(9)),
        ("DTSTART;TZID=Europe/Berlin:20261124T080000", time(8)),
        ("DTSTART;TZID=W. Europe Standard Time:20261124T080000", time(8)),
        ('DTSTART;TZID="/mozilla.org/20050126_1/Europe/London":20261124T080000', time(9)),
        ("DTSTART;TZID=Schule:20261124T080000", time(6)),
        ("DTSTART;TZID=Nirgendwo:20261124T080000", time(8)),
    ],
)
def test_times_are_read_in_hesses_time_whatever_zone_they_come_in(start: str, expected: time) -> None:
    file = read(event(start, "DURATION:PT90M"), head=OWN_ZONE)
    [one] = file.events
    assert one.starts == expected
    assert one.ends == (expected.replace(hour=expected.hour + 1, minute=30))
    assert bool(file.remarks) == ("Nirgendwo" in start)


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_a_zone_made_to_keep_the_machine_busy_is_not_computed(rule: str) -> None:
    began = perf_counter()
    head = OWN_ZONE.replace("END:STANDARD", f"RRULE:{rule}\r\nEND:STANDARD")
    file = read(event("DTSTART;TZID=Schule:20261124T080000"), head=head)
    assert perf_counter() - began < 5
    assert file.events[0].starts == time(8)
    assert "Schule" in file.remarks[0].reason


def test_names_of_zones_that_strangers_make_up_are_not_kept_for_ever() -> None:
    starts = [event(f"DTSTART;TZID=Nirgendwo-{n}:20261124T080000", uid=str(n)) for n in range(1_000)]
    assert len(read(*starts).events) == 1_000
    assert values._of_the_world.cache_info().currsize <= 500


@pytest.mark.parametrize("rule", ["BYDAY=-1SU", "BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31"])
def test_a_zone_whose_clocks_change_once_a_year_counts(rule: str) -> None:
    head = OWN_ZONE.replace("END:STANDARD", f"RRULE:FREQ=YEARLY;BYMONTH=10;{rule}\r\nEND:STANDARD")
    file = read(event("DTSTART;TZID=Schule:20261124T080000"), head=head)
    assert file.events[0].starts == time(6)
    assert not file.remarks


def test_midnight_to_midnight_means_whole_days() -> None:
    [one] = read(event("DTSTART:20261124T000000", "DTEND:20261126T000000")).events
    assert (one.first_day, one.last_day, one.starts) == (date(2026, 11, 24), date(2026, 11, 25), None)


# --- Series -------------------------------------------------------------------------------------------------------


def _near(days: int) -> str:
    return f"{today() + timedelta(days=days):%Y%m%d}"


def test_a_weekly_series_leaves_out_what_is_excluded_and_takes_what_replaces_it() -> None:
    start = today() + timedelta(days=7 - today().weekday())
    days = [start + timedelta(weeks=number) for number in range(4)]
    file = read(
        event(
            f"DTSTART:{days[0]:%Y%m%d}T080000",
            "DTEND:" + f"{days[0]:%Y%m%d}T093000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            f"EXDATE:{days[1]:%Y%m%d}T080000",
            title="Kurs",
        ),
        event(
            f"RECURRENCE-ID:{days[2]:%Y%m%d}T080000",
            f"DTSTART:{days[2]:%Y%m%d}T100000",
            "DURATION:PT45M",
            title="Kurs später",
        ),
    )
    assert [(one.first_day, one.title, one.starts, one.ends) for one in file.events] == [
        (days[0], "Kurs", time(8), time(9, 30)),
        (days[2], "Kurs später", time(10), time(10, 45)),
        (days[3], "Kurs", time(8), time(9, 30)),
    ]
    assert len({one.key for one in file.events}) == 3


def test_further_dates_and_cancelled_ones_of_a_series() -> None:
    file = read(
        event(f"DTSTART;VALUE=DATE:{_near(3)}", f"RDATE;VALUE=DATE:{_near(5)},{_near(8)}"),
        event(f"RECURRENCE-ID;VALUE=DATE:{_near(5)}", f"DTSTART;VALUE=DATE:{_near(5)}", "STATUS:CANCELLED"),
        event(f"DTSTART;VALUE=DATE:{_near(6)}", "STATUS:CANCELLED", uid="2"),
    )
    assert [one.first_day for one in file.events] == [
        today() + timedelta(days=3),
        today() + timedelta(days=8),
    ]


def test_an_endless_series_ends_where_nobody_looks_any_more() -> None:
    file = read(event(f"DTSTART;VALUE=DATE:{_near(-3000)}", "RRULE:FREQ=DAILY"))
    assert len(file.events) == 400
    assert file.events[0].first_day >= today() - timedelta(days=400)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYSECOND=1,2,3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "%n",
        "",
        "FREQ=SOMETIMES",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 500),
    ],
)
def test_a_rule_made_to_do_harm_is_named_and_left_out_at_once(rule: str) -> None:
    began = perf_counter()
    file = read(
        event(f"DTSTART:{_near(1)}T080000", f"RRULE:{rule}"), event(f"DTSTART;VALUE=DATE:{_near(1)}", uid="2")
    )
    assert perf_counter() - began < 2
    assert [one.line for one in file.errors] == [3]
    assert len(file.events) == 1


@pytest.mark.slow
def test_many_rules_that_never_come_true_end_the_reading_and_not_the_worker() -> None:
    never = [
        event(f"DTSTART:{_near(1)}T080000", "RRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30", uid=str(n))
        for n in range(400)
    ]
    began = perf_counter()
    with pytest.raises(CalendarUnreadable, match="ausrechnen"):
        read(*never)
    assert perf_counter() - began < 60


# --- Doubles ------------------------------------------------------------------------------------------------------


def test_of_two_versions_of_an_event_the_newer_counts_wherever_it_stands() -> None:
    old = event("DTSTART;VALUE=DATE:20261124", "SEQUENCE:1", title="alt")
    new = event("DTSTART;VALUE=DATE:20261125", "SEQUENCE:2", title="neu")
    assert [one.title for one in read(old, new).events] == ["neu"]
    assert [one.title for one in read(new, old).events] == ["neu"]


def test_a_program_that_gives_one_uid_to_all_its_events_loses_none() -> None:
    file = read(
        *(event(f"DTSTART;VALUE=DATE:202611{day}", uid="abc", title=f"Tag {day}") for day in (10, 11, 12))
    )
    assert [one.title for one in file.events] == ["Tag 10", "Tag 11", "Tag 12"]
    assert file.remarks


def test_the_same_event_twice_is_one() -> None:
    one = event("DTSTART;VALUE=DATE:20261124")
    assert len(read(one, one).events) == 1
    without = "SUMMARY:Ohne\r\nDTSTART;VALUE=DATE:20261124"
    assert len(read(without, without).events) == 1


# --- What is broken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_no_case_of_the_collection_ends_the_reading(path: Path) -> None:
    data = path.read_bytes()
    if not data.startswith(b"BEGIN:VCALENDAR"):
        with pytest.raises(CalendarUnreadable, match="BEGIN:VCALENDAR"):
            read_calendar(data, path.name)
        return
    file = read_calendar(data, path.name)
    assert all(one.reason and one.line for one in file.errors)


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("broken_dtstart", 4, "INVALID-DATE"),
        ("broken_ical", 2, "DTSTART"),
        ("invalid_duration", 4, "keine Dauer"),
    ],
)
def test_what_is_broken_is_named_with_its_line(name: str, line: int, words: str) -> None:
    file = read_calendar((CALENDAR / "ical_cases" / f"{name}.ics").read_bytes(), name)
    [error] = file.errors
    assert error.line == line
    assert words in error.reason


def test_the_rest_of_a_broken_file_is_read() -> None:
    data = calendar(
        event("DTSTART:gestern", uid="1"),
        event("DTSTART;VALUE=DATE:20261124", "X-BAD LINE", uid="2", title="gut"),
        event("DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261120", uid="3"),
        event("DTSTART;VALUE=DATE:99990101", uid="4"),
        event("DTSTART;VALUE=DATE:20261124", "DURATION:P3000D", uid="5"),
    )
    file = read_calendar(data[: -len(b"END:VEVENT\r\nEND:VCALENDAR\r\n")], "")
    assert [one.title for one in file.events] == ["gut"]
    assert len(file.errors) == 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b"  \r\n", "leer"),
        (b"<!DOCTYPE html><html>Anmelden</html>", "Webseite"),
        (b"BEGIN:V\r\nRRULE:%n", "BEGIN:VCALENDAR"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "alte Excel-Datei"),
        (b"Name;Vorname\nA;B", "keine Zeile mit bekannten Spalten"),
        (b"BEGIN:VCALENDAR\n" + b"X" * LARGEST, "5 MB"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nDTSTART:20261124\nEND:VEVENT\n" * 5001, "5000"),
        (b"BEGIN:VCALENDAR\n" + b"\n" * 400_001, "5000"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(CalendarUnreadable, match=words):
        read_calendar(data, "x.ics")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_arrive_in_every_encoding(encoding: str) -> None:
    data = (
        calendar(event("DTSTART;VALUE=DATE:20261124", title="Prüfung \\, Teil 1\\; größer"))
        .decode()
        .encode(encoding)
    )
    assert read_calendar(data, "").events[0].title == "Prüfung , Teil 1; größer"


def test_folded_lines_and_hidden_characters_make_one_clean_title() -> None:
    file = read(event("DTSTART;VALUE=DATE:20261124", title="Klassen\r\n arbeit\\nMa\u202ethe\u0007"))
    assert file.events[0].title == "Klassenarbeit Mathe"


def test_alarms_inside_an_event_do_not_change_it() -> None:
    alarm = "BEGIN:VALARM\r\nDTSTART:20200101T000000\r\nDURATION:PT5M\r\nEND:VALARM"
    [one] = read(event("DTSTART;VALUE=DATE:20261124", alarm)).events
    assert one.first_day == date(2026, 11, 24)


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_a_calendar_or_a_sentence(data: bytes) -> None:
    for start in (b"", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261124\r\n"):
        with suppress(CalendarUnreadable):
            read_calendar(start + data, "x")


@given(
    st.lists(
        st.sampled_from(
            ["DTSTART", "DTEND", "RRULE", "RDATE", "EXDATE", "DURATION", "RECURRENCE-ID", "SEQUENCE"]
        ).flatmap(
            lambda name: st.text(alphabet="0123456789TZP;:=,-FREQDAILYWEKMO+", max_size=24).map(
                lambda value: f"{name}:{value}"
            )
        ),
        max_size=6,
    )
)
def test_no_values_end_in_anything_but_a_calendar_or_a_sentence(lines: list[str]) -> None:
    file = read(event("DTSTART;VALUE=DATE:20261124", *lines))
    assert all(one.first_day <= one.last_day for one in file.events)
