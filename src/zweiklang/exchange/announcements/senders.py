"""In whose name somebody may send announcements today: it follows from posts, and from the classes somebody leads."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q

from zweiklang.apprenticeships.public import TeachingAssignment
from zweiklang.exchange.announcements.shapes import Reach, Sender
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, Post, posts_of

Capacity = Post.Capacity
REACHES: dict[str, Reach] = {
    Capacity.HEAD_OF_SCHOOL: Reach.SCHOOL,
    Capacity.SCHOOL_OFFICE: Reach.SCHOOL,
    Capacity.CHAMBER_ADVISER: Reach.CHAMBER,
    Capacity.LAND: Reach.LAND,
}


def senders_of(person_id: UUID) -> list[Sender]:
    """Returns the names in which the person may send today, the widest first. Two queries.

    Asked by the person, or by the system role about somebody whose announcement is due.
    """
    found: dict[str, Sender] = {}
    for post in posts_of(person_id, on=today()).filter(
        capacity__in=REACHES, organisation__state=Organisation.State.ACTIVE
    ):
        one = Sender(
            post.organisation_id, post.organisation.name, REACHES[post.capacity], post.get_capacity_display()
        )
        found.setdefault(one.key, one)
    whole = {one.organisation_id for one in found.values()}
    own = [one for one in _class_teacher(person_id) if one.organisation_id not in whole]
    return [*found.values(), *own]


def sender_of(person_id: UUID, *, organisation_id: UUID, reach: str) -> Sender | None:
    """Returns that one of the names in which the person may send; None where they may not, or no longer."""
    return next(
        (
            one
            for one in senders_of(person_id)
            if one.organisation_id == organisation_id and one.reach == reach
        ),
        None,
    )


def _class_teacher(person_id: UUID) -> list[Sender]:
    """One for each school: all classes there that the person leads, this school year's and those to come."""
    leads = TeachingAssignment.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=today()),
        person_id=person_id,
        capacity=TeachingAssignment.Capacity.CLASS_TEACHER,
        first_day__lte=today(),
        school_class__school_year__gte=school_year(today()),
    ).select_related("school_class__school")
    by_school: defaultdict[UUID, list[TeachingAssignment]] = defaultdict(list)
    for one in leads.order_by("school_class__school_year", "school_class__label"):
        by_school[one.school_class.school_id].append(one)
    return [
        Sender(
            school_id,
            rows[0].school_class.school.name,
            Reach.CLASSES,
            "Klassenleitung " + ", ".join(dict.fromkeys(row.school_class.label for row in rows)),
            tuple(dict.fromkeys(row.school_class.room_id for row in rows)),
        )
        for school_id, rows in by_school.items()
    ]
