"""Untis GPU files are told apart by their columns and say who teaches and learns where."""

from datetime import date

import pytest

from tests.interfaces.samples import sample
from zweiklang.interfaces.public import read_roster
from zweiklang.rosters.public import ExternalId, Kind, Part, Teaching, Unreadable


def gpu(width: int, *rows: dict[int, str], delimiter: str = ",", quote: str = '"') -> str:
    """Lines of a GPU file with these columns filled; texts quoted, numbers not, as Untis does."""

    def written(text: str) -> str:
        return (
            text
            if not text or (text.replace(".", "").isdigit() and len(text) < 8)
            else f"{quote}{text}{quote}"
        )

    return "".join(delimiter.join(written(row.get(n, "")) for n in range(width)) + "\r\n" for row in rows)


LESSONS = gpu(
    47,
    {0: "1", 1: "2", 4: "10IT1~10IT2", 5: "LAI", 6: "LF5", 14: "20260817", 15: "20270709"},
    {0: "2", 1: "1", 4: "10it 1", 5: "LAI", 6: "PoWi"},
    {0: "3", 1: "1", 4: "10IT1", 5: "", 6: "Sport"},
    {0: "4", 1: "1", 4: "", 5: "BRA", 6: "Konf"},
)
CLASSES = gpu(
    33,
    {0: "10IT1", 1: "Fachinformatik 1", 14: "IT", 17: "0", 19: "20260817", 20: "20270709", 28: "10IT1"},
    {0: "5f1"},
)
TEACHERS = gpu(
    45,
    {0: "LAI", 1: "Lang", 14: "23.000", 28: "Ida", 30: "2", 32: "lang@schule.example"},
    {0: "ÖZT", 1: "von Öztürk", 14: "23.000", 28: "Çağla"},
    {0: "XYZ", 1: "", 14: "23.000", 28: "Ohne"},
)
PUPILS = gpu(
    15,
    {0: "AckeT", 1: "Ackermann", 6: "W", 7: "Theresa", 8: "10021", 9: "10it1", 10: "1", 12: "20090704", 13: "a@b.example"},
    {0: "BoehO", 1: "Böhm", 7: "Ole", 8: "10022", 9: "10IT1", 10: "2", 12: "20090230"},
)  # fmt: skip


def test_lessons_say_who_teaches_what_in_which_class() -> None:
    roster = read_roster(LESSONS.encode(), "GPU002.TXT")
    assert roster.kind == Kind.UNTIS_LESSONS
    assert [(t.abbreviation, t.family_name) for t in roster.teachers] == [("LAI", "")]
    assert roster.teachers[0].teaches == (
        Teaching("10IT1", "LF5"),
        Teaching("10IT2", "LF5"),
        Teaching("10IT1", "PoWi"),
    )
    assert roster.teachers[0].lines == (1, 2)
    assert roster.covers == frozenset()


def test_classes_have_canonical_labels_and_dates() -> None:
    roster = read_roster(CLASSES.encode(), "GPU003.TXT")
    assert (roster.kind, roster.covers) == (Kind.UNTIS_CLASSES, {Part.CLASSES})
    assert [one.label for one in roster.classes] == ["05F1", "10IT1"]
    found = roster.classes[1]
    assert (found.name, found.department, found.begins, found.ends) == (
        "Fachinformatik 1",
        "IT",
        date(2026, 8, 17),
        date(2027, 7, 9),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1254"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_teachers_are_read_in_every_separator(encoding: str, delimiter: str) -> None:
    text = TEACHERS.replace(",", delimiter)
    if encoding == "cp1254":  # cp1252 has no ğ
        text, encoding = text.replace("ğ", "g"), "cp1252"
    roster = read_roster(text.encode(encoding), "GPU004.TXT")
    assert roster.kind == Kind.UNTIS_TEACHERS
    assert [(t.abbreviation, t.family_name, t.email) for t in roster.teachers] == [
        ("LAI", "Lang", "lang@schule.example"),
        ("ÖZT", "von Öztürk", ""),
    ]
    assert [(e.line, e.column) for e in roster.errors] == [(3, "2")]


def test_files_without_quotes_are_read_too() -> None:
    roster = read_roster(
        gpu(15, {0: "A", 1: "Lang", 7: "Ida", 9: "10IT1", 10: "2"}, quote="").encode(), "GPU010.TXT"
    )
    assert roster.pupils[0].family_name == "Lang"


def test_pupils_have_birthday_class_and_number() -> None:
    roster = read_roster(PUPILS.encode(), "GPU010.TXT")
    assert (roster.kind, roster.covers) == (Kind.UNTIS_PUPILS, {Part.PUPILS})
    pupil = roster.pupils[0]
    assert (pupil.given_name, pupil.born_on, pupil.class_label) == ("Theresa", date(2009, 7, 4), "10IT1")
    assert pupil.ids == (ExternalId("untis", "10021"),)
    assert [(e.line, e.about) for e in roster.errors] == [(2, "bohm,ole,")]


@pytest.mark.parametrize(
    "text",
    [
        gpu(9, {0: "1", 1: "10IT1", 2: "LAI", 3: "LF5", 4: "R1", 5: "2", 6: "6"}),
        gpu(9, {0: "1", 1: "10IT1", 2: "LAI", 3: "LF5", 4: "R1", 5: "2", 6: "6"}, delimiter=";"),
    ],
)
def test_a_timetable_names_no_persons_and_is_said_to_be_one(text: str) -> None:
    with pytest.raises(Unreadable, match="Stundenplan"):
        read_roster(text.encode(), "GPU001.TXT")


def test_a_list_of_subjects_is_not_taken_for_classes() -> None:
    subjects = gpu(
        23, {0: "BIUK", 1: "Biologie", 3: "BIU", 6: "2", 7: "3", 12: "BIU", 14: "1.05000", 17: "65535"}
    )
    with pytest.raises(Unreadable):
        read_roster(subjects.encode(), "GPU006.TXT")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GPU003_Class_sample.TXT", Kind.UNTIS_CLASSES),
        ("GPU004_Teacher_sample.TXT", Kind.UNTIS_TEACHERS),
        ("GPU010_Student_sample.TXT", Kind.UNTIS_PUPILS),
    ],
)
def test_published_samples_are_recognised(name: str, kind: Kind) -> None:
    assert read_roster(sample(f"untis/{name}"), name).kind == kind


@pytest.mark.parametrize(
    "name",
    [
        "GPU001_real_2017_pseudonymisiert.TXT", "GPU001_real_2017_pseudonymisiert_cp1252_komma.TXT", "GPU005_Room_sample.TXT",
        "GPU006_Subject_sample.TXT", "GPU007_Department_sample.TXT", "GPU009_Supervision_sample.TXT", "GPU011_LessonTable_sample.TXT",
        "GPU012_AbsenceReason_sample.TXT", "GPU013_Absence_sample.TXT", "GPU014_Substitution_sample.TXT",
        "GPU015_StudentCourseChoice_sample.TXT", "GPU018_Holiday_sample.TXT",
    ],
)  # fmt: skip
def test_published_samples_without_persons_are_not_taken_for_rosters(name: str) -> None:
    with pytest.raises(Unreadable):
        read_roster(sample(f"untis/{name}"), name)
