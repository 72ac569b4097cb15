"""Conversations, notices and an announcement in a generated world, made by the product's own services."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tests.bench.browsing import statements
from tests.bench.pages import Cast
from zweiklang.exchange.announcements.drafting import Written, begin_draft, save_draft
from zweiklang.exchange.announcements.sending import distribute, send
from zweiklang.exchange.announcements.shapes import Audience, Of, Reach, Who
from zweiklang.exchange.conversations.choosing import people_for
from zweiklang.exchange.conversations.services import open_conversation
from zweiklang.exchange.conversations.shapes import Chosen
from zweiklang.exchange.models import Announcement, Delivery, Message, Notice
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import add_organisation, add_post
from zweiklang.people.public import Person, actor_of, add_person
from zweiklang.rooms.public import as_person, as_system

ACTOR = system_actor("bench")
TALKS, MESSAGES = 60, 300
TEXT = (
    "Guten Tag, am Dienstag um neun passt es uns gut. Bringen Sie bitte das Berichtsheft und den Plan für den Herbst mit. "
    * 3
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who reads, the apprenticeship it is about, and the conversation with most messages."""

    reader: UUID
    room_id: UUID
    longest: UUID


@dataclass(frozen=True, slots=True)
class FanOut:
    """Seconds from the act to the last notice, for so many people."""

    seconds: float
    people: int
    portions: int
    statements: int


def scene(cast: Cast) -> Scene:
    """The trainer has 60 conversations with the teacher, each with an open notice; in one there are 300 messages."""
    teacher = actor_of(Person.objects.get(pk=cast.people["class_teacher"]))
    with as_person(teacher.person):
        known = {one.person_id: one for one in people_for(teacher, about_room=cast.room_id)}
        chosen = [Chosen(one, known[one].described) for one in (cast.people["trainer"],)]
    for number in range(TALKS):
        # A person opens so many conversations an hour and no more: the bench's were opened over the last days.
        with as_person(teacher.person):
            made = open_conversation(
                teacher, subject=f"Gespräch {number}", people=chosen, text=TEXT, message_id=new_id(), about_room=cast.room_id
            )  # fmt: skip
        with as_system(ACTOR):
            before = now() - timedelta(days=1 + number / 10)
            type(made).objects.filter(pk=made.pk).update(opened_at=before, last_message_at=before)
            Message.objects.filter(room_id=made.room_id).update(sent_at=before)
    with as_system(ACTOR):
        writers = (cast.people["class_teacher"], cast.people["trainer"])
        moments = [made.opened_at + timedelta(minutes=number) for number in range(MESSAGES)]
        Message.objects.bulk_create(
            Message(room_id=made.room_id, author_id=writers[number % 2], text=TEXT, sent_at=moment)
            for number, moment in enumerate(moments)
        )
    return Scene(cast.people["trainer"], cast.room_id, made.room_id)


def fan_out() -> FanOut:
    """Returns how long an announcement of the Land to all firms takes, from the click to the last notice, with one worker."""
    author = _land()
    actor, announcement_id = actor_of(author), new_id()
    with as_system(ACTOR):
        authority = author.posts.get().organisation_id
    with as_person(author.pk):
        begin_draft(actor, announcement_id=announcement_id, sender_key=f"{authority}:{Reach.LAND}")
        texts = {"title": "Prüfungstermine", "text": TEXT}
        everybody = Audience(Who.FIRMS, Of.ALL)
        save_draft(
            actor,
            announcement_id=announcement_id,
            written=Written(texts, {"title": "", "text": ""}, False, True, everybody),
        )
        revision = Announcement.objects.get(pk=announcement_id).revision
    began, portions = time.monotonic(), 1
    with statements() as sent:
        with as_person(author.pk):
            send(actor, announcement_id=announcement_id, revision=revision, send_at=None)
        while distribute(announcement_id):
            portions += 1
    seconds = time.monotonic() - began
    with as_system(ACTOR):
        people = Delivery.objects.filter(announcement_id=announcement_id).count()
        told = Notice.objects.filter(about=announcement_id, done_at=None).count()
    if not people or told != people:
        raise AssertionError(f"{people} deliveries, {told} notices")
    return FanOut(seconds, people, portions, len(sent))


def _land() -> Person:
    with as_system(ACTOR):
        person = add_person(ACTOR, email="land@bench.example", given_name="Land", family_name="Hessen")
        authority = add_organisation(ACTOR, kind="authority", name="Land", town="Wiesbaden")
        add_post(ACTOR, person=person, organisation=authority, capacity="land", first_day=today())
    return person
