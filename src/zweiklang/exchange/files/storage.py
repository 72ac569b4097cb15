"""Where the bytes of files lie: a folder, or a bucket (S3) by setting. Nobody sees a name here but us; what may be seen, the table says.

incoming/<file>/<offset>   the parts of a file that is arriving
kept/<xx>/<file>           what people get
small/<xx>/<file>          the small picture of a picture
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import BinaryIO, NamedTuple, Protocol, cast
from uuid import UUID

from django.core.files.storage import storages

PIECE = 256 * 1024
INCOMING, KEPT, SMALL = "incoming", "kept", "small"


class Lying(NamedTuple):
    """Something lies in the storage: its key, its size in bytes, and since when."""

    key: str
    size: int
    since: datetime


class Storage(Protocol):
    """What a folder and a bucket both can. Keys are our own words, never a person's."""

    def put(self, key: str, file: BinaryIO) -> None:
        """All of `file`, from its beginning, lies under `key`, in place of what lay there; or, after an error, what lay there."""

    def pieces(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yields the bytes from `start` on in pieces of at most PIECE. Raises FileNotFoundError before the first."""

    def remove(self, keys: Collection[str]) -> None:
        """Nothing lies under these keys."""

    def lying(self, prefix: str) -> Iterator[Lying]:
        """Yields what lies under keys that begin so, in their order."""


def storage() -> Storage:
    """Returns the configured storage."""
    return cast(Storage, storages["files"])


def incoming_prefix(file_id: UUID) -> str:
    """Returns how the keys of a file's parts begin."""
    return f"{INCOMING}/{file_id.hex}/"


def incoming_key(file_id: UUID, offset: int) -> str:
    """Returns the key of the part that begins at that byte; keys sort as the parts follow each other."""
    return f"{incoming_prefix(file_id)}{offset:012d}"


def kept_key(file_id: UUID) -> str:
    """Returns the key of the whole file. The end of an id is random, so that folders fill evenly."""
    return f"{KEPT}/{file_id.hex[-2:]}/{file_id.hex}"


def small_key(file_id: UUID) -> str:
    """Returns the key of the small picture."""
    return f"{SMALL}/{file_id.hex[-2:]}/{file_id.hex}"


def id_in(key: str) -> UUID | None:
    """Returns the id of the file to which the key belongs; None for a key that is not ours."""
    parts = key.split("/")
    word = parts[1] if parts[0] == INCOMING and len(parts) == 3 else parts[-1]
    try:
        return UUID(hex=word)
    except ValueError:
        return None
