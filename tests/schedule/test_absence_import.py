"""A file's absences become entries: the right ones, once, and never over what the school decided."""

from datetime import date, timedelta

import pytest

from tests.clients import standing_as
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Enrolment, Pupil
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Refused
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences import importing
from zweiklang.schedule.absences.importing import import_absences
from zweiklang.schedule.models import Absence
from zweiklang.schedule.public import AbsenceFile, AbsencePlan, FiledAbsence

IMPORT = system_actor("test import")


@pytest.fixture(autouse=True)
def _no_holidays(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every day may have school, so that tests do not depend on the day on which they run; nothing is entered."""
    monkeypatch.setattr(importing, "_may_have_school", lambda day: True)
    with as_system(ACTOR):
        Absence.objects.all().delete()


DAY = today() - timedelta(days=3)


def filed(world: World, line: int = 1, day: date = DAY, last: date | None = None, **more) -> FiledAbsence:
    who = world.first.apprentice
    named = {
        "class_label": world.school_class.label,
        "family_name": who.family_name,
        "given_name": who.given_name,
    }
    return FiledAbsence(line, day, last or day, **{**named, **more})


def read(world: World, *entries: FiledAbsence) -> AbsencePlan:
    file = AbsenceFile("Tabelle", "table", entries)
    return import_absences(IMPORT, school=world.school, file=file)


def held(world: World) -> list[tuple[date, int | None, str, str]]:
    with as_system(ACTOR):
        rows = Absence.objects.filter(room_id=world.first.room_id).order_by("day", "period")
        return list(rows.values_list("day", "period", "kind", "state"))


def test_days_and_lessons_are_entered_once(world_a: World) -> None:
    entries = (
        filed(world_a, last=DAY + timedelta(days=1)),
        filed(world_a, 2, DAY + timedelta(days=2), first_period=2, last_period=3),
    )
    plan = read(world_a, *entries)
    assert len(plan.added) == 4
    assert held(world_a) == [
        (DAY, None, "absent", "open"),
        (DAY + timedelta(days=1), None, "absent", "open"),
        (DAY + timedelta(days=2), 2, "absent", "open"),
        (DAY + timedelta(days=2), 3, "absent", "open"),
    ]
    again = read(world_a, *entries)
    assert (again.added, again.changed, again.unchanged, again.kept) == ((), (), 4, ())
    assert len(held(world_a)) == 4


def test_lesson_one_to_thirteen_is_the_whole_day(world_a: World) -> None:
    read(world_a, filed(world_a, first_period=1, last_period=13))
    assert held(world_a) == [(DAY, None, "absent", "open")]


def test_a_decision_in_the_file_decides_what_is_open(world_a: World) -> None:
    read(world_a, filed(world_a))
    plan = read(world_a, filed(world_a, state="excused"))
    assert len(plan.changed) == 1
    assert held(world_a) == [(DAY, None, "absent", "excused")]
    assert read(world_a, filed(world_a, state="unexcused")).unchanged == 1
    assert held(world_a) == [(DAY, None, "absent", "excused")]


def test_what_a_teacher_entered_or_decided_stays(world_a: World) -> None:
    teacher = world_a.people["class_teacher"]
    with as_system(ACTOR):
        Absence.objects.create(
            room_id=world_a.first.room_id, day=DAY, kind="late", minutes=10, recorded_by=teacher
        )
    plan = read(world_a, filed(world_a))
    assert plan.added == ()
    assert "Der Eintrag der Schule bleibt" in plan.kept[0].reason
    assert held(world_a) == [(DAY, None, "late", "open")]


def test_a_file_that_contradicts_itself_says_one_thing_of_a_day(world_a: World) -> None:
    read(world_a, filed(world_a, first_period=2, last_period=4), filed(world_a, 2))
    assert held(world_a) == [(DAY, None, "absent", "open")]


def test_somebody_the_school_does_not_know_is_named(world_a: World) -> None:
    plan = read(world_a, filed(world_a, family_name="Niemand"), filed(world_a, 2, class_label="9Z"))
    assert [problem.line for problem in plan.problems] == [1, 2]
    assert held(world_a) == []


def test_somebody_of_another_school_is_nobody(worlds: Worlds) -> None:
    plan = read(worlds.b, filed(worlds.a, class_label=""))
    assert len(plan.problems) + len(plan.added) == 1
    assert held(worlds.a) == []


def test_two_of_one_name_are_asked_about_never_guessed(world_a: World) -> None:
    first, second = world_a.first.apprentice, world_a.second.apprentice
    with as_system(ACTOR):
        type(first).objects.filter(pk=second.pk).update(
            given_name=first.given_name, family_name=first.family_name
        )
    plan = read(world_a, filed(world_a))
    assert "passt auf mehrere" in plan.problems[0].reason
    assert held(world_a) == []


def test_the_short_name_of_untis_finds_its_apprentice(world_a: World) -> None:
    who = world_a.first.apprentice
    code = who.family_name[:4] + who.given_name[:1]
    plan = read(world_a, FiledAbsence(1, DAY, DAY, code=code))
    assert len(plan.added) + len(plan.problems) == 1
    assert [one.room_id for one in plan.added] in ([world_a.first.room_id], [])


@pytest.mark.parametrize("how", ["name", "code"])
def test_a_pupil_without_contract_is_not_taken_for_somebody_of_a_like_name(how: str, world_a: World) -> None:
    who = world_a.first.apprentice
    given, code = who.given_name, who.family_name[:4] + who.given_name[:1]
    with as_system(ACTOR):
        other = Person.objects.create(
            email="", given_name=given if how == "name" else f"{given[:1]}xx", family_name=who.family_name
        )
        pupil = Pupil.objects.create(room_id=world_a.team_room_id, school=world_a.school, person=other)
        Enrolment.objects.create(
            room_id=world_a.team_room_id, pupil=pupil, school_class=world_a.school_class, first_day=DAY
        )
    line = filed(world_a) if how == "name" else FiledAbsence(1, DAY, DAY, code=code)
    plan = read(world_a, line)
    assert "passt auf mehrere" in plan.problems[0].reason
    assert held(world_a) == []


def test_days_to_come_are_not_entered(world_a: World) -> None:
    plan = read(world_a, filed(world_a, day=today() + timedelta(days=1)))
    assert "liegt noch vor uns" in plan.problems[0].reason
    assert held(world_a) == []


@pytest.mark.parametrize("persona", ["class_teacher", "trainer", "apprentice"])
def test_only_head_and_office_read_files(persona: str, world_a: World) -> None:
    file = AbsenceFile("Tabelle", "table", (filed(world_a),))
    person = world_a.people[persona]
    with standing_as(person), pytest.raises(Refused):
        import_absences(actor_of(person), school=world_a.school, file=file)
    assert held(world_a) == []


def test_the_office_of_the_school_may(world_a: World) -> None:
    file = AbsenceFile("Tabelle", "table", (filed(world_a),))
    office = world_a.people["school_office"]
    with standing_as(office):
        import_absences(actor_of(office), school=world_a.school, file=file)
    assert held(world_a) == [(DAY, None, "absent", "open")]


def test_what_is_printed_names_nobody_but_in_reasons(world_a: World) -> None:
    facts = read(world_a, filed(world_a)).facts()
    assert facts == {"added": 1, "changed": 0, "unchanged": 0, "kept": [], "errors": [], "left_out": 0}
