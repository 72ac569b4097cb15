"""Who teaches which class, and substitutes who see what the absent teacher sees, for those days."""

import pytest
from django.urls import reverse

from tests.offices.staff import DAY, Staff, days_in, is_in
from tests.worlds import ACTOR
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.offices.services.handovers import Wish, hand_over, undo_handover
from zweiklang.offices.services.teaching import end_teaching, substitute, teach
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import Membership, as_system


def _head(staff: Staff) -> Person:
    return staff.world.people["head_of_school"]


def _scopes(room_id: object, person: Person) -> set[str]:
    with as_system(ACTOR):
        found = Membership.objects.filter(room_id=room_id, person=person).values_list("scopes", flat=True)
        return {scope for scopes in found for scope in scopes}


def test_a_substitute_sees_for_these_days_what_the_absent_teacher_sees(staff: Staff, as_person) -> None:
    absent, until = staff.world.people["class_teacher"], today() + 4 * DAY
    with as_person(_head(staff)):
        substitute(
            actor_of(_head(staff)),
            teaching=staff.teaching(absent),
            person=staff.colleague,
            first_day=today(),
            last_day=until,
        )
    for room in (staff.world.school_class.room_id, staff.world.first.room_id, staff.world.second.room_id):
        assert days_in(room, staff.colleague) == {"class_teacher": (today(), until)}
        assert _scopes(room, staff.colleague) == _scopes(room, absent)


def test_everybody_in_the_room_reads_for_whom_somebody_stands_in(staff: Staff, as_person, client_of) -> None:
    absent = staff.world.people["class_teacher"]
    with as_person(_head(staff)):
        substitute(
            actor_of(_head(staff)),
            teaching=staff.teaching(absent),
            person=staff.colleague,
            first_day=today(),
            last_day=today(),
        )
    room = staff.world.first.room_id
    page = client_of(staff.world.first.apprentice).get(reverse("privacy:who_sees_what", args=[room]))
    assert f"Vertritt {absent.name}." in page.content.decode()
    school_class = reverse("apprenticeships:school_class", args=[staff.world.school_class.room_id])
    page = client_of(staff.world.people["trainer"]).get(school_class)
    assert f"vertritt {absent.name}" in page.content.decode()


def test_a_class_gets_a_teacher_and_loses_one(staff: Staff, as_person) -> None:
    head, room = _head(staff), staff.world.school_class.room_id
    with as_person(head):
        teaching = teach(
            actor_of(head),
            school_class=staff.world.school_class,
            person=staff.colleague,
            capacity="subject_teacher",
            subject="Sport",
            first_day=today(),
        )
        assert is_in(room, staff.colleague)
        end_teaching(actor_of(head), teaching=teaching, last_day=today())
    assert days_in(room, staff.colleague) == {"subject_teacher": (today(), today())}
    assert not is_in(room, staff.colleague, on=today() + DAY)


def test_the_same_subject_is_not_given_twice(staff: Staff, as_person) -> None:
    head = _head(staff)
    values = {
        "school_class": staff.world.school_class,
        "person": staff.colleague,
        "capacity": "subject_teacher",
        "subject": "Sport",
        "first_day": today(),
    }
    with as_person(head):
        teach(actor_of(head), **values)
        with pytest.raises(Rejected, match="schon"):
            teach(actor_of(head), **values)


def test_only_teachers_of_the_school_teach_and_stand_in(staff: Staff, as_person) -> None:
    head, stranger = _head(staff), staff.world.people["trainer"]
    with as_person(head):
        with pytest.raises(Rejected, match="keine Aufgabe bei"):
            teach(
                actor_of(head),
                school_class=staff.world.school_class,
                person=stranger,
                capacity="subject_teacher",
                first_day=today(),
            )
        with pytest.raises(Rejected, match="keine Aufgabe bei"):
            substitute(
                actor_of(head),
                teaching=staff.teaching(staff.world.people["class_teacher"]),
                person=stranger,
                first_day=today(),
                last_day=today(),
            )


def test_a_teacher_appoints_no_substitute_for_himself(staff: Staff, as_person) -> None:
    teacher = staff.world.people["class_teacher"]
    with as_person(teacher), pytest.raises(Refused, match="Leitung oder die Verwaltung"):
        substitute(
            actor_of(teacher),
            teaching=staff.teaching(teacher),
            person=staff.colleague,
            first_day=today(),
            last_day=today(),
        )


def test_all_classes_of_somebody_away_for_long_go_over_in_one_act_and_come_back(
    staff: Staff, as_person
) -> None:
    head, absent, room = _head(staff), staff.world.people["class_teacher"], staff.world.school_class.room_id
    before, until = days_in(room, absent), today() + 60 * DAY
    with as_person(head):
        wish = Wish(absent, staff.colleague, today(), until)
        handover = hand_over(actor_of(head), organisation=staff.world.school, wish=wish)
        assert days_in(room, staff.colleague) == {"class_teacher": (today(), until)}
        undo_handover(actor_of(head), handover=handover)
    assert days_in(room, staff.colleague) == {}
    assert days_in(room, absent) == before


def test_for_good_the_teacher_before_leaves_the_class_on_the_eve(staff: Staff, as_person) -> None:
    head, before = _head(staff), staff.world.people["class_teacher"]
    with as_person(head):
        wish = Wish(before, staff.colleague, today() + DAY)
        hand_over(actor_of(head), organisation=staff.world.school, wish=wish)
    assert days_in(staff.world.first.room_id, before)["class_teacher"][1] == today()
    assert is_in(staff.world.first.room_id, staff.colleague, on=today() + DAY)
