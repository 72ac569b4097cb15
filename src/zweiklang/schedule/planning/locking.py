"""One after the other: whoever plans a class waits for whoever does it now."""

from uuid import UUID

from django.db import connection


def alone_with(room_id: UUID) -> None:
    """Nobody else changes the plan of that room until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"planning:{room_id}"])
