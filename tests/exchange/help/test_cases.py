"""Cases: asking, answering, ending, withdrawing, handing over."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.help.scenes import REPLY, SECRET, Helpers, helper_of, keep_helpers, open_case, seen_by
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import derive_organisation
from zweiklang.exchange.conversations.taking_part import add_person, leave
from zweiklang.exchange.help.cases import case_in, cases_of, said_in
from zweiklang.exchange.help.directory import others_who_read
from zweiklang.exchange.help.policy import may_ask
from zweiklang.exchange.help.services import answer, ask, decide, end, suggest, withdraw
from zweiklang.exchange.help.shapes import Case
from zweiklang.exchange.models import Conversation, Message, Notice, Participation
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Post, add_post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import Membership, Room, as_system


@pytest.fixture
def helpers(world_a: World) -> Helpers:
    return keep_helpers(world_a)


@pytest.fixture
def apprentice(world_a: World) -> Person:
    return world_a.first.apprentice


@pytest.fixture
def case_id(apprentice: Person, helpers: Helpers) -> UUID:
    return open_case(apprentice, helpers.of_school)


def texts(person: Person, case_id: UUID) -> list[str]:
    with standing_as(person):
        found = [one.text for one in said_in(actor_of(person), seen(person, case_id))]
    return found


def seen(person: Person, case_id: UUID) -> Case:
    return case_in(actor_of(person), case_id)


def reply(person: Person, case_id: UUID, text: str = REPLY, key: UUID | None = None) -> None:
    with standing_as(person):
        answer(actor_of(person), case_id=case_id, message_id=key or new_id(), text=text)


def open_notices(person: Person, case_id: UUID) -> list[tuple[str, int]]:
    with standing_as(person):
        rows = Notice.objects.filter(about=case_id, done_at=None)
        return list(rows.values_list("kind", "count"))


def test_the_chosen_person_reads_and_answers(apprentice: Person, helpers: Helpers, case_id: UUID) -> None:
    assert texts(helpers.teacher, case_id) == [SECRET]
    assert open_notices(helpers.teacher, case_id) == [("help", 1)]
    reply(helpers.teacher, case_id)
    assert texts(apprentice, case_id) == [SECRET, REPLY]
    assert open_notices(apprentice, case_id) == [("help", 1)]
    with standing_as(apprentice):
        mine = next(one for one in cases_of(actor_of(apprentice)) if one.room_id == case_id)
    assert (mine.other, mine.mine, mine.open, mine.new) == ("Bea Vertraut", True, True, True)


def test_nobody_else_who_helps_reads_it(helpers: Helpers, case_id: UUID) -> None:
    with standing_as(helpers.quabb):
        assert cases_of(actor_of(helpers.quabb)) == []
        with pytest.raises(Http404):
            seen(helpers.quabb, case_id)


def test_what_stands_in_the_tables_names_neither_help_nor_the_apprenticeship(
    apprentice: Person, case_id: UUID
) -> None:
    with as_system(ACTOR):
        talk = Conversation.objects.get(room_id=case_id)
        room = Room.objects.get(pk=case_id)
    assert (talk.subject, room.title) == ("Gespräch", "Gespräch")
    assert (talk.about_room_id, room.concerns_id, room.organisation_id) == (None, None, None)


def test_two_clicks_and_two_tabs_are_one_case(apprentice: Person, helpers: Helpers) -> None:
    key = new_id()
    first = open_case(apprentice, helpers.of_school, key=key)
    assert open_case(apprentice, helpers.of_school, key=key) == first
    assert open_case(apprentice, helpers.of_school, text="Noch etwas.") == first
    assert texts(helpers.teacher, first) == [SECRET, "Noch etwas."]


def test_an_empty_message_is_no_case(apprentice: Person, helpers: Helpers) -> None:
    with pytest.raises(Rejected, match="Nachricht"):
        open_case(apprentice, helpers.of_school, text="   ")
    with as_system(ACTOR):
        assert not Participation.objects.filter(person=helpers.teacher).exists()


def test_apprentices_ask_and_nobody_asks_a_telephone(world_a: World, helpers: Helpers) -> None:
    actor = actor_of(world_a.first.apprentice)
    of_chamber = helper_of(world_a.first.apprentice, helpers.of_chamber)
    refused = may_ask(actor, helper=of_chamber, learns=True)
    assert not refused
    assert "rufen Sie an" in refused.sentence
    of_school = helper_of(world_a.first.apprentice, helpers.of_school)
    assert not may_ask(actor_of(world_a.first.firm.trainer), helper=of_school, learns=False)
    assert not may_ask(actor_of(helpers.teacher), helper=of_school, learns=True)
    assert may_ask(actor, helper=of_school, learns=True)
    with standing_as(world_a.first.apprentice), pytest.raises(Http404):
        ask(actor, helper=of_chamber, message_id=new_id(), text=SECRET)


@pytest.mark.parametrize("side", ["apprentice", "teacher"])
def test_both_end_it_and_then_nobody_writes(
    apprentice: Person, helpers: Helpers, case_id: UUID, side: str
) -> None:
    ends = apprentice if side == "apprentice" else helpers.teacher
    with standing_as(ends):
        end(actor_of(ends), case_id=case_id)
        with pytest.raises(Conflict, match="schon beendet"):
            end(actor_of(ends), case_id=case_id)
    for person in (apprentice, helpers.teacher):
        assert texts(person, case_id)[0] == SECRET
        with pytest.raises(Conflict, match="beendet"):
            reply(person, case_id)
    # Asking again is a case of its own.
    assert open_case(apprentice, helpers.of_school) != case_id


def test_withdrawing_closes_the_door_at_once_and_tells_nobody(
    apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    before = len(texts(apprentice, case_id))
    with standing_as(apprentice):
        withdraw(actor_of(apprentice), case_id=case_id)
    with standing_as(helpers.teacher):
        assert cases_of(actor_of(helpers.teacher)) == []
        assert not Conversation.objects.filter(room_id=case_id).exists()
        assert not Message.objects.filter(room_id=case_id).exists()
        assert not Room.objects.filter(pk=case_id).exists()
    assert open_notices(helpers.teacher, case_id) == []
    assert len(texts(apprentice, case_id)) == before
    with standing_as(apprentice), pytest.raises(Conflict, match="schon zurückgezogen"):
        withdraw(actor_of(apprentice), case_id=case_id)


def test_only_who_asked_withdraws(helpers: Helpers, case_id: UUID) -> None:
    with standing_as(helpers.teacher), pytest.raises(Refused, match="wer gefragt hat"):
        withdraw(actor_of(helpers.teacher), case_id=case_id)


def suggested(helpers: Helpers, case_id: UUID, apprentice: Person) -> None:
    with standing_as(helpers.teacher):
        actor = actor_of(helpers.teacher)
        other = next(
            one for one in others_who_read(actor.person, apprentice.pk) if one.person_id == helpers.quabb.pk
        )
        suggest(actor, case_id=case_id, helper=other)


def test_a_suggestion_is_heard_by_who_asked_alone(
    apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    suggested(helpers, case_id, apprentice)
    assert open_notices(apprentice, case_id) == [("help", 1)]
    with standing_as(helpers.quabb):
        assert cases_of(actor_of(helpers.quabb)) == []
        assert not Notice.objects.exists()
        with pytest.raises(Http404):
            decide(actor_of(helpers.quabb), case_id=case_id, helper_id=helpers.of_quabb.pk, agrees=True)
    with pytest.raises(Conflict, match="noch nicht beantwortet"):
        suggested(helpers, case_id, apprentice)
    with standing_as(helpers.teacher), pytest.raises(Refused, match="nur, wer gefragt hat"):
        decide(actor_of(helpers.teacher), case_id=case_id, helper_id=helpers.of_quabb.pk, agrees=True)


@pytest.mark.parametrize("shows_all", [True, False])
def test_with_consent_somebody_else_takes_over(
    apprentice: Person, helpers: Helpers, case_id: UUID, shows_all: bool
) -> None:
    with as_system(ACTOR):
        # What was said lies before this transaction, as it does outside of tests.
        Message.objects.filter(room_id=case_id).update(
            sent_at=Message.objects.get(room_id=case_id).sent_at - timedelta(days=1)
        )
    suggested(helpers, case_id, apprentice)
    with standing_as(apprentice):
        decide(
            actor_of(apprentice),
            case_id=case_id,
            helper_id=helpers.of_quabb.pk,
            agrees=True,
            shows_all=shows_all,
        )
    with standing_as(helpers.teacher):
        assert cases_of(actor_of(helpers.teacher)) == []
    read = texts(helpers.quabb, case_id)
    assert (SECRET in read) == shows_all
    reply(helpers.quabb, case_id)
    assert REPLY in texts(apprentice, case_id)
    assert seen_by(apprentice, case_id).other == helpers.quabb.name


def test_without_consent_everything_stays(apprentice: Person, helpers: Helpers, case_id: UUID) -> None:
    suggested(helpers, case_id, apprentice)
    with standing_as(apprentice):
        decide(actor_of(apprentice), case_id=case_id, helper_id=helpers.of_quabb.pk, agrees=False)
        with pytest.raises(Conflict, match="gilt nicht mehr"):
            decide(actor_of(apprentice), case_id=case_id, helper_id=helpers.of_quabb.pk, agrees=True)
    with standing_as(helpers.quabb):
        assert cases_of(actor_of(helpers.quabb)) == []
    reply(helpers.teacher, case_id)


def test_whoever_counsels_no_longer_reads_no_longer(
    apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    with as_system(ACTOR):
        post = Post.objects.get(person=helpers.teacher)
        Post.objects.filter(pk=post.pk).update(
            first_day=today() - timedelta(days=3), last_day=today() - timedelta(days=1)
        )
        Membership.objects.filter(room_id=case_id, person=helpers.teacher).update(
            first_day=today() - timedelta(days=3)
        )
        Participation.objects.filter(room_id=case_id).update(
            added_at=Participation.objects.filter(room_id=case_id)[0].added_at - timedelta(days=3)
        )
        derive_organisation(ACTOR, post.organisation_id)
    with standing_as(helpers.teacher), pytest.raises(Http404):
        seen(helpers.teacher, case_id)
    found = seen_by(apprentice, case_id)
    assert not found.other_there
    with pytest.raises(Conflict, match="liest hier nicht mehr mit"):
        reply(apprentice, case_id)


def test_nobody_comes_along_and_nobody_leaves_as_from_a_conversation(
    world_a: World, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    with standing_as(apprentice):
        talk = Conversation.objects.get(room_id=case_id)
        with pytest.raises(Refused, match="niemand dazu"):
            add_person(
                actor_of(apprentice),
                conversation=talk,
                person_id=world_a.first.firm.trainer.pk,
                everything=True,
            )
        with pytest.raises(Http404):
            leave(actor_of(apprentice), conversation=talk)


def test_nobody_stands_in_for_a_counsellor(
    world_a: World, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    with as_system(ACTOR):
        post = Post.objects.get(person=helpers.teacher)
        substitute = add_post(
            ACTOR,
            person=world_a.people["class_teacher"],
            organisation=world_a.school,
            capacity="counsellor",
            first_day=today(),
        )
        Post.objects.filter(pk=substitute.pk).update(substitutes_for=post)
        derive_organisation(ACTOR, world_a.school.pk)
        members = set(Membership.objects.filter(room_id=case_id).values_list("person_id", flat=True))
    assert members == {apprentice.pk, helpers.teacher.pk}
