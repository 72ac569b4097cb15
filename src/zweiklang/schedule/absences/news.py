"""What a notice about absences says in the inbox: whose, to whom who may read them on that day; never why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.urls import reverse

from zweiklang.exchange.public import Line, NoticeKind, OpenNotice
from zweiklang.people.public import MailKind
from zweiklang.rooms.public import Scope, Standing, my_standings, note_look, room_url

WHAT = "Neues zu Fehlzeiten"
_TOLD = """
    SELECT n.batch, n.room_id, btrim(p.given_name || ' ' || p.family_name)
      FROM schedule_schedulenotice n
      JOIN apprenticeships_contract k ON k.room_id = n.room_id
      JOIN people_person p ON p.id = k.apprentice_id
     WHERE n.person_id = (SELECT my_person()) AND n.batch = ANY (%s::uuid[]) AND n.room_id = ANY (%s::uuid[])
     ORDER BY p.sort_key, n.room_id"""


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns a line for each notice of which the reader still reads the absences of somebody."""
    standings = my_standings()
    rooms = [one.room_id for one in standings.values() if one.carries(Scope.ABSENCES)]
    if not rooms:
        return {}
    told: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [[one.about for one in notices], rooms])
        for batch, room_id, name in cursor.fetchall():
            told[batch][room_id] = name
    note_look({room_id for of_batch in told.values() for room_id in of_batch}, Scope.ABSENCES)
    return {one.id: _line(told[one.about], standings) for one in notices if one.about in told}


def _line(names: Mapping[UUID, str], standings: Mapping[UUID, Standing]) -> Line:
    if len(names) > 1:
        return Line(f"{WHAT}: {len(names)} Auszubildende", reverse("apprenticeships:index"))
    ((room_id, name),) = names.items()
    own = "apprentice" in standings[room_id].capacities
    return Line(WHAT if own else f"{WHAT}: {name}", room_url("schedule:absences", room_id))


ABSENCE = NoticeKind("absence", MailKind.SCHEDULE, describe)
