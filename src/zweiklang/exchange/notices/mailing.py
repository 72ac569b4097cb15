"""The worker's side of mails about notices: one mail for each person, whatever is new, when the person wants it, and only while it is new."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.urls import reverse

from zweiklang.exchange.notices.kinds import all_kinds
from zweiklang.exchange.notices.times import Wishes, mail_time
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now
from zweiklang.people.public import Impersonal, Link, MailKind, Rhythm, send_to_many
from zweiklang.rooms.public import as_system

ACTOR = system_actor("notices")
AT_ONCE = 2_000
# Whoever is told of ten things in five minutes has one mail.
BETWEEN = timedelta(minutes=5)
# After two days the news is in the product, or over.
EXPIRES_IN = timedelta(days=2)
TEMPLATE = "exchange/email/news"

_PEOPLE = """
    SELECT DISTINCT person_id FROM exchange_notice WHERE mail_at <= %(now)s AND person_id > %(after)s
     ORDER BY person_id LIMIT %(limit)s"""
# Locked in the order in which `tell` writes, so that neither blocks the other for good; what is done meanwhile is left out.
_DUE = """
    SELECT n.id, n.person_id, k.mail_kind, COALESCE(w.rhythm, 'at_once'), n.made_at, n.mail_at,
           s.quiet_from, s.quiet_until, COALESCE(s.quiet_weekends, false), COALESCE(s.summary_hour, 7), COALESCE(s.summary_weekday, 1)
      FROM exchange_notice n
      LEFT JOIN unnest(%(kinds)s::text[], %(mail_kinds)s::text[]) AS k(kind, mail_kind) ON k.kind = n.kind
      LEFT JOIN people_mailpreference w ON w.person_id = n.person_id AND w.kind = k.mail_kind
      LEFT JOIN exchange_noticesettings s ON s.person_id = n.person_id
     WHERE n.person_id = ANY (%(people)s::uuid[]) AND n.mail_at <= %(now)s AND n.done_at IS NULL
     ORDER BY n.person_id, n.id FOR UPDATE OF n"""
_LATELY = """
    SELECT person_id, max(mailed_at) FROM exchange_notice
     WHERE person_id = ANY (%(people)s::uuid[]) AND made_at > %(now)s::timestamptz - interval '2 days' AND mailed_at > %(since)s
     GROUP BY person_id"""
_MOVE = """
    UPDATE exchange_notice n SET mail_at = moved.mail_at
      FROM unnest(%(ids)s::uuid[], %(moments)s::timestamptz[]) AS moved(id, mail_at) WHERE n.id = moved.id"""
_MAILED = "UPDATE exchange_notice SET mail_at = NULL, mailed_at = %(now)s WHERE id = ANY (%(ids)s::uuid[])"


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that may be due, with what its person wishes. `mail_kind` is None for a kind no app knows any more."""

    id: UUID
    person_id: UUID
    mail_kind: MailKind | None
    rhythm: Rhythm
    made_at: datetime
    due_at: datetime
    wishes: Wishes

    def leaves_at(self, lately: datetime | None, moment: datetime) -> datetime | None:
        """Returns when it may be mailed: not while the person wants peace, nor within minutes of the last mail. None: never."""
        if self.mail_kind is None:
            return None
        due = max(moment, lately + BETWEEN) if lately else moment
        return mail_time(self.rhythm, made_at=self.made_at, due_at=due, wishes=self.wishes)


def mail_due(*, after: UUID) -> UUID | None:
    """The next people for whom something is new have one mail waiting, if they want it now; the others' notices wait for their time.

    Begins behind the person `after`; returns the last person, None when nobody is left. A worker killed halfway has done nothing, two
    workers mail nobody twice: a notice is marked in the transaction that queues its mail.
    """
    moment = now()
    with transaction.atomic(), as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"now": moment, "after": after, "limit": AT_ONCE})
        people: list[UUID] = [person_id for (person_id,) in cursor.fetchall()]
        if not people:
            return None
        leaving = _sorted_out(cursor, _due(cursor, people, moment), moment)
        _send(leaving)
    return max(people)


def _due(cursor: CursorWrapper, people: list[UUID], moment: datetime) -> list[Due]:
    kinds = all_kinds()
    values: dict[str, Any] = {
        "kinds": [kind.key for kind in kinds],
        "mail_kinds": [kind.mail_kind.value for kind in kinds],
        "people": people,
        "now": moment,
    }
    cursor.execute(_DUE, values)
    return [
        Due(pk, person, MailKind(kind) if kind else None, Rhythm(rhythm), made, due, Wishes(*wishes))
        for pk, person, kind, rhythm, made, due, *wishes in cursor.fetchall()
    ]


def _sorted_out(cursor: CursorWrapper, found: list[Due], moment: datetime) -> Mapping[UUID, list[Due]]:
    """Returns by person what leaves now, marked as mailed; the rest has the time at which it will be looked at again, or none."""
    values: dict[str, Any] = {
        "people": list({one.person_id for one in found}),
        "now": moment,
        "since": moment - BETWEEN,
    }
    cursor.execute(_LATELY, values)
    lately: dict[UUID, datetime] = dict(cursor.fetchall())
    leaving: dict[UUID, list[Due]] = defaultdict(list)
    moved: dict[UUID, datetime | None] = {}
    for one in found:
        at = one.leaves_at(lately.get(one.person_id), moment)
        if at is not None and at <= moment:
            leaving[one.person_id].append(one)
        else:
            moved[one.id] = at
    cursor.execute(_MOVE, {"ids": list(moved), "moments": list(moved.values())})
    mailed = [one.id for of_person in leaving.values() for one in of_person]
    cursor.execute(_MAILED, {"ids": mailed, "now": moment})
    return leaving


def _send(leaving: Mapping[UUID, list[Due]]) -> None:
    """One mail for each person; it can be unsubscribed for the kind it is about, a summary for all that is summed up."""
    by_kind: dict[MailKind, list[UUID]] = defaultdict(list)
    for person_id, notices in leaving.items():
        kinds = {one.mail_kind for one in notices if one.mail_kind and one.rhythm == Rhythm.AT_ONCE}
        by_kind[min(kinds) if kinds else MailKind.DIGEST].append(person_id)
    for kind, people in sorted(by_kind.items()):
        send_to_many(
            ACTOR,
            people=people,
            template=TEMPLATE,
            kind=kind,
            context={"link": Link(reverse("exchange:inbox")), "kind": Impersonal(kind.label)},
            expires_in=EXPIRES_IN,
        )
