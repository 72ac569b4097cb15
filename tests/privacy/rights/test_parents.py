"""§ 72 (4) HSchG: adult pupils object and take it back; class teacher and head see it and note; nobody else, and never firm or parents."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.clients import standing_as
from tests.privacy.rights.test_waiting import born, turning_18
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import PersonalDetails
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import ParentChoice, ParentsInformed
from zweiklang.privacy.rights.parents import adult_between, choose, for_school, own_state
from zweiklang.rooms.public import as_system

ADULT = date(2008, 3, 15)


def _choose(person: Person, act: str) -> None:
    with standing_as(person):
        choose(actor_of(person), act=act)


def _note(client, where: str, **changes: object):
    form = {"matter": "absence", "informed_on": today().isoformat(), **changes}
    return client.post(where, form)


def _of_apprentice(world: World) -> str:
    return reverse("privacy:rights_parents_of", args=[world.second.room_id])


def _at_school(world: World) -> str:
    return reverse("privacy:rights_parents_pupil", args=[world.team_room_id, world.second.apprentice.pk])


@pytest.mark.parametrize(
    ("day", "adult"),
    [
        (date(2026, 3, 14), False),
        (date(2026, 3, 15), True),
        (date(2029, 3, 14), True),
        (date(2029, 3, 15), False),
    ],
)
def test_the_rule_holds_from_the_18th_to_the_day_before_the_21st_birthday(day: date, adult: bool) -> None:
    assert bool(adult_between(ADULT, day)) is adult


def test_nobody_is_adult_whose_birthday_is_not_known() -> None:
    assert adult_between(None, today()) is None


def test_objected_and_taken_back_each_has_its_day(world_a: World) -> None:
    person = world_a.second.apprentice
    with standing_as(person):
        assert own_state(actor_of(person)).objected_at is None
    _choose(person, "objected")
    with standing_as(person):
        assert own_state(actor_of(person)).objected_at.date() >= today() - timedelta(days=1)
    _choose(person, "allowed")
    with standing_as(person):
        assert own_state(actor_of(person)).objected_at is None
        assert ParentChoice.objects.count() == 2


def test_two_clicks_are_one_choice(world_a: World) -> None:
    person = world_a.second.apprentice
    for _ in range(2):
        _choose(person, "objected")
    for _ in range(2):
        _choose(person, "noticed")
    with as_system(ACTOR):
        assert list(ParentChoice.objects.values_list("act", flat=True)) == ["objected"]


def test_nothing_is_taken_back_that_was_not_said(world_a: World) -> None:
    with pytest.raises(Conflict):
        _choose(world_a.second.apprentice, "allowed")


@pytest.mark.parametrize("capacity", ["apprentice", "guardian", "trainer", "class_teacher"])
def test_only_adult_pupils_choose(capacity: str, world_a: World) -> None:
    with pytest.raises(Refused):
        _choose(world_a.people[capacity], "objected")
    with as_system(ACTOR):
        assert not ParentChoice.objects.exists()


def test_class_teacher_and_head_see_how_it_stands(client_of, world_a: World) -> None:
    teacher, head = (client_of(world_a.people[c]) for c in ("class_teacher", "head_of_school"))
    listed = reverse("privacy:rights_parents", args=[world_a.team_room_id])
    assert "dürfen informiert werden" in teacher.get(_of_apprentice(world_a)).content.decode()
    assert "erlaubt" in head.get(listed).content.decode()
    _choose(world_a.second.apprentice, "objected")
    for page in (teacher.get(_of_apprentice(world_a)), head.get(listed), head.get(_at_school(world_a))):
        assert "widersprochen" in page.content.decode()
    assert world_a.first.apprentice.name not in head.get(listed).content.decode()


def test_only_the_class_teacher_reads_it_on_the_first_page_of_the_room(client_of, world_a: World) -> None:
    room = reverse("apprenticeships:room", args=[world_a.second.room_id])
    words = "Die Eltern dürfen informiert werden"
    assert words in client_of(world_a.people["class_teacher"]).get(room).content.decode()
    for capacity in ("second_apprentice", "other_trainer", "subject_teacher"):
        assert words not in client_of(world_a.people[capacity]).get(room).content.decode(), capacity
    minor = reverse("apprenticeships:room", args=[world_a.first.room_id])
    assert words not in client_of(world_a.people["class_teacher"]).get(minor).content.decode()


def test_nobody_else_learns_of_it(client_of, worlds: Worlds) -> None:
    world = worlds.a
    for where, knows in ((_of_apprentice(world), "class_teacher"), (_at_school(world), "head_of_school")):
        for each in (world, worlds.b):
            for capacity, person in each.people.items():
                if each is world and capacity == knows:
                    continue
                assert client_of(person).get(where).status_code == 404, (where, capacity)
                assert _note(client_of(person), where).status_code == 404, (where, capacity)
    with as_system(ACTOR):
        assert not ParentsInformed.objects.exists()


@pytest.mark.parametrize(
    "capacity", ["school_office", "class_teacher", "second_apprentice", "training_manager"]
)
def test_only_the_head_gets_the_list_of_a_school(capacity: str, world_a: World) -> None:
    for who, finds in ((capacity, False), ("head_of_school", True)):
        person = world_a.people[who]
        with standing_as(person):
            assert bool(for_school(actor_of(person), world_a.school)) is finds, who


def test_in_sql_only_the_pupil_reads_choice_and_note(client_of, world_a: World) -> None:
    _note(client_of(world_a.people["class_teacher"]), _of_apprentice(world_a))
    _choose(world_a.second.apprentice, "objected")
    for capacity, person in world_a.people.items():
        with standing_as(person):
            assert ParentChoice.objects.exists() is (capacity == "second_apprentice"), capacity
            reads = capacity in {"second_apprentice", "class_teacher"}
            assert ParentsInformed.objects.exists() is reads, capacity


def test_what_the_school_notes_the_pupil_reads(client_of, world_a: World) -> None:
    for capacity, where in (
        ("class_teacher", _of_apprentice(world_a)),
        ("head_of_school", _at_school(world_a)),
    ):
        assert _note(client_of(world_a.people[capacity]), where).status_code == 302
    page = client_of(world_a.second.apprentice).get(reverse("privacy:rights_index")).content.decode()
    assert "viele Fehlzeiten" in page
    assert world_a.people["class_teacher"].name in page
    with as_system(ACTOR):
        assert ParentsInformed.objects.filter(person=world_a.second.apprentice).count() == 2
        mails = OutgoingMail.objects.filter(template="privacy/email/parents_informed")
        assert {mail.address for mail in mails} == {world_a.second.apprentice.email}
        assert not any("Fehlzeiten" in mail.text for mail in mails)


def test_after_an_objection_nothing_is_noted(client_of, world_a: World) -> None:
    _choose(world_a.second.apprentice, "objected")
    page = _note(client_of(world_a.people["class_teacher"]), _of_apprentice(world_a))
    assert page.status_code == 422
    assert "widersprochen" in page.content.decode()
    with as_system(ACTOR):
        assert not ParentsInformed.objects.exists()


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_to_come_or_long_ago_is_not_taken(days: int, client_of, world_a: World) -> None:
    day = (today() - timedelta(days=days)).isoformat()
    page = _note(client_of(world_a.people["class_teacher"]), _of_apprentice(world_a), informed_on=day)
    assert page.status_code == 422
    with as_system(ACTOR):
        assert not ParentsInformed.objects.exists()


def test_it_opens_with_the_18th_birthday_and_closes_with_the_21st(client_of, world_a: World) -> None:
    teacher = client_of(world_a.people["class_teacher"])
    where = reverse("privacy:rights_parents_of", args=[world_a.first.room_id])
    born(world_a, turning_18(today() + timedelta(days=1)))
    assert teacher.get(where).status_code == 404
    born(world_a, turning_18(today()))
    assert teacher.get(where).status_code == 200
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=world_a.first.room_id).update(
            born_on=turning_18(today()).replace(year=today().year - 21)
        )
    assert teacher.get(where).status_code == 404


def test_guardians_get_no_access_by_it(client_of, world_a: World) -> None:
    born(world_a, turning_18(today()))
    room = reverse("apprenticeships:room", args=[world_a.first.room_id])
    from zweiklang.apprenticeships.public import derive_apprenticeship

    derive_apprenticeship(ACTOR, world_a.first.contract)
    assert client_of(world_a.people["guardian"]).get(room).status_code == 404


def test_an_unknown_act_is_not_found(client_of, world_a: World) -> None:
    where = reverse("privacy:rights_parents_choice", args=["vielleicht"])
    assert client_of(world_a.second.apprentice).post(where).status_code == 404
