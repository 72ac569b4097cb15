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


# The same for rows that one statement makes by the hundred thousand: a 4096th of a millisecond in the first 60 bits, the version between
# them, and random bits, so that what was made by a later statement sorts later. PostgreSQL knows uuidv7() from 18 on.
SQL_NEW_ID = (
    "(overlay(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 4096000)::bigint), 15, '0') PLACING '7' FROM 13 FOR 0)"
    " || right(gen_random_uuid()::text, 17))::uuid"
)
"""SQL that gives a fresh UUIDv7 for each row."""
