"""Two clicks, two tabs or two people at the same moment: one proposal, one answer, and the second of two different answers is asked first."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.worlds import ACTOR, World
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.models import AlignmentProposal, ProposalAct
from zweiklang.planning.proposals.selectors import proposal_in
from zweiklang.planning.proposals.services import TELL, propose, say
from zweiklang.planning.proposals.shapes import Proposal, Terms
from zweiklang.rooms.public import as_system

pytestmark = pytest.mark.slow
VISIT = Terms(kind="visit", text="Kommen Sie vorbei?")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("proposals_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture
def proposal(world: World) -> Proposal:
    """A proposal of the school that nobody has answered."""
    batch, teacher, room = new_id(), world.people["class_teacher"], world.first.room_id
    with standing_as(teacher):
        propose(actor_of(teacher), room_ids=[room], batch=batch, terms=VISIT)
        return proposal_in(room, AlignmentProposal.objects.get(batch=batch).pk)


def answers(proposal: Proposal) -> list[str]:
    with as_system(ACTOR):
        return list(ProposalAct.objects.filter(proposal=proposal.id).values_list("says", flat=True))


def answering(
    person: Person, proposal: Proposal, says: str, done: list[object], act: object = None
) -> Callable[[], None]:
    """Returns what gives that answer as the page showed it, and keeps what came of it."""
    act_id = act or new_id()

    def give() -> None:
        with standing_as(person):
            try:
                done.append(
                    say(actor_of(person), proposal=proposal, says=says, text="", act_id=act_id, seen="")
                )
            except Conflict as error:
                done.append(str(error))

    return give


def test_two_clicks_make_one_proposal_and_one_job(world: World) -> None:
    batch, teacher, made = new_id(), world.people["class_teacher"], []

    def suggest() -> None:
        with standing_as(teacher):
            rooms = [world.first.room_id, world.second.room_id]
            made.append(propose(actor_of(teacher), room_ids=rooms, batch=batch, terms=VISIT))

    assert one_then_other(suggest, suggest), "the second one has waited"
    assert made == [2, 0]
    with as_system(ACTOR), connection.cursor() as cursor:
        assert AlignmentProposal.objects.filter(batch=batch).count() == 2
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND args ->> 'batch' = %s",
            [TELL, str(batch)],
        )
        assert cursor.fetchone() == (1,)


def test_two_clicks_are_one_answer(world: World, proposal: Proposal) -> None:
    done: list[object] = []
    give = answering(world.people["trainer"], proposal, "accept", done, new_id())
    assert one_then_other(give, give)
    assert done == [True, False]
    assert answers(proposal) == ["accept"]


def test_two_people_with_the_same_answer_give_it_once(world: World, proposal: Proposal) -> None:
    done: list[object] = []
    first, second = (
        answering(world.people[name], proposal, "accept", done) for name in ("trainer", "deputy_trainer")
    )
    assert one_then_other(first, second)
    assert done == [True, False]
    assert answers(proposal) == ["accept"]


def test_the_second_of_two_different_answers_is_asked_first(world: World, proposal: Proposal) -> None:
    done: list[object] = []
    first = answering(world.people["trainer"], proposal, "accept", done)
    second = answering(world.people["deputy_trainer"], proposal, "decline", done)
    assert one_then_other(first, second)
    assert done[0] is True
    assert "Inzwischen" in str(done[1])
    assert answers(proposal) == ["accept"]


def test_withdrawn_while_somebody_answers_it_is_withdrawn(world: World, proposal: Proposal) -> None:
    done: list[object] = []
    first = answering(world.people["class_teacher"], proposal, "withdraw", done)
    second = answering(world.people["trainer"], proposal, "accept", done)
    assert one_then_other(first, second)
    assert answers(proposal) == ["withdraw"]
