"""Reads of conversations. Row-level security lets through those one takes part in, and of them what was said since one may see it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404

from zweiklang.exchange.conversations.policy import may_edit, may_remove
from zweiklang.exchange.conversations.reading import (
    Joined,
    People,
    Present,
    Spoken,
    changed_messages,
    message_of,
    newest_messages,
    people_in,
)
from zweiklang.exchange.conversations.shapes import Kind, Row, Said, Taking, Version
from zweiklang.exchange.conversations.telling import MESSAGE
from zweiklang.exchange.models import Conversation, Message, MessageVersion
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.rooms.public import room_url

PER_PAGE = 25
AT_ONCE = 50
LONGEST_GLIMPSE = 120
MOST_NAMES = 4
SOON = timedelta(days=31)
# A message is read at the end of its transaction, but dated at its beginning: two that cross are fetched again rather than missed.
CROSSING = timedelta(minutes=1)


class Talks:
    """The conversations the person takes part in, as lists show them: what Django's paginator counts and takes a page of. Two queries.

    Counselling has pages of its own.
    """

    ordered = True

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def count(self) -> int:
        """Returns how many there are."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [Kind.DIRECT])
            found: int = cursor.fetchone()[0]
        return found

    def __getitem__(self, part: slice) -> list[Row]:
        """Returns a part of them, the one with the newest message first."""
        first = part.start or 0
        values = {"talks": Kind.DIRECT, "first": first, "many": part.stop - first}
        return _rows(self._actor, _PAGE, **values)


_COUNT = "SELECT count(*) FROM exchange_conversation WHERE kind = %s"
_UNREAD = "SELECT count FROM exchange_notice WHERE about = %s AND kind = %s AND done_at IS NULL AND person_id = (SELECT my_person())"
# The page is cut out first: what stands beside it is asked for its rows alone.
_PAGE = """
     SELECT * FROM exchange_conversation WHERE kind = %(talks)s
      ORDER BY last_message_at DESC, id OFFSET %(first)s LIMIT %(many)s"""
_ABOUT = """
     SELECT * FROM exchange_conversation WHERE kind = %(talks)s AND about_room_id = %(about)s
      ORDER BY last_message_at DESC, id LIMIT %(many)s"""
_ROWS = """
    SELECT c.room_id, c.subject, COALESCE(r.title, o.name, ''), c.last_message_at, c.ended_at IS NOT NULL, COALESCE(n.count, 0), who.names,
           said.id, said.author, said.text, said.withdrawn_at IS NOT NULL
      FROM ({}) c
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
     ORDER BY c.last_message_at DESC, c.id"""


def talks_about(actor: Actor, room_id: UUID, *, most: int) -> list[Row]:
    """Returns the conversations about that room the person takes part in, the one with the newest message first. One query."""
    return _rows(actor, _ABOUT, talks=Kind.DIRECT, about=room_id, many=most)


def _rows(actor: Actor, which: str, **values: Any) -> list[Row]:
    """One statement, values and no objects: 25 lines with ORM objects and four queries took three times as long."""
    values |= {"me": actor.person, "kind": MESSAGE.key, "today": today()}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(which), values)
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


def unread(room_id: UUID) -> int:
    """Returns how many messages of others in the conversation the person has not opened yet. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [room_id, MESSAGE.key])
        found = cursor.fetchone()
    return found[0] if found else 0


def thread(
    actor: Actor, conversation: Conversation, people: People, *, before: UUID | None = None, new: int = 0
) -> tuple[list[Said], bool]:
    """Returns the newest messages (or those before one), oldest first, and whether there are earlier ones. One query, two before one.

    `new`: how many messages of others were not opened yet.
    """
    earliest = None
    if before is not None:
        at = message_of(conversation.room_id, before)
        if at is None:
            raise Http404
        earliest = (at.sent_at, at.id)
    newest = newest_messages(conversation.room_id, most=AT_ONCE + 1, before=earliest)
    return _said(actor, newest[:AT_ONCE][::-1], people, new=new), len(newest) > AT_ONCE


def news_since(actor: Actor, conversation: Conversation, *, since: UUID | None) -> list[Said]:
    """Returns what was said after that message, and what was said before and has changed since; perhaps some of it again. Three queries.

    `since` None or unknown: the newest ones.
    """
    room_id, people = conversation.room_id, people_in(conversation.room_id)
    at = message_of(room_id, since) if since else None
    if at is None:
        return thread(actor, conversation, people)[0]
    newest = changed_messages(room_id, since=at.sent_at - CROSSING, most=2 * AT_ONCE)
    return _said(actor, newest[::-1], people)


def message_in(actor: Actor, conversation: Conversation, message_id: UUID) -> Said:
    """Returns one message as the thread shows it; Http404 where there is none. Two queries."""
    found = message_of(conversation.room_id, message_id)
    if found is None:
        raise Http404
    return _said(actor, [found], people_in(conversation.room_id))[0]


def versions_of(conversation: Conversation, message_id: UUID) -> list[Version]:
    """Returns what the message said before, oldest first. One query."""
    rows = MessageVersion.objects.filter(message_id=message_id, room_id=conversation.room_id)
    return [Version(row.text, formats.moment(row.replaced_at)) for row in rows.order_by("replaced_at", "pk")]


def taking_part(actor: Actor, conversation: Conversation, people: People) -> list[Taking]:
    """Returns who reads along today: participants in the order in which they came, then who stands in by rule. No query."""
    found = [
        _taking(actor, conversation, row, people.present[row.person_id])
        for row in people.joined
        if row.left_at is None and row.person_id in people.present
    ]
    themselves = {one.person_id for one in found}
    by_rule = [one for one in people.present.values() if one.person_id not in themselves]
    return [*found, *(_standing_in(one) for one in sorted(by_rule, key=lambda member: member.name))]


def _taking(actor: Actor, conversation: Conversation, row: Joined, member: Present) -> Taking:
    decision = may_remove(actor, conversation=conversation, participation=row)
    since = row.visible_from
    return Taking(
        person_id=row.person_id,
        name=row.name,
        described=row.described,
        since=f"sieht, was seit {formats.moment(since)} geschrieben wurde" if since else "",
        until=_until(member.last_day, within=SOON),
        participation_id=row.id,
        removable=bool(decision),
        refusal=decision.sentence,
    )


def _until(last_day: date | None, *, within: timedelta | None = None) -> str:
    """The last day in words; nothing where it is none, or farther away than anybody has to think of."""
    near = last_day is not None and (within is None or last_day <= today() + within)
    return formats.day_long(last_day) if last_day and near else ""


def _standing_in(member: Present) -> Taking:
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


def _said(actor: Actor, rows: list[Spoken], people: People, *, new: int = 0) -> list[Said]:
    foreign = [row.id for row in rows if row.author_id != actor.person_id and row.kind != Message.Kind.EVENT]
    first_new = foreign[-new] if 0 < new <= len(foreign) else (foreign[0] if new and foreign else None)
    initials = {name: formats.initials(name) for name in {row.author for row in rows}}
    found, day = [], None
    for row in rows:
        local = row.sent_at.astimezone(BERLIN)
        found.append(
            _one(
                actor,
                row,
                local,
                initials=initials[row.author],
                described=people.described.get(row.author_id, ""),
                first_new=row.id == first_new,
                new_day=local.date() != day,
            )
        )
        day = local.date()
    return found


def _one(
    actor: Actor,
    row: Spoken,
    local: datetime,
    *,
    initials: str,
    described: str,
    first_new: bool,
    new_day: bool,
) -> Said:
    return Said(
        id=row.id,
        kind=row.kind,
        author=row.author,
        initials=initials,
        described=described,
        own=row.author_id == actor.person_id,
        text=row.text,
        time=formats.time(local),
        day=_day(local.date()) if new_day else "",
        date=local.date().isoformat() if new_day else "",
        edited=formats.moment(row.edited_at) if row.edited_at and not row.withdrawn_at else "",
        mark=mark_of(row),
        withdrawn=formats.moment(row.withdrawn_at) if row.withdrawn_at else "",
        editable=bool(may_edit(actor, message=row)),
        first_new=first_new,
    )


def mark_of(message: Message | Spoken) -> str:
    """Returns what tells one state of a message's text from another."""
    return message.edited_at.isoformat() if message.edited_at else ""


def _day(day: date) -> str:
    if day == today():
        return "Heute"
    return formats.day(day) if day.year == today().year else f"{formats.day(day)} {day.year}"


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
