"""What the demo's classes learn when: a published plan each; the first class has two versions and last year's plan of another class."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import SchoolClass, TeachingAssignment, assign_teacher, open_class
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.public import (
    DidacticPlan,
    FieldPlacement,
    Placed,
    copy_to_draft,
    placed_in,
    propose_draft,
    publish_fields,
    save_draft,
)
from zweiklang.rooms.public import as_person, as_system

LAST_YEARS_LABEL = "11FIB"
FIRST_NOTE = "Erste Fassung für das Schuljahr."
SECOND_NOTE = "Ein Lernfeld beginnt vier Wochen später: Die Geräte dafür kommen erst dann."
WEEK = timedelta(days=7)
YEAR = 52 * WEEK
# What lies within so many weeks is not moved any more.
AHEAD, LATER = 3, 4
SECOND_LESSONS = 6
SECOND_DAYS_AGO = 3


def keep_lane(actor: Actor, school_class: SchoolClass, curriculum_id: UUID) -> bool:
    """The class has a published plan by its class teacher, who wrote it at the beginning of the year. False where it had one already."""
    with as_system(actor):
        teacher = leader_of(school_class)
        if teacher is None or DidacticPlan.objects.filter(room_id=school_class.room_id).exists():
            return False
    with as_person(teacher.pk):
        me = actor_of(teacher)
        draft = propose_draft(me, school_class=school_class, curriculum_id=curriculum_id)
        plan = publish_fields(me, school_class=school_class, seen=draft.after, note=FIRST_NOTE)
    begin = datetime.combine(date(school_class.school_year, 8, 20), time(13, 40), tzinfo=BERLIN)
    _date_back(actor, plan, min(begin, now() - timedelta(days=2 * SECOND_DAYS_AGO)))
    return True


def keep_second_version(actor: Actor, school_class: SchoolClass) -> None:
    """In a second version a Lernfeld begins later, with more lessons a day; the radar tells those firms whose plans lie otherwise to it now."""
    with as_system(actor):
        teacher = leader_of(school_class)
        plan = DidacticPlan.objects.get(room_id=school_class.room_id)
        placed = placed_in([plan.pk])[plan.pk]
    assert teacher
    with as_person(teacher.pk):
        me = actor_of(teacher)
        draft = copy_to_draft(me, school_class=school_class, plan_id=plan.pk)
        changed = save_draft(
            me,
            school_class=school_class,
            placed=moved(placed),
            lessons_per_day=SECOND_LESSONS,
            seen=draft.after,
        )
        assert changed
        second = publish_fields(me, school_class=school_class, seen=changed.after, note=SECOND_NOTE)
    _date_back(actor, second, now() - timedelta(days=SECOND_DAYS_AGO))


def moved(placed: Sequence[Placed]) -> list[Placed]:
    """Returns the plan with a Lernfeld that begins LATER weeks later and ends when it did; the one before it goes on until then.

    It is the first that begins in AHEAD weeks or later, at the end of the year the last one.
    """
    rows = sorted(placed, key=lambda one: one.first_week)
    bound = monday_of(today()) + AHEAD * WEEK
    at = next((n for n, one in enumerate(rows) if n and one.first_week >= bound), len(rows) - 1)
    begins = min(rows[at].first_week + LATER * WEEK, rows[at].last_week)
    rows[at] = replace(rows[at], first_week=begins)
    rows[at - 1] = replace(rows[at - 1], last_week=begins - WEEK)
    return rows


def keep_last_year(actor: Actor, school_class: SchoolClass) -> None:
    """Last year another class of that grade learned the same, so that its plan can be copied. Called inside `as_system`."""
    teacher = leader_of(school_class)
    assert teacher
    begins = school_class.school_year - 1
    found = open_class(
        actor,
        school=school_class.school,
        label=LAST_YEARS_LABEL,
        school_year=begins,
        grade=school_class.grade,
        occupation_name=school_class.occupation_name,
    )
    assign_teacher(
        actor,
        school_class=found,
        person=teacher,
        capacity="class_teacher",
        first_day=date(begins, 8, 1),
        last_day=date(begins + 1, 7, 31),
    )
    source = DidacticPlan.objects.filter(room_id=school_class.room_id).earliest("version")
    _copy_a_year_back(source, found)


def _copy_a_year_back(source: DidacticPlan, school_class: SchoolClass) -> None:
    """The class was taught in the same weeks of its year what that plan says."""
    made = (source.published_at or now()) - YEAR
    plan = DidacticPlan.objects.create(
        room_id=school_class.room_id,
        curriculum_id=source.curriculum_id,
        version=1,
        state=source.state,
        lessons_per_day=source.lessons_per_day,
        note=FIRST_NOTE,
        made_at=made,
        published_at=made,
        published_by=source.published_by,
    )
    FieldPlacement.objects.bulk_create(
        FieldPlacement(
            room_id=school_class.room_id,
            plan=plan,
            state=source.state,
            learning_field_id=one.learning_field_id,
            first_week=one.first_week - YEAR,
            last_week=one.last_week - YEAR,
            hours=one.hours,
        )
        for one in placed_in([source.pk])[source.pk]
    )


def leader_of(school_class: SchoolClass) -> Person | None:
    """Returns the class teacher."""
    found = TeachingAssignment.objects.filter(school_class=school_class, capacity="class_teacher")
    row = found.select_related("person").order_by("first_day", "pk").first()
    return row.person if row else None


def _date_back(actor: Actor, plan: DidacticPlan, moment: datetime) -> None:
    with as_system(actor):
        DidacticPlan.objects.filter(pk=plan.pk).update(made_at=moment, published_at=moment)
