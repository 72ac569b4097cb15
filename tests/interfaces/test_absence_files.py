"""Files of absences: Untis GPU013 and tables. Reasons and teachers are never read."""

from dataclasses import fields
from datetime import date

import pytest

from tests.interfaces.samples import sample
from zweiklang.interfaces.absences import read_absences
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import AbsenceFile, FiledAbsence

PUPIL = '9,"S","AckeT","20260908","20260909","1","13","011","Grippe",'
HEADER = "Klasse;Nachname;Vorname;Datum;von Stunde;bis Stunde;Art;Status;Minuten;Grund"


def read(text: str, encoding: str = "utf-8") -> AbsenceFile:
    return read_absences(text.encode(encoding))


def test_a_line_about_a_pupil_is_read_without_its_reason() -> None:
    found = read(PUPIL)
    assert found.entries == (
        FiledAbsence(1, date(2026, 9, 8), date(2026, 9, 9), code="AckeT", first_period=1, last_period=13),
    )
    assert found.source == "untis"
    assert "Grippe" not in repr(found)
    assert "011" not in repr(found)


@pytest.mark.parametrize("kind", ["L", "K", "R", "l"])
def test_of_teachers_classes_and_rooms_only_the_number_of_lines_is_kept(kind: str) -> None:
    found = read(f'9,"{kind}","SchFr","20260908","20260908","1","13","011","Seminar",\n{PUPIL}')
    assert found.left_out == 1
    assert len(found.entries) == 1
    assert "SchFr" not in repr(found)
    assert "Seminar" not in repr(found)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("quote", ['"', "", "'"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_separator_quote_and_encoding_is_read(separator: str, quote: str, encoding: str) -> None:
    cells = ("9", f"{quote}S{quote}", f"{quote}MüllA{quote}", "20260908", "20260908", "1", "2", "", "", "")
    (entry,) = read(separator.join(cells), encoding).entries
    assert (entry.code, entry.first_period, entry.last_period) == ("MüllA", 1, 2)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('9,"S","","20260908","20260908","1","2"', "Kurzname"),
        ('9,"S","AckeT","20260231","20260908","1","2"', "Tag wie"),
        ('9,"S","AckeT","20260909","20260908","1","2"', "liegt vor"),
        ('9,"S","AckeT","20260908","20260908","x","2"', "Als Stunde"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(line: str, says: str) -> None:
    found = read(f"{PUPIL}\n{line}\n{PUPIL}")
    assert len(found.entries) == 2
    (problem,) = found.problems
    assert problem.line == 2
    assert says in problem.reason


def test_the_published_sample_holds_one_teacher_and_nothing_of_her() -> None:
    found = read_absences(sample("untis/GPU013_Absence_sample.TXT"))
    assert (found.entries, found.problems, found.left_out) == ((), (), 1)


def test_a_table_is_read_with_what_it_decides() -> None:
    found = read(
        f"{HEADER}\n10FI1;Ackermann;Theresa;08.09.2026;;;gefehlt;entschuldigt;;Grippe\n"
        "10FI1;Weiß;Jörg;2026-09-08;2;3;F;;;\n10FI1;Weiß;Jörg;9.9.26;1;;verspätet;u;15;Bus"
    )
    whole, lessons, late = found.entries
    assert (whole.class_label, whole.who, whole.state) == ("10FI1", "Theresa Ackermann (10FI1)", "excused")
    assert (lessons.first_period, lessons.last_period, lessons.kind, lessons.state) == (
        2,
        3,
        "absent",
        "open",
    )
    assert (late.kind, late.minutes, late.state, late.first_period) == ("late", 15, "unexcused", 1)
    assert "Grippe" not in repr(found)
    assert "Bus" not in repr(found)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (";Ackermann;Theresa;08.09.2026;;;;;;", "Klasse fehlt"),
        ("10FI1;;Theresa;08.09.2026;;;;;;", "Nachname"),
        ("10FI1;Ackermann;;08.09.2026;;;;;;", "Vorname"),
        ("10FI1;Ackermann;Theresa;;;;;;;", "Datum fehlt"),
        ("10FI1;Ackermann;Theresa;gestern;;;;;;", "Tag wie"),
        ("10FI1;Ackermann;Theresa;08.09.2026;0;;;;;", "Stunde"),
        ("10FI1;Ackermann;Theresa;08.09.2026;;;krank;;;", "gefehlt, verspätet"),
        ("10FI1;Ackermann;Theresa;08.09.2026;;;;vielleicht;;", "entschuldigt, unentschuldigt"),
        ("10FI1;Ackermann;Theresa;08.09.2026;;;verspätet;;;", "fehlen die Minuten"),
        ("10FI1;=1+1;Theresa;08.09.2026;;;;;;", "Name erwartet"),
    ],
)
def test_a_bad_row_says_what_is_expected(row: str, says: str) -> None:
    found = read(f"{HEADER}\n{row}\n10FI1;Gut;Gesine;08.09.2026;;;;;;")
    assert len(found.entries) == 1
    (problem,) = found.problems
    assert says in problem.reason


@pytest.mark.parametrize("text", ["", "   \n", "Name;Telefon\nx;y", "<html></html>", "\x00\x01"])
def test_another_file_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_there_is_no_field_a_reason_could_stand_in() -> None:
    names = {field.name for field in fields(FiledAbsence)}
    assert not names & {"reason", "grund", "text", "note", "remark"}
