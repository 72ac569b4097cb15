"""A program with somebody's session: whatever it does over and over again has an end."""

from collections.abc import Callable

import pytest

from tests.exchange.announcements.scenes import draft, row, send_now
from tests.exchange.conversations.talks import doing, opened, say
from tests.worlds import World, Worlds
from zweiklang.exchange.announcements import sending
from zweiklang.exchange.announcements.shapes import Reach
from zweiklang.exchange.conversations import services
from zweiklang.exchange.conversations.agreements import note_agreement
from zweiklang.exchange.conversations.selectors import mark_of
from zweiklang.exchange.conversations.services import edit_message
from zweiklang.exchange.conversations.taking_part import add_person, remove_person
from zweiklang.exchange.models import Announcement, Conversation, Participation
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import as_system

FEW = 5


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_MESSAGES_AN_HOUR", FEW)


@pytest.fixture
def talk(world_a: World) -> Conversation:
    return opened(world_a.people["class_teacher"], world_a, world_a.people["trainer"])


def over_and_over(act: Callable[[], object]) -> int:
    """How often it could be done before it was refused."""
    for done in range(3 * FEW):
        try:
            act()
        except Rejected:
            return done
    return 3 * FEW


def test_a_message_is_not_changed_without_end(talk: Conversation, world_a: World) -> None:
    trainer = world_a.people["trainer"]
    message = say(trainer, talk)

    def change() -> None:
        nonlocal message
        message = doing(
            trainer,
            edit_message,
            conversation=talk,
            message_id=message.pk,
            text=f"Anders {new_id()}",
            seen=mark_of(message),
        )

    assert over_and_over(change) == FEW


def test_agreements_are_not_noted_without_end(talk: Conversation, world_a: World) -> None:
    def agree() -> None:
        doing(
            world_a.people["trainer"],
            note_agreement,
            conversation=talk,
            message_id=new_id(),
            who="firm",
            what="Wir üben.",
            until=None,
        )

    assert over_and_over(agree) == FEW


def test_an_office_does_not_send_without_end(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people of one school share the limit; another school has its own; the draft stays."""
    with as_system("tests"):
        before = Announcement.objects.exclude(state="draft").filter(organisation=worlds.a.school).count()
    monkeypatch.setattr(sending, "MOST_A_DAY", before + FEW)
    school, head, teacher = worlds.a, worlds.a.people["head_of_school"], worlds.a.people["class_teacher"]
    for _ in range(FEW - 1):
        send_now(head, draft(head, school.school))
    send_now(teacher, draft(teacher, school.school, Reach.CLASSES))
    kept = draft(head, school.school)
    with pytest.raises(Rejected, match="schon sehr viele"):
        send_now(head, kept)
    assert row(kept).state == Announcement.State.DRAFT
    other = worlds.b
    send_now(other.people["head_of_school"], draft(other.people["head_of_school"], other.school))


def test_nobody_is_fetched_and_sent_away_without_end(talk: Conversation, world_a: World) -> None:
    opener, other = world_a.people["class_teacher"], world_a.people["guardian"]

    def come_and_go() -> None:
        doing(opener, add_person, conversation=talk, person_id=other.pk, everything=True)
        with as_system("tests"):
            row = Participation.objects.get(room_id=talk.room_id, person=other, left_at=None)
        doing(opener, remove_person, conversation=talk, participation_id=row.pk)

    assert over_and_over(come_and_go) <= FEW
