"""LUSD's JSON: pupils and staff with ids."""

import json

import pytest

from tests.interfaces.samples import sample
from zweiklang.interfaces.public import read_roster
from zweiklang.rosters.public import ExternalId, Kind, Part, Roster, Unreadable

PUPIL = {
    "dienststellennummer": "627000",
    "klassenname": "9bt1",
    "schuelerIdEsz": "S01",
    "schuelerNachname": "von Öhm",
    "schuelerUID": "u-1",
    "schuelerVorname": "Anna-Lena",
    "stufeSemester": "12/2",
}
TEACHER = {
    "dienststellennummer": "627000",
    "dienststellennummerStammschule": "515400",
    "klassenlehrerKlassen": [{"klassenname": "11KB1"}, {"klassenname": "11kb1"}],
    "klassenlehrerVertreterKlassen": [{"klassenname": "12KB1"}],
    "lehrerIdEsz": "lehr@schule.example",
    "nachname": "Brandt",
    "personalKuerzel": "BRA",
    "personalUID": "t-1",
    "vorname": "Ole",
}


def lusd(**parts: object) -> Roster:
    return read_roster(json.dumps([{"antwort": parts}]).encode(), "antwort.json")


def test_pupils_come_with_ids_class_and_grade() -> None:
    roster = lusd(lernende=[PUPIL])
    assert (roster.kind, roster.school_number, roster.covers) == (Kind.LUSD_JSON, "6270", {Part.PUPILS})
    pupil = roster.pupils[0]
    assert (pupil.family_name, pupil.given_name, pupil.class_label, pupil.grade) == (
        "von Öhm",
        "Anna-Lena",
        "09BT1",
        "12/2",
    )
    assert pupil.ids == (ExternalId("lusd", "u-1"), ExternalId("esz", "S01"))
    assert pupil.external_id == "lusd:u-1"


def test_teachers_come_with_abbreviation_and_the_classes_they_lead() -> None:
    roster = lusd(personal=[TEACHER])
    teacher = roster.teachers[0]
    assert (teacher.abbreviation, teacher.family_name, teacher.email) == (
        "BRA",
        "Brandt",
        "lehr@schule.example",
    )
    assert (teacher.leads, teacher.deputy_leads) == (("11KB1",), ("12KB1",))
    assert (teacher.school_number, teacher.home_school_number) == ("6270", "5154")
    assert roster.covers == {Part.TEACHERS}


def test_an_entry_with_an_error_does_not_stop_the_others() -> None:
    bad = {**PUPIL, "schuelerUID": "u-2", "schuelerVorname": ""}
    roster = lusd(lernende=[bad, PUPIL], personal=[TEACHER])
    assert len(roster.pupils) == len(roster.teachers) == 1
    assert [(e.line, e.column) for e in roster.errors] == [(1, "schuelerVorname")]
    assert roster.covers == {Part.PUPILS, Part.TEACHERS}


def test_the_configuration_of_an_importer_is_no_roster() -> None:
    with pytest.raises(Unreadable):
        read_roster(b'{"classes": {"reader": "x"}, "csv": {"mapping": {"Nachname": "lastname"}}}', "x.json")


def test_the_published_samples_are_read() -> None:
    pupils = read_roster(sample("lusd/student.json"), "student.json")
    assert [p.class_label for p in pupils.pupils] == ["12BFTT", "11BFTT", "12LM1"]
    teachers = read_roster(sample("lusd/teacher.json"), "teacher.json")
    assert [t.leads for t in teachers.teachers] == [
        ("11KB1", "11KB2"),
        ("10KB1", "10KB2"),
        ("09KB1", "09KB2"),
    ]
    assert (pupils.errors, teachers.errors) == ((), ())
