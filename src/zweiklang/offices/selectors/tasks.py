"""Who trains whom, who teaches which class, and what was handed over."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import (
    Contract,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
    note_contracts,
)
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.offices.models import Handover
from zweiklang.organisations.public import Organisation


@dataclass(frozen=True, slots=True)
class Task:
    """One assignment as a line: who, as what, and a note on its days."""

    id: UUID
    person_id: UUID
    name: str
    capacity: str
    note: str
    first_day: date
    last_day: date | None
    is_substitute: bool = False


@dataclass(frozen=True, slots=True)
class Charge:
    """An apprentice or a class, with the people in charge today and from later days on."""

    id: UUID
    room_id: UUID
    title: str
    note: str
    tasks: list[Task] = field(default_factory=list)


def trainees(firm: Organisation) -> QuerySet[Contract]:
    """Returns the firm's contracts that run today or begin later, by name."""
    rows = Contract.objects.filter(firm=firm, last_day__gte=today()).select_related(
        "apprentice", "occupation", "firm"
    )
    return rows.order_by("apprentice__sort_key", "first_day")


def training_in(firm: Organisation) -> list[Charge]:
    """Returns the firm's apprentices with trainers and deputies. Two queries."""
    contracts = list(trainees(firm))
    rows = TrainerAssignment.objects.filter(contract__in=contracts).exclude(last_day__lt=today())
    tasks: dict[UUID, list[Task]] = {}
    for row in rows.select_related("person").order_by("-capacity", "person__sort_key", "first_day"):
        tasks.setdefault(row.contract_id, []).append(training_task(row))
    return [
        Charge(one.pk, one.room_id, one.apprentice.name, one.occupation.short, tasks.get(one.pk, []))
        for one in contracts
    ]


def training_task(row: TrainerAssignment) -> Task:
    """Returns the assignment as a line."""
    return Task(
        row.pk,
        row.person_id,
        row.person.name,
        row.get_capacity_display(),
        days_note(row.first_day, row.last_day),
        row.first_day,
        row.last_day,
    )


def trainee_in(firm: Organisation, contract_id: UUID) -> Contract:
    """Returns that running contract of the firm, noted as shown; raises Http404 for any other."""
    found = trainees(firm).filter(pk=contract_id).first()
    if found is None:
        raise Http404
    note_contracts([found])
    return found


def classes_of(school: Organisation) -> QuerySet[SchoolClass]:
    """Returns the school's classes of this school year and later ones, by label."""
    rows = SchoolClass.objects.filter(school=school, school_year__gte=school_year(today()))
    return rows.select_related("school").order_by("school_year", "label")


def teaching_in(school: Organisation) -> list[Charge]:
    """Returns the school's classes with their teachers and substitutes. Two queries."""
    classes = list(classes_of(school))
    tasks: dict[UUID, list[Task]] = {}
    for row in _teaching(classes):
        tasks.setdefault(row.school_class_id, []).append(teaching_task(row))
    return [
        Charge(
            one.pk,
            one.room_id,
            one.label,
            f"{one.occupation_name} · {one.school_year}/{(one.school_year + 1) % 100:02d}".strip(" ·"),
            tasks.get(one.pk, []),
        )
        for one in classes
    ]


def teaching_of(school_class: SchoolClass) -> list[Task]:
    """Returns the teachers and substitutes of one class. One query."""
    return [teaching_task(row) for row in _teaching([school_class])]


def _teaching(classes: list[SchoolClass]) -> QuerySet[TeachingAssignment]:
    rows = TeachingAssignment.objects.filter(school_class__in=classes).exclude(last_day__lt=today())
    return rows.select_related("person", "substitutes_for__person").order_by(
        "capacity", "person__sort_key", "first_day"
    )


def teaching_task(row: TeachingAssignment) -> Task:
    """Returns the assignment as a line; a substitute's says for whom."""
    what = ", ".join(filter(None, [row.get_capacity_display(), row.subject]))
    stands_in = f"vertritt {row.substitutes_for.person.name}" if row.substitutes_for else ""
    note = " ".join(filter(None, [stands_in, days_note(row.first_day, row.last_day)]))
    return Task(
        row.pk,
        row.person_id,
        row.person.name,
        what,
        note,
        row.first_day,
        row.last_day,
        bool(row.substitutes_for_id),
    )


def class_of(school: Organisation, class_id: UUID) -> SchoolClass:
    """Returns that present class of the school; raises Http404 for any other."""
    found = classes_of(school).filter(pk=class_id).first()
    if found is None:
        raise Http404
    return found


def handovers_in(room_id: UUID) -> QuerySet[Handover]:
    """Returns the hand-overs of the organisation that are not undone, newest first."""
    rows = Handover.objects.filter(room_id=room_id, undone_at=None).select_related("from_person", "to_person")
    return rows.exclude(last_day__lt=today()).order_by("-at")[:20]


def days_note(first_day: date, last_day: date | None) -> str:
    """Returns "ab 1. März 2026 bis 5. März 2026", as far as it is not plain that it holds today without an end."""
    begins = f"ab {formats.day_long(first_day)}" if first_day > today() else ""
    ends = f"bis {formats.day_long(last_day)}" if last_day else ""
    return " ".join(filter(None, [begins, ends]))
