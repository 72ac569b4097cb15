"""A few hundred mails in one go: one connection to the mail server, each mail a transaction of its own.

A mail that is not taken gets a job of its own, which follows the rules of single mails; the others go on. After a few seconds a portion
makes room, so that nobody waits for a code behind a hundred thousand notices.

Commits do not wait for the disk: when the database itself falls over, what it forgot of the last half second goes out again, with the same
Message-ID. When the worker dies, only the mail it had in hand.
"""

import random
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from zweiklang.kernel import jobs
from zweiklang.kernel.clock import now
from zweiklang.kernel.mail import DELIVERY
from zweiklang.people.mailing.delivery import NeverDelivered, NotDelivered, hand_over, told_by_code
from zweiklang.people.mailing.kinds import SUMMED_UP, MailKind, Rhythm
from zweiklang.people.mailing.sending import SEND
from zweiklang.people.models import MailPreference, OutgoingMail, Person

SEND_PORTION = "people.send_portion"
SIZE = 200
# A server that refuses so many one after the other refuses us, not them.
MOST_IN_A_ROW = 3
PAUSE = timedelta(minutes=1)

# An operator may put a failed portion back, as long as what its mails say is kept.
_LOCK = """
    SELECT m.id, m.kind, m.language, m.address, m.subject, m.text, m.expires_at, p.id, p.given_name, p.family_name,
           set_config('synchronous_commit', 'off', true)
      FROM people_outgoingmail m LEFT JOIN people_person p ON p.id = m.person_id
     WHERE m.id = %s AND (m.state = 'waiting' OR m.state = 'failed' AND m.text <> '') FOR UPDATE OF m"""
_FINISH = """
    UPDATE people_outgoingmail SET state = %s, finished_at = %s, error = '', address = '', subject = '', text = '' WHERE id = %s"""


def defer_portions(mail_ids: Sequence[UUID], *, not_before: timedelta | None = None) -> None:
    """These mails are sent by jobs of a portion each, after everything that somebody waits for."""
    for start in range(0, len(mail_ids), SIZE):
        jobs.defer(
            SEND_PORTION,
            priority=jobs.LATER,
            not_before=now() + not_before if not_before else None,
            mail_ids=" ".join(mail_id.hex for mail_id in mail_ids[start : start + SIZE]),
        )


def deliver_portion(mail_ids: Sequence[UUID], *, last_attempt: bool, make_room: Callable[[], bool]) -> None:
    """Each of these mails is sent, or dropped, or has a job; those left when `make_room()` said so have one together.

    Raises NotDelivered if the mail server lets nobody in: then all that are left wait for the next attempt of the portion.
    """
    server = mailers[DELIVERY]
    try:
        left, pause = _deliver_open(mail_ids, server, make_room)
    except (NotDelivered, NeverDelivered) as error:
        _note(mail_ids, str(error), final=last_attempt)
        raise
    finally:
        _close(server)
    if left:
        defer_portions(left, not_before=pause)


def _deliver_open(
    mail_ids: Sequence[UUID], server: BaseEmailBackend, make_room: Callable[[], bool]
) -> tuple[Sequence[UUID], timedelta | None]:
    """Returns those not looked at, and how long to leave the server alone."""
    _open(server)
    declined, refused = _declined(mail_ids), 0
    for position, mail_id in enumerate(mail_ids):
        if make_room():
            return mail_ids[position:], None
        try:
            _deliver_one(mail_id, server, declined)
            refused = 0
        except (NotDelivered, NeverDelivered) as error:
            later = isinstance(error, NotDelivered)
            _send_alone(mail_id, str(error), pause=_spread(PAUSE) if later else timedelta())
            refused += 1
            if refused == MOST_IN_A_ROW:
                return mail_ids[position + 1 :], _spread(PAUSE)
            if later:
                _close(server)
                _open(server)
    return (), None


def _deliver_one(mail_id: UUID, server: BaseEmailBackend, declined: Collection[tuple[UUID, str]]) -> None:
    """As `delivery.deliver`, in two statements, over a connection that is open."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [mail_id])
        row = cursor.fetchone()
        if row is None:
            return
        mail = _mail(row)
        state = OutgoingMail.State.SENT
        if mail.expires_at and mail.expires_at < now():
            state = OutgoingMail.State.EXPIRED
        elif (mail.person_id, mail.kind) in declined:
            state = OutgoingMail.State.DECLINED
        else:
            hand_over(mail, server)
        cursor.execute(_FINISH, [state, now(), mail_id])


def _mail(row: tuple[Any, ...]) -> OutgoingMail:
    names = ("id", "kind", "language", "address", "subject", "text", "expires_at")
    person_id, given, family = row[7:10]
    person = Person(id=person_id, given_name=given, family_name=family) if person_id else None
    return OutgoingMail(person=person, **dict(zip(names, row, strict=False)))


def _declined(mail_ids: Sequence[UUID]) -> set[tuple[UUID, str]]:
    """Returns who said no since the mails were written, and to which kind."""
    mails = OutgoingMail.objects.filter(pk__in=mail_ids)
    found = MailPreference.objects.filter(person__in=mails.values("person_id"), rhythm=Rhythm.NEVER)
    declined = set(found.values_list("person_id", "kind"))
    summaries = mails.filter(kind=MailKind.DIGEST).exclude(person__mail_preferences__rhythm__in=SUMMED_UP)
    return declined | set(summaries.values_list("person_id", "kind"))


def _open(server: BaseEmailBackend) -> None:
    """The connection is there. Whoever is not let in now may be later, so no refusal is for ever here."""
    try:
        with told_by_code():
            server.open()
    except NeverDelivered as error:
        raise NotDelivered(str(error)) from None


def _close(server: BaseEmailBackend) -> None:
    with suppress(NotDelivered, NeverDelivered), told_by_code():
        server.close()


def _send_alone(mail_id: UUID, error: str, *, pause: timedelta) -> None:
    """The mail has a job of its own, which says what becomes of it and shows in the status of the queue."""
    with transaction.atomic():
        _note([mail_id], error, final=False)
        jobs.defer(SEND, mail_id=str(mail_id), not_before=now() + pause if pause else None)


def _note(mail_ids: Sequence[UUID], error: str, *, final: bool) -> None:
    waiting = OutgoingMail.objects.filter(pk__in=mail_ids, state=OutgoingMail.State.WAITING)
    if final:
        waiting.update(error=error, state=OutgoingMail.State.FAILED, finished_at=now())
    else:
        waiting.update(error=error)


def _spread(pause: timedelta) -> timedelta:
    return pause * random.uniform(1.0, 1.2)  # noqa: S311 - no secret
