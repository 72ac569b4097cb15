"""After an erasure no name and no address is left, but where the law keeps one."""

from datetime import timedelta

import pytest
from django.apps import apps

from tests.clients import standing_as
from tests.privacy.rights.traces import SYSTEM, everywhere, left_of, stand_alone
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import (
    Enrolment,
    Pupil,
    PupilContact,
    TeachingAssignment,
    assign_teacher,
    hold_post,
)
from zweiklang.joining.public import ContractProposal
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Conflict
from zweiklang.offices.public import ContractChange
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import RegisterName
from zweiklang.privacy.rights.asking import ask_correction
from zweiklang.privacy.rights.erasure.erasing import erase_person
from zweiklang.rooms.public import Membership, Room, as_system
from zweiklang.rosters.public import ImportRun


def test_before_the_erasure_the_name_is_found(world_a: World) -> None:
    """Otherwise the tests below would find nothing either way."""
    tables = set(everywhere(world_a.first.apprentice.family_name))
    assert {"people_person", "rooms_room"} <= tables


@pytest.mark.parametrize(
    "capacity", ["trainer", "deputy_trainer", "class_teacher", "subject_teacher", "guardian", "school_office"]
)
def test_no_name_and_no_address_is_left_of_anybody(capacity: str, world_a: World) -> None:
    person = world_a.people[capacity]
    stand_alone(person)
    erase_person(SYSTEM, person=person)
    assert left_of(person) == {}


def test_no_name_is_left_where_it_was_copied_beside_what_somebody_did(world_a: World) -> None:
    person, contract = world_a.people["school_office"], world_a.first.contract
    stand_alone(person)
    with as_system(ACTOR):
        room = world_a.school.team_room
        run = {"school": world_a.school, "kind": "hand", "state": "undone", "digest": "0"}
        names = dict.fromkeys(("made_by", "applied_by", "undone_by"), person.name)
        ImportRun.objects.create(room=room, **run, **names, applied_at=now())
        ContractChange.objects.create(
            room_id=contract.room_id,
            contract=contract,
            kind="corrected",
            by=person,
            by_name=person.name,
            at=now(),
        )
        other = ImportRun.objects.create(room=room, **run, made_by="Jemand anderes", applied_at=now())
    erase_person(SYSTEM, person=person)
    assert left_of(person) == {}
    with as_system(ACTOR):
        assert ImportRun.objects.get(pk=other.pk).made_by == "Jemand anderes"
        assert ContractChange.objects.get(by=person).by_name == "Gelöschte Person"


def test_no_name_and_no_address_is_left_of_an_apprentice_but_the_registers(
    finished: Person, world_a: World
) -> None:
    with standing_as(finished):
        ask_correction(actor_of(finished), person=finished, fact_key="name", wanted=finished.family_name)
    erase_person(SYSTEM, person=finished)
    assert left_of(finished) == {}
    with as_system(ACTOR):
        kept = RegisterName.objects.get(contract=world_a.first.contract)
        assert kept.family_name == finished.family_name
        assert kept.room.organisation == world_a.chamber


def test_a_leader_can_be_erased_once_somebody_follows(world_a: World) -> None:
    head = world_a.people["head_of_school"]
    stand_alone(head)
    with pytest.raises(Conflict, match="Nachfolge"):
        erase_person(SYSTEM, person=head)
    with as_system(ACTOR):
        Post.objects.create(person=world_a.people["school_office"], organisation=world_a.school,
                            capacity="head_of_school", first_day=today())  # fmt: skip
    erase_person(SYSTEM, person=head)
    assert left_of(head) == {}


def test_who_stood_in_for_the_person_stands_in_for_nobody(world_a: World) -> None:
    """The substitute of a class says whom she replaces; the substitute of a post has it only as long as its holder."""
    teacher, other = world_a.people["class_teacher"], world_a.people["subject_teacher"]
    stand_alone(teacher)
    with as_system(ACTOR):
        absent = TeachingAssignment.objects.get(person=teacher, school_class=world_a.school_class)
    assign_teacher(
        ACTOR, school_class=world_a.school_class, person=other, capacity="class_teacher",
        first_day=today(), substitutes_for=absent,
    )  # fmt: skip
    with as_system(ACTOR):
        post = Post.objects.create(person=teacher, organisation=world_a.school, capacity="school_office",
                                   first_day=today() - timedelta(days=9))  # fmt: skip
    hold_post(ACTOR, person=other, organisation=world_a.school, capacity="school_office", first_day=today(),
              substitutes_for=post)  # fmt: skip
    with as_system(ACTOR):
        assert Membership.objects.filter(room=world_a.team_room_id, person=other).exists()
        assert Membership.objects.filter(person=other, reason__contains=teacher.family_name).exists()
    erase_person(SYSTEM, person=teacher)
    assert left_of(teacher) == {}
    with as_system(ACTOR):
        stays = Membership.objects.filter(room=world_a.team_room_id, person=other).exclude(
            last_day__lt=today()
        )
        assert not stays.exists()


def test_an_import_that_is_taken_back_does_not_bring_the_name_back(finished: Person) -> None:
    change = apps.get_model("rosters", "ImportChange")
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=finished)
        run = apps.get_model("rosters", "ImportRun").objects.create(
            room=pupil.room, school=pupil.school, kind="hand", state="applied", applied_at=now(), digest="0",
            made_by="x", file_name=f"{finished.name} berichtigt",
        )  # fmt: skip
        change.objects.create(
            room=pupil.room, run=run, position=1, section="changed", name=finished.name,
            rows=[{"table": "person", "id": str(finished.pk), "before": {"family_name": finished.family_name}}],
        )  # fmt: skip
    erase_person(SYSTEM, person=finished)
    assert left_of(finished) == {}
    with as_system(ACTOR):
        assert not change.objects.filter(run=run).exists()


def test_no_name_is_left_of_a_pupil_without_a_contract(world_a: World) -> None:
    person = world_a.pupil
    stand_alone(person)
    erase_person(SYSTEM, person=person)
    assert left_of(person) == {}
    with as_system(ACTOR):
        assert not Enrolment.objects.filter(pupil__person=person).exists()
        assert not Membership.objects.filter(person=person).exists()


def test_no_name_is_left_in_what_a_firm_had_reported(finished: Person, world_a: World) -> None:
    with as_system(ACTOR):
        report = ContractProposal.objects.get(addressed_to=world_a.school, family_name="Gemeldet")
        values = {"contract": world_a.first.contract, "family_name": finished.family_name}
        ContractProposal.objects.filter(pk=report.pk).update(**values)
        Room.objects.filter(pk=report.room_id).update(title=f"Vertrag: {finished.family_name}")
    erase_person(SYSTEM, person=finished)
    assert left_of(finished) == {}
    with as_system(ACTOR):
        assert not ContractProposal.objects.filter(pk=report.pk).exists()


def test_no_name_is_left_of_a_guardian_whom_the_school_had_noted(world_a: World) -> None:
    person = world_a.people["guardian"]
    stand_alone(person)
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world_a.first.apprentice)
        noted = {"room": pupil.room, "pupil": pupil}
        PupilContact.objects.create(**noted, given_name=person.given_name, family_name=person.family_name)
        PupilContact.objects.create(**noted, family_name="Anders geschrieben", email=person.email)
        others = PupilContact.objects.filter(pupil=pupil, email="kontakt@welten.example").count()
    erase_person(SYSTEM, person=person)
    assert left_of(person) == {}
    with as_system(ACTOR):
        assert PupilContact.objects.filter(pupil=pupil).count() == others == 1
