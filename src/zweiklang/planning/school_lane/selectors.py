"""Reads of the school lane. Row-level security lets through what the person may see: drafts only to those who teach the class."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, Subquery

from zweiklang.planning.models import DidacticPlan, FieldPlacement
from zweiklang.planning.school_lane.shapes import TaughtField

State = DidacticPlan.State


def published_fields(class_room_ids: Collection[UUID]) -> dict[UUID, list[TaughtField]]:
    """Returns what the newest published version of each of these classes places, in order of weeks; none for a class without. One query."""
    newest = DidacticPlan.objects.filter(room_id=OuterRef("room_id"), state=State.PUBLISHED).order_by(
        "-version"
    )
    rows = FieldPlacement.objects.filter(
        room_id__in=class_room_ids, state=State.PUBLISHED, plan_id=Subquery(newest.values("pk")[:1])
    ).select_related("learning_field", "plan")
    found: defaultdict[UUID, list[TaughtField]] = defaultdict(list)
    for row in (
        rows.order_by("first_week", "learning_field__order", "last_week", "pk") if class_room_ids else ()
    ):
        found[row.room_id].append(_taught(row))
    return {room: found[room] for room in class_room_ids}


def _taught(row: FieldPlacement) -> TaughtField:
    field = row.learning_field
    return TaughtField(
        placement_id=row.pk,
        plan_id=row.plan_id,
        version=row.plan.version,
        learning_field_id=field.pk,
        number=field.number,
        title=field.title,
        year=field.year,
        first_week=row.first_week,
        last_week=row.last_week,
        hours=row.hours,
    )
