"""Agreements are noted by those who train and learn, stand with the apprenticeship, and come back on "Heute" when their day comes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from tests.clients import standing_as
from tests.exchange.conversations.talks import DAY, doing, everything, opened, said
from tests.worlds import World
from zweiklang.exchange.conversations.agreements import (
    agreements_of,
    note_agreement,
    settle_agreement,
)
from zweiklang.exchange.models import Agreement, Conversation
from zweiklang.exchange.public import exchange_today
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, my_standings


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Class teacher, trainer, apprentice and guardian talk; nothing was agreed before."""
    people = world_a.people
    with as_system("tests"):
        Agreement.objects.all().delete()
    return opened(
        people["class_teacher"], world_a, people["trainer"], people["apprentice"], people["guardian"]
    )


def agree(person: Person, talk: Conversation, **more: Any) -> Agreement:
    terms: dict[str, Any] = {"message_id": new_id(), "who": "firm", "what": "Raum buchen", "until": None}
    return doing(person, note_agreement, conversation=talk, **(terms | more))


def waiting(person: Person) -> list[str]:
    """The titles that "Heute" shows the person."""
    with standing_as(person):
        return [one.title for one in exchange_today(actor_of(person), my_standings()).agreements]


def test_an_agreement_stands_in_the_thread_and_with_the_apprenticeship(
    talk: Conversation, world_a: World
) -> None:
    day = today() + 10 * DAY
    made = agree(world_a.people["trainer"], talk, until=day)
    assert made.room_id == world_a.first.room_id
    assert said(talk)[-1] == ("agreement", f"Betrieb: Raum buchen (bis {formats.day_long(day)})")
    person = world_a.people["apprentice"]
    with standing_as(person):
        found = agreements_of([made.room_id], standings=my_standings(), actor=actor_of(person))
    assert [(one.who, one.what, one.until, one.settleable) for one in found] == [
        ("Betrieb", "Raum buchen", day, True)
    ]


def test_noted_twice_it_stands_there_once(talk: Conversation, world_a: World) -> None:
    message = new_id()
    agree(world_a.people["trainer"], talk, message_id=message)
    before = everything()
    assert agree(world_a.people["trainer"], talk, message_id=message).pk == message
    assert everything() == before


def test_somebody_by_name_has_the_side_of_the_apprenticeship(talk: Conversation, world_a: World) -> None:
    teacher = world_a.people["class_teacher"]
    made = agree(world_a.people["trainer"], talk, who=str(teacher.pk))
    assert (made.side, made.responsible_id) == ("school", teacher.pk)
    assert said(talk)[-1][1].startswith(f"{teacher.name}: ")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 501}, "what"),
        ({"who": "jemand"}, "who"),
        ({"until": date(2001, 1, 1)}, "until"),
        ({"until": date(2199, 1, 1)}, "until"),
    ],
)
def test_what_is_missing_is_said_at_its_place(
    talk: Conversation, world_a: World, terms: dict[str, Any], field: str
) -> None:
    before = everything()
    with pytest.raises(Rejected) as error:
        agree(world_a.people["trainer"], talk, **terms)
    assert error.value.field == field
    assert everything() == before


def test_guardians_read_and_note_nothing(talk: Conversation, world_a: World) -> None:
    before = everything()
    with pytest.raises(Refused):
        agree(world_a.people["guardian"], talk)
    with pytest.raises(Http404):
        agree(world_a.people["deputy_trainer"], talk)
    with pytest.raises(Rejected):
        agree(world_a.people["trainer"], talk, who=str(world_a.people["other_trainer"].pk))
    assert everything() == before


def test_about_a_class_nothing_is_agreed(world_a: World) -> None:
    teacher = world_a.people["class_teacher"]
    talk = opened(
        teacher, world_a, world_a.people["subject_teacher"], about_room=world_a.school_class.room_id
    )
    with pytest.raises(Refused):
        agree(teacher, talk)


def test_on_heute_of_those_concerned_two_days_before(talk: Conversation, world_a: World) -> None:
    people = world_a.people
    agree(people["trainer"], talk, what="Raum buchen", until=today() + 2 * DAY)
    agree(people["trainer"], talk, what="Mappe zeigen", who="apprentice", until=today())
    agree(people["trainer"], talk, what="Später", until=today() + 3 * DAY)
    agree(people["trainer"], talk, what="Ohne Tag")
    named = str(people["class_teacher"].pk)
    agree(people["trainer"], talk, what="Anrufen", who=named, until=today() + timedelta(days=1))
    agree(people["trainer"], talk, what="Treffen", who="all", until=today() + timedelta(days=1))
    assert waiting(people["trainer"]) == ["Vereinbart: Treffen", "Vereinbart: Raum buchen"]
    assert waiting(people["apprentice"]) == ["Vereinbart: Mappe zeigen", "Vereinbart: Treffen"]
    assert waiting(people["class_teacher"]) == ["Vereinbart: Anrufen", "Vereinbart: Treffen"]
    for persona in ("guardian", "subject_teacher", "head_of_school", "second_apprentice", "other_trainer"):
        assert waiting(people[persona]) == [], persona


def test_heute_says_whose_agreement_it_is_to_all_but_the_apprentice_in_one_query(
    talk: Conversation, world_a: World
) -> None:
    people = world_a.people
    agree(people["trainer"], talk, who="all", until=today())
    for persona, note in (
        ("class_teacher", f"Heute fällig ({world_a.first.apprentice.name})"),
        ("apprentice", "Heute fällig"),
    ):
        with standing_as(people[persona]):
            actor, standings = actor_of(people[persona]), my_standings()
            exchange_today(actor, standings)
            with CaptureQueriesContext(connection) as asked:
                found = exchange_today(actor, standings)
        assert [one.note for one in found.agreements] == [note]
        assert len(asked) == 1


def test_settled_once_it_waits_for_nobody(talk: Conversation, world_a: World) -> None:
    people = world_a.people
    made = agree(people["trainer"], talk, until=today())
    assert doing(people["apprentice"], settle_agreement, agreement_id=made.pk, state="done")
    assert said(talk)[-1] == ("event", "Erledigt: Raum buchen")
    assert waiting(people["trainer"]) == []
    before = everything()
    assert doing(people["trainer"], settle_agreement, agreement_id=made.pk, state="done") is False
    with pytest.raises(Conflict):
        doing(people["trainer"], settle_agreement, agreement_id=made.pk, state="dropped")
    with pytest.raises(Rejected):
        doing(people["trainer"], settle_agreement, agreement_id=made.pk, state="open")
    assert everything() == before


def test_strangers_and_readers_settle_nothing(talk: Conversation, world_a: World) -> None:
    made, before = agree(world_a.people["trainer"], talk), None
    before = everything()
    for persona in ("second_apprentice", "other_trainer", "head_of_school", "subject_teacher"):
        with pytest.raises(Http404):
            doing(world_a.people[persona], settle_agreement, agreement_id=made.pk, state="done")
    with pytest.raises((Refused, Http404)):
        doing(world_a.people["guardian"], settle_agreement, agreement_id=made.pk, state="done")
    assert everything() == before


def test_the_database_lets_nobody_rewrite_what_was_agreed(talk: Conversation, world_a: World) -> None:
    made = agree(world_a.people["trainer"], talk)
    with standing_as(world_a.people["trainer"]), pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=made.pk).update(what="Etwas anderes")
