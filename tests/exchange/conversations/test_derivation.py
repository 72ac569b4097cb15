"""Memberships follow from what a conversation is about: they end with it, and whoever stands in is in by rule, and out again by it."""

from datetime import date
from uuid import UUID

import pytest

from tests.bench.browsing import statements
from tests.clients import standing_as
from tests.exchange.conversations.talks import DAY, doing, earlier, opened, present, read_by, say
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import (
    Contract,
    TeachingAssignment,
    TrainerAssignment,
    assign_teacher,
    assign_trainer,
    derive_class,
    derive_organisation,
    end_contract,
    end_teaching_assignment,
    end_trainer_assignment,
    hold_post,
)
from zweiklang.exchange.conversations.derivation import (
    clip,
    derive_about_rooms,
    derive_conversations,
    joined_up,
)
from zweiklang.exchange.conversations.services import open_counselling
from zweiklang.exchange.conversations.shapes import Chosen
from zweiklang.exchange.models import Conversation, Participation
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Membership, as_system, members_of, open_room


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Class teacher, trainer and apprentice have talked some days ago."""
    people = world_a.people
    found = opened(people["class_teacher"], world_a, people["trainer"], people["apprentice"])
    earlier(found, days=5)
    with as_system(ACTOR):
        derive_about_rooms(ACTOR, {world_a.first.room_id})
    return found


def last_days(talk: Conversation) -> dict[UUID, date | None]:
    with as_system(ACTOR):
        rows = Membership.objects.filter(room_id=talk.room_id)
        return dict(rows.values_list("person_id", "last_day"))


def test_with_the_contract_the_door_closes_for_all_but_the_apprentice(
    talk: Conversation, world_a: World
) -> None:
    with as_system(ACTOR):
        end_contract(ACTOR, contract=world_a.first.contract, last_day=today() - DAY)
    assert present(talk) == {world_a.people["apprentice"].pk}
    assert read_by(world_a.people["trainer"], talk) == []
    assert read_by(world_a.people["apprentice"], talk) == ["Wann passt es Ihnen?"]


def test_the_door_is_open_to_the_last_day(talk: Conversation, world_a: World) -> None:
    with as_system(ACTOR):
        end_contract(ACTOR, contract=world_a.first.contract, last_day=today())
    assert len(present(talk)) == 3
    assert last_days(talk)[world_a.people["trainer"].pk] == today()


def test_a_trainer_who_trains_no_longer_reads_no_longer(talk: Conversation, world_a: World) -> None:
    with as_system(ACTOR):
        row = TrainerAssignment.objects.get(contract=world_a.first.contract, person=world_a.people["trainer"])
        end_trainer_assignment(ACTOR, assignment=row, last_day=today() - DAY)
    assert world_a.people["trainer"].pk not in present(talk)


def test_a_deputy_for_some_days_reads_along_and_goes_again(talk: Conversation, world_a: World) -> None:
    deputy, trainer = _colleague(world_a), world_a.people["trainer"]
    with as_system(ACTOR):
        made = assign_trainer(
            ACTOR,
            contract=world_a.first.contract,
            person=deputy,
            capacity="deputy_trainer",
            first_day=today() - DAY,
            last_day=today() + 3 * DAY,
        )
    assert deputy.pk in present(talk)
    assert read_by(deputy, talk) == ["Wann passt es Ihnen?"]
    say(deputy, talk, "Ich vertrete diese Woche.")
    with standing_as(world_a.people["apprentice"]):
        found = {one.person_id: one for one in members_of(talk.room_id, on=today())}
    assert found[deputy.pk].reason == f"Vertritt {trainer.name}."
    assert found[deputy.pk].last_day == today() + 3 * DAY
    with as_system(ACTOR):
        end_trainer_assignment(ACTOR, assignment=made, last_day=today() - DAY)
    assert deputy.pk not in present(talk)
    assert read_by(deputy, talk) == []


def test_a_deputy_who_always_was_one_comes_only_if_chosen(talk: Conversation, world_a: World) -> None:
    assert world_a.people["deputy_trainer"].pk not in present(talk)
    with as_system(ACTOR):
        row = TrainerAssignment.objects.get(
            contract=world_a.first.contract, person=world_a.people["deputy_trainer"]
        )
        end_trainer_assignment(ACTOR, assignment=row, last_day=today() + DAY)
    assert world_a.people["deputy_trainer"].pk not in present(talk)


def test_a_substitute_of_the_class_teacher_reads_along_while_it_lasts(
    talk: Conversation, world_a: World
) -> None:
    substitute = world_a.people["subject_teacher"]
    made = _substitute(world_a, substitute, first_day=today() - DAY, last_day=today() + DAY)
    assert substitute.pk in present(talk)
    with as_system(ACTOR):
        end_teaching_assignment(ACTOR, teaching=made, last_day=today() - DAY)
    assert substitute.pk not in present(talk)


def test_a_substitute_to_come_reads_nothing_yet(talk: Conversation, world_a: World) -> None:
    substitute = world_a.people["subject_teacher"]
    _substitute(world_a, substitute, first_day=today() + DAY, last_day=today() + 2 * DAY)
    assert substitute.pk not in present(talk)
    assert substitute.pk in last_days(talk)


def test_who_takes_part_anyway_stands_in_for_nobody(talk: Conversation, world_a: World) -> None:
    _substitute(world_a, world_a.people["trainer"], first_day=today(), last_day=today() + DAY)
    with standing_as(world_a.people["apprentice"]):
        mine = [
            one
            for one in members_of(talk.room_id, on=today())
            if one.person_id == world_a.people["trainer"].pk
        ]
    assert [one.reason for one in mine] == ["Nimmt teil."]


def test_who_stands_in_elsewhere_reads_nothing_here(
    talk: Conversation, world_a: World, worlds: Worlds
) -> None:
    """The same absent teacher, another class: its substitute has nothing to do with this apprenticeship."""
    other = worlds.b.people["subject_teacher"]
    with as_system(ACTOR):
        theirs = assign_teacher(
            ACTOR,
            school_class=worlds.b.school_class,
            person=world_a.people["class_teacher"],
            capacity="class_teacher",
            first_day=today() - DAY,
        )
        assign_teacher(
            ACTOR,
            school_class=worlds.b.school_class,
            person=other,
            capacity="class_teacher",
            first_day=today(),
            substitutes_for=theirs,
        )
        derive_class(ACTOR, world_a.school_class)
    assert other.pk not in present(talk)


def test_at_an_organisation_the_door_follows_the_post(world_a: World) -> None:
    office, trainer = world_a.people["school_office"], world_a.people["trainer"]
    talk = opened(trainer, world_a, office, about_organisation=world_a.school)
    earlier(talk)
    assert present(talk) == {trainer.pk, office.pk}
    head = world_a.people["head_of_school"]
    with as_system(ACTOR):
        post = Post.objects.get(person=office, organisation=world_a.school)
        hold_post(
            ACTOR,
            person=head,
            organisation=world_a.school,
            capacity="school_office",
            first_day=today(),
            last_day=today() + DAY,
            substitutes_for=post,
        )
    assert head.pk in present(talk)
    with as_system(ACTOR):
        Post.objects.filter(person=office).update(last_day=today() - DAY)
        derive_organisation(ACTOR, world_a.school.pk)
    assert present(talk) == {trainer.pk}


def test_from_outside_the_door_is_open_as_long_as_there_is_something_to_do_with_it(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    talk = opened(trainer, world_a, world_a.people["school_office"], about_organisation=world_a.school)
    earlier(talk)
    with as_system(ACTOR):
        end_contract(ACTOR, contract=world_a.first.contract, last_day=today() - DAY)
    assert present(talk) == {world_a.people["school_office"].pk}


def test_after_a_merger_the_door_follows_the_posts_at_the_other(world_a: World) -> None:
    manager = world_a.people["training_manager"]
    talk = opened(
        world_a.people["class_teacher"], world_a, manager, about_organisation=world_a.first.firm.organisation
    )
    earlier(talk)
    old, new = world_a.first.firm.organisation, world_a.second.firm.organisation
    with as_system(ACTOR):
        Post.objects.filter(organisation=old).update(organisation=new)
        Contract.objects.filter(firm=old).update(firm=new)
        Organisation.objects.filter(pk=old.pk).update(state="merged", merged_into=new)
        for organisation in (old, new):
            derive_organisation(ACTOR, organisation.pk)
    assert present(talk) == {manager.pk, world_a.people["class_teacher"].pk}
    with as_system(ACTOR):
        Post.objects.filter(person=manager).update(last_day=today() - DAY)
        derive_organisation(ACTOR, new.pk)
    assert manager.pk not in present(talk)


def test_when_what_it_was_about_is_deleted_nobody_who_depends_on_it_reads(
    talk: Conversation, world_a: World
) -> None:
    with as_system(ACTOR):
        Conversation.objects.filter(pk=talk.pk).update(about_room=None)
        derive_about_rooms(ACTOR, {world_a.first.room_id})
        derive_conversations(ACTOR, Conversation.objects.filter(pk=talk.pk))
    assert present(talk) == set()


def test_nobody_stands_in_where_help_is_given(world_a: World) -> None:
    apprentice, counsellor = world_a.people["apprentice"], world_a.people["class_teacher"]
    talk = doing(
        apprentice,
        open_counselling,
        subject="Gespräch",
        own=Chosen(apprentice.pk, "", follows_about=False),
        other=Chosen(counsellor.pk, "Beratung", follows_about=False),
        text="Ich brauche Hilfe.",
        message_id=new_id(),
    )
    _substitute(world_a, world_a.people["subject_teacher"], first_day=today(), last_day=today() + DAY)
    assert present(talk) == {apprentice.pk, counsellor.pk}
    assert read_by(world_a.people["trainer"], talk) == []


def test_a_hundred_conversations_cost_as_many_statements_as_one(talk: Conversation, world_a: World) -> None:
    def derived() -> int:
        with as_system(ACTOR), statements() as sent:
            derive_about_rooms(ACTOR, {world_a.first.room_id, world_a.second.room_id})
        return len(sent)

    derived()
    one = derived()
    with as_system(ACTOR):
        for _ in range(99):
            _copy(talk)
    derived()
    assert derived() <= one
    assert one <= 30


def test_a_class_without_conversations_costs_next_to_nothing(world_b: World) -> None:
    with as_system(ACTOR):
        Conversation.objects.all().delete()
        with statements() as sent:
            derive_about_rooms(ACTOR, {world_b.first.room_id})
    assert len(sent) <= 8


def test_periods_that_touch_are_one_and_gaps_stay() -> None:
    def on(day: int) -> date:
        return date(2026, 3, day)

    assert joined_up([(on(5), on(9)), (on(1), on(4)), (on(12), None)]) == [(on(1), on(9)), (on(12), None)]
    assert joined_up([(on(1), None), (on(3), on(4))]) == [(on(1), None)]
    assert joined_up([(on(1), on(9)), (on(2), on(3))]) == [(on(1), on(9))]
    assert clip((on(1), on(4)), (on(5), None)) is None
    assert clip((on(1), None), (on(5), on(6))) == (on(5), on(6))


def _colleague(world: World) -> Person:
    """Somebody of the same firm who has not trained this apprentice yet."""
    return world.people["training_manager"]


def _substitute(world: World, person: Person, *, first_day: date, last_day: date) -> TeachingAssignment:
    with as_system(ACTOR):
        absent = TeachingAssignment.objects.get(
            school_class=world.school_class, person=world.people["class_teacher"], substitutes_for=None
        )
        return assign_teacher(
            ACTOR,
            school_class=world.school_class,
            person=person,
            capacity="class_teacher",
            first_day=first_day,
            last_day=last_day,
            substitutes_for=absent,
        )


def _copy(talk: Conversation) -> None:
    room = open_room(ACTOR, kind="conversation", title="Gespräch")
    Conversation.objects.create(
        room=room, subject="Kopie", about_room_id=talk.about_room_id, opened_by_id=talk.opened_by_id
    )
    for one in Participation.objects.filter(room_id=talk.room_id):
        Participation.objects.create(
            room=room, person_id=one.person_id, described=one.described, added_by_id=one.added_by_id
        )
