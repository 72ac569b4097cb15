"""Who teaches which class: class teacher, subject teachers, and substitutes for some days."""

from datetime import date

from django.db import transaction

from zweiklang.apprenticeships.public import (
    SchoolClass,
    TeachingAssignment,
    assign_teacher,
    end_teaching_assignment,
)
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.policy import may_administer
from zweiklang.offices.services.days import require_begin, require_end, require_order
from zweiklang.offices.services.training import covers, require_staff
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_standing


@transaction.atomic
def teach(
    actor: Actor,
    *,
    school_class: SchoolClass,
    person: Person,
    capacity: str,
    first_day: date,
    subject: str = "",
) -> TeachingAssignment:
    """From that day on the person leads the class, or teaches the subject in it."""
    require(may_administer(actor, standing=team_standing(school_class.school_id)))
    require_begin(first_day)
    require_staff(person, school_class.school, first_day=first_day, last_day=None)
    with as_system(actor):
        same = TeachingAssignment.objects.filter(
            school_class=school_class, person=person, capacity=capacity, subject=subject, substitutes_for=None
        )
        if covers(same, first_day, None):
            raise Rejected("Das unterrichtet die Person in dieser Klasse schon.", field="person")
        return assign_teacher(
            on_behalf_of(actor),
            school_class=school_class,
            person=person,
            capacity=capacity,
            first_day=first_day,
            subject=subject,
        )


@transaction.atomic
def substitute(
    actor: Actor, *, teaching: TeachingAssignment, person: Person, first_day: date, last_day: date
) -> TeachingAssignment:
    """The person stands in for this teacher in this class on these days, and sees what the absent teacher sees."""
    require(may_administer(actor, standing=team_standing(teaching.school_class.school_id)))
    require_begin(first_day)
    require_order(first_day, last_day)
    if person.pk == teaching.person_id:
        raise Rejected("Niemand vertritt sich selbst.", field="person")
    require_staff(person, teaching.school_class.school, first_day=first_day, last_day=last_day)
    if teaching.substitutes_for_id is not None:
        raise Rejected("Das ist schon eine Vertretung. Beenden Sie diese und tragen Sie eine neue ein.")
    with as_system(actor):
        return assign_teacher(
            on_behalf_of(actor),
            school_class=teaching.school_class,
            person=person,
            capacity=teaching.capacity,
            subject=teaching.subject,
            first_day=first_day,
            last_day=last_day,
            substitutes_for=teaching,
        )


@transaction.atomic
def end_teaching(actor: Actor, *, teaching: TeachingAssignment, last_day: date) -> None:
    """The person teaches in this class until that day."""
    require(may_administer(actor, standing=team_standing(teaching.school_class.school_id)))
    require_end(last_day, first_day=teaching.first_day, present=teaching.last_day)
    end_teaching_assignment(on_behalf_of(actor), teaching=teaching, last_day=last_day)
