"""A firm settles a sign, or takes that back."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.planning.models import RadarSign
from zweiklang.planning.radar.measuring import begun
from zweiklang.planning.radar.policy import may_settle
from zweiklang.planning.radar.selectors import sign_in
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.rooms.public import Scope, standing_in

OVERTAKEN = "Das Lernfeld liegt inzwischen wieder anders. Dieser Hinweis gilt nicht mehr."


@transaction.atomic
def settle_sign(actor: Actor, *, sign_id: UUID) -> bool:
    """The sign is settled as of today; False where it was already. Raises Http404 for a sign of a foreign plan."""
    sign = _writable(actor, sign_id)
    return bool(RadarSign.objects.filter(pk=sign.pk, settled_on=None).update(settled_on=today()))


@transaction.atomic
def reopen_sign(actor: Actor, *, sign_id: UUID) -> bool:
    """The sign is open again; False where it was. Raises Conflict where the Lernfeld has moved since: what it says is no longer true."""
    sign = _writable(actor, sign_id)
    if sign.settled_on is None:
        return False
    placements = [
        field
        for field in published_fields([sign.plan.room_id])[sign.plan.room_id]
        if field.learning_field_id == sign.learning_field_id
    ]
    if begun(placements) != sign.is_first:
        raise Conflict(OVERTAKEN)
    return bool(RadarSign.objects.filter(pk=sign.pk).update(settled_on=None))


def _writable(actor: Actor, sign_id: UUID) -> RadarSign:
    sign = sign_in(sign_id)
    standing = standing_in(sign.room_id)
    if not standing.reads(Scope.PLAN):
        raise Http404
    require(may_settle(actor, standing=standing))
    return sign
