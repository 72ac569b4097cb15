"""What a worker would have sent by now."""

import re
from datetime import timedelta
from uuid import UUID

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from zweiklang.exchange.notices.mailing import mail_due
from zweiklang.kernel.clock import now, standing_at
from zweiklang.people.mailing.delivery import deliver
from zweiklang.people.models import OutgoingMail
from zweiklang.rooms.public import as_system


def delivered() -> list[EmailMultiAlternatives]:
    """Delivers every mail waiting in this test's transaction; returns all that have been sent, oldest first."""
    with as_system("tests"):
        waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING)
        for mail_id in waiting.order_by("id").values_list("id", flat=True):
            deliver(mail_id, last_attempt=False)
    return mail.outbox


def mail_notices(after: timedelta = timedelta(minutes=5)) -> None:
    """The minute's job that mails what is new has run, so much later."""
    with standing_at(now() + after):
        last: UUID | None = UUID(int=0)
        while last is not None:
            last = mail_due(after=last)


def words_of(one: EmailMultiAlternatives) -> str:
    """Returns what a mail says to whoever reads it: without addresses, whose random letters now and then are a short word."""
    return re.sub(r"https?://\S+", "", f"{one.subject} {one.body}")
