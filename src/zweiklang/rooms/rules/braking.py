"""The emergency brake: a category closes at once, for everybody concerned, and two persons reopen it."""

from uuid import UUID

from django.utils import timezone

from zweiklang.kernel import jobs
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.models import EmergencyBrake
from zweiklang.rooms.rules.deciding import AT_ONCE, MIN_REASON, RECOMPUTE_ALL
from zweiklang.rooms.rules.policy import BRAKEABLE, may_pull, may_release
from zweiklang.rooms.rules.recomputing import close_now, closing_capacities, recompute, rooms_ruled_by
from zweiklang.rooms.rules.writing import alone_with_the_rules


def pull_brake(actor: Actor, *, school_id: UUID | None, category: str, reason: str) -> EmergencyBrake:
    """The category is closed in this very transaction to all but the persons concerned and those who keep it: in the school, or everywhere.

    Pulled twice it stays the one that was pulled first. However many rooms there are, it is one statement.
    """
    require(may_pull(actor, school_id=school_id))
    if category not in BRAKEABLE:
        raise Rejected("Diesen Bereich kann die Notbremse nicht schließen.", field="category")
    if len(reason.strip()) < MIN_REASON:
        raise Rejected("Schreiben Sie in einem Satz, was geschehen ist.", field="reason")
    with as_system(actor):
        alone_with_the_rules()
        pulled = EmergencyBrake.objects.filter(category=category, released_at=None)
        of_body = pulled.filter(organisation=school_id) if school_id else pulled.filter(organisation=None)
        if brake := of_body.first():
            return brake
        brake = EmergencyBrake.objects.create(
            organisation_id=school_id,
            category=category,
            reason=reason.strip(),
            closed_by_id=actor.person_id,
            closed_at=timezone.now(),
        )
        _follow(actor, brake)
    return brake


def ask_for_release(actor: Actor, *, brake_id: UUID) -> EmergencyBrake:
    """The first of two persons wants the category open again; it stays closed."""
    with as_system(actor):
        brake = EmergencyBrake.objects.select_for_update(of=("self",)).get(pk=brake_id)
    require(may_release(actor, brake=brake))
    with as_system(actor):
        if brake.release_asked_at is None:
            brake.release_asked_by_id, brake.release_asked_at = actor.person_id, timezone.now()
            brake.save(update_fields=["release_asked_by", "release_asked_at"])
    return brake


def release_brake(actor: Actor, *, brake_id: UUID) -> EmergencyBrake:
    """The second person agrees: what was open before is open again, from the same days of data on.

    Raises Conflict if nobody has asked for it, or if it is the same person.
    """
    with as_system(actor):
        alone_with_the_rules()
        brake = EmergencyBrake.objects.select_for_update(of=("self",)).get(pk=brake_id)
    if brake.release_asked_at is None:
        raise Rejected("Zuerst muss eine Person das Öffnen vorschlagen.")
    require(may_release(actor, brake=brake))
    with as_system(actor):
        brake.released_by_id, brake.released_at = actor.person_id, timezone.now()
        brake.save(update_fields=["released_by", "released_at"])
        _follow(actor, brake)
    return brake


def _follow(actor: Actor, brake: EmergencyBrake) -> None:
    rooms = list(
        rooms_ruled_by(brake.organisation_id).order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1]
    )
    if len(rooms) <= AT_ONCE:
        recompute(actor, rooms, capacities=closing_capacities(brake.category))
        return
    if brake.released_at is None:
        close_now(brake.category)
    jobs.defer(RECOMPUTE_ALL, priority=jobs.URGENT)
