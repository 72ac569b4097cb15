"""What remains, and what leaves the product: own words in one's export after leaving, nothing of others; and no word in a mail."""

from datetime import timedelta

import pytest

from tests.exchange.conversations.talks import doing, opened, say
from tests.exchange.notices.telling import mailed_by
from tests.privacy.exports.opening import export_of
from tests.worlds import World
from zweiklang.exchange.conversations.services import withdraw_message
from zweiklang.exchange.conversations.taking_part import leave
from zweiklang.exchange.models import Conversation
from zweiklang.kernel.clock import today
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

SUBJECT, OWN, OTHERS, TAKEN_BACK = "Kündigungsgedanken", "Eigenes Wort.", "Fremdes Wort.", "Zurückgenommen."


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Teacher and trainer talk; each has said something, the trainer has taken something back and left."""
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    found = opened(teacher, world_a, trainer, subject=SUBJECT, text=OTHERS)
    say(trainer, found, OWN)
    gone = say(trainer, found, TAKEN_BACK)
    doing(trainer, withdraw_message, conversation=found, message_id=gone.pk)
    return found


def exported(person: Person) -> bytes:
    return b"".join(export_of(person).files.values())


def test_who_has_left_keeps_the_own_words_and_none_of_the_others(talk: Conversation, world_a: World) -> None:
    trainer = world_a.people["trainer"]
    doing(trainer, leave, conversation=talk)
    content = exported(trainer)
    assert OWN.encode() in content
    assert OTHERS.encode() not in content
    assert TAKEN_BACK.encode() not in content


def test_nobody_elses_export_holds_a_word_of_it(talk: Conversation, world_a: World) -> None:
    for persona in ("apprentice", "deputy_trainer", "head_of_school"):
        content = exported(world_a.people[persona])
        for word in (SUBJECT, OWN, OTHERS):
            assert word.encode() not in content, persona


def test_a_mail_says_that_there_is_something_and_not_what(talk: Conversation, world_a: World) -> None:
    with as_system("tests"):
        OutgoingMail.objects.all().delete()
    mailed_by(f"{today() + timedelta(days=1)} 12:00")
    with as_system("tests"):
        sent = list(OutgoingMail.objects.filter(person=world_a.people["trainer"]).values())
    assert sent
    for word in (
        SUBJECT,
        OWN,
        OTHERS,
        world_a.people["class_teacher"].family_name,
        world_a.first.apprentice.name,
    ):
        assert word not in str(sent)
