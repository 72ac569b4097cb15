"""Untis timetables (GPU001) and substitutions (GPU014): every separator, quote and encoding; lines that cannot be taken; never a reason."""

import csv
import json
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.interfaces.samples import DATA, sample
from tests.interfaces.test_untis import gpu
from zweiklang.cli.commands.schedule import schedule
from zweiklang.interfaces.calendars import read_calendar
from zweiklang.interfaces.timetables import read_timetable
from zweiklang.interfaces.untis.substitution import read_gpu014
from zweiklang.interfaces.untis.timetable import Placed, merged, read_gpu001, read_validity
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import CalendarUnreadable, Fate, FileKind, Substitution

REAL = "untis/GPU001_real_2017_pseudonymisiert{}.TXT"
PLAN = [
    {0: "7", 1: "10FI2", 2: "MÜL", 3: "F6", 4: "R101", 5: "2", 6: "3"},
    {0: "7", 1: "10FI2", 2: "ÖZT", 3: "F6", 4: "R102", 5: "2", 6: "3"},
    {0: "7", 1: "10FI2", 2: "LAI", 3: "L6", 4: "R103", 5: "2", 6: "3"},
    {0: "8", 1: "10FI2~10FI3", 2: "MÜL", 3: "Deutsch", 4: "R101~R104", 5: "4", 6: "1"},
]


def lines(*rows: dict[int, str], **options: str) -> bytes:
    return gpu(9, *rows, **options).encode()


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")]
)  # fmt: skip
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_every_separator_quote_and_encoding_gives_the_same_plan(encoding, named, separator, quote) -> None:
    text = gpu(9, *PLAN, delimiter=separator, quote=quote)
    found = read_gpu001(text.encode(encoding))
    assert (found.encoding, found.separator, found.rows, found.errors) == (named, separator, 4, ())
    assert merged(found.placed) == merged(read_gpu001(lines(*PLAN)).placed)


def test_rows_of_one_lesson_become_one_lesson_for_each_class_and_subject() -> None:
    found = merged(read_gpu001(lines(*PLAN)).placed)
    assert [(one.label, one.number, one.subject, one.teachers, one.classrooms) for one in found] == [
        ("10FI2", 7, "F6", ("MÜL", "ÖZT"), ("R101", "R102")),
        ("10FI2", 7, "L6", ("LAI",), ("R103",)),
        ("10FI2", 8, "Deutsch", ("MÜL",), ("R101", "R104")),
        ("10FI3", 8, "Deutsch", ("MÜL",), ("R101", "R104")),
    ]
    assert {(one.weekday, one.period, one.length) for one in found} == {(2, 3, 1), (4, 1, 1)}


def test_a_line_that_cannot_be_taken_is_named_with_its_number_and_the_rest_is_read() -> None:
    bad = [
        {0: "x", 1: "10FI2", 2: "A", 3: "D", 4: "R", 5: "1", 6: "1"},
        {0: "1", 1: "10FI2", 2: "A", 3: "D", 4: "R", 5: "8", 6: "1"},
        {0: "1", 1: "10FI2", 2: "A", 3: "D", 4: "R", 5: "1", 6: "99"},
        {0: "1", 1: "10FI2", 2: "A" * 21, 3: "D", 4: "R", 5: "1", 6: "1"},
    ]
    found = read_gpu001(lines(PLAN[0], *bad) + b"1;2\r\n\r\n" + lines(PLAN[3]))
    assert [one.line for one in found.errors] == [2, 3, 4, 5, 6]
    assert [word for word, one in zip(["Nummer", "Tag", "Stunde", "Lehrkraft", "Spalten"], found.errors, strict=True) if word in one.reason] == [
        "Nummer", "Tag", "Stunde", "Lehrkraft", "Spalten",
    ]  # fmt: skip
    assert (found.rows, len(found.placed)) == (7, 2)


def test_a_list_that_is_endless_costs_its_line_and_too_many_lessons_the_file() -> None:
    many = [f"K{n}" for n in range(61)]
    found = read_gpu001(lines(PLAN[0], {0: "1", 1: "~".join(many), 2: "A", 3: "D", 4: "R", 5: "1", 6: "1"}))
    assert [one.line for one in found.errors] == [2]
    row = {1: "~".join(many[:60]), 2: "A", 3: "D", 4: "R", 5: "1", 6: "1"}
    with pytest.raises(Unreadable, match="viel mehr Stunden"):
        read_timetable(lines(*({**row, 0: str(n)} for n in range(1001))), "GPU001.TXT")
    assert [one.line for one in read_gpu014(gpu(21, substitution(classes="~".join(many))).encode()).errors] == [1]  # fmt: skip


def test_a_quote_that_is_never_closed_costs_its_line_only() -> None:
    found = read_gpu001(lines(PLAN[0]) + b'1,"10FI2,"A","D","R",1,1,,\r\n' + lines(PLAN[3]))
    assert len(found.placed) == 2
    assert [one.line for one in found.errors] == [2]


def test_validity_of_lessons_comes_from_the_list_of_lessons() -> None:
    lessons = gpu(
        47,
        {0: "7", 1: "2", 4: "10FI2", 5: "MÜL", 14: "20260914", 15: "20261218"},
        {0: "8", 1: "1", 4: "10FI2", 5: "MÜL", 14: "20261399"},
    ).encode()
    assert read_validity(lessons) == {7: (date(2026, 9, 14), date(2026, 12, 18)), 8: (None, None)}
    found = read_timetable(lines(*PLAN), "GPU001.TXT", lessons=lessons).lessons
    assert {(one.number, one.first_day, one.last_day) for one in found} == {
        (7, date(2026, 9, 14), date(2026, 12, 18)),
        (8, None, None),
    }


@pytest.mark.parametrize("variant", ["", "_cp1252_komma"])
def test_the_real_timetable_has_what_counting_by_another_way_finds(variant: str) -> None:
    data = sample(REAL.format(variant))
    text = data.decode("cp1252" if variant else "utf-8")
    rows = list(csv.reader(text.splitlines(), delimiter="," if variant else ";"))

    def distinct(column: int) -> set[str]:
        return {part for row in rows for part in row[column].split("~") if part}

    facts = read_gpu001(data).facts()
    assert (facts["rows"], facts["lessons"]) == (len(rows), len(distinct(0))) == (2860, 335)
    assert facts["classes"] == sorted(distinct(1))
    assert (facts["teachers"], facts["subjects"], facts["rooms"]) == tuple(
        len(distinct(n)) for n in (2, 3, 4)
    )
    assert facts["errors"] == []


def test_both_real_encodings_hold_the_same_lessons() -> None:
    one, other = (merged(read_gpu001(sample(REAL.format(v))).placed) for v in ("", "_cp1252_komma"))
    assert one == other
    assert len(one) > 1000


@pytest.mark.parametrize("file", sorted(DATA.glob("untis/GPU0*.TXT")), ids=lambda file: file.name)
def test_only_timetables_and_substitutions_are_taken_for_such(file) -> None:
    kinds = {"GPU001": FileKind.TIMETABLE, "GPU014": FileKind.SUBSTITUTIONS}
    wanted = kinds.get(file.name[:6])
    if wanted:
        assert read_timetable(file.read_bytes(), file.name).kind is wanted
    else:
        with pytest.raises(Unreadable):
            read_timetable(file.read_bytes(), file.name)


placed = st.builds(
    Placed,
    number=st.integers(0, 3),
    labels=st.lists(st.sampled_from(["10A", "10B"]), max_size=2, unique=True).map(tuple),
    teachers=st.lists(st.sampled_from(["A", "B", "C"]), max_size=2, unique=True).map(tuple),
    subject=st.sampled_from(["", "D", "M"]),
    classrooms=st.lists(st.sampled_from(["R1", "R2"]), max_size=2, unique=True).map(tuple),
    weekday=st.integers(1, 2),
    period=st.integers(0, 2),
)


@given(st.lists(placed, max_size=12).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_merging_loses_nobody_and_does_not_depend_on_the_order_of_rows(both) -> None:
    rows, other = both
    found = merged(tuple(rows))
    assert found == merged(tuple(other))
    assert {
        (one.label, one.number, one.weekday, one.period, one.subject, teacher) for one in found for teacher in one.teachers
    } == {
        (label, row.number, row.weekday, row.period, row.subject, teacher)
        for row in rows for label in row.labels for teacher in row.teachers
    }  # fmt: skip
    keys = [(one.label, one.number, one.weekday, one.period, one.subject) for one in found]
    assert len(keys) == len(set(keys))


def substitution(**cells: str) -> dict[int, str]:
    names = {
        "number": 4, "leaving": 5, "coming": 6, "subject": 7, "new_subject": 9, "rooms": 11, "new_rooms": 12, "classes": 14,
        "reason": 15, "remark": 16, "bits": 17, "new_classes": 18, "letter": 19,
    }  # fmt: skip
    plain = {
        0: "12",
        1: "20261124",
        2: "3",
        3: "9",
        4: "7",
        5: "MÜL",
        7: "Mathe",
        14: "10FI2",
        20: "202611221200",
    }
    return plain | {names[name]: value for name, value in cells.items()}


def read_one(**cells: str) -> list[Substitution]:
    return list(read_gpu014(gpu(21, substitution(**cells)).encode()).substitutions)


@pytest.mark.parametrize(
    ("cells", "fate"),
    [
        ({}, Fate.CANCELLED),
        ({"bits": "1"}, Fate.CANCELLED),
        ({"coming": "KAL", "bits": "1"}, Fate.CANCELLED),
        ({"letter": "C"}, Fate.CANCELLED),
        ({"letter": "L", "coming": "KAL"}, Fate.CANCELLED),
        ({"bits": "8", "letter": "T"}, Fate.CANCELLED),
        ({"bits": "262144", "coming": "KAL"}, Fate.CANCELLED),
        ({"coming": "KAL"}, Fate.CHANGED),
        ({"bits": "2", "letter": "S"}, Fate.CHANGED),
        ({"new_rooms": "R5"}, Fate.CHANGED),
        ({"new_subject": "Deutsch"}, Fate.CHANGED),
        ({"bits": "65536", "letter": "R", "coming": "MÜL", "new_rooms": "R5"}, Fate.CHANGED),
        ({"bits": "128", "letter": "F", "coming": "MÜL"}, Fate.EXTRA),
        ({"bits": "4", "letter": "A", "coming": "KAL"}, Fate.EXTRA),
    ],
)
def test_bits_letters_and_stand_ins_say_what_becomes_of_a_lesson(cells, fate) -> None:
    assert [one.fate for one in read_one(**cells)] == [fate]


@pytest.mark.parametrize("cells", [{"letter": "B"}, {"bits": "131072"}, {"coming": "???"}, {"classes": ""}])
def test_breaks_lessons_without_class_and_what_nobody_decided_yet_change_nothing(cells) -> None:
    assert read_one(**cells) == []


def test_a_class_that_leaves_a_lesson_has_none_and_one_that_joins_has_one_more() -> None:
    found = read_one(coming="KAL", classes="10FI2~10FI3", new_classes="10FI3~10FI4")
    assert {one.label: one.fate for one in found} == {
        "10FI2": Fate.CANCELLED,
        "10FI3": Fate.CHANGED,
        "10FI4": Fate.EXTRA,
    }


def test_no_reason_and_no_remark_leaves_the_reader() -> None:
    found = read_gpu014(gpu(21, substitution(coming="KAL", reason="Krank", remark="Grippe")).encode())
    assert "Krank" not in repr(found)
    assert "Grippe" not in repr(found)


def test_a_line_of_substitutions_that_cannot_be_taken_is_named_and_the_rest_is_read() -> None:
    rows = [
        substitution(coming="KAL"),
        substitution() | {1: "20261399"},
        substitution() | {2: "77"},
        substitution(letter="C") | {0: "13", 1: "20261201"},
    ]
    found = read_gpu014(gpu(21, *rows).encode())
    assert [one.line for one in found.errors] == [2, 3]
    assert (found.first_day, found.last_day, len(found.substitutions)) == (
        date(2026, 11, 24),
        date(2026, 12, 1),
        2,
    )


def test_the_published_substitutions_are_read() -> None:
    found = read_timetable(sample("untis/GPU014_Substitution_sample.TXT"), "GPU014.TXT")
    said = {
        (one.label, one.period, one.fate, one.leaving, one.coming, one.note) for one in found.substitutions
    }
    assert ("8a", 2, Fate.CHANGED, "Stü", "Zim", "Betreuung") in said
    assert ("8b", 3, Fate.CHANGED, "Bol", "Kal", "") in said
    assert {one.label for one in found.substitutions} == {"8a", "8b", "2. M1", "2. M1+S", "2. M2"}
    assert "Krank" not in repr(found)
    assert "Urlaub" not in repr(found)


FREE = '"Herbst","Herbstferien",20261005,20261017,\r\n"AH","Allerheiligen",20261101,20261101,"F"\r\n"X","X",20261105,20261103,\r\n'


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_holidays_are_free_times_of_the_school_and_say_so(separator: str) -> None:
    found = read_calendar(FREE.replace(",", separator).encode("cp1252"), "GPU018.TXT")
    assert found.kind == "Untis GPU018, Ferien"
    assert [(one.title, one.first_day, one.last_day) for one in found.events] == [
        ("Herbstferien", date(2026, 10, 5), date(2026, 10, 17)),
        ("Allerheiligen (unterrichtsfrei)", date(2026, 11, 1), date(2026, 11, 1)),
    ]
    assert [one.line for one in found.errors] == [3]


def test_the_published_holidays_are_read_and_nothing_else_is_taken_for_holidays() -> None:
    for file in DATA.glob("untis/GPU0*.TXT"):
        if file.name.startswith("GPU018"):
            assert len(read_calendar(file.read_bytes(), file.name).events) == 2
        else:
            with pytest.raises(CalendarUnreadable):
                read_calendar(file.read_bytes(), file.name)


def run(*arguments: object):
    return CliRunner().invoke(schedule, [str(one) for one in arguments])


def test_inspecting_prints_facts_without_touching_a_database(tmp_path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(lines(*PLAN, {0: "x"}, delimiter=";", quote=""))
    result = run("inspect-untis", file, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [*found] == [
        "encoding",
        "separator",
        "lessons",
        "rows",
        "classes",
        "teachers",
        "subjects",
        "rooms",
        "errors",
    ]
    assert (found["lessons"], found["rows"], found["classes"]) == (2, 5, ["10FI2", "10FI3"])
    assert (found["teachers"], found["subjects"], found["rooms"]) == (3, 3, 4)
    assert [(one["line"], "Nummer" in one["reason"]) for one in found["errors"]] == [(5, True)]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x00\x01", b"Nachname;Vorname\nBerg;Ole\n"])
def test_what_is_no_timetable_ends_with_a_sentence_and_code_1(data: bytes, tmp_path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(data)
    result = run("inspect-untis", file, "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "plan.txt: Die Datei" in result.stderr
