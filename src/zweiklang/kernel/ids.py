"""One kind of id for every row: UUIDv7 (RFC 9562), sorted by time, made by the application so that offline clients can make it too."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Returns a fresh UUIDv7 as the standard library's UUID."""
    return uuid7()


def made_at(row_id: UUID) -> datetime | None:
    """Returns the instant at which the id was made, which it carries in its first 48 bits; None for an id of another kind."""
    if row_id.version != 7:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=row_id.int >> 80)


# The same for rows that one statement makes by the hundred thousand: random bits, of which the first 48 become the time in milliseconds and
# four the version. PostgreSQL knows uuidv7() from 18 on.
SQL_NEW_ID = (
    "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING"
    " substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid"
)
"""SQL that gives a fresh UUIDv7 for each row."""
