"""Reads of the company lane. Row-level security lets through what the person may see."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Department, Post
from zweiklang.planning.company_lane.shapes import Entry, Leave, Place
from zweiklang.planning.models import DepartmentProfile, PlanEntry, PlanLeave

_FIRM = (Post.Capacity.TRAINING_MANAGER, Post.Capacity.TRAINER)


def entries_of(room_ids: Collection[UUID]) -> dict[UUID, list[Entry]]:
    """Returns the entries of the plans in these rooms, in order of weeks; rooms without any are left out. One query, none without a room."""
    found: defaultdict[UUID, list[Entry]] = defaultdict(list)
    if not room_ids:
        return found
    rows = PlanEntry.objects.filter(room_id__in=room_ids).select_related(
        "position__section", "department", "responsible"
    )
    rows = rows.defer("position__skills_key", "position__sort_key")
    for row in rows.order_by("first_week", "last_week", "position__section__order", "position__order", "pk"):
        found[row.room_id].append(_entry(row))
    return dict(found)


def entries_in(department_ids: Collection[UUID], *, but: UUID) -> dict[UUID, list[Entry]]:
    """Returns who is in these departments by room, as far as the person sees the plans, without the room `but`. One query, or none."""
    found: defaultdict[UUID, list[Entry]] = defaultdict(list)
    if department_ids:
        rows = PlanEntry.objects.filter(department_id__in=department_ids).exclude(room_id=but)
        for row in rows.select_related("position__section", "department", "responsible").order_by("pk"):
            found[row.room_id].append(_entry(row))
    return dict(found)


def _entry(row: PlanEntry) -> Entry:
    return Entry(
        id=row.pk,
        room_id=row.room_id,
        position_id=row.position_id,
        section=section_name(row.position.section),
        number=row.position.number,
        title=row.position.title,
        first_week=row.first_week,
        last_week=row.last_week,
        department_id=row.department_id,
        department=row.department.name if row.department else "",
        responsible_id=row.responsible_id,
        locked=row.locked,
        partner_wanted=row.partner_wanted,
        note=row.note,
        responsible=row.responsible.name if row.responsible else "",
    )


def section_name(section: Any) -> str:
    """Returns "Abschnitt A", or the annex where the section has no letter."""
    return f"Abschnitt {section.key}" if section.key else str(section.annex)


def leave_of(room_ids: Collection[UUID]) -> dict[UUID, list[Leave]]:
    """Returns the leave in these rooms, in order of days; rooms without any are left out. One query, none without a room."""
    found: defaultdict[UUID, list[Leave]] = defaultdict(list)
    if room_ids:
        for row in PlanLeave.objects.filter(room_id__in=room_ids).order_by("first_day", "pk"):
            found[row.room_id].append(Leave(row.pk, row.room_id, row.first_day, row.last_day))
    return dict(found)


def departments_of(firm_id: UUID, *, people: bool = True) -> list[Place]:
    """Returns the firm's departments by name, with what its people may see of their places of training. Two queries, one without people.

    Whoever is not of the firm sees names and people, each with one place and no choice of positions.
    """
    said = DepartmentProfile.objects.filter(department=OuterRef("pk"))
    rows = Department.objects.filter(organisation_id=firm_id).annotate(
        places=Subquery(said.values("capacity")[:1]),
        taught=Subquery(said.values("positions")[:1]),
        shut=Subquery(said.values("closed")[:1]),
    )
    found = list(rows.order_by("name"))
    working = _people_in([row.pk for row in found]) if people and found else {}
    return [
        Place(
            id=row.pk,
            name=row.name,
            capacity=row.places or 1,
            positions=frozenset(row.taught or ()),
            closed=tuple((date.fromisoformat(one), date.fromisoformat(two)) for one, two in row.shut or ()),
            people=tuple(working.get(row.pk, ())),
            described=row.places is not None,
        )
        for row in found
    ]


def _people_in(departments: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    found: defaultdict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    posts = Post.objects.filter(department__in=departments, capacity__in=_FIRM, first_day__lte=today())
    for post in posts.exclude(last_day__lt=today()).select_related("person").order_by("person__sort_key"):
        if post.department_id and (post.person_id, post.person.name) not in found[post.department_id]:
            found[post.department_id].append((post.person_id, post.person.name))
    return found
