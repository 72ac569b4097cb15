"""What pages and other concerns know of a file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a list of files, in words. `href` and `small_href` only where there is something to get.

    `note` says kind and size, or what is going on, or why the file was not taken. `received` of `size` bytes have come.
    """

    file_id: UUID
    name: str
    note: str
    state: str
    href: str = ""
    small_href: str = ""
    width: int = 0
    height: int = 0
    mine: bool = False
    by: str = ""
    at: datetime | None = None
    size: int = 0
    received: int = 0
    removable: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of what is allowed is used, in words and in percent."""

    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class UploadField:
    """What the macro `upload_field` shows; `lines` are the actor's own files there that no message has brought yet."""

    room_id: UUID
    href: str
    accept: str
    hint: str
    lines: tuple[FileLine, ...]
