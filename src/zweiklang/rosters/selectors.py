"""Reads for the pages of a school's pupils, classes and runs. Row-level security lets through what the person may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from zweiklang.apprenticeships.public import Pupil, SchoolClass, note_pupils
from zweiklang.kernel.clock import today
from zweiklang.kernel.formats import day_long
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.sorting import sort_key
from zweiklang.kernel.spreadsheets import write_csv
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Membership, Room, Scope, Standing, standing_in
from zweiklang.rosters.models import ImportChange, ImportRun

STATES = (
    ("", "alle"),
    ("ohne", "ohne bestätigten Vertrag"),
    ("mit", "mit Vertrag"),
    ("weg", "abgegangen"),
)


CSV_HEADER = ("Nachname", "Vorname", "Klasse", "Geburtsdatum", "Beruf", "Betrieb", "Vertrag bestätigt")


@dataclass(frozen=True, slots=True)
class Office:
    """A school and what the current person is in its team room."""

    school: Organisation
    standing: Standing

    @property
    def room_id(self) -> UUID:
        """The school's team room."""
        return self.standing.room_id


@dataclass(frozen=True, slots=True)
class PupilFilter:
    """What the list is narrowed to: part of a name, the room of a class, one of STATES."""

    query: str = ""
    class_room: UUID | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class of a school year with how many pupils are in it."""

    school_class: SchoolClass
    size: int
    teachers: str = ""


def office_of(room_id: UUID) -> Office:
    """Returns the school of that team room; 404 for anybody who does not administer it, and for other organisations."""
    standing = standing_in(room_id)
    room = Room.objects.select_related("organisation").filter(pk=room_id, kind=Room.Kind.TEAM).first()
    school = room.organisation if room else None
    if (
        school is None
        or school.kind != Organisation.Kind.SCHOOL
        or not standing.carries(Scope.ADMINISTRATION)
    ):
        raise Http404
    return Office(school, standing)


def _in_class() -> QuerySet[Membership]:
    """Stays in class rooms today. Enrolments of apprentices with a contract lie in rooms a school's office does not see; memberships tell."""
    return Membership.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=today()),
        room__kind=Room.Kind.CLASS,
        capacity="apprentice",
        first_day__lte=today(),
    )


def pupils(office: Office, wanted: PupilFilter) -> QuerySet[Pupil]:
    """Returns the school's pupils by name, each with `class_label` and `class_room` of today, or None."""
    rooms = SchoolClass.objects.filter(school=office.school).values("room")
    stays = _in_class().filter(person=OuterRef("person"), room__in=rooms)
    found = Pupil.objects.filter(school=office.school).select_related("person")
    gone = Q(left_on__isnull=False, left_on__lte=today())
    found = found.filter(gone if wanted.state == "weg" else ~gone)
    if wanted.state in {"ohne", "mit"}:
        found = found.filter(contract__isnull=wanted.state == "ohne")
    if wanted.query:
        found = found.filter(person__sort_key__contains=sort_key(wanted.query))
    if wanted.class_room:
        found = found.filter(Exists(stays.filter(room=wanted.class_room)))
    newest = stays.order_by("-first_day")
    return found.annotate(
        class_label=Subquery(newest.values("room__school_class__label")[:1]),
        class_room=Subquery(newest.values("room")[:1]),
        has_contract=Q(contract__isnull=False),
    ).order_by("person__sort_key", "pk")


def pupils_as_csv(office: Office, wanted: PupilFilter) -> bytes:
    """Returns the pupils as a table that `read_roster` understands again, each cell safe in a spreadsheet. One query.

    Noted as shown: whoever takes the table along has seen it.
    """
    # With the annotations, which the type of a row does not know.
    found: QuerySet[Any] = pupils(office, wanted)
    note_pupils(found)
    rows = (
        (
            one.person.family_name,
            one.person.given_name,
            one.class_label,
            one.born_on,
            one.occupation_name,
            one.firm_name,
            "ja" if one.has_contract else "nein",
        )
        for one in found
    )
    return write_csv(CSV_HEADER, rows)


def pupil_in(office: Office, pupil_id: UUID) -> Pupil:
    """Returns one pupil of the school with today's class, noted as shown; 404 for anybody else's."""
    for state in ("", "weg"):
        found = pupils(office, PupilFilter(state=state)).filter(pk=pupil_id).first()
        if found:
            note_pupils([found])
            return found
    raise Http404


def class_counts(office: Office, *, year: int | None = None) -> list[ClassCount]:
    """Returns the classes of the school year (default: today's) with the number of pupils and who leads them. Two queries."""
    classes = SchoolClass.objects.filter(school=office.school, school_year=year or school_year(today()))
    members = (
        Membership.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=today()), room__school_class__in=classes
        )
        .values("room")
        .annotate(size=Count("person", distinct=True, filter=Q(capacity="apprentice")))
    )
    sizes = dict(members.values_list("room", "size"))
    return [ClassCount(one, sizes.get(one.room_id, 0)) for one in classes.order_by("label")]


def class_choices(office: Office) -> list[tuple[UUID, str]]:
    """Returns room and label of the classes of this school year."""
    classes = SchoolClass.objects.filter(school=office.school, school_year=school_year(today()))
    return list(classes.order_by("label").values_list("room_id", "label"))


def runs(office: Office) -> QuerySet[ImportRun]:
    """Returns the school's runs, newest first, without the content of files."""
    return (
        ImportRun.objects.filter(room_id=office.room_id)
        .defer("roster", "errors", "decisions")
        .order_by(F("made_at").desc(), "-pk")
    )


def run_in(office: Office, run_id: UUID) -> ImportRun:
    """Returns one run of the school; 404 for anybody else's."""
    run = ImportRun.objects.select_related("school").filter(pk=run_id, room_id=office.room_id).first()
    if run is None:
        raise Http404
    return run


def changes(run: ImportRun) -> QuerySet[ImportChange]:
    """Returns what the run changed, in its order."""
    return ImportChange.objects.filter(run=run).defer("rows").order_by("position")


def school_year_name(year: int) -> str:
    """Returns "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


def days(first: date | None, last: date | None) -> str:
    """Returns "1. August 2026 bis 31. Juli 2029", "–" where the school knows neither."""
    since = day_long(first) if first else "unbekannt"
    until = day_long(last) if last else "unbekannt"
    return f"{since} bis {until}" if first or last else "–"
