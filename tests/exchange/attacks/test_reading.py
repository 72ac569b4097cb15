"""Reading what was said before one came, or after one's reason to read has gone."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.conversations.talks import doing, earlier, opened, present, read_by, say
from tests.exchange.help.scenes import Helpers, keep_helpers, open_case, seen_by
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import TeachingAssignment, assign_teacher, derive_organisation
from zweiklang.exchange.conversations.taking_part import add_person
from zweiklang.exchange.models import Conversation, Participation
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Post, add_post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Membership, as_system

DAY = timedelta(days=1)
BEFORE = "Das war vorher."


def found(person: Person, word: str) -> int:
    """How many messages the database's own search names to the person."""
    with standing_as(person), connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(found_messages(to_tsquery('german', %s)))", [word])
        number: int = cursor.fetchone()[0]
    return number


def substitute_for(world: World, person: Person) -> None:
    with as_system(ACTOR):
        absent = TeachingAssignment.objects.get(
            school_class=world.school_class, person=world.people["class_teacher"], substitutes_for=None
        )
        assign_teacher(
            ACTOR,
            school_class=world.school_class,
            person=person,
            capacity="class_teacher",
            first_day=today(),
            last_day=today() + DAY,
            substitutes_for=absent,
        )


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Trainer and apprentice have talked; the class teacher came later, and sees what is said from then on."""
    people = world_a.people
    made = opened(people["trainer"], world_a, people["apprentice"], text=BEFORE)
    earlier(made)
    doing(
        people["trainer"],
        add_person,
        conversation=made,
        person_id=people["class_teacher"].pk,
        everything=False,
    )
    return made


def test_who_stands_in_sees_no_more_than_whom_they_stand_in_for(talk: Conversation, world_a: World) -> None:
    substitute = world_a.people["subject_teacher"]
    substitute_for(world_a, substitute)
    say(world_a.people["trainer"], talk, "Das ist neu.")
    assert substitute.pk in present(talk)
    for person in (world_a.people["class_teacher"], substitute):
        read = read_by(person, talk)
        assert BEFORE not in read, person
        assert read[-1] == "Das ist neu."
    assert read_by(world_a.people["apprentice"], talk)[0] == BEFORE


def test_who_stands_in_for_somebody_who_sees_all_sees_all(talk: Conversation, world_a: World) -> None:
    with as_system(ACTOR):
        Participation.objects.filter(room_id=talk.room_id).update(visible_from=None)
    substitute_for(world_a, world_a.people["subject_teacher"])
    assert read_by(world_a.people["subject_teacher"], talk)[0] == BEFORE


def test_the_search_function_names_nothing_from_before(talk: Conversation, world_a: World) -> None:
    substitute_for(world_a, world_a.people["subject_teacher"])
    assert found(world_a.people["trainer"], "vorher") == 1
    assert found(world_a.people["class_teacher"], "vorher") == 0
    assert found(world_a.people["subject_teacher"], "vorher") == 0


@pytest.fixture
def helpers(world_a: World) -> Helpers:
    return keep_helpers(world_a)


def no_longer_counsels(world: World, helpers: Helpers, case_id: UUID) -> None:
    """Since yesterday the person counsels no more, but goes on teaching at the school."""
    with as_system(ACTOR):
        add_post(
            ACTOR,
            person=helpers.teacher,
            organisation=world.school,
            capacity="teacher",
            first_day=today() - 9 * DAY,
        )
        Post.objects.filter(person=helpers.teacher, capacity="counsellor").update(
            first_day=today() - 9 * DAY, last_day=today() - DAY
        )
        rows = Participation.objects.filter(room_id=case_id)
        rows.update(added_at=rows[0].added_at - 3 * DAY)
        Membership.objects.filter(room_id=case_id).update(first_day=today() - 3 * DAY)
        derive_organisation(ACTOR, world.school.pk)


def test_a_counsellor_who_only_teaches_now_reads_no_case(world_a: World, helpers: Helpers) -> None:
    apprentice = world_a.first.apprentice
    case_id = open_case(apprentice, helpers.of_school)
    no_longer_counsels(world_a, helpers, case_id)
    with pytest.raises(Http404):
        seen_by(helpers.teacher, case_id)
    assert not seen_by(apprentice, case_id).other_there
