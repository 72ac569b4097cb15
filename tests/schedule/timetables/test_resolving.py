"""What a file of substitutions means for the lessons of a timetable."""

from datetime import date
from typing import Any

from tests.schedule.timetables.test_comparing import lesson
from zweiklang.schedule.timetables.comparing import Held
from zweiklang.schedule.timetables.resolving import resolved
from zweiklang.schedule.timetables.shapes import Fate, SnapshotChange, Substitution

TUESDAY = date(2026, 11, 24)


def row(fate: Fate = Fate.CHANGED, **more: object) -> Substitution:
    values: dict[str, Any] = {
        "label": "10FI2",
        "day": TUESDAY,
        "period": 3,
        "number": 7,
        "subject": "Mathe",
        "leaving": "MÜL",
        "classrooms": ("R1",),
    }
    return Substitution(**{**values, "fate": fate, **more})


def one(rows: list[Substitution], *planned: Held) -> SnapshotChange:
    found = resolved(rows, [("10FI2", each) for each in planned])
    assert len(found) == 1
    return found[0]


def test_a_stand_in_takes_the_place_of_who_is_away_and_the_rest_stays() -> None:
    found = one([row(coming="KAL")], lesson())
    assert (found.kind, found.subject, found.teachers, found.classrooms) == (Fate.CHANGED, "Mathe", ("KAL",), ("R1",))  # fmt: skip


def test_another_classroom_alone_changes_only_that() -> None:
    found = one([row(new_classrooms=("R5",))], lesson())
    assert (found.teachers, found.classrooms) == (("MÜL",), ("R5",))


def test_a_cancelled_lesson_has_no_values() -> None:
    assert one([row(Fate.CANCELLED)], lesson()) == SnapshotChange("10FI2", TUESDAY, 3, Fate.CANCELLED, 7, key="7")  # fmt: skip


def test_a_lesson_with_two_teachers_is_cancelled_only_if_both_are_away() -> None:
    both = lesson(teachers=("MÜL", "ÖZT"))
    found = one([row(Fate.CANCELLED)], both)
    assert (found.kind, found.teachers, found.note) == (Fate.CHANGED, ("ÖZT",), "entfällt für eine Gruppe")
    assert one([row(Fate.CANCELLED), row(Fate.CANCELLED, leaving="ÖZT")], both).kind is Fate.CANCELLED
    assert one([row(Fate.CANCELLED, leaving="")], both).kind is Fate.CANCELLED


def test_of_two_subjects_at_once_one_that_is_cancelled_is_a_hint() -> None:
    planned = [lesson(subject="F6"), lesson(subject="L6", teachers=("LAI",))]
    found = one([row(Fate.CANCELLED, subject="F6")], *planned)
    assert (found.kind, found.subject, found.teachers) == (Fate.CHANGED, "", ())
    assert found.note == "entfällt für eine Gruppe: F6"
    rows = [row(Fate.CANCELLED, subject="F6"), row(Fate.CANCELLED, subject="L6", leaving="LAI")]
    assert one(rows, *planned).kind is Fate.CANCELLED


def test_a_stand_in_for_one_of_two_subjects_is_a_hint() -> None:
    found = one([row(coming="KAL", subject="F6")], lesson(subject="F6"), lesson(subject="L6"))
    assert (found.kind, found.teachers, found.note) == (Fate.CHANGED, (), "für eine Gruppe geändert: F6")


def test_a_lesson_the_timetable_does_not_know_is_taken_from_the_file() -> None:
    found = one([row(coming="KAL", new_subject="Deutsch", new_classrooms=("R5",))])
    assert (found.subject, found.teachers, found.classrooms) == ("Deutsch", ("KAL",), ("R5",))
    assert one([row(Fate.CANCELLED)]).kind is Fate.CANCELLED


def test_a_timetable_of_other_days_is_not_asked() -> None:
    ended = lesson(last_day=date(2026, 11, 20), teachers=("ALT",))
    assert one([row(coming="KAL")], ended, lesson()).teachers == ("KAL",)


def test_more_lessons_stand_beside_what_is_planned() -> None:
    found = resolved([row(Fate.EXTRA, coming="KAL"), row(Fate.CANCELLED)], [("10FI2", lesson())])
    assert sorted(each.kind for each in found) == [Fate.CANCELLED, Fate.EXTRA]
    assert len({each.key for each in found}) == 2


def test_who_is_away_is_in_no_result() -> None:
    rows = [row(coming="KAL"), row(Fate.CANCELLED, period=4), row(Fate.EXTRA, period=5, coming="KAL")]
    assert "MÜL" not in repr(resolved(rows, [("10FI2", lesson())]))
