"""Reads of school time for its pages. Row-level security lets through what the person may see."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    SchoolClass,
    TeachingAssignment,
    note_contracts,
)
from zweiklang.curricula.public import LearningField
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.kernel.sorting import sort_key
from zweiklang.schedule.models import LessonTopic
from zweiklang.schedule.shapes import (
    TopicRow,
    TopicWeek,
)


def class_of(room_id: UUID) -> SchoolClass:
    """Returns the class of that room with its school; raises Http404 where there is none the person may see."""
    found = SchoolClass.objects.filter(room_id=room_id).select_related("school").first()
    if found is None:
        raise Http404
    return found


def contract_of(room_id: UUID) -> Contract:
    """Returns the contract of that room with its apprentice, noted as shown; raises Http404 where there is none the person may see."""
    found = Contract.objects.filter(room_id=room_id).select_related("apprentice").first()
    if found is None:
        raise Http404
    note_contracts([found])
    return found


def contracts_on(school_class: SchoolClass, day: date) -> "QuerySet[Contract]":
    """Returns the contracts of those who belong to the class on that day, by name."""
    enrolled = Enrolment.objects.filter(school_class=school_class, first_day__lte=day).exclude(
        last_day__lt=day
    )
    return Contract.objects.filter(pk__in=enrolled.values("contract_id")).order_by("apprentice__sort_key")


def free_day(day: date) -> str:
    """Returns why there is probably no school on that day, or ""."""
    if name := public_holiday(day) or school_holiday(day):
        return f"{formats.day(day)}: {name}."
    return f"{formats.day(day)} ist ein Wochenende." if day.weekday() > 4 else ""


def school_day(day: date, step: int) -> date:
    """Returns the next day (step 1) or the one before (-1) that is no Saturday, Sunday or public holiday."""
    day += timedelta(days=step)
    while day.weekday() > 4 or public_holiday(day):
        day += timedelta(days=step)
    return day


def last_school_day(day: date) -> date:
    """Returns that day, or the last one before it that is no Saturday, Sunday or public holiday."""
    return school_day(day + timedelta(days=1), -1)


def topics_of_week(room_id: UUID, monday: date, *, titles: Mapping[str, str]) -> TopicWeek:
    """Returns the topics of that class in the week, by day; `titles` are those of its learning fields. One query."""
    rows = LessonTopic.objects.filter(room_id=room_id, day__range=(monday, monday + timedelta(days=6)))
    found = [_topic_row(row, titles) for row in rows.order_by("day", "written_at")]
    return TopicWeek(monday, formats.week(monday), found)


def topic_of(room_id: UUID, topic_id: UUID) -> LessonTopic:
    """Returns that topic of the class; raises Http404 where there is none the person may see."""
    found = LessonTopic.objects.filter(pk=topic_id, room_id=room_id).first()
    if found is None:
        raise Http404
    return found


def subjects_of(school_class: SchoolClass) -> list[str]:
    """Returns the subjects taught in the class and those topics already name, in alphabetical order. Two queries."""
    taught = TeachingAssignment.objects.filter(school_class=school_class).values_list("subject", flat=True)
    named = LessonTopic.objects.filter(room_id=school_class.room_id).values_list("subject", flat=True)
    return sorted({*taught, *named.order_by().distinct()} - {""}, key=sort_key)


def own_subject(actor: Actor, *, school_class: SchoolClass) -> str:
    """Returns what the person teaches in the class, or "". One query."""
    taught = TeachingAssignment.objects.filter(school_class=school_class, person=actor.person_id)
    return taught.exclude(subject="").order_by("-first_day").values_list("subject", flat=True).first() or ""


def class_fields(school_class: SchoolClass) -> dict[str, str]:
    """Returns number and title of the learning fields of the class, as far as the person sees its apprenticeships."""
    return learning_fields(contracts_on(school_class, today()))


def learning_fields_of(contract: Contract) -> dict[str, str]:
    """Returns number and title of the learning fields of that contract's framework curriculum."""
    return learning_fields(Contract.objects.filter(pk=contract.pk))


def learning_fields(contracts: "QuerySet[Contract]") -> dict[str, str]:
    """Returns number and title of the learning fields of these contracts' framework curricula, in their order. One query.

    Of two curricula in one class (Fachrichtungen) those fields count that both call the same; the others have only their number.
    """
    fields = LearningField.objects.filter(
        curriculum__in=contracts.exclude(curriculum=None).order_by().values("curriculum_id")
    )
    found: dict[str, str] = {}
    for number, title in fields.order_by("order", "curriculum_id").values_list("number", "title"):
        found[number] = title if found.get(number, title) == title else ""
    return found


def topics_for(contract: Contract) -> "QuerySet[LessonTopic]":
    """Returns the topics of the classes the apprentice belonged to, each for its time, newest first, as far as the person may read them."""
    wanted = Q(pk__in=())
    for room, first, last in Enrolment.objects.filter(contract=contract).values_list(
        "school_class__room_id", "first_day", "last_day"
    ):
        mine = Q(room_id=room, day__gte=first)
        wanted |= mine & Q(day__lte=last) if last else mine
    return LessonTopic.objects.filter(wanted).order_by("-day", "written_at")


def topic_weeks(rows: Collection[LessonTopic], titles: Mapping[str, str]) -> list[TopicWeek]:
    """Returns these topics by week, in the order in which they come."""
    by_week: defaultdict[date, list[TopicRow]] = defaultdict(list)
    for row in rows:
        by_week[monday_of(row.day)].append(_topic_row(row, titles))
    return [TopicWeek(monday, formats.week(monday), of_week) for monday, of_week in by_week.items()]


def _topic_row(row: LessonTopic, titles: Mapping[str, str]) -> TopicRow:
    number = row.learning_field
    return TopicRow(
        id=row.pk,
        day_label=formats.day(row.day),
        subject=row.subject,
        field=f"LF {number} {titles.get(number, '')}".strip() if number else "",
        topic=row.topic,
        released=formats.day(row.released_on) if row.released_on else "",
    )
