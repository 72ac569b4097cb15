"""Reads what a school has today into the plain values of `known`. Called inside `as_system`: six queries, whatever its size."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet

from zweiklang.apprenticeships.public import Enrolment, Pupil, PupilContact, SchoolClass, TeachingAssignment
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, Post
from zweiklang.rosters.known import (
    PUPIL_LABELS,
    Contact,
    KnownPupil,
    KnownSchool,
    KnownTeacher,
    KnownTeaching,
)
from zweiklang.rosters.models import StaffRecord


def known_school(school: Organisation) -> KnownSchool:
    """Returns pupils, teachers, classes and assignments of the school as of today."""
    year = school_year(today())
    classes = SchoolClass.objects.filter(school=school, school_year=year)
    return KnownSchool(
        number=school.number,
        year=year,
        pupils=tuple(_pupils(school, year)),
        teachers=tuple(_teachers(school)),
        classes={class_label(label): pk for pk, label in classes.values_list("pk", "label")},
        teaching=tuple(_teaching(school, year)),
    )


def present[Q_: QuerySet](rows: Q_) -> Q_:  # type: ignore[type-arg]  # of any model
    """Returns those of the rows that hold today."""
    return rows.filter(first_day__lte=today()).exclude(last_day__lt=today())


def _pupils(school: Organisation, year: int) -> list[KnownPupil]:
    enrolments = Enrolment.objects.filter(
        pupil__school=school, school_class__school=school, school_class__school_year=year
    ).exclude(last_day__lte=today(), pupil__left_on__isnull=False)
    labels = dict(present(enrolments).order_by("first_day").values_list("pupil_id", "school_class__label"))
    contacts: defaultdict[UUID, set[Contact]] = defaultdict(set)
    for row in PupilContact.objects.filter(pupil__school=school):
        contacts[row.pupil_id].add((row.kind, row.given_name, row.family_name, row.email, row.phone))
    pupils = Pupil.objects.filter(school=school).select_related("person").order_by("pk")
    return [
        KnownPupil(
            id=pupil.pk,
            person_id=pupil.person_id,
            values=pupil_values(pupil),
            class_label=class_label(labels.get(pupil.pk) or ""),
            contacts=frozenset(contacts[pupil.pk]),
            by_hand=pupil.by_hand,
            # Somebody who leaves at the end of the school year is still there.
            left_on=pupil.left_on if pupil.left_on and pupil.left_on <= today() else None,
        )
        for pupil in pupils
    ]


def pupil_values(pupil: Pupil) -> dict[str, object]:
    """Returns the values a file may change, by the names of PUPIL_LABELS."""
    names = {"given_name": pupil.person.given_name, "family_name": pupil.person.family_name}
    return {name: names.get(name) or getattr(pupil, name, "") for name in PUPIL_LABELS}


def _teachers(school: Organisation) -> list[KnownTeacher]:
    found: dict[UUID, KnownTeacher] = {}
    posts = Post.objects.filter(organisation=school, capacity__in=["teacher", "head_of_school"])
    for post in present(posts).select_related("person"):
        found[post.person_id] = _teacher(post, None)
    for record in StaffRecord.objects.filter(school=school).select_related("person"):
        found[record.person_id] = _teacher(record, record)
    return sorted(found.values(), key=lambda teacher: teacher.person_id)


def _teacher(row: Post | StaffRecord, record: StaffRecord | None) -> KnownTeacher:
    person = row.person
    return KnownTeacher(
        person_id=person.pk,
        record_id=record.pk if record else None,
        values={
            "family_name": person.family_name,
            "given_name": person.given_name,
            "abbreviation": record.abbreviation if record else "",
            "contact_email": record.contact_email if record else "",
        },
        external_ids=frozenset(record.external_ids if record else ()),
        account_email=person.email,
        by_hand=record.by_hand if record else True,
        left_on=record.left_on if record else None,
    )


def _teaching(school: Organisation, year: int) -> list[KnownTeaching]:
    rows = TeachingAssignment.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gt=today()),
        school_class__school=school,
        school_class__school_year=year,
    ).select_related("school_class")
    return [
        KnownTeaching(row.pk, class_label(row.school_class.label), row.person_id, row.capacity, row.subject)
        for row in rows.order_by("pk")
    ]
