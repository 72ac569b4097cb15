"""Puts mails into the queue: rendered now, by the transaction that wants them; sent when it has committed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.mail import absolute_url
from zweiklang.kernel.mail_markup import addresses_in
from zweiklang.people.mailing.kinds import NOTICES, Link, MailKind, MailValue
from zweiklang.people.mailing.unsubscribing import unsubscribe_path, wants
from zweiklang.people.models import OutgoingMail, Person

SEND = "people.send_mail"
LANGUAGES = ("de", "en")
# A code or a link to sign in with must not arrive when nobody waits for it any more.
SECRETS_KEEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: one line, and plain text (see kernel.mail_markup)."""

    subject: str
    text: str


def send_mail(
    actor: Actor,
    *,
    to: Person | str,
    template: str,
    kind: MailKind,
    context: Mapping[str, MailValue] | None = None,
    key: str = "",
    language: str = "",
    expires_in: timedelta | None = None,
) -> bool:
    """A mail to a person, or to an address without account, is sent once this transaction commits. False: nobody wants or can get it.

    `template` is a prefix: "joining/email/invitation" has `_subject.txt` and `_message.txt` and the same with `.en.txt`. `key` makes a
    second mail with the same key vanish ("reminder:<contract>:2026-11"). `language` is for addresses; persons have their own.
    """
    del actor  # nobody needs a right of their own to make us write; services have asked before. The queue knows no senders.
    person = to if isinstance(to, Person) else None
    if kind in NOTICES and person is None:
        raise TypeError("notices go to persons only: an address alone cannot unsubscribe")
    if person and (not person.is_active or not person.email or not wants(person, kind)):
        return False
    values: dict[str, Any] = {name: shown(value) for name, value in (context or {}).items()}
    if person and kind in NOTICES:
        values["unsubscribe_url"] = absolute_url(unsubscribe_path(person, kind))
    language = _language(person.language if person else language)
    letter = write(template, language=language, name=person.name if person else "", values=values)
    if kind == MailKind.SECURITY:
        expires_in = expires_in or SECRETS_KEEP
    queue_letter(
        letter,
        person=person,
        address=person.email if person else str(to),
        template=template,
        kind=kind,
        language=language,
        key=key,
        expires_in=expires_in,
    )
    return True


def write(template: str, *, language: str, name: str, values: Mapping[str, Any]) -> Letter:
    """Returns the mail in that language (German where there is no other); a link that leaves this site is a programming error."""
    suffix = "" if language == "de" else f".{language}"
    context = {**values, "recipient_name": " ".join(name.split())}
    with translation.override(language):
        subject = render_to_string(f"{template}_subject{suffix}.txt", context)
        text = render_to_string(f"{template}_message{suffix}.txt", context)
    for address in addresses_in(text):
        if not address.startswith(absolute_url("/")):
            raise ValueError(f"{template} leads away from this site: {address}")
    return Letter(subject=f"Zweiklang: {' '.join(subject.split())}", text=text.strip() + "\n")


def queue_letter(
    letter: Letter,
    *,
    person: Person | None,
    address: str,
    template: str,
    kind: MailKind,
    language: str,
    key: str = "",
    expires_in: timedelta | None = None,
) -> None:
    """The letter is in the queue of this transaction; one with the same key is there only once. Refuses addresses that are none."""
    _require_address(address)
    if not letter.subject.isprintable():
        raise ValueError("a subject is one line of printable characters")
    mail = OutgoingMail(
        person=person,
        kind=kind,
        template=template,
        key=key or None,
        language=language,
        address=address,
        subject=letter.subject,
        text=letter.text,
        expires_at=now() + expires_in if expires_in else None,
    )
    # With ON CONFLICT DO NOTHING and no RETURNING, which would need the right to read.
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    jobs.defer(SEND, mail_id=str(mail.pk), priority=jobs.URGENT if kind == MailKind.SECURITY else 0)


def _language(wanted: str) -> str:
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def shown(value: MailValue) -> Any:
    """The value as templates get it; text must say by its type why it may stand in a mail."""
    if isinstance(value, Link):
        return absolute_url(value)
    if type(value) is str:
        raise TypeError(
            "text in a mail is Impersonal, Code or Link: no personal data but the recipient's own name"
        )
    return value


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError("not an e-mail address") from error
