"""Saying, changing and taking back: once each, by whoever said it, with a trace that participants can read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.conversations.talks import doing, everything, opened, read_by, said, say, told
from tests.worlds import World
from zweiklang.exchange.conversations.services import edit_message, withdraw_message
from zweiklang.exchange.conversations.shapes import MOST_MESSAGES_AN_HOUR
from zweiklang.exchange.models import Conversation, Message, MessageVersion, StoredFile
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import as_system

OUTSIDERS = (
    "second_apprentice",
    "deputy_trainer",
    "training_manager",
    "subject_teacher",
    "head_of_school",
    "school_office",
    "guardian",
    "chamber_adviser",
    "other_trainer",
)


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Class teacher, trainer and apprentice talk."""
    people = world_a.people
    return opened(people["class_teacher"], world_a, people["trainer"], people["apprentice"])


def test_sent_twice_it_is_said_once(talk: Conversation, world_a: World) -> None:
    trainer, id = world_a.people["trainer"], new_id()
    say(trainer, talk, "Am Montag.", id=id)
    before = everything()
    assert say(trainer, talk, "Am Montag.", id=id).pk == id
    assert everything() == before
    assert said(talk)[-1] == ("text", "Am Montag.")


def test_each_message_counts_for_the_others_until_they_look(talk: Conversation, world_a: World) -> None:
    teacher, trainer, apprentice = (world_a.people[key] for key in ("class_teacher", "trainer", "apprentice"))
    say(trainer, talk)
    say(trainer, talk, "Um zehn.")
    assert told(talk) == {teacher.pk: 2, trainer.pk: 1, apprentice.pk: 3}


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_who_takes_no_part_finds_nothing_and_says_nothing(
    talk: Conversation, world_a: World, persona: str
) -> None:
    outsider, before = world_a.people[persona], everything()
    assert read_by(outsider, talk) == []
    with standing_as(outsider):
        assert not Conversation.objects.filter(pk=talk.pk).exists()
    with pytest.raises(Http404):
        say(outsider, talk)
    assert everything() == before


def test_the_database_takes_no_message_in_the_name_of_another(talk: Conversation, world_a: World) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    for wrong in (
        {"author": teacher},
        {"author": trainer, "kind": "event"},
        {"author": trainer, "sent_at": now() - timedelta(days=1)},
    ):
        with standing_as(trainer), pytest.raises(DatabaseError), transaction.atomic():
            Message.objects.create(room_id=talk.room_id, text="Gefälscht", **wrong)
    with standing_as(trainer), pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(room_id=talk.room_id).update(text="Überschrieben")


def test_what_was_changed_can_be_read_by_all_who_take_part(talk: Conversation, world_a: World) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    message = say(trainer, talk, "Am Montag.")
    doing(trainer, edit_message, conversation=talk, message_id=message.pk, text="Am Dienstag.", seen="")
    assert said(talk)[-1] == ("text", "Am Dienstag.")
    with standing_as(teacher):
        versions = MessageVersion.objects.filter(message=message).values_list("text", flat=True)
        assert list(versions) == ["Am Montag."]
    with standing_as(world_a.people["deputy_trainer"]):
        assert not MessageVersion.objects.filter(message=message).exists()


def test_a_change_that_changes_nothing_leaves_no_trace(talk: Conversation, world_a: World) -> None:
    trainer = world_a.people["trainer"]
    message = say(trainer, talk, "Am Montag.")
    before = everything()
    doing(trainer, edit_message, conversation=talk, message_id=message.pk, text="Am Montag.  ", seen="")
    assert everything() == before


def test_of_two_tabs_the_second_is_told_that_the_message_has_changed(
    talk: Conversation, world_a: World
) -> None:
    trainer = world_a.people["trainer"]
    message = say(trainer, talk, "Am Montag.")
    doing(trainer, edit_message, conversation=talk, message_id=message.pk, text="Am Dienstag.", seen="")
    with pytest.raises(Conflict):
        doing(trainer, edit_message, conversation=talk, message_id=message.pk, text="Am Freitag.", seen="")
    assert said(talk)[-1] == ("text", "Am Dienstag.")


@pytest.mark.parametrize("act", [edit_message, withdraw_message])
def test_nobody_changes_or_takes_back_what_another_said(
    talk: Conversation, world_a: World, act: Callable[..., object]
) -> None:
    message = say(world_a.people["trainer"], talk)
    before = everything()
    terms = {"text": "Anders", "seen": ""} if act is edit_message else {}
    with pytest.raises(Refused):
        doing(world_a.people["class_teacher"], act, conversation=talk, message_id=message.pk, **terms)
    with pytest.raises(Http404):
        doing(world_a.people["other_trainer"], act, conversation=talk, message_id=message.pk, **terms)
    assert everything() == before


def test_what_is_taken_back_is_gone_with_all_versions_and_files_and_that_it_was_there_stays(
    talk: Conversation, world_a: World
) -> None:
    trainer = world_a.people["trainer"]
    message = say(trainer, talk, "Das war falsch.")
    doing(trainer, edit_message, conversation=talk, message_id=message.pk, text="Ganz falsch.", seen="")
    with as_system("tests"):
        StoredFile.objects.create(
            room_id=talk.room_id, message=message, uploaded_by=trainer, name="a.pdf", size=1, received=1
        )
    doing(trainer, withdraw_message, conversation=talk, message_id=message.pk)
    with as_system("tests"):
        message.refresh_from_db()
        assert not message.versions.exists()
        assert not message.files.exists()
    assert (message.text, message.withdrawn_at is not None) == ("", True)
    before = everything()
    doing(trainer, withdraw_message, conversation=talk, message_id=message.pk)
    assert everything() == before
    with pytest.raises(Conflict):
        doing(trainer, edit_message, conversation=talk, message_id=message.pk, text="Doch", seen="")


def test_nothing_and_too_much_is_not_said(talk: Conversation, world_a: World) -> None:
    before = everything()
    for text in ("", " \n\t", "x" * 5001):
        with pytest.raises(Rejected):
            say(world_a.people["trainer"], talk, text)
    assert everything() == before
    say(world_a.people["trainer"], talk, "ä" * 5000)


def test_a_flood_ends_and_the_others_still_write(talk: Conversation, world_a: World) -> None:
    trainer = world_a.people["trainer"]
    with as_system("tests"):
        written = Message.objects.filter(author=trainer, sent_at__gte=now() - timedelta(hours=1)).count()
        Message.objects.bulk_create(
            Message(room_id=talk.room_id, author=trainer, text="Spam")
            for _ in range(MOST_MESSAGES_AN_HOUR - written)
        )
    with pytest.raises(Rejected):
        say(trainer, talk)
    say(world_a.people["class_teacher"], talk)


def test_in_an_ended_conversation_nobody_writes(talk: Conversation, world_a: World) -> None:
    with as_system("tests"):
        Conversation.objects.filter(pk=talk.pk).update(ended_at=now())
        talk.refresh_from_db()
    before = everything()
    with pytest.raises(Conflict):
        say(world_a.people["trainer"], talk)
    assert everything() == before
