"""The worker's side: one mail leaves, once, and what it said is erased.

A mail that was handed over in the instant before a crash can go out a second time: no mail server lets us hand over and commit in
one step. It then has the same Message-ID, by which many programs show it once.
"""

import logging
import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from zweiklang.kernel.clock import now
from zweiklang.kernel.jobs import NotAgain
from zweiklang.kernel.mail import DELIVERY
from zweiklang.people.mailing.kinds import FAILED_KEEP, KEPT, UNSUBSCRIBED, MailKind
from zweiklang.people.mailing.messages import message_of
from zweiklang.people.mailing.unsubscribing import wants
from zweiklang.people.models import OutgoingMail

logger = logging.getLogger(__name__)

_FIRST_PERMANENT = 500
# An operator may put a failed one back, as long as what it says is kept.
_DELIVERABLE = Q(state=OutgoingMail.State.WAITING) | Q(state=OutgoingMail.State.FAILED) & ~Q(text="")


class NotDelivered(Exception):
    """The mail server could not take the mail now; its message is a code, never an address."""


class NeverDelivered(NotAgain):
    """The mail server will not take this mail."""


def deliver(mail_id: UUID, *, last_attempt: bool) -> None:
    """The mail is sent and erased, or was before; raises NotDelivered (worth another attempt) or NeverDelivered.

    The row stays locked while the server takes the mail, so that two workers never send the same one at once.
    """
    try:
        with transaction.atomic():
            mails = OutgoingMail.objects.select_for_update(of=("self",)).select_related("person")
            mail = mails.filter(_DELIVERABLE, pk=mail_id).first()
            if mail is not None:
                _finish(mail, _hand_over_or_drop(mail))
    except (NotDelivered, NeverDelivered) as error:
        _note_failure(mail_id, str(error), final=last_attempt or isinstance(error, NeverDelivered))
        raise


def mail_errors(mail_ids: Iterable[str]) -> dict[str, str]:
    """Returns why these mails were not taken, by id: a code of the mail server or the name of an error, never an address."""
    found = OutgoingMail.objects.filter(pk__in=list(mail_ids)).values_list("pk", "error")
    return {str(pk): error for pk, error in found}


def tidy() -> None:
    """Nothing lies in the queue longer than its privacy note says."""
    OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, expires_at__lt=now()).update(
        state=OutgoingMail.State.EXPIRED, finished_at=now(), address="", subject="", text=""
    )
    OutgoingMail.objects.filter(finished_at__lt=now() - FAILED_KEEP).update(address="", subject="", text="")
    OutgoingMail.objects.filter(finished_at__lt=now() - KEPT).delete()


def _hand_over_or_drop(mail: OutgoingMail) -> OutgoingMail.State:
    if mail.expires_at and mail.expires_at < now():
        return OutgoingMail.State.EXPIRED
    kind = MailKind(mail.kind)
    if mail.person and kind in UNSUBSCRIBED and not wants(mail.person, kind):
        return OutgoingMail.State.DECLINED
    hand_over(mail, mailers[DELIVERY])
    return OutgoingMail.State.SENT


def hand_over(mail: OutgoingMail, server: BaseEmailBackend) -> None:
    """The mail server has taken the mail; raises NotDelivered or NeverDelivered."""
    with told_by_code():
        server.send_messages([message_of(mail)])


@contextmanager
def told_by_code() -> Iterator[None]:
    """Errors of the mail server inside the block are NotDelivered or NeverDelivered with its code: its sentence often repeats the address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _by_code(max(codes)) from None
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code, login=isinstance(error, smtplib.SMTPAuthenticationError)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(type(error).__name__) from None
    except ValueError:
        raise NeverDelivered("no address") from None


def _by_code(code: int, *, login: bool = False) -> Exception:
    """5xx is for ever, unless it is about our own sign-in at the server, which the operator can mend."""
    text = f"{'sign-in: ' if login else ''}SMTP {code}"
    return NeverDelivered(text) if code >= _FIRST_PERMANENT and not login else NotDelivered(text)


def _finish(mail: OutgoingMail, state: OutgoingMail.State) -> None:
    mail.state, mail.finished_at, mail.error = state, now(), ""
    mail.address = mail.subject = mail.text = ""
    mail.save(update_fields=["state", "finished_at", "error", "address", "subject", "text"])


def _note_failure(mail_id: UUID, error: str, *, final: bool) -> None:
    """The row says what went wrong; after the last attempt it is kept as failed, without the secret it may have carried."""
    mine = OutgoingMail.objects.filter(_DELIVERABLE, pk=mail_id)
    if not final:
        mine.update(error=error)
        return
    mine.update(state=OutgoingMail.State.FAILED, finished_at=now(), error=error)
    OutgoingMail.objects.filter(pk=mail_id, kind=MailKind.SECURITY).update(address="", subject="", text="")
    logger.error("Mail %s could not be delivered: %s", mail_id, error)
