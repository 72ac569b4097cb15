"""Django's default mailer: whatever sends mail in Django's own way goes through the queue too."""

from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from zweiklang.people.mailing.kinds import MailKind
from zweiklang.people.mailing.sending import LANGUAGES, Letter, queue_letter


class QueueBackend(BaseEmailBackend):
    """Queues one mail for each recipient; only the plain text counts, the HTML part is made from it."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Every message is in the queue of this transaction; a newline in subject or address is a ValueError."""
        count = 0
        for message in email_messages:
            message.message()  # refuses what cannot be a header
            for address in message.recipients():
                queue_letter(
                    Letter(subject=str(message.subject), text=str(message.body)),
                    person=None,
                    address=address,
                    template="django",
                    kind=MailKind.SECURITY,
                    language=LANGUAGES[0],
                )
            count += 1
        return count
