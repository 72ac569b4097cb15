"""What a file does to a school, in the database: who is there, who is enrolled, who sees whom; and back again."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access import tables
from tests.clients import standing_as
from tests.rosters.files import pupil, roster, whole_school
from tests.worlds import World, Worlds
from zweiklang.apprenticeships.public import Enrolment, Pupil, PupilContact, SchoolClass, TeachingAssignment
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, add_organisation
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import Membership, as_system
from zweiklang.rosters.public import (
    ContactRow,
    ImportRun,
    Roster,
    Source,
    TeacherRow,
    apply_run,
    import_roster,
    preview_roster,
    undo_run,
)

ACTOR = system_actor("tests")
MIA = pupil(
    "Mia Muster", "2008-05-17", label="10TI1", contacts=(ContactRow(given_name="Eva", email="eva@x.example"),)
)
OLE = pupil("Ole Berg", "2007-01-01", label="10TI1", line=3)


@pytest.fixture
def school(worlds: Worlds) -> Organisation:
    """A school without anybody."""
    with as_system(ACTOR):
        return add_organisation(ACTOR, kind="school", name="Schule Probe", number="6270", town="Alsfeld")


def take(school: Organisation, file: Roster, **more: Any) -> dict[str, int]:
    """The file is applied; returns the counts."""
    return import_roster(ACTOR, school=school, roster=file, source=Source("datei.xlsx"), **more).counts


def everything() -> dict[str, Any]:
    """A digest of all tables of rooms but the runs', and of all persons."""
    rows = {name: value for name, value in tables.digest().items() if not name.startswith("rosters_import")}
    with as_system(ACTOR):
        people = sorted(Person.objects.values_list("pk", "given_name", "family_name", "sort_key", "email"))
    return rows | {"people": people}


def test_new_pupils_are_persons_without_an_account_in_their_class(school: Organisation) -> None:
    assert take(school, roster(MIA, OLE)) == {"new": 2, "changed": 0, "left": 0, "doubtful": 0, "errors": 0}
    with as_system(ACTOR):
        mia = Pupil.objects.select_related("person").get(school=school, person__given_name="Mia")
        assert (mia.person.email, mia.person.has_usable_password(), str(mia.born_on)) == (
            "",
            False,
            "2008-05-17",
        )
        assert mia.match_key == "muster,mia,17.05.2008"
        assert PupilContact.objects.get(pupil=mia).email == "eva@x.example"
        one = SchoolClass.objects.get(school=school)
        assert (one.label, one.grade) == ("10TI1", 1)
        members = Membership.objects.filter(room=one.room, capacity="apprentice")
        assert set(members.values_list("person__family_name", flat=True)) == {"Muster", "Berg"}


def test_a_second_run_changes_nothing_and_leaves_no_trace(school: Organisation) -> None:
    take(school, roster(MIA, OLE))
    before = tables.digest()
    assert take(school, roster(MIA, OLE)) == {"new": 0, "changed": 0, "left": 0, "doubtful": 0, "errors": 0}
    assert tables.digest() == before


def test_a_change_of_class_ends_the_old_stay_and_begins_the_new_one(school: Organisation) -> None:
    take(school, roster(MIA, OLE))
    assert take(school, roster(replace(MIA, class_label="10TI2"), OLE))["changed"] == 1
    with as_system(ACTOR):
        rows = Enrolment.objects.filter(pupil__person__given_name="Mia", school_class__school=school)
        stays = {row.school_class.label: row for row in rows.select_related("school_class")}
        assert stays["10TI1"].last_day is not None
        assert stays["10TI1"].last_day < today()
        assert (stays["10TI2"].first_day, stays["10TI2"].last_day) == (today(), None)
        old = Membership.objects.get(room=stays["10TI1"].school_class.room, person__given_name="Mia")
        assert old.last_day == stays["10TI1"].last_day


def test_who_is_missing_has_left_today_and_nobody_is_deleted(school: Organisation) -> None:
    take(school, roster(MIA, OLE))
    assert take(school, roster(MIA), confirmed_leavers=1)["left"] == 1
    with as_system(ACTOR):
        ole = Pupil.objects.get(school=school, person__given_name="Ole")
        assert ole.left_on == today()
        assert Enrolment.objects.get(pupil=ole).last_day == today()
        assert Membership.objects.get(person=ole.person).last_day == today()


def test_who_comes_back_is_the_same_person(school: Organisation) -> None:
    take(school, roster(MIA, OLE))
    take(school, roster(MIA), confirmed_leavers=1)
    assert take(school, roster(MIA, OLE)) == {"new": 0, "changed": 1, "left": 0, "doubtful": 0, "errors": 0}
    with as_system(ACTOR):
        ole = Pupil.objects.get(school=school, person__given_name="Ole")
        assert ole.left_on is None
        assert Enrolment.objects.get(pupil=ole).last_day is None


def test_a_mass_leaving_asks_for_its_number(school: Organisation) -> None:
    take(school, roster(MIA, OLE))
    before = tables.digest()
    for wrong in (None, 2):
        with pytest.raises(Rejected, match="1 von 2 Personen"):
            take(school, roster(MIA), confirmed_leavers=wrong)
    assert tables.digest() == before


def test_a_file_of_another_school_is_refused(school: Organisation) -> None:
    before = tables.digest()
    with pytest.raises(Rejected, match="gehört zur Schule 9716"):
        take(school, roster(MIA, school_number="9716"))
    assert tables.digest() == before


def test_teachers_become_persons_with_a_post_and_lead_their_class(school: Organisation) -> None:
    kehl = TeacherRow(lines=(2,), abbreviation="KEH", given_name="Ina", family_name="Kehl", leads=("10TI1",))
    assert take(school, roster(MIA, teachers=(kehl,)))["new"] == 2
    assert take(school, roster(MIA, teachers=(replace(kehl, given_name="", family_name=""),))) == {
        "new": 0, "changed": 0, "left": 0, "doubtful": 0, "errors": 0,
    }  # fmt: skip
    with as_system(ACTOR):
        ina = Person.objects.get(given_name="Ina", family_name="Kehl")
        room = SchoolClass.objects.get(school=school).room
        assert Membership.objects.get(room=room, person=ina).capacity == "class_teacher"
        assert Membership.objects.filter(room=school.team_room, person=ina, capacity="teacher").exists()


def test_who_leads_a_class_now_replaces_who_led_it(school: Organisation) -> None:
    kehl = TeacherRow(lines=(2,), abbreviation="KEH", given_name="Ina", family_name="Kehl", leads=("10TI1",))
    voss = TeacherRow(lines=(3,), abbreviation="VOS", given_name="Tom", family_name="Voss")
    take(school, roster(MIA, teachers=(kehl, voss)))
    take(school, roster(MIA, teachers=(replace(kehl, leads=()), replace(voss, leads=("10TI1",)))))
    with as_system(ACTOR):
        room = SchoolClass.objects.get(school=school).room
        days = dict(
            Membership.objects.filter(room=room, capacity="class_teacher").values_list(
                "person__given_name", "last_day"
            )
        )
        assert days["Ina"] == today()
        assert days["Tom"] != today()


def test_somebody_new_who_leads_a_class_replaces_who_led_it(school: Organisation) -> None:
    kehl = TeacherRow(lines=(2,), abbreviation="KEH", given_name="Ina", family_name="Kehl", leads=("10TI1",))
    voss = TeacherRow(lines=(3,), abbreviation="VOS", given_name="Tom", family_name="Voss", leads=("10TI1",))
    take(school, roster(MIA, teachers=(kehl,)))
    take(school, roster(MIA, teachers=(voss,)))
    with as_system(ACTOR):
        room = SchoolClass.objects.get(school=school).room
        leading = Membership.objects.filter(room=room, capacity="class_teacher")
        assert dict(leading.values_list("person__given_name", "last_day"))["Ina"] == today()


def test_assignments_carry_the_abbreviation_of_the_timetable_and_lose_it_with_the_run(
    school: Organisation,
) -> None:
    kehl = TeacherRow(lines=(2,), abbreviation="KEH", given_name="Ina", family_name="Kehl", email="k@s.example", leads=("10TI1",))  # fmt: skip
    voss = TeacherRow(lines=(3,), abbreviation="VOS", given_name="Tom", family_name="Voss", leads=("10TI1",))
    take(school, roster(MIA, teachers=(kehl,)))

    def codes() -> dict[str, tuple[str, bool]]:
        rows = TeachingAssignment.objects.filter(school_class__school=school)
        return {
            row.person.given_name: (row.code, row.last_day is None) for row in rows.select_related("person")
        }

    with as_system(ACTOR):
        assert codes() == {"Ina": ("KEH", True)}
    before = tables.digest()
    take(school, roster(MIA, teachers=(replace(kehl, abbreviation="KHL", leads=()), voss)))
    with as_system(ACTOR):
        assert codes() == {"Ina": ("KHL", False), "Tom": ("VOS", True)}
    undo_run(ACTOR, run_id=_runs(school)[0].pk)
    changed = tables.digest()
    assert {name for name in changed if changed[name] != before[name]} <= {
        "rosters_importrun",
        "rosters_importchange",
    }


def test_the_first_file_of_a_new_school_year_ends_the_old_classes_with_july(school: Organisation) -> None:
    take(school, roster(MIA, OLE))
    year = school_year(today())
    with as_system(ACTOR):
        old = SchoolClass.objects.get(school=school)
        SchoolClass.objects.filter(pk=old.pk).update(school_year=year - 1)
        Enrolment.objects.filter(school_class=old).update(first_day=date(year - 1, 8, 1))
    new = roster(replace(MIA, class_label="11TI1"), pupil("Neu Hier", "2009-01-01", label="10TI1"))
    assert take(school, new, confirmed_leavers=1) == {
        "new": 1,
        "changed": 1,
        "left": 1,
        "doubtful": 0,
        "errors": 0,
    }
    with as_system(ACTOR):
        stays = Enrolment.objects.filter(pupil__person__given_name="Mia", pupil__school=school)
        assert set(stays.values_list("first_day", "last_day")) == {
            (date(year - 1, 8, 1), date(year, 7, 31)),
            (date(year, 8, 1), None),
        }


def test_undoing_the_last_run_restores_everything(school: Organisation) -> None:
    kehl = TeacherRow(lines=(2,), abbreviation="KEH", given_name="Ina", family_name="Kehl", leads=("10TI1",))
    empty = everything()
    take(school, roster(MIA, OLE, teachers=(kehl,)))
    first = everything()
    moved = replace(
        MIA, class_label="10TI2", family_name="Muster-Ahr", contacts=(ContactRow(given_name="Uwe"),)
    )
    take(school, roster(moved, pupil("Neu Hier", "2008-02-02", label="10TI1")), confirmed_leavers=1)
    assert everything() != first
    runs = list(_runs(school))
    undo_run(ACTOR, run_id=runs[0].pk)
    assert everything() == first
    undo_run(ACTOR, run_id=runs[1].pk)
    without_team = {k: v for k, v in everything().items() if k != "rooms_room"}
    assert without_team == {k: v for k, v in empty.items() if k != "rooms_room"}


def test_only_the_last_run_can_be_undone(school: Organisation) -> None:
    take(school, roster(MIA))
    take(school, roster(MIA, OLE))
    before = tables.digest()
    with pytest.raises(Conflict, match="die letzte Übernahme"):
        undo_run(ACTOR, run_id=_runs(school)[1].pk)
    assert tables.digest() == before


def test_a_run_is_not_undone_when_somebody_changed_what_it_made(school: Organisation) -> None:
    take(school, roster(MIA))
    with as_system(ACTOR):
        Pupil.objects.filter(school=school).update(contact_email="selbst@x.example")
    before = tables.digest()
    with pytest.raises(Conflict, match="„Mia Muster“ wurde nach der Übernahme geändert"):
        undo_run(ACTOR, run_id=_runs(school)[0].pk)
    assert tables.digest() == before


def test_a_run_is_not_undone_when_its_person_has_an_account_by_now(school: Organisation) -> None:
    take(school, roster(MIA))
    with as_system(ACTOR):
        Person.objects.filter(given_name="Mia", family_name="Muster").update(email="mia@x.example")
    with pytest.raises(Conflict, match="Mia Muster"):
        undo_run(ACTOR, run_id=_runs(school)[0].pk)


def test_a_run_is_not_undone_when_other_facts_stand_on_it(school: Organisation, world_a: World) -> None:
    take(school, roster(MIA))
    with as_system(ACTOR):
        one = SchoolClass.objects.get(school=school)
        contract = world_a.first.contract
        Enrolment.objects.create(
            room_id=contract.room_id, contract=contract, school_class=one, first_day=today()
        )
    with pytest.raises(Conflict, match=r"Klasse 10TI1.*Klassenzugehörigkeit"):
        undo_run(ACTOR, run_id=_runs(school)[0].pk)


def _runs(school: Organisation) -> list[ImportRun]:
    with as_system(ACTOR):
        return list(ImportRun.objects.filter(school=school, state="applied").order_by("-applied_at"))


# --- preview and apply by people ---------------------------------------------------------------------------------


def _head(world: World) -> tuple[Person, Actor]:
    person = world.people["head_of_school"]
    return person, actor_of(person)


def test_a_preview_changes_no_fact(world_a: World) -> None:
    person, actor = _head(world_a)
    before = everything()
    with standing_as(person):
        run = preview_roster(actor, school=world_a.school, roster=roster(MIA), source=Source("a.csv"))
    assert run.counts["new"] == 1
    assert everything() == before


def test_apply_does_exactly_what_was_seen_and_says_so_otherwise(world_a: World) -> None:
    person, actor = _head(world_a)
    with standing_as(person):
        run = preview_roster(actor, school=world_a.school, roster=roster(MIA), source=Source("a.csv"))
    take(world_a.school, roster(MIA, covers=frozenset()))
    before = tables.digest()
    with standing_as(person), pytest.raises(Conflict, match="noch einmal"):
        apply_run(actor, run_id=run.pk, seen=run.digest)
    assert tables.digest() == before


def test_a_run_is_applied_once(world_a: World) -> None:
    person, actor = _head(world_a)
    with standing_as(person):
        run = preview_roster(actor, school=world_a.school, roster=roster(MIA), source=Source("a.csv"))
        apply_run(actor, run_id=run.pk, seen=run.digest)
        before = tables.digest()
        with pytest.raises(Conflict, match="schon übernommen"):
            apply_run(actor, run_id=run.pk, seen=run.digest)
    assert tables.digest() == before


def test_the_content_of_the_file_is_not_kept_after_applying(world_a: World) -> None:
    person, actor = _head(world_a)
    with standing_as(person):
        run = preview_roster(actor, school=world_a.school, roster=roster(MIA), source=Source("a.csv"))
        assert run.roster["pupils"]
        assert apply_run(actor, run_id=run.pk, seen=run.digest).roster == {}


def test_a_decision_to_merge_changes_the_known_pupil(world_a: World) -> None:
    person, actor = _head(world_a)
    take(world_a.school, roster(MIA, covers=frozenset()))
    row = replace(MIA, born_on=None, email="mia@schule.example")
    with standing_as(person):
        run = preview_roster(
            actor, school=world_a.school, roster=roster(row, covers=frozenset()), source=Source()
        )
        pupil_id = Pupil.objects.get(person__family_name="Muster").pk
        key = f"{row.match_key}|{row.class_label}|"
        run = apply_run(actor, run_id=run.pk, seen=run.digest, decisions={key: str(pupil_id)})
        assert Pupil.objects.get(pk=pupil_id).contact_email == "mia@schule.example"
        assert (run.counts["changed"], run.counts["doubtful"]) == (1, 0)
        again = preview_roster(
            actor, school=world_a.school, roster=roster(row, covers=frozenset()), source=Source()
        )
        assert again.counts["doubtful"] == 0


def test_only_head_and_office_of_the_school_import(worlds: Worlds) -> None:
    before = tables.digest()
    allowed = {"head_of_school", "school_office"}
    people = [p for key, p in worlds.a.people.items() if key not in allowed] + [
        worlds.b.people["head_of_school"]
    ]
    for person in (*people, *worlds.roomless.values(), worlds.crossing.person):
        with standing_as(person), pytest.raises(Refused):
            preview_roster(actor_of(person), school=worlds.a.school, roster=roster(MIA), source=Source())
    assert tables.digest() == before


# --- size --------------------------------------------------------------------------------------------------------


def test_900_pupils_come_in_and_go_back_within_seconds(
    school: Organisation, record_property: Callable[[str, object], None]
) -> None:
    file, before = whole_school(900, classes=40), tables.digest()
    first = _seconds(lambda: take(school, file))
    with CaptureQueriesContext(connection) as queries:
        second = _seconds(lambda: take(school, file))
    undone = _seconds(lambda: undo_run(ACTOR, run_id=_runs(school)[0].pk))
    record_property("seconds", (first, second, undone))
    # Each pupil by itself would be thousands of statements; the limits of the promise are ten times what it takes here.
    assert len(queries) < 60
    assert (first < 10, second < 3, undone < 10) == (True, True, True)
    after = tables.digest()
    assert {name for name in after if after[name] != before[name]} == {
        "rooms_room",  # the school's own
        "rosters_importrun",
        "rosters_importchange",
    }


def _seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return round(time.monotonic() - began, 1)
