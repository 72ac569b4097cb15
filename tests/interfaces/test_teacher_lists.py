"""Lists of teachers and the Schulportal's groups say who teaches, and nobody in them is taken for a pupil."""

from tests.interfaces.test_lusd_report import csv
from zweiklang.rosters.public import Kind, Part


def test_a_list_of_teachers_is_no_list_of_pupils() -> None:
    roster = csv("Kürzel;Nachname;Vorname;E-Mail;Klassenleitung", "LAI;Lang;Ida;lai@schule.example;10it1, 5a")
    assert (roster.pupils, roster.covers) == ((), {Part.TEACHERS})
    assert roster.teachers[0].abbreviation == "LAI"
    assert roster.teachers[0].leads == ("10IT1", "05A")


def test_groups_of_the_school_portal_say_who_teaches_what_where() -> None:
    roster = csv(
        "Kursname;Kursid;Kursschulform;Klasse;Fach;ThemaBezeichnung;LEH_Kuerzel;LEH_Name",
        "LF5 10IT1;4711;BS;10IT1;LF5;Netze;LAI;Lang",
        "PoWi;4712;BS;10IT1,10IT2;PoWi;;LAI;Lang",
        "Sport;4713;BS;10IT1;Sport;;;",
    )
    assert roster.kind == Kind.SCHOOL_PORTAL_GROUPS
    assert roster.covers == frozenset()
    teacher = roster.teachers[0]
    assert (teacher.abbreviation, teacher.family_name) == ("LAI", "Lang")
    assert [(t.class_label, t.subject) for t in teacher.teaches] == [
        ("10IT1", "LF5"),
        ("10IT1", "PoWi"),
        ("10IT2", "PoWi"),
    ]
    assert roster.errors[0].line == 4
