"""Posts: who gives and ends them, and what ends with them."""

from functools import partial

import pytest

from tests.offices.staff import DAY, Staff, days_in, is_in
from tests.worlds import ACTOR
from zweiklang.apprenticeships.public import hold_post
from zweiklang.joining.models import Invitation
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.offices.selectors.people import known_here
from zweiklang.offices.services.arrivals import welcome
from zweiklang.offices.services.places import open_department
from zweiklang.offices.services.posts import appoint, deputise, end_post, put_into_department
from zweiklang.organisations.public import Post, colleague_inviter, invite_colleagues_by
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system


def test_a_training_manager_gives_a_post_and_the_team_has_one_more(staff: Staff, as_person) -> None:
    manager, newcomer = staff.world.people["training_manager"], staff.world.people["guardian"]
    with as_person(manager):
        appoint(
            actor_of(manager), organisation=staff.firm, person=newcomer, capacity="trainer", first_day=today()
        )
    assert days_in(staff.room(staff.firm), newcomer) == {"trainer": (today(), None)}


@pytest.mark.parametrize(
    ("who", "capacity", "where"),
    [
        ("trainer", "trainer", "firm"),
        ("trainer", "training_manager", "firm"),
        ("school_office", "head_of_school", "school"),
        ("school_office", "school_office", "school"),
        ("class_teacher", "teacher", "school"),
        ("head_of_school", "chamber_adviser", "school"),
        ("training_manager", "support", "firm"),
        ("training_manager", "land", "firm"),
        ("chamber_adviser", "trainer", "firm"),
    ],
)
def test_nobody_gives_a_post_above_the_own_or_elsewhere(
    who: str, capacity: str, where: str, staff: Staff, as_person
) -> None:
    actor, organisation = staff.world.people[who], staff.firm if where == "firm" else staff.world.school
    before = Post.objects.count()
    with as_person(actor), pytest.raises(Refused, match="Diese Aufgabe vergibt"):
        appoint(
            actor_of(actor), organisation=organisation, person=actor, capacity=capacity, first_day=today()
        )
    assert Post.objects.count() == before


def test_a_post_does_not_begin_in_the_past(staff: Staff, as_person) -> None:
    manager = staff.world.people["training_manager"]
    with as_person(manager), pytest.raises(Rejected, match="Frühestens heute") as problem:
        appoint(
            actor_of(manager),
            organisation=staff.firm,
            person=staff.world.people["guardian"],
            capacity="trainer",
            first_day=today() - DAY,
        )
    assert problem.value.field == "first_day"


def test_with_the_post_the_apprentices_of_that_firm_are_gone_too(staff: Staff, as_person) -> None:
    manager, trainer, room = (
        staff.world.people["training_manager"],
        staff.world.people["trainer"],
        staff.world.first.room_id,
    )
    assert is_in(room, trainer)
    with as_person(manager):
        end_post(actor_of(manager), post=staff.post(staff.firm, trainer), last_day=today() - DAY)
    assert not is_in(room, trainer)
    assert not is_in(staff.room(staff.firm), trainer)
    assert not is_in(staff.world.school_class.room_id, trainer)


def test_who_keeps_another_post_in_the_firm_keeps_the_apprentices(staff: Staff, as_person) -> None:
    manager, trainer = staff.world.people["training_manager"], staff.world.people["trainer"]
    with as_person(manager):
        appoint(
            actor_of(manager),
            organisation=staff.firm,
            person=trainer,
            capacity="training_manager",
            first_day=today(),
        )
        post = Post.objects.get(organisation=staff.firm, person=trainer, capacity="trainer")
        end_post(actor_of(manager), post=post, last_day=today() - DAY)
    assert is_in(staff.world.first.room_id, trainer, on=today() + DAY)


def test_a_teacher_who_leaves_the_school_leaves_its_classes(staff: Staff, as_person) -> None:
    head, teacher = staff.world.people["head_of_school"], staff.world.people["class_teacher"]
    with as_person(head):
        end_post(actor_of(head), post=staff.post(staff.world.school, teacher), last_day=today() - DAY)
    for room in (staff.world.school_class.room_id, staff.world.first.room_id, staff.world.second.room_id):
        assert not is_in(room, teacher)


@pytest.mark.parametrize(
    ("who", "where"),
    [("training_manager", "firm"), ("head_of_school", "school"), ("chamber_adviser", "chamber")],
)
def test_the_last_who_leads_cannot_go_without_a_successor(
    who: str, where: str, staff: Staff, as_person
) -> None:
    leader = staff.world.people[who]
    organisation = {"firm": staff.firm, "school": staff.world.school, "chamber": staff.world.chamber}[where]
    post = staff.post(organisation, leader)
    with as_person(leader), pytest.raises(Conflict, match="Bestimmen Sie zuerst eine Nachfolge"):
        end_post(actor_of(leader), post=post, last_day=today())
    post.refresh_from_db()
    assert post.last_day is None


def test_a_substitute_is_no_successor(staff: Staff, as_person) -> None:
    manager = staff.world.people["training_manager"]
    post = staff.post(staff.firm, manager)
    with as_person(manager):
        deputise(
            actor_of(manager),
            post=post,
            person=staff.colleague,
            first_day=today(),
            last_day=today() + 400 * DAY,
        )
        with pytest.raises(Conflict, match="Nachfolge"):
            end_post(actor_of(manager), post=post, last_day=today())


def test_somebody_who_follows_without_a_gap_lets_the_last_one_go(staff: Staff, as_person) -> None:
    manager = staff.world.people["training_manager"]
    with as_person(manager):
        actor, post = actor_of(manager), staff.post(staff.firm, manager)
        follow = {"organisation": staff.firm, "person": staff.colleague, "capacity": "training_manager"}
        appoint(actor, **follow, first_day=today() + 5 * DAY)
        with pytest.raises(Conflict, match="Nachfolge"):
            end_post(actor, post=post, last_day=today())
        end_post(actor, post=post, last_day=today() + 4 * DAY)
    assert days_in(staff.world.first.room_id, manager)["training_manager"][1] == today() + 4 * DAY


def test_a_deputy_has_the_rights_for_these_days_only_and_says_for_whom(staff: Staff, as_person) -> None:
    manager, until = staff.world.people["training_manager"], today() + 7 * DAY
    with as_person(manager):
        deputise(
            actor_of(manager),
            post=staff.post(staff.firm, manager),
            person=staff.colleague,
            first_day=today(),
            last_day=until,
        )
    assert days_in(staff.world.first.room_id, staff.colleague)["training_manager"] == (today(), until)
    assert days_in(staff.room(staff.firm), staff.colleague)["training_manager"] == (today(), until)


def test_the_substitute_of_a_post_goes_with_it(staff: Staff, as_person) -> None:
    manager, school = staff.world.people["head_of_school"], staff.world.school
    with as_person(manager):
        actor, post = actor_of(manager), staff.post(school, staff.world.people["school_office"])
        deputise(actor, post=post, person=staff.colleague, first_day=today(), last_day=today() + 9 * DAY)
        end_post(actor, post=post, last_day=today())
    assert days_in(staff.room(school), staff.colleague)["school_office"] == (today(), today())


def test_only_people_of_the_house_stand_in(staff: Staff, as_person) -> None:
    manager = staff.world.people["training_manager"]
    with as_person(manager), pytest.raises(Rejected, match="wer hier schon eine Aufgabe hat"):
        deputise(
            actor_of(manager),
            post=staff.post(staff.firm, manager),
            person=staff.world.people["other_trainer"],
            first_day=today(),
            last_day=today() + DAY,
        )


def test_a_department_of_another_organisation_is_not_taken(staff: Staff, as_person) -> None:
    head, manager = staff.world.people["head_of_school"], staff.world.people["training_manager"]
    with as_person(head):
        department = open_department(actor_of(head), organisation=staff.world.school, name="Abteilung I")
    with as_person(manager), pytest.raises(Rejected, match="anderen Organisation"):
        put_into_department(actor_of(manager), post=staff.post(staff.firm, manager), department=department)


def test_an_address_tells_nothing_unless_the_organisation_knows_the_person(staff: Staff, as_person) -> None:
    firm, world = staff.firm, staff.world
    assert known_here(firm, "COLLEAGUE@welten.example") == staff.colleague
    assert known_here(firm, world.people["other_trainer"].email) is None
    assert known_here(firm, "niemand@welten.example") is None
    assert known_here(world.school, world.people["class_teacher"].email) == world.people["class_teacher"]


def test_unknown_and_foreign_people_get_an_invitation_alike(staff: Staff, as_person, monkeypatch) -> None:
    invited: list[str] = []
    before = colleague_inviter()
    invite_colleagues_by(lambda actor, *, organisation, email, capacity, first_day: invited.append(email))
    manager = staff.world.people["training_manager"]
    emails = [staff.world.people["other_trainer"].email, "niemand@welten.example"]
    try:
        with as_person(manager):
            answers = [
                welcome(
                    actor_of(manager),
                    organisation=staff.firm,
                    email=email,
                    capacity="trainer",
                    first_day=today(),
                )
                for email in emails
            ]
    finally:
        if before:
            invite_colleagues_by(before)
    assert (answers, invited) == ([False, False], emails)
    assert not Post.objects.filter(
        organisation=staff.firm, person=staff.world.people["other_trainer"]
    ).exists()


def test_an_invitation_too_needs_the_right_to_give_the_post(staff: Staff, as_person) -> None:
    trainer = staff.world.people["trainer"]
    with as_person(trainer), pytest.raises(Refused, match="Ausbildungsleitung"):
        welcome(
            actor_of(trainer),
            organisation=staff.firm,
            email="neu@welten.example",
            capacity="trainer",
            first_day=today(),
        )


def test_system_actors_give_posts_as_before(staff: Staff) -> None:
    with as_system(ACTOR):
        post = hold_post(
            ACTOR,
            person=staff.colleague,
            organisation=staff.firm,
            capacity="training_manager",
            first_day=today(),
        )
    assert post.capacity == "training_manager"


def test_somebody_unknown_is_invited_to_train_here(staff: Staff, as_person) -> None:
    manager = staff.world.people["training_manager"]
    with as_person(manager):
        answer = welcome(
            actor_of(manager),
            organisation=staff.firm,
            email="neu@welten.example",
            capacity="trainer",
            first_day=today(),
        )
        invitation = Invitation.objects.get(email="neu@welten.example")
    assert answer is False
    assert (invitation.kind, invitation.firm_id, invitation.channel) == ("trainer", staff.firm.pk, "email")


@pytest.mark.parametrize(
    ("who", "where", "capacity"),
    [
        ("training_manager", "firm", "training_manager"),
        ("head_of_school", "school", "head_of_school"),
        ("head_of_school", "school", "school_office"),
        ("school_office", "school", "teacher"),
        ("chamber_adviser", "chamber", "chamber_adviser"),
    ],
)
def test_somebody_unknown_is_invited_to_a_post_of_the_house(
    who: str, where: str, capacity: str, staff: Staff, as_person
) -> None:
    house = staff.firm if where == "firm" else getattr(staff.world, where)
    person = staff.world.people[who]
    with as_person(person):
        known = welcome(
            actor_of(person),
            organisation=house,
            email="neu@welten.example",
            capacity=capacity,
            first_day=today(),
        )
        invitation = Invitation.objects.get(email="neu@welten.example")
    assert known is False
    assert (invitation.kind, invitation.capacity, invitation.organisation) == ("staff", capacity, house)


@pytest.mark.parametrize("act", ["appoint", "deputise"])
def test_who_leads_for_some_days_does_not_go_on_leading(act: str, staff: Staff, as_person) -> None:
    school, teacher = staff.world.school, staff.world.people["class_teacher"]
    head, later = staff.post(school, staff.world.people["head_of_school"]), today() + 2 * DAY
    days = {"first_day": today(), "last_day": today() + DAY, "substitutes_for": head}
    with as_system(ACTOR):
        hold_post(ACTOR, person=teacher, organisation=school, capacity="head_of_school", **days)
    before = set(Post.objects.values_list("pk", "person", "capacity", "last_day"))
    actor, email = actor_of(teacher), teacher.email
    acts = {
        "appoint": partial(
            welcome, actor, organisation=school, email=email, capacity="head_of_school", first_day=later
        ),
        "deputise": partial(deputise, actor, post=head, person=teacher, first_day=later, last_day=later),
    }
    with as_person(teacher), pytest.raises(Refused, match="gibt sich niemand selbst"):
        acts[act]()
    assert set(Post.objects.values_list("pk", "person", "capacity", "last_day")) == before
