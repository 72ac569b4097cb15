"""Reads of conversations. Row-level security lets through those one takes part in, and of them what was said since one may see it."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from zweiklang.exchange.conversations.derivation import STANDS_IN
from zweiklang.exchange.conversations.policy import may_edit, may_remove
from zweiklang.exchange.conversations.shapes import Kind, Row, Said, Taking, Version
from zweiklang.exchange.conversations.telling import MESSAGE
from zweiklang.exchange.models import (
    Conversation,
    Message,
    MessageVersion,
    Notice,
    Participation,
    StoredFile,
)
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.rooms.public import Member, Membership, members_of, room_url

PER_PAGE = 25
AT_ONCE = 50
LONGEST_GLIMPSE = 120
MOST_NAMES = 4
SOON = timedelta(days=31)
# A message is read at the end of its transaction, but dated at its beginning: two that cross are fetched again rather than missed.
CROSSING = timedelta(minutes=1)


def conversations(**about: UUID) -> QuerySet[Conversation, UUID]:
    """Returns the rooms of conversations the person takes part in, the newest message first. Counselling has pages of its own."""
    rows = Conversation.objects.filter(kind=Kind.DIRECT, **about).order_by("-last_message_at", "pk")
    return rows.values_list("room_id", flat=True)


_ROWS = """
    SELECT c.room_id, c.subject, COALESCE(r.title, o.name, ''), c.last_message_at, c.ended_at IS NOT NULL, COALESCE(n.count, 0), who.names,
           said.id, said.author, said.text, said.withdrawn_at IS NOT NULL
      FROM exchange_conversation c
      LEFT JOIN rooms_room r ON r.id = c.about_room_id
      LEFT JOIN organisations_organisation o ON o.id = c.about_organisation_id
      LEFT JOIN exchange_notice n ON n.person_id = %(me)s AND n.kind = %(kind)s AND n.about = c.room_id AND n.done_at IS NULL
     CROSS JOIN LATERAL (
           SELECT array_agg(found.name) AS names
             FROM (SELECT DISTINCT p.sort_key, btrim(p.given_name || ' ' || p.family_name) AS name
                     FROM rooms_membership m JOIN people_person p ON p.id = m.person_id
                    WHERE m.room_id = c.room_id AND m.person_id <> %(me)s
                      AND m.first_day <= %(today)s AND (m.last_day IS NULL OR m.last_day >= %(today)s)
                    ORDER BY p.sort_key) found) who
      LEFT JOIN LATERAL (
           SELECT CASE WHEN p.id <> %(me)s THEN btrim(p.given_name || ' ' || p.family_name) END AS author, m.id, m.text, m.withdrawn_at
             FROM exchange_message m JOIN people_person p ON p.id = m.author_id
            WHERE m.room_id = c.room_id AND m.kind <> 'event' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) said ON true
     WHERE c.room_id = ANY (%(rooms)s) ORDER BY c.last_message_at DESC, c.id"""


def rows_of(actor: Actor, rooms: Iterable[UUID]) -> list[Row]:
    """Returns the conversations in these rooms as lists show them, the one with the newest message first. One query, none without one.

    One statement, values and no objects: 25 lines with ORM objects and four queries took three times as long.
    """
    wanted = list(rooms)
    if not wanted:
        return []
    values: dict[str, Any] = {"me": actor.person, "kind": MESSAGE.key, "today": today(), "rooms": wanted}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, values)
        found = cursor.fetchall()
    return [
        Row(
            room_id=room_id,
            href=room_url("exchange:conversation", room_id),
            subject=subject,
            about=about,
            people=_some(names or []),
            last=_glimpse(author, text, withdrawn=withdrawn) if last is not None else "",
            moment=formats.moment(at),
            new=new,
            ended=ended,
        )
        for room_id, subject, about, at, ended, new, names, last, author, text, withdrawn in found
    ]


def conversation_in(room_id: UUID, *, kind: str = Kind.DIRECT) -> Conversation:
    """Returns the conversation in that room; Http404 where the person takes part in none. One query."""
    rows = Conversation.objects.filter(room_id=room_id, kind=kind)
    found = rows.select_related("about_room", "about_organisation").first()
    if found is None:
        raise Http404
    return found


def unread(rooms: Collection[UUID]) -> dict[UUID, int]:
    """Returns by room of the conversation how many messages of others the person has not opened yet. One query."""
    rows = Notice.objects.filter(kind=MESSAGE.key, done_at=None, about__in=rooms)
    return dict(rows.values_list("about", "count"))


def thread(
    actor: Actor, conversation: Conversation, *, before: UUID | None = None, new: int = 0
) -> tuple[list[Said], bool]:
    """Returns the newest messages (or those before one), oldest first, and whether there are earlier ones. Two queries.

    `new`: how many messages of others were not opened yet.
    """
    rows = _messages(conversation)
    if before is not None:
        at = Message.objects.filter(pk=before, room_id=conversation.room_id).first()
        if at is None:
            raise Http404
        rows = rows.filter(Q(sent_at__lt=at.sent_at) | Q(sent_at=at.sent_at, pk__lt=at.pk))
    newest = list(rows.order_by("-sent_at", "-pk")[: AT_ONCE + 1])
    shown = newest[:AT_ONCE][::-1]
    return _said(actor, conversation, shown, new=new), len(newest) > AT_ONCE


def news_since(actor: Actor, conversation: Conversation, *, since: UUID | None) -> list[Said]:
    """Returns what was said after that message, and what was said before and has changed since; perhaps some of it again. Two queries.

    `since` None or unknown: the newest ones.
    """
    at = Message.objects.filter(pk=since, room_id=conversation.room_id).first() if since else None
    if at is None:
        return thread(actor, conversation)[0]
    moment = at.sent_at - CROSSING
    come = StoredFile.objects.filter(room_id=conversation.room_id, ready_at__gte=moment).values("message_id")
    changed = Q(edited_at__gte=moment) | Q(withdrawn_at__gte=moment) | Q(pk__in=come)
    rows = _messages(conversation).filter(Q(sent_at__gte=moment) | changed)
    newest = list(rows.order_by("-sent_at", "-pk")[: 2 * AT_ONCE])
    return _said(actor, conversation, newest[::-1])


def message_in(actor: Actor, conversation: Conversation, message_id: UUID) -> Said:
    """Returns one message as the thread shows it; Http404 where there is none. Two queries."""
    rows = list(_messages(conversation).filter(pk=message_id))
    if not rows:
        raise Http404
    return _said(actor, conversation, rows)[0]


def versions_of(conversation: Conversation, message_id: UUID) -> list[Version]:
    """Returns what the message said before, oldest first. One query."""
    rows = MessageVersion.objects.filter(message_id=message_id, room_id=conversation.room_id)
    return [Version(row.text, formats.moment(row.replaced_at)) for row in rows.order_by("replaced_at", "pk")]


def taking_part(actor: Actor, conversation: Conversation) -> list[Taking]:
    """Returns who reads along today: participants in the order in which they came, then who stands in by rule. Two queries."""
    members = {one.person_id: one for one in members_of(conversation.room_id, on=today())}
    rows = Participation.objects.filter(room_id=conversation.room_id, left_at=None).select_related("person")
    found = [
        _taking(actor, conversation, row, members[row.person_id])
        for row in rows.order_by("added_at", "pk")
        if row.person_id in members
    ]
    themselves = {one.person_id for one in found}
    by_rule = [one for one in members.values() if one.person_id not in themselves]
    return [*found, *(_standing_in(one) for one in sorted(by_rule, key=lambda member: member.name))]


def _taking(actor: Actor, conversation: Conversation, row: Participation, member: Member) -> Taking:
    decision = may_remove(actor, conversation=conversation, participation=row)
    since = row.visible_from
    return Taking(
        person_id=row.person_id,
        name=row.person.name,
        described=row.described,
        since=f"sieht, was seit {formats.moment(since)} geschrieben wurde" if since else "",
        until=_until(member.last_day, within=SOON),
        participation_id=row.pk,
        removable=bool(decision),
        refusal=decision.sentence,
    )


def _until(last_day: date | None, *, within: timedelta | None = None) -> str:
    """The last day in words; nothing where it is none, or farther away than anybody has to think of."""
    near = last_day is not None and (within is None or last_day <= today() + within)
    return formats.day_long(last_day) if last_day and near else ""


def _standing_in(member: Member) -> Taking:
    return Taking(
        person_id=member.person_id,
        name=member.name,
        described=member.reason.rstrip("."),
        since="",
        until=_until(member.last_day),
        participation_id=None,
        removable=False,
        refusal="Eine Vertretung kommt von selbst dazu und geht von selbst wieder.",
    )


def _messages(conversation: Conversation) -> QuerySet[Message]:
    return Message.objects.filter(room_id=conversation.room_id).select_related("author")


def _said(actor: Actor, conversation: Conversation, rows: list[Message], *, new: int = 0) -> list[Said]:
    described = _descriptions(conversation) if rows else {}
    foreign = [row.pk for row in rows if row.author_id != actor.person_id and row.kind != Message.Kind.EVENT]
    first_new = foreign[-new] if 0 < new <= len(foreign) else (foreign[0] if new and foreign else None)
    found, day = [], None
    for row in rows:
        local = row.sent_at.astimezone(BERLIN).date()
        found.append(
            _one(actor, row, described, first_new=row.pk == first_new, day="" if local == day else _day(row))
        )
        day = local
    return found


def _one(actor: Actor, row: Message, described: dict[UUID, str], *, first_new: bool, day: str) -> Said:
    return Said(
        id=row.pk,
        kind=row.kind,
        author=row.author.name,
        initials=formats.initials(row.author.name),
        described=described.get(row.author_id, ""),
        own=row.author_id == actor.person_id,
        text=row.text,
        time=formats.time(row.sent_at),
        day=day,
        date=row.sent_at.astimezone(BERLIN).date().isoformat(),
        edited=formats.moment(row.edited_at) if row.edited_at and not row.withdrawn_at else "",
        mark=mark_of(row),
        withdrawn=formats.moment(row.withdrawn_at) if row.withdrawn_at else "",
        editable=bool(may_edit(actor, message=row)),
        first_new=first_new,
    )


def mark_of(message: Message) -> str:
    """Returns what tells one state of a message's text from another."""
    return message.edited_at.isoformat() if message.edited_at else ""


def _day(row: Message) -> str:
    day = row.sent_at.astimezone(BERLIN).date()
    if day == today():
        return "Heute"
    return formats.day(day) if day.year == today().year else f"{formats.day(day)} {day.year}"


def _descriptions(conversation: Conversation) -> dict[UUID, str]:
    """Returns by person as what each has ever taken part; who stood in has only a membership that says so."""
    rows = Participation.objects.filter(room_id=conversation.room_id).order_by("added_at")
    by_rule = Membership.objects.filter(room_id=conversation.room_id, reason__startswith=STANDS_IN)
    found = by_rule.values_list("person_id", "reason").union(
        rows.values_list("person_id", "described"), all=True
    )
    return {person: words.rstrip(".") for person, words in found}


def _some(names: list[str]) -> str:
    shown, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    return ", ".join(shown) + (f" und {more} weitere" if more > 0 else "")


def _glimpse(author: str | None, text: str, *, withdrawn: bool) -> str:
    """`author` is None for what one said oneself."""
    who, has = (author, "hat") if author else ("Sie", "haben")
    if withdrawn:
        return f"{who} {has} eine Nachricht zurückgezogen."
    words = " ".join(text.split())
    short = words if len(words) <= LONGEST_GLIMPSE else f"{words[:LONGEST_GLIMPSE].rstrip()} …"
    return f"{who}: {short}" if short else f"{who} {has} eine Datei gesendet."
