"""What goes over PostgreSQL's channel: whom it concerns, and what they should look at again. Pure Python, for both ends.

One line of text: `news <what> <about or -> <people>` or `end <mark of a session>`; people are ids of 22 letters, one after the other.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

CHANNEL = "zweiklang_live"
# Where a browser listens: the one path a proxy sends to the live process.
PATH = "/nachrichten/live/"
# PostgreSQL takes less than 8,000 bytes for one notification; 22 letters a person and the head before them.
MOST_PEOPLE = 350
_LETTERS = 22


@dataclass(frozen=True, slots=True)
class News:
    """These people should look again at something of this kind; `about` names it (a room, an announcement), or nothing in particular."""

    people: tuple[UUID, ...]
    what: str
    about: UUID | None


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Whoever listens by this session must not any longer."""

    mark: str


def news_lines(people: Collection[UUID], *, what: str, about: UUID | None) -> Iterator[str]:
    """Yields the notifications that tell all these people; each fits into PostgreSQL's limit."""
    if not what.isidentifier():
        raise ValueError(f"{what!r} is no kind of news")
    for some in batched(people, MOST_PEOPLE):
        yield f"news {what} {about or '-'} {''.join(map(_short, some))}"


def ended_line(mark: str) -> str:
    """Returns the notification that ends the streams of a session."""
    return f"end {mark}"


def read_line(line: str) -> News | SessionEnded | None:
    """Returns what a notification says; None for one that is not ours (a newer version may say more than this one knows)."""
    match line.split(" "):
        case ["news", what, about, people]:
            return _news(what, about, people)
        case ["end", mark]:
            return SessionEnded(mark)
        case _:
            return None


def _news(what: str, about: str, people: str) -> News | None:
    try:
        ids = tuple(_long(people[at : at + _LETTERS]) for at in range(0, len(people), _LETTERS))
        return News(ids, what, None if about == "-" else UUID(about))
    except ValueError:
        return None


def _short(person_id: UUID) -> str:
    return urlsafe_b64encode(person_id.bytes)[:_LETTERS].decode()


def _long(letters: str) -> UUID:
    return UUID(bytes=urlsafe_b64decode(f"{letters}=="))
