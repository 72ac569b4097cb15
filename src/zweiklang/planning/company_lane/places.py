"""What the firm says about its departments as places of training. Written in the system role, after the policy."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.curricula.public import Position
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Department
from zweiklang.planning.company_lane import policy
from zweiklang.planning.models import DepartmentProfile
from zweiklang.rooms.public import as_system, team_standing

MOST_PLACES = 500
MOST_CLOSED = 50


@transaction.atomic
def describe_department(
    actor: Actor,
    *,
    department_id: UUID,
    capacity: int,
    positions: Collection[UUID],
    closed: Sequence[tuple[date, date]],
) -> DepartmentProfile:
    """The department takes so many apprentices at once, teaches these positions (none: no choice made), and takes nobody in these weeks."""
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise Http404
    standing = team_standing(department.organisation_id)
    if standing is None:
        raise Http404
    require(policy.may_keep_places(actor, standing=standing))
    if not 1 <= capacity <= MOST_PLACES:
        raise Rejected("Bitte eine Zahl ab 1 angeben, zum Beispiel 2.", field="capacity")
    if len(closed) > MOST_CLOSED or any(
        last < first or first.weekday() or last.weekday() for first, last in closed
    ):
        raise Rejected("Bitte erste und letzte Woche angeben, die erste zuerst.", field="closed")
    if Position.objects.filter(pk__in=positions).count() < len(set(positions)):
        raise Rejected("Eine der Positionen gibt es nicht mehr.", field="positions")
    with as_system(actor):
        return DepartmentProfile.objects.update_or_create(
            department=department,
            defaults={
                "room_id": standing.room_id,
                "capacity": capacity,
                "positions": sorted(set(positions)),
                "closed": [[first.isoformat(), last.isoformat()] for first, last in sorted(closed)],
            },
        )[0]
