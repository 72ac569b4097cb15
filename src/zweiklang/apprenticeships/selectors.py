"""Reads of apprenticeships and classes for their pages. Row-level security lets through what the person may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404

from zweiklang.apprenticeships.models import Contract, Enrolment, SchoolClass, TeachingAssignment
from zweiklang.curricula.public import list_name
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.rooms.public import Membership, Scope, note_look, note_people


@dataclass(frozen=True, slots=True)
class ApprenticeshipRow:
    """One apprenticeship in a list."""

    room_id: UUID
    name: str
    initials: str
    occupation: str
    firm: str
    school_class: str
    year_label: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class in a list."""

    room_id: UUID
    label: str
    school: str
    occupation: str
    grade: int
    teachers: str
    coming: str = ""
    """The school year, if it has not begun."""


def contracts() -> QuerySet[Contract]:
    """Returns all contracts the person may see, by name, with what lists show."""
    return Contract.objects.select_related("apprentice", "occupation", "firm", "chamber", "site").order_by(
        "apprentice__sort_key", "first_day"
    )


def apprenticeship_rows(rows: QuerySet[Contract]) -> list[ApprenticeshipRow]:
    """Returns list rows of these contracts with the present class; notes that they are shown. One query.

    Values, not objects: 50 contracts with five related rows each were 300 objects, a tenth of the page's time.
    """
    enrolments = _present(Enrolment.objects.filter(contract=OuterRef("pk"))).order_by("-first_day")
    found = rows.annotate(class_label=Subquery(enrolments.values("school_class__label")[:1])).values_list(
        "room_id", "first_day", "apprentice__given_name", "apprentice__family_name",
        "occupation__name", "occupation__specialisation", "firm__name", "class_label",
    )  # fmt: skip
    shown = [
        ApprenticeshipRow(
            room_id=room_id,
            name=(name := f"{given} {family}".strip()),
            initials=formats.initials(name),
            occupation=list_name(occupation, specialisation),
            firm=firm,
            school_class=label or "",
            year_label=f"{_year_of_training(first_day, today())}. Ausbildungsjahr",
        )
        for room_id, first_day, given, family, occupation, specialisation, firm, label in found
    ]
    note_look((row.room_id for row in shown), Scope.SCHEDULE)
    return shown


def class_rows() -> list[ClassRow]:
    """Returns the classes of this school year and those to come that the person may see, with their class teachers. One query."""
    leads = Q(teaching_assignments__capacity=TeachingAssignment.Capacity.CLASS_TEACHER) & Q(
        Q(teaching_assignments__last_day__isnull=True) | Q(teaching_assignments__last_day__gte=today())
    )
    year = school_year(today())
    person = "teaching_assignments__person__"
    name = Concat(f"{person}given_name", Value(" "), f"{person}family_name")
    classes = (
        SchoolClass.objects.filter(school_year__gte=year)
        .select_related("school")
        .order_by("school_year", "label")
    )
    return [
        ClassRow(
            c.room_id,
            c.label,
            c.school.name,
            c.occupation_name,
            c.grade,
            ", ".join(c.leaders),
            f"Schuljahr {c.school_year}/{(c.school_year + 1) % 100:02d}" if c.school_year > year else "",
        )
        for c in classes.annotate(leaders=ArrayAgg(name, filter=leads, default=Value([])))
    ]


def contract_in(room_id: UUID) -> Contract:
    """Returns the contract of that room, noted as shown, with its organisations; raises Http404 where there is none the person may see."""
    contract = contracts().filter(room_id=room_id).first()
    if contract is None:
        raise Http404
    note_look(room_id, Scope.SCHEDULE)
    return contract


def class_in(room_id: UUID) -> SchoolClass:
    """Returns the class of that room; raises Http404 where there is none the person may see."""
    found = SchoolClass.objects.filter(room_id=room_id).select_related("school").first()
    if found is None:
        raise Http404
    return found


def contracts_in_class(school_class: SchoolClass) -> QuerySet[Contract]:
    """Returns the contracts of the present apprentices of a class, as far as the person may see them."""
    return contracts().filter(
        pk__in=_present(Enrolment.objects.filter(school_class=school_class)).values("contract_id")
    )


def others_in_class(school_class: SchoolClass) -> list[tuple[str, bool]]:
    """Returns who else is in the class today, by name, and whether a contract is confirmed: those whose apprenticeship the person does not see.

    For teachers these are pupils without a confirmed contract; head of school and school office see no apprenticeship, so everybody.
    """
    rows = _present(Membership.objects.filter(room_id=school_class.room_id, capacity="apprentice"))
    rows = rows.exclude(person__contracts__in=contracts_in_class(school_class).order_by().values("pk"))
    found = list(
        rows.order_by("person__sort_key").values_list(
            "person_id", "person__given_name", "person__family_name", "source"
        )
    )
    note_people(school_class.room_id, Scope.SCHEDULE, (row[0] for row in found))
    return [
        (f"{given} {family}".strip(), source != Membership.Source.ENROLMENT)
        for _, given, family, source in found
    ]


def present_classes(contract: Contract) -> list[SchoolClass]:
    """Returns the classes the apprentice belongs to today, with their school."""
    enrolments = _present(Enrolment.objects.filter(contract=contract))
    return [row.school_class for row in enrolments.select_related("school_class__school")]


def teachers_of(school_class: SchoolClass) -> list[tuple[str, str, str]]:
    """Returns initials, name and what they do, of the present teachers and substitutes of a class; class teachers first."""
    rows = (
        _present(TeachingAssignment.objects.filter(school_class=school_class))
        .select_related("person", "substitutes_for__person")
        .order_by("capacity", "person__sort_key")
    )
    return [
        (
            formats.initials(row.person.name),
            row.person.name,
            ", ".join(filter(None, [row.get_capacity_display(), row.subject, _instead_of(row)])),
        )
        for row in rows
    ]


def _instead_of(row: TeachingAssignment) -> str:
    return f"vertritt {row.substitutes_for.person.name}" if row.substitutes_for else ""


def year_of_training(contract: Contract, day: date) -> int:
    """Returns 1, 2, 3 …: the year of training in which that day lies."""
    return _year_of_training(contract.first_day, day)


def _year_of_training(first: date, day: date) -> int:
    return max(1, day.year - first.year - ((day.month, day.day) < (first.month, first.day)) + 1)


def _present(rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]  # of any model
    return rows.filter(first_day__lte=today()).exclude(last_day__lt=today())
