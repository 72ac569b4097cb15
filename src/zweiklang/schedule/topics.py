"""What lessons were about: written by whoever teaches the class, and released to firms. One function = one use case = one transaction."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import Scope, opened_in_class, standing_in
from zweiklang.schedule import policy
from zweiklang.schedule.models import LONGEST_TOPIC, LessonTopic
from zweiklang.schedule.shapes import Sharing

FIELD = re.compile(r"(?:LF|Lernfeld)?\s*(\w{1,10})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a teacher writes: the day, what it was about, in which subject or learning field (as typed: "6", "LF 6", "LF 6 Anfragen …")."""

    day: date
    topic: str
    subject: str = ""
    learning_field: str = ""


@transaction.atomic
def write_topic(actor: Actor, *, school_class: SchoolClass, topic: Topic) -> LessonTopic:
    """The topic stands in the class's list of that day; firms see it as the rules say."""
    require(policy.may_write_topics(actor, standing=standing_in(school_class.room_id)))
    words = checked(school_class, topic)
    return LessonTopic.objects.create(
        room_id=school_class.room_id,
        day=topic.day,
        written_by_id=actor.person_id,
        written_at=now(),
        **words,
    )


@transaction.atomic
def change_topic(actor: Actor, found: LessonTopic, *, topic: Topic) -> None:
    """The topic says this now, in the name of the one who changed it. Its day stays."""
    require(policy.may_write_topics(actor, standing=standing_in(found.room_id)))
    rows = LessonTopic.objects.filter(pk=found.pk)
    if not rows.update(written_by_id=actor.person_id, written_at=now(), **_said(topic)):
        raise Http404


@transaction.atomic
def remove_topic(actor: Actor, found: LessonTopic) -> None:
    """The topic is gone."""
    require(policy.may_write_topics(actor, standing=standing_in(found.room_id)))
    LessonTopic.objects.filter(pk=found.pk).delete()


@transaction.atomic
def release_topics(
    actor: Actor, *, school_class: SchoolClass, topic_ids: Collection[UUID], released: bool
) -> int:
    """Firms see these topics from now on, or (`released` False) no longer; returns how many changed."""
    standing = standing_in(school_class.room_id)
    by_item = sharing_of(school_class).by_item if released else True
    require(policy.may_release_topics(actor, standing=standing, by_item=by_item))
    rows = LessonTopic.objects.filter(pk__in=topic_ids, room_id=school_class.room_id)
    changed = rows.filter(released_on__isnull=released)
    return changed.update(released_on=today() if released else None)


def sharing_of(school_class: SchoolClass) -> Sharing:
    """Returns what firms see of the class's topics today. Two queries."""
    opened = opened_in_class(
        school_class.room_id, school_id=school_class.school_id, category=Scope.LESSONS, capacity="trainer"
    )
    if opened.fully is not None:
        since = "" if opened.fully == date.min else f" ab dem {formats.day_long(opened.fully)}"
        return Sharing(f"Die Betriebe sehen alle Themen{since}.", by_item=False)
    if opened.items is not None:
        since = "" if opened.items == date.min else f", frühestens vom {formats.day_long(opened.items)}"
        return Sharing(f"Die Betriebe sehen nur, was Sie freigeben{since}.", by_item=True)
    return Sharing(
        "Die Betriebe sehen die Themen nicht. Darüber entscheidet die Schulleitung.", by_item=False
    )


def checked(school_class: SchoolClass, topic: Topic) -> dict[str, str]:
    """Returns the words of the topic as they are kept; raises Rejected for a day of another school year, or words that are missing or too long."""
    _check_day(school_class, topic.day)
    return _said(topic)


def _said(topic: Topic) -> dict[str, str]:
    words = {
        "topic": " ".join(topic.topic.replace("\x00", "").split()),
        "subject": " ".join(topic.subject.replace("\x00", "").split()),
        "learning_field": field_number(topic.learning_field),
    }
    if not words["topic"]:
        raise Rejected(
            "Bitte schreiben Sie, worum es ging, zum Beispiel: Schleifen und Felder.", field="topic"
        )
    for name, said in words.items():
        if len(said) > LONGEST_TOPIC[name]:
            raise Rejected(f"Bitte kürzer: höchstens {LONGEST_TOPIC[name]} Zeichen.", field=name)
    return words


def field_number(typed: str) -> str:
    """Returns "6" for "6", "LF 6", "Lernfeld 6" and "LF 6 Anfragen bearbeiten"; empty for nothing."""
    found = FIELD.match(typed.strip())
    return found[1] if found else ""


def _check_day(school_class: SchoolClass, day: date) -> None:
    year = school_class.school_year
    if not date(year, 8, 1) <= day <= date(year + 1, 7, 31):
        raise Rejected(
            f"Bitte einen Tag im Schuljahr {year}/{(year + 1) % 100:02d} angeben: Zu ihm gehört die Klasse.",
            field="day",
        )
