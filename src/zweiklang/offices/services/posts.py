"""Who works here: posts are given, ended, put into departments, and deputised for some days."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import (
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
    derive_class,
    derive_organisation,
    derived_once,
    hold_post,
)
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.policy import LEADING, may_administer, may_appoint, may_end_post, may_lead
from zweiklang.offices.services.days import DAY, require_begin, require_end, require_order
from zweiklang.organisations.public import Department, Organisation, Post, change_post
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_standing

FIRM_CAPACITIES = (Post.Capacity.TRAINER, Post.Capacity.TRAINING_MANAGER)
STAFF = (Post.Capacity.TEACHER, Post.Capacity.HEAD_OF_SCHOOL)


@transaction.atomic
def appoint(
    actor: Actor,
    *,
    organisation: Organisation,
    person: Person,
    capacity: str,
    first_day: date,
    department: Department | None = None,
) -> Post:
    """The person holds the post from `first_day` (today or later) until somebody ends it."""
    require(may_appoint(actor, standing=team_standing(organisation.pk), capacity=capacity))
    require(may_lead(actor, person_id=person.pk, capacity=capacity))
    require_begin(first_day)
    if department and department.organisation_id != organisation.pk:
        raise Rejected("Diese Abteilung gehört zu einer anderen Organisation.", field="department")
    if _holds(person, organisation, (capacity,), first_day, None):
        raise Rejected("Diese Aufgabe hat die Person hier schon.", field="capacity")
    return hold_post(
        on_behalf_of(actor),
        person=person,
        organisation=organisation,
        capacity=capacity,
        first_day=first_day,
        department=department,
    )


@transaction.atomic
def deputise(actor: Actor, *, post: Post, person: Person, first_day: date, last_day: date) -> Post:
    """The person stands in for the holder of the post on these days, with the same rights; it ends by itself."""
    organisation = post.organisation
    require(may_appoint(actor, standing=team_standing(organisation.pk), capacity=post.capacity))
    require_begin(first_day)
    require_order(first_day, last_day)
    if person.pk == post.person_id:
        raise Rejected("Niemand vertritt sich selbst.", field="person")
    require(may_lead(actor, person_id=person.pk, capacity=post.capacity))
    if not _holds(person, organisation, Post.Capacity.values, first_day, None):
        raise Rejected("Vertreten kann, wer hier schon eine Aufgabe hat.", field="person")
    return hold_post(
        on_behalf_of(actor),
        person=person,
        organisation=organisation,
        capacity=post.capacity,
        first_day=first_day,
        last_day=last_day,
        substitutes_for=post,
    )


@transaction.atomic
def end_post(actor: Actor, *, post: Post, last_day: date) -> Post:
    """The post ends with `last_day`, and with it what only this post carried: apprentices, classes, access."""
    standing = team_standing(post.organisation_id)
    with as_system(actor):
        # Two managers who end each other's post at once: the second waits here and sees what the first did.
        Organisation.objects.select_for_update().get(pk=post.organisation_id)
        post = Post.objects.select_related("organisation", "person").get(pk=post.pk)
        others = others_lead(post, after=last_day)
    require(may_end_post(actor, standing=standing, post=post, others_lead=others))
    require_end(last_day, first_day=post.first_day, present=post.last_day)
    with derived_once(actor), as_system(actor):
        change_post(on_behalf_of(actor), post=post, last_day=last_day)
        for substitute in post.substitutes.filter(Q(last_day__isnull=True) | Q(last_day__gt=last_day)):
            _cut(substitute, last_day)
        _end_tasks(actor, post, last_day)
        derive_organisation(actor, post.organisation_id)
    return post


@transaction.atomic
def put_into_department(actor: Actor, *, post: Post, department: Department | None) -> Post:
    """The post belongs to that department, or to none."""
    require(may_administer(actor, standing=team_standing(post.organisation_id)))
    if department and department.organisation_id != post.organisation_id:
        raise Rejected("Diese Abteilung gehört zu einer anderen Organisation.", field="department")
    with as_system(actor):
        return change_post(on_behalf_of(actor), post=post, department=department)


def others_lead(post: Post, *, after: date) -> bool:
    """True if somebody else leads the organisation without a gap when this post ends; substitutes do not count."""
    others = Post.objects.filter(
        organisation_id=post.organisation_id, capacity__in=LEADING, substitutes_for=None
    )
    lasting = Q(last_day__isnull=True) | Q(last_day__gt=max(after, post.last_day or after))
    return others.filter(lasting, first_day__lte=after + DAY).exclude(person_id=post.person_id).exists()


def _holds(
    person: Person,
    organisation: Organisation,
    capacities: tuple[str, ...] | list[str],
    day: date,
    last: date | None,
) -> bool:
    found = Post.objects.filter(person=person, organisation=organisation, capacity__in=capacities)
    return found.filter(Q(last_day__isnull=True) | Q(last_day__gte=last or day)).exists()


def works_at(person: Person, organisation: Organisation, *, first_day: date, last_day: date | None) -> bool:
    """True if the person holds a post on all these days with which one trains (firm) or teaches (school)."""
    covering = Q(last_day__isnull=True)
    if last_day is not None:
        covering |= Q(last_day__gte=last_day)
    found = Post.objects.filter(
        person=person, organisation=organisation, capacity__in=(*FIRM_CAPACITIES, *STAFF)
    )
    return found.filter(covering, first_day__lte=first_day).exists()


def _end_tasks(actor: Actor, post: Post, last_day: date) -> None:
    """What the person does only because of this post ends with it."""
    organisation, person = post.organisation, post.person
    still = Q(last_day__isnull=True) | Q(last_day__gt=last_day)
    capacities = FIRM_CAPACITIES if post.capacity in FIRM_CAPACITIES else STAFF
    if Post.objects.filter(still, person=person, organisation=organisation, capacity__in=capacities).exists():
        return
    if post.capacity in FIRM_CAPACITIES:
        for row in TrainerAssignment.objects.filter(still, person=person, contract__firm=organisation):
            _cut(row, last_day)
    elif post.capacity in STAFF:
        classes = SchoolClass.objects.filter(school=organisation)
        for teaching in TeachingAssignment.objects.filter(still, person=person, school_class__in=classes):
            _cut(teaching, last_day)
            derive_class(actor, teaching.school_class)


def _cut(row: Post | TrainerAssignment | TeachingAssignment, last_day: date) -> None:
    """The row ends with that day; one that begins later is gone."""
    if row.first_day > last_day:
        row.delete()
        return
    row.last_day = last_day
    row.save(update_fields=["last_day"])
