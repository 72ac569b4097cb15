"""What changed lately: acts of others in the rooms one sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.records.models import RecordAct
from zweiklang.rooms.public import Scope, Standing

DAYS = 14
MOST = 8
DID = {
    "submitted": "eingereicht",
    "withdrawn": "zurückgeholt",
    "returned": "zurückgegeben",
    "signed": "unterschrieben",
    "unlocked": "entsperrt",
    "school_noted": "zur Kenntnis genommen (Schultage)",
    "guardian_noted": "zur Kenntnis genommen",
}


@dataclass(frozen=True, slots=True)
class Recent:
    """One change: when, who did what to which week, and its address."""

    moment: str
    text: str
    href: str


def recent_acts(actor: Actor, standings: Mapping[UUID, Standing]) -> list[Recent]:
    """Returns the newest acts of others in the last two weeks, at most eight. One query."""
    rooms = [s.room_id for s in standings.values() if s.carries(Scope.SCHOOL_RECORDS)]
    if not rooms:
        return []
    acts = RecordAct.objects.filter(room_id__in=rooms, at__gte=now() - timedelta(days=DAYS)).exclude(
        person_id=actor.person
    )
    rows = acts.select_related("person", "week__contract__apprentice").order_by("-at")[:MOST]
    return [_recent(row, standings[row.room_id]) for row in rows]


def _recent(row: RecordAct, standing: Standing) -> Recent:
    apprentice = row.week.contract.apprentice
    own = "apprentice" in standing.capacities or row.person_id == apprentice.pk
    whose = "" if own else f" von {apprentice.name}"
    text = f"{row.person.name} hat {formats.week(row.week.monday)}{whose} {DID[row.act]}"
    return Recent(formats.moment(row.at), text, reverse("records:week", args=[row.room_id, row.week.monday]))
