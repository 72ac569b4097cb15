"""One kind of id for every row: UUIDv7 (RFC 9562), sorted by time, made by the application so that offline clients can make it too."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Returns a fresh UUIDv7 as the standard library's UUID."""
    return uuid7()
