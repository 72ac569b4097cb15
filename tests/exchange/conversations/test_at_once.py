"""Two clicks, two tabs or two people at the same moment: one message, one conversation, one participant, and of two changes the second is asked."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.exchange.conversations.talks import doing, opened, said, say
from tests.worlds import World
from zweiklang.exchange.conversations.services import edit_message, withdraw_message
from zweiklang.exchange.conversations.taking_part import add_person
from zweiklang.exchange.models import Conversation, Participation
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("conversations_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture
def talk(world: World) -> Conversation:
    return opened(world.people["class_teacher"], world, world.people["trainer"])


def kept(act: Callable[[], object], done: list[object]) -> Callable[[], None]:
    """Returns what does it and keeps what came of it."""

    def run() -> None:
        try:
            done.append(act())
        except Conflict as error:
            done.append(error)

    return run


def test_the_second_click_waits_and_finds_the_message(world: World, talk: Conversation) -> None:
    trainer, id, done = world.people["trainer"], new_id(), []
    send = kept(lambda: say(trainer, talk, "Am Montag.", id=id).pk, done)
    assert one_then_other(send, send)
    assert done == [id, id]
    assert said(talk).count(("text", "Am Montag.")) == 1


def test_the_second_click_opens_no_second_conversation(world: World) -> None:
    teacher, id, done = world.people["class_teacher"], new_id(), []
    open_ = kept(lambda: opened(teacher, world, world.people["trainer"], message_id=id).pk, done)
    assert one_then_other(open_, open_)
    assert done[0] == done[1]


def test_added_by_two_people_at_once_somebody_takes_part_once(world: World, talk: Conversation) -> None:
    deputy, done = world.people["deputy_trainer"], []

    def adding(person: Person) -> Callable[[], None]:
        terms = {"conversation": talk, "person_id": deputy.pk, "everything": True}
        return kept(lambda: doing(person, add_person, **terms), done)

    assert one_then_other(adding(world.people["trainer"]), adding(world.people["class_teacher"]))
    assert done == [True, False]
    with as_system("tests"):
        assert Participation.objects.filter(room_id=talk.room_id, person=deputy, left_at=None).count() == 1


def test_changed_while_it_is_taken_back_it_stays_taken_back(world: World, talk: Conversation) -> None:
    trainer, done = world.people["trainer"], []
    message = say(trainer, talk, "Am Montag.")
    terms = {"conversation": talk, "message_id": message.pk}
    take = kept(lambda: doing(trainer, withdraw_message, **terms).text, done)
    change = kept(lambda: doing(trainer, edit_message, text="Doch.", seen="", **terms).text, done)
    assert one_then_other(take, change)
    assert done[0] == ""
    assert isinstance(done[1], Conflict)
    assert "Doch." not in [text for _, text in said(talk)]


def test_a_message_sent_while_somebody_is_added_is_read_by_whoever_came(
    world: World, talk: Conversation
) -> None:
    """Whoever comes "from now on" reads what is sent after that, not what was sent before."""
    guardian, trainer = world.people["guardian"], world.people["trainer"]
    doing(trainer, add_person, conversation=talk, person_id=guardian.pk, everything=False)
    say(trainer, talk, "Willkommen.")
    with standing_as(guardian), connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM exchange_message WHERE room_id = %s AND kind = 'text'", [talk.room_id]
        )
        assert cursor.fetchall() == [("Willkommen.",)]
