"""Ids are made where something is written. One that is taken elsewhere changes nothing there, and is no fault of ours."""

import pytest

from tests.exchange.conversations.talks import doing, everything, opened, say
from tests.worlds import World
from zweiklang.exchange.conversations.agreements import note_agreement
from zweiklang.exchange.conversations.services import post_message
from zweiklang.kernel.errors import Conflict


def test_an_agreement_with_the_id_of_a_message_is_none(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    talk = opened(world_a.people["class_teacher"], world_a, trainer)
    message = say(trainer, talk)
    before = everything()
    with pytest.raises(Conflict):
        doing(
            trainer,
            note_agreement,
            conversation=talk,
            message_id=message.pk,
            who="firm",
            what="Wir üben.",
            until=None,
        )
    assert everything() == before


def test_a_message_with_an_id_from_a_foreign_conversation_changes_nothing_there(world_a: World) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    foreign = opened(teacher, world_a, world_a.people["apprentice"])
    message = say(teacher, foreign, "Nur für zwei.")
    mine = opened(teacher, world_a, trainer)
    before = everything()
    with pytest.raises(Conflict):
        doing(trainer, post_message, conversation=mine, message_id=message.pk, text="Anders.")
    assert everything() == before
