"""My cases, and what was said in one. Row-level security lets the two people through and nobody else."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.http import Http404

from zweiklang.exchange.help.shapes import Case, Said
from zweiklang.exchange.models import Conversation, Message, Notice, Participation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Membership

MOST_LISTED = 200


def cases_of(actor: Actor) -> list[Case]:
    """Returns my cases, those with the latest message first. Four queries, one without any."""
    rows = Conversation.objects.filter(kind=Conversation.Kind.HELP).order_by("-last_message_at", "pk")
    return _cases(actor, list(rows[:MOST_LISTED]))


def case_in(actor: Actor, room_id: UUID) -> Case:
    """Returns the case in that room; raises Http404 for a foreign one, which is the same as none."""
    rows = list(Conversation.objects.filter(kind=Conversation.Kind.HELP, room=room_id))
    if not rows:
        raise Http404
    return _cases(actor, rows)[0]


def said_in(actor: Actor, case: Case) -> list[Said]:
    """Returns what was said, oldest first. One query."""
    rows = Message.objects.filter(room=case.room_id).select_related("author").order_by("sent_at", "pk")
    return [
        Said(
            id=row.pk,
            author=row.author.name,
            mine=row.author_id == actor.person,
            event=row.kind != Message.Kind.TEXT,
            text="Nachricht zurückgezogen." if row.withdrawn_at else row.text,
            sent_at=row.sent_at,
        )
        for row in rows
    ]


def _cases(actor: Actor, rows: list[Conversation]) -> list[Case]:
    if not rows:
        return []
    rooms = [row.room_id for row in rows]
    others, there, new = _others(actor, rooms), _there(rooms), _new(rooms)
    return [
        _case(actor, row, others[row.room_id], there[row.room_id], new=row.room_id in new) for row in rows
    ]


def _case(
    actor: Actor, row: Conversation, others: list[Participation], there: set[UUID], *, new: bool
) -> Case:
    """The other one is who takes part now, else who did last."""
    others = sorted(others, key=lambda one: (one.left_at is None, one.added_at))
    other = others[-1] if others else None
    return Case(
        room_id=row.room_id,
        asked_by=row.opened_by_id,
        mine=row.opened_by_id == actor.person,
        other_id=other.person_id if other else None,
        other=other.person.name if other else "",
        described=other.described if other else "",
        other_there=other is not None and other.left_at is None and other.person_id in there,
        opened_at=row.opened_at,
        last_message_at=row.last_message_at,
        ended_at=row.ended_at,
        suggested_id=row.suggested_id,
        new=new,
    )


def _others(actor: Actor, rooms: Collection[UUID]) -> defaultdict[UUID, list[Participation]]:
    found: defaultdict[UUID, list[Participation]] = defaultdict(list)
    rows = Participation.objects.filter(room__in=rooms).exclude(person=actor.person)
    for row in rows.select_related("person"):
        found[row.room_id].append(row)
    return found


def _there(rooms: Collection[UUID]) -> defaultdict[UUID, set[UUID]]:
    """Whose door is open today: a post that ended has closed it."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Membership.objects.filter(room__in=rooms, first_day__lte=today()).exclude(last_day__lt=today())
    for room_id, person_id in rows.values_list("room_id", "person_id"):
        found[room_id].add(person_id)
    return found


def _new(rooms: Collection[UUID]) -> set[UUID]:
    return set(Notice.objects.filter(about__in=rooms, done_at=None).values_list("about", flat=True))
