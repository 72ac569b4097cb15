"""Taking and refusing what is proposed, and following a topic that the school changed. One function = one use case = one transaction."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected
from zweiklang.records.content import own_words
from zweiklang.records.filling.facts import facts_of, topics_of
from zweiklang.records.filling.proposing import proposals, weekday_first
from zweiklang.records.filling.shapes import Facts, Proposal
from zweiklang.records.models import Line, Week
from zweiklang.records.refusals import refusal_of
from zweiklang.records.selectors import head_of
from zweiklang.records.shapes import Head
from zweiklang.records.week_rows import lines_of
from zweiklang.records.writing import MOST_LINES, begin_week

MOST_REFUSED = 200


@transaction.atomic
def take(actor: Actor, *, room_id: UUID, monday: date, key: str | None = None) -> list[Line]:
    """The proposal (or, without a key, every one that is not taken alone) is a line of the week as it is proposed now.

    Taking one twice, or one that is no longer proposed, changes nothing.
    """
    week, head = begin_week(actor, room_id=room_id, monday=monday), head_of(room_id)
    lines = lines_of(week)
    offered = offered_in(facts_of(head, monday), week=week, lines=lines)
    wanted = [one for one in offered if (one.key == key if key else not one.alone)]
    if len(lines) + len(wanted) > MOST_LINES:
        raise Rejected(f"Eine Woche hat höchstens {MOST_LINES} Zeilen.")
    made = [_line(week, head, one, order=len(lines) + n) for n, one in enumerate(wanted)]
    return Line.objects.bulk_create(made)


def offered_in(facts: Facts, *, week: Week | None, lines: list[Line]) -> tuple[Proposal, ...]:
    """Returns what is proposed for the week beside its lines; nothing of days to come."""
    found = proposals(facts, lines=lines, until=today())
    return tuple(one for one in found if week is None or refusal_of(week, one.key) not in week.refused)


def _line(week: Week, head: Head, proposal: Proposal, *, order: int) -> Line:
    line = Line(
        room_id=week.room_id,
        week=week,
        day=proposal.date if head.daily else None,
        place=proposal.place,
        text=proposal.text if head.daily else weekday_first(proposal),
        minutes=proposal.minutes,
        order=order,
        origin=proposal.key,
    )
    if topic := proposal.topic:
        line.topic, line.school_text, line.released_on = topic.id, topic.wording, topic.released_on
        line.plan_items = [topic.plan_item] if topic.plan_item else []
    return line


@transaction.atomic
def refuse(actor: Actor, *, room_id: UUID, monday: date, key: str) -> None:
    """That proposal is not made again. A key that nobody proposes is not kept."""
    week = begin_week(actor, room_id=room_id, monday=monday)
    offered = offered_in(facts_of(head_of(room_id), monday), week=week, lines=lines_of(week))
    if key in {one.key for one in offered} and len(week.refused) < MOST_REFUSED:
        _remember(week, [*week.refused, refusal_of(week, key)])


@transaction.atomic
def offer_again(actor: Actor, *, room_id: UUID, monday: date) -> None:
    """What was refused in that week is proposed again."""
    _remember(begin_week(actor, room_id=room_id, monday=monday), [])


def _remember(week: Week, refused: list[str]) -> None:
    Week.objects.filter(pk=week.pk).update(refused=refused)


@transaction.atomic
def follow_topic(actor: Actor, *, room_id: UUID, monday: date, line_id: UUID) -> None:
    """The line carries the school's words as they are now; her own sentence stays. 404 if the topic is no longer released."""
    line = _marked(actor, room_id, monday, line_id)
    topic = next((one for one in topics_of(room_id, monday) if one.id == line.topic), None)
    if topic is None:
        raise Http404
    Line.objects.filter(pk=line.pk).update(school_text=topic.wording, released_on=topic.released_on)


@transaction.atomic
def keep_without_mark(actor: Actor, *, room_id: UUID, monday: date, line_id: UUID) -> None:
    """The school's words are the apprentice's own now, before what she wrote herself; nobody certifies them."""
    line = _marked(actor, room_id, monday, line_id)
    Line.objects.filter(pk=line.pk).update(**own_words(line))


def _marked(actor: Actor, room_id: UUID, monday: date, line_id: UUID) -> Line:
    week = begin_week(actor, room_id=room_id, monday=monday)
    line = Line.objects.filter(pk=line_id, week=week, topic__isnull=False).select_for_update().first()
    if line is None:
        raise Http404
    return line
