"""Who comes sees what was said they would see, who goes sees nothing more at once, and a line says each."""

from collections.abc import Callable

import pytest
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.conversations.talks import (
    doing,
    earlier,
    everything,
    opened,
    present,
    read_by,
    said,
    say,
    told,
)
from tests.worlds import World, Worlds
from zweiklang.exchange.conversations.taking_part import (
    add_person,
    candidates_to_add,
    leave,
    remove_person,
)
from zweiklang.exchange.models import Conversation, Participation
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Class teacher and trainer have talked two days ago."""
    found = opened(world_a.people["class_teacher"], world_a, world_a.people["trainer"])
    earlier(found)
    return found


def participation(talk: Conversation, person: Person) -> Participation:
    with as_system("tests"):
        return Participation.objects.get(room_id=talk.room_id, person=person, left_at=None)


def add(talk: Conversation, by: Person, person: Person, *, everything: bool) -> bool:
    return doing(by, add_person, conversation=talk, person_id=person.pk, everything=everything)


def test_who_is_added_with_everything_reads_from_the_beginning(talk: Conversation, world_a: World) -> None:
    deputy = world_a.people["deputy_trainer"]
    assert add(talk, world_a.people["trainer"], deputy, everything=True)
    assert read_by(deputy, talk) == [
        "Wann passt es Ihnen?",
        f"{deputy.name} ist dazugekommen und sieht das ganze Gespräch.",
    ]
    assert told(talk)[deputy.pk] == 1


def test_who_is_added_from_now_on_reads_nothing_from_before(talk: Conversation, world_a: World) -> None:
    guardian = world_a.people["guardian"]
    add(talk, world_a.people["class_teacher"], guardian, everything=False)
    say(world_a.people["trainer"], talk, "Danke.")
    assert read_by(guardian, talk) == [
        f"{guardian.name} ist dazugekommen und sieht, was ab jetzt geschrieben wird.",
        "Danke.",
    ]
    assert read_by(world_a.people["trainer"], talk)[0] == "Wann passt es Ihnen?"


def test_added_twice_the_person_takes_part_once(talk: Conversation, world_a: World) -> None:
    deputy, trainer = world_a.people["deputy_trainer"], world_a.people["trainer"]
    add(talk, trainer, deputy, everything=True)
    before = everything()
    assert add(talk, trainer, deputy, everything=False) is False
    assert everything() == before


def test_nobody_from_elsewhere_is_added(talk: Conversation, world_a: World, worlds: Worlds) -> None:
    before = everything()
    for stranger in (
        world_a.people["other_trainer"],
        worlds.b.people["trainer"],
        worlds.roomless["newcomer"],
        worlds.roomless["support"],
    ):
        with pytest.raises(Rejected):
            add(talk, world_a.people["trainer"], stranger, everything=True)
    with pytest.raises(Http404):
        add(talk, world_a.people["deputy_trainer"], world_a.people["deputy_trainer"], everything=True)
    assert everything() == before


def test_who_takes_part_already_is_not_offered(talk: Conversation, world_a: World) -> None:
    with standing_as(world_a.people["trainer"]):
        offered = {
            one.person_id for one in doing(world_a.people["trainer"], candidates_to_add, conversation=talk)
        }
    assert world_a.people["class_teacher"].pk not in offered
    assert world_a.people["apprentice"].pk in offered


def test_who_is_removed_reads_nothing_more_at_once(talk: Conversation, world_a: World) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    row = participation(talk, trainer)
    assert doing(teacher, remove_person, conversation=talk, participation_id=row.pk)
    assert present(talk) == {teacher.pk}
    assert read_by(trainer, talk) == []
    assert trainer.pk not in told(talk)
    with pytest.raises(Http404):
        say(trainer, talk)
    assert said(talk)[-1] == ("event", f"{trainer.name} nimmt nicht mehr teil.")
    before = everything()
    assert doing(teacher, remove_person, conversation=talk, participation_id=row.pk) is False
    assert everything() == before


def test_removed_by_the_opener_or_whoever_added_and_by_nobody_else(
    talk: Conversation, world_a: World
) -> None:
    teacher, trainer, deputy = (world_a.people[key] for key in ("class_teacher", "trainer", "deputy_trainer"))
    add(talk, trainer, deputy, everything=True)
    before = everything()
    for actor, other in ((deputy, trainer), (trainer, teacher), (trainer, trainer), (deputy, deputy)):
        with pytest.raises(Refused):
            doing(actor, remove_person, conversation=talk, participation_id=participation(talk, other).pk)
    assert everything() == before
    assert doing(trainer, remove_person, conversation=talk, participation_id=participation(talk, deputy).pk)


def test_who_leaves_reads_nothing_more_and_what_was_said_stays(talk: Conversation, world_a: World) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    say(trainer, talk, "Am Montag.")
    doing(trainer, leave, conversation=talk)
    assert read_by(trainer, talk) == []
    assert read_by(teacher, talk)[-2:] == ["Am Montag.", f"{trainer.name} hat das Gespräch verlassen."]
    with pytest.raises(Http404):
        doing(trainer, leave, conversation=talk)


def test_who_has_gone_can_come_again(talk: Conversation, world_a: World) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    doing(trainer, leave, conversation=talk)
    assert add(talk, teacher, trainer, everything=False)
    assert present(talk) == {teacher.pk, trainer.pk}
    assert "Wann passt es Ihnen?" not in read_by(trainer, talk)


@pytest.mark.parametrize("act", [add_person, remove_person])
def test_strangers_change_nothing(talk: Conversation, world_a: World, act: Callable[..., object]) -> None:
    row, before = participation(talk, world_a.people["trainer"]), everything()
    terms = (
        {"person_id": world_a.people["guardian"].pk, "everything": True}
        if act is add_person
        else {"participation_id": row.pk}
    )
    for persona in ("second_apprentice", "head_of_school", "deputy_trainer"):
        with pytest.raises(Http404):
            doing(world_a.people[persona], act, conversation=talk, **terms)
    assert everything() == before
