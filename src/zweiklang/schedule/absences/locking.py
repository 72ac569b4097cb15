"""Writers of absences in the same rooms are one after the other."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from zweiklang.schedule.guards import ABSENCE_LOCK, place_of

_LOCK = f"""
    SELECT pg_advisory_xact_lock({ABSENCE_LOCK}, place)
      FROM (SELECT DISTINCT {place_of("room")} AS place FROM unnest(%s::uuid[]) room ORDER BY 1) places"""  # noqa: S608 - numbers of ours


def alone_with_rooms(rooms: Iterable[UUID]) -> None:
    """Nobody else writes absences in these rooms until the transaction ends. Locked in one order, so that two never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(rooms)])
