"""Reads of the school lane. Row-level security lets through what the person may see: drafts only to those who teach the class."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.planning.models import DidacticPlan, FieldPlacement
from zweiklang.planning.school_lane import wording
from zweiklang.planning.school_lane.shapes import Lane, Placed, Source, TaughtField
from zweiklang.planning.school_lane.weeks import lane_of, year_days
from zweiklang.rooms.public import as_system
from zweiklang.schedule.public import class_days

State = DidacticPlan.State
# Plans of classes that began earlier are seldom a model for this year's.
_YEARS_BACK = 3


def published_fields(class_room_ids: Collection[UUID]) -> dict[UUID, list[TaughtField]]:
    """Returns what the newest published version of each of these classes places, in order of weeks; none for a class without. One query."""
    newest = DidacticPlan.objects.filter(room_id=OuterRef("room_id"), state=State.PUBLISHED)
    newest = newest.order_by("-version")
    rows = FieldPlacement.objects.filter(
        room_id__in=class_room_ids, state=State.PUBLISHED, plan_id=Subquery(newest.values("pk")[:1])
    ).select_related("learning_field", "plan")
    found: defaultdict[UUID, list[TaughtField]] = defaultdict(list)
    order = ("first_week", "learning_field__order", "last_week", "pk")
    for row in rows.order_by(*order) if class_room_ids else ():
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


def plans_of(room_id: UUID) -> list[DidacticPlan]:
    """Returns the versions of that class the person may see, newest first, each with its curriculum and who published it. One query."""
    rows = DidacticPlan.objects.filter(room_id=room_id).select_related("curriculum", "published_by")
    return list(rows.order_by("-version"))


def placed_in(plan_ids: Iterable[UUID]) -> dict[UUID, list[Placed]]:
    """Returns the bars of each of these versions, in order of weeks. One query."""
    found: dict[UUID, list[Placed]] = {plan: [] for plan in plan_ids}
    for row in _in_order(FieldPlacement.objects.filter(plan_id__in=[*found])):
        found[row.plan_id].append(Placed(row.learning_field_id, row.first_week, row.last_week, row.hours))
    return found


def _in_order(rows: "QuerySet[FieldPlacement]") -> "QuerySet[FieldPlacement]":
    return rows.order_by("first_week", "learning_field__order", "last_week", "pk")


def lane_of_class(school_class: SchoolClass, *, keep: Collection[date] = ()) -> Lane:
    """Returns the weeks of the class's school year with their school days. One query."""
    room_id = school_class.room_id
    days = class_days([room_id], *year_days(school_class.school_year))
    return lane_of(days[room_id], keep=keep)


def sources_for(actor: Actor, school_class: SchoolClass) -> list[Source]:
    """Returns the published versions a draft of this class can begin from: its own, then the newest of other classes of school and grade.

    Read in the system role: whoever taught a class last year is not in its room any more, and a published plan is about nobody. The caller
    has asked whether this person may write a draft. Two queries.
    """
    own = DidacticPlan.objects.filter(room_id=school_class.room_id, state=State.PUBLISHED)
    found = [Source(plan.pk, f"Fassung {plan.version} dieser Klasse") for plan in own.order_by("-version")]
    with as_system(actor):
        others = list(_of_other_classes(school_class))
    years = sorted(others, key=lambda plan: _nearness(plan, school_class))
    return found + [Source(plan.pk, _class_name(plan)) for plan in years]


def _of_other_classes(school_class: SchoolClass) -> "QuerySet[DidacticPlan]":
    year = school_class.school_year
    rows = DidacticPlan.objects.filter(
        state=State.PUBLISHED,
        room__school_class__school_id=school_class.school_id,
        room__school_class__grade=school_class.grade,
        room__school_class__school_year__range=(year - _YEARS_BACK, year),
    ).exclude(room_id=school_class.room_id)
    return rows.select_related("room__school_class").order_by("room_id", "-version").distinct("room_id")


def _nearness(plan: DidacticPlan, school_class: SchoolClass) -> tuple[bool, int, str]:
    """Classes of the same occupation first, then the latest year."""
    other = plan.room.school_class
    return other.occupation_name != school_class.occupation_name, -other.school_year, other.label


def _class_name(plan: DidacticPlan) -> str:
    other = plan.room.school_class
    return f"Klasse {other.label}, {wording.school_year(other.school_year)}"


def source_in(
    actor: Actor, school_class: SchoolClass, plan_id: UUID
) -> tuple[DidacticPlan, list[Placed], Lane]:
    """Returns that published version with its bars and the weeks of its class; raises Http404 unless it is one of `sources_for`.

    Three queries.
    """
    with as_system(actor):
        plan = (
            DidacticPlan.objects.filter(
                pk=plan_id, state=State.PUBLISHED, room__school_class__school_id=school_class.school_id
            )
            .select_related("room__school_class")
            .first()
        )
        if plan is None or plan.room.school_class.grade != school_class.grade:
            raise Http404
        return plan, placed_in([plan.pk])[plan.pk], lane_of_class(plan.room.school_class)
