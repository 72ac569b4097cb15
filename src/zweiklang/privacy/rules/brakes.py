"""Emergency brakes as people see them: pulled, half released, released."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import Decision
from zweiklang.privacy.rules.ruling import Ruler
from zweiklang.rooms.public import BRAKEABLE, EmergencyBrake, may_pull, may_release, rule_categories

MOST = 50


@dataclass(frozen=True, slots=True)
class Pulled:
    """One brake. Names are for the people of that organisation; `may` says whether this person takes the next of the two steps."""

    id: UUID
    label: str
    where: str
    reason: str
    closed_at: datetime
    closed_by: str
    asked_at: datetime | None
    asked_by: str
    released_at: datetime | None
    released_by: str
    may: Decision | None = None


def brakes_in_force(on: date, *, school: UUID | None = None) -> list[Pulled]:
    """Returns the brakes in force at the end of that day, without names: the Land's, and those of the school (None: of all). One query."""
    open_then = Q(released_at=None) | Q(released_at__date__gt=on)
    rows = EmergencyBrake.objects.filter(open_then, closed_at__date__lte=on)
    if school:
        rows = rows.filter(Q(organisation=None) | Q(organisation=school))
    return [_pulled(row) for row in rows.select_related("organisation").order_by("closed_at")]


def brakes_page(actor: Actor, ruler: Ruler) -> dict[str, Any]:
    """Returns what the page of the brake shows: what is closed, what was, and what may be closed."""
    # Those still pulled come first: PostgreSQL sorts what is empty as the latest.
    rows = list(_brakes_of(ruler).order_by("-released_at", "-closed_at")[:MOST])
    own = ruler.body.organisation_id
    told = [
        (
            row,
            _pulled(
                row,
                None if row.released_at else may_release(actor, brake=row),
                names=row.organisation_id == own,
            ),
        )
        for row in rows
    ]
    return {
        "may_pull": may_pull(actor, school_id=own),
        "closed": [one for row, one in told if not row.released_at],
        "earlier": [one for row, one in told if row.released_at],
    }


def brakeable() -> list[tuple[str, str]]:
    """Returns key and German name of the categories that can be closed."""
    return [(key, rule_categories()[key].label) for key in BRAKEABLE]


def brake_of(ruler: Ruler, brake_id: UUID) -> EmergencyBrake | None:
    """Returns the brake if its page is this one."""
    return _brakes_of(ruler).filter(pk=brake_id).first()


def _brakes_of(ruler: Ruler) -> "QuerySet[EmergencyBrake]":
    """The Land sees all of them: it may be the second person everywhere."""
    rows = EmergencyBrake.objects.select_related(
        "organisation", "closed_by", "release_asked_by", "released_by"
    )
    return rows if ruler.kind == "land" else rows.filter(organisation=ruler.body.organisation_id)


def _pulled(row: EmergencyBrake, may: Decision | None = None, *, names: bool = False) -> Pulled:
    return Pulled(
        id=row.pk,
        label=rule_categories()[row.category].label,
        where=row.organisation.name if row.organisation else "ganz Hessen",
        reason=row.reason,
        closed_at=row.closed_at,
        closed_by=row.closed_by.name if names and row.closed_by else "",
        asked_at=row.release_asked_at,
        asked_by=row.release_asked_by.name if names and row.release_asked_by else "",
        released_at=row.released_at,
        released_by=row.released_by.name if names and row.released_by else "",
        may=may,
    )
