"""A mail of the queue as the message a mail server is given.

Making one takes Python's library 2.4 ms, most of it parsing our own headers again. Mails to many differ in five places only: their bytes
are made once for each text, and filled in.
"""

import re
from collections.abc import Mapping
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape

from zweiklang.kernel.mail import absolute_url
from zweiklang.kernel.mail_markup import mail_html
from zweiklang.people.mailing.blanks import NAME, NAME_IN_HTML, fill, has_blanks, shown_name, stop_address
from zweiklang.people.mailing.kinds import NOTICES, MailKind
from zweiklang.people.mailing.unsubscribing import unsubscribe_path
from zweiklang.people.models import OutgoingMail

# The most that RFC 5322 allows in a line. The usual 78 would break addresses of List-Unsubscribe, in which nobody may break (RFC 2369).
LONGEST_LINE = 998
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_TO, _ID, _STOP = "to@zweiklang.invalid", "zweiklang-id", "zweiklang-stop"
_DATE = "Thu, 01 Jan 1970 00:00:00 +0000"


class Message(EmailMultiAlternatives):
    """A message whose long headers stay in one piece."""

    def message(self, *, policy: Any = SMTP) -> Any:
        """Returns the message as Python's library knows it."""
        return super().message(policy=policy.clone(max_line_length=LONGEST_LINE))


class _Ready(EmailMultiAlternatives):
    """A message whose bytes are known already."""

    ready = b""

    def message(self, *, policy: Any = SMTP) -> Any:
        """Returns something that gives these bytes."""
        del policy
        return _Bytes(self.ready)


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def as_bytes(self) -> bytes:
        """Returns the whole message, with lines ended as SMTP wants them."""
        return self._data


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Returns the message of that mail, as text and as HTML; raises ValueError for an address or header that cannot be one."""
    kind = MailKind(mail.kind)
    person = mail.person if kind in NOTICES else None
    stop = absolute_url(unsubscribe_path(person, kind)) if person else ""
    if not has_blanks(mail.text):
        plain = mail_html(mail.text, subject=mail.subject, language=mail.language)
        return _message(mail, mail.text, plain, stop)
    name = shown_name(mail.person.name) if mail.person else ""
    html, skeleton = _written_once(mail.subject, mail.text, mail.language, settings.DEFAULT_FROM_EMAIL)
    text = fill(mail.text, name=name, stop_url=stop)
    html = fill(html.replace(NAME_IN_HTML, NAME), name=escape(name), stop_url=stop)
    # The usual way is for what bytes are not to be trusted with: a domain with umlauts, nobody's name.
    if not (skeleton and name and stop and _PLAIN_ADDRESS.fullmatch(mail.address)):
        return _message(mail, text, html, stop)
    message = _Ready(mail.subject, text, settings.DEFAULT_FROM_EMAIL, [mail.address])
    message.attach_alternative(html, "text/html")
    message.extra_headers = _headers(mail.pk, mail.language, stop)
    message.ready = _filled(skeleton, mail, name, stop)
    return message


def _message(mail: OutgoingMail, text: str, html: str, stop: str) -> EmailMultiAlternatives:
    headers = _headers(mail.pk, mail.language, stop)
    message = Message(mail.subject, text, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _headers(mail_id: object, language: str, stop: str) -> dict[str, str]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{mail_id}@{domain}>",
        "Content-Language": language,
        # Keeps holiday notices and the like from answering (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@lru_cache(maxsize=16)
def _written_once(subject: str, text: str, language: str, sender: str) -> tuple[str, bytes]:
    """Returns the HTML part with its blanks, and the bytes of the whole message with theirs; no bytes where a blank got lost in encoding."""
    html = mail_html(text, subject=subject, language=language).replace(NAME, NAME_IN_HTML)
    headers = _headers(_ID, language, _STOP) | {"Date": _DATE}
    message = Message(subject, text, sender, [_TO], headers=headers)
    message.attach_alternative(html, "text/html")
    data: bytes = message.message(policy=SMTP).as_bytes()
    wanted = {
        _TO: 1,
        _ID: 1,
        _STOP: 1,
        _DATE: 1,
        NAME: text.count(NAME),
        NAME_IN_HTML: html.count(NAME_IN_HTML),
        stop_address(): text.count(stop_address()) + html.count(stop_address()),
    }
    whole = all(data.count(blank.encode()) == number for blank, number in wanted.items())
    return str(html), data if whole else b""


def _filled(skeleton: bytes, mail: OutgoingMail, name: str, stop: str) -> bytes:
    values: Mapping[str, str] = {
        _TO: mail.address,
        _ID: str(mail.pk),
        _STOP: stop,
        _DATE: formatdate(),
        stop_address(): stop,
        NAME: name,
        NAME_IN_HTML: escape(name),
    }
    for blank, value in values.items():
        skeleton = skeleton.replace(blank.encode(), value.encode())
    return skeleton
