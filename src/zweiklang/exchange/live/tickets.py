"""Tickets: whoever is signed in gets one for a single stream, valid for a minute. Pure but for the secret key, for both ends.

The stream's process knows neither sessions nor people; what the ticket says is what it knows. The address with the ticket may show up
in the log of a proxy: by then it has been used.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

MOST_SECONDS = 60
_SALT = "zweiklang.live"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may listen, by which session, from pages of which origin; `number` makes it usable once."""

    person_id: UUID
    session: str
    origin: str
    number: str


def issue(person_id: UUID, *, session_key: str, origin: str) -> str:
    """Returns a signed ticket; `origin` is that of the page, such as "https://zweiklang.example"."""
    parts = [person_id.hex, mark_of(session_key), origin, secrets.token_urlsafe(9)]
    return signing.dumps(parts, salt=_SALT)


def read(text: str) -> Ticket | None:
    """Returns the ticket; None if it is not ours or older than a minute. Whether it was used is the caller's to know."""
    try:
        person, session, origin, number = signing.loads(text, salt=_SALT, max_age=MOST_SECONDS)
        return Ticket(UUID(person), session, origin, number)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def mark_of(session_key: str) -> str:
    """Returns what stands for a session where its key must not: nobody can sign in with it."""
    return salted_hmac(_SALT, session_key, algorithm="sha256").hexdigest()[:24]
