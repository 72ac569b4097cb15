"""Whoever should answer gets one mail a day at most; it names nobody and nothing. Everything else waits for the weekly mail."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.mailing import delivered, mail_notices, words_of
from tests.planning.proposals.talks import answer, both_lanes, suggest
from tests.planning.radar.lanes import addresses, jobs_due
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import TrainerAssignment, derive_apprenticeship
from zweiklang.people.mailing.unsubscribing import set_rhythm
from zweiklang.people.public import MailKind, Person, Rhythm
from zweiklang.planning import tasks
from zweiklang.planning.proposals.services import TELL
from zweiklang.rooms.public import as_system


@pytest.fixture
def world(world_a: World) -> World:
    both_lanes(world_a)
    return world_a


def work() -> None:
    for arguments, _ in jobs_due(TELL):
        with as_system(ACTOR):
            tasks.tell.func(None, **arguments)
    mail_notices()


def mailed() -> list[str]:
    return sorted(one.to[0] for one in delivered())


def test_those_who_train_are_asked_and_the_manager_only_where_nobody_else_does(
    world: World, worlds: Worlds
) -> None:
    suggest(world.people["class_teacher"], world.first.room_id, world.second.room_id)
    work()
    asked = [world.people["trainer"], world.people["deputy_trainer"], worlds.crossing.person]
    second = world.second.firm
    assert mailed() == addresses([*asked, second.trainer, second.deputy_trainer])


def test_a_manager_alone_is_asked(world: World) -> None:
    with as_system(ACTOR):
        TrainerAssignment.objects.filter(contract=world.first.contract).delete()
        derive_apprenticeship(ACTOR, contract=world.first.contract)
    suggest(world.people["class_teacher"], world.first.room_id)
    work()
    assert mailed() == [world.people["training_manager"].email]


def test_a_firms_proposal_asks_the_class_teacher(world: World) -> None:
    suggest(world.people["trainer"], world.first.room_id)
    work()
    assert mailed() == [world.people["class_teacher"].email]


def test_the_mail_names_nobody_and_nothing(world: World) -> None:
    suggest(world.people["trainer"], world.first.room_id, text="Alex kommt oft zu spät")
    work()
    (one,) = delivered()
    apprentice, trainer = world.first.apprentice, world.people["trainer"]
    for word in (
        apprentice.given_name,
        apprentice.family_name,
        trainer.family_name,
        "LF",
        "Alex",
        world.first.firm.organisation.name,
    ):
        assert word not in words_of(one), word
    assert "/nachrichten/" in one.body
    assert "List-Unsubscribe" in one.extra_headers


def test_a_second_run_of_the_job_and_a_second_proposal_of_the_day_send_no_second_mail(world: World) -> None:
    suggest(world.people["trainer"], world.first.room_id)
    work()
    work()
    suggest(world.people["trainer"], world.first.room_id, kind="visit", from_week=None)
    work()
    assert len(mailed()) == 1


def test_who_does_not_want_mails_of_planning_has_the_line_in_the_inbox_only(
    world: World, client_of: Callable[[Person | None], Client]
) -> None:
    teacher = world.people["class_teacher"]
    set_rhythm(teacher.pk, MailKind.PLANNING, Rhythm.NEVER)
    suggest(world.people["trainer"], world.first.room_id)
    work()
    assert mailed() == []
    page = client_of(teacher).get("/nachrichten/").content.decode()
    assert "Ein Vorschlag zur gemeinsamen Planung wartet auf Ihre Antwort" in page


def test_what_was_withdrawn_before_the_job_ran_asks_nobody(world: World) -> None:
    made = suggest(world.people["trainer"], world.first.room_id)
    answer(world.people["trainer"], made, "withdraw")
    work()
    assert mailed() == []


def test_answers_are_not_mailed_at_once(world: World) -> None:
    made = suggest(world.people["trainer"], world.first.room_id)
    jobs = len(jobs_due(TELL))
    answer(world.people["class_teacher"], made, "accept", "Gern")
    assert len(jobs_due(TELL)) == jobs
