"""The kinds of notices. Each concern adds its own in AppConfig.ready and says what a notice of it means, with the rights of the reader.

    add_kind(NoticeKind(key="message", mail_kind=MailKind.MESSAGES, describe=describe))

    def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
        found = {row.room_id: row for row in Conversation.objects.filter(room__in=[one.about for one in notices])}
        return {one.id: Line("Neue Nachricht", url) for one in notices if one.about in found}

What `describe` leaves out is gone for the reader (deleted, or no longer to be seen): its notice is settled.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zweiklang.people.public import MailKind

# Ten messages in a row are one mail.
PAUSE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice as `describe` gets it: about what, how often, since when and when last."""

    id: UUID
    about: UUID
    room_id: UUID | None
    count: int
    first_at: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """What a notice says to its reader: one sentence or name, where it leads, and a word below it ("3 neue Nachrichten")."""

    text: str
    href: str
    note: str = ""


type Describe = Callable[[Sequence[OpenNotice]], Mapping[UUID, Line]]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice. `pause` is how long a mail waits for more of the same."""

    key: str
    mail_kind: MailKind
    describe: Describe
    pause: timedelta = PAUSE


_kinds: dict[str, NoticeKind] = {}


def add_kind(kind: NoticeKind) -> None:
    """Notices of that kind can be told and are shown; one with the same key is replaced."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> NoticeKind | None:
    """Returns the kind with that key, or None where no app has added it (any more)."""
    return _kinds.get(key)


def all_kinds() -> list[NoticeKind]:
    """Returns the kinds in the order in which they were added."""
    return list(_kinds.values())
