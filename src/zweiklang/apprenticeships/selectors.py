"""Reads of apprenticeships and classes for their pages, in plain SQL (decision 0025). Row-level security lets through what the person may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.http import Http404

from zweiklang.apprenticeships.models import Contract, TeachingAssignment
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


@dataclass(frozen=True, slots=True)
class Terms:
    """What the first page of an apprenticeship says of its contract. `site` is street, postcode and town, or nothing."""

    id: UUID
    first_day: date
    last_day: date
    record_form: str
    apprentice: str
    occupation_id: UUID
    occupation: str
    occupation_short: str
    firm: str
    site: str
    chamber: str


class ClassHead(NamedTuple):
    """A class with its school."""

    id: UUID
    room_id: UUID
    label: str
    school: str
    town: str
    occupation_name: str
    grade: int


_PRESENT = "{0}.first_day <= %(today)s AND ({0}.last_day IS NULL OR {0}.last_day >= %(today)s)"
_ENROLLED = _PRESENT.format("e")
_CONTRACTS = f"""
    SELECT c.room_id, c.first_day, btrim(p.given_name || ' ' || p.family_name), o.name, o.specialisation, f.name,
           (SELECT s.label FROM apprenticeships_enrolment e JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
             WHERE e.contract_id = c.id AND {_ENROLLED} ORDER BY e.first_day DESC LIMIT 1)
      FROM apprenticeships_contract c
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN curricula_occupation o ON o.id = c.occupation_id
      JOIN organisations_organisation f ON f.id = c.firm_id"""  # noqa: S608 - conditions of ours
_BY_NAME = " ORDER BY p.sort_key, c.first_day, c.id"
_IN_CLASS = f"""
    c.id IN (SELECT e.contract_id FROM apprenticeships_enrolment e WHERE e.school_class_id = %(class)s AND {_ENROLLED})"""  # noqa: S608 - ours
_OTHERS = f"""
    SELECT m.person_id, btrim(p.given_name || ' ' || p.family_name), m.source
      FROM rooms_membership m JOIN people_person p ON p.id = m.person_id
     WHERE m.room_id = %(room)s AND m.capacity = 'apprentice' AND {_PRESENT.format("m")}
       AND m.person_id NOT IN (SELECT c.apprentice_id FROM apprenticeships_contract c WHERE {_IN_CLASS})
     ORDER BY p.sort_key"""  # noqa: S608 - conditions of ours
_TEACHERS = f"""
    SELECT btrim(p.given_name || ' ' || p.family_name), e.capacity, e.subject, btrim(q.given_name || ' ' || q.family_name)
      FROM apprenticeships_teachingassignment e
      JOIN people_person p ON p.id = e.person_id
      LEFT JOIN apprenticeships_teachingassignment o ON o.id = e.substitutes_for_id
      LEFT JOIN people_person q ON q.id = o.person_id
     WHERE e.school_class_id = %(class)s AND {_ENROLLED} ORDER BY e.capacity, p.sort_key"""  # noqa: S608 - conditions of ours
_CLASSES = """
    SELECT s.room_id, s.label, o.name, s.occupation_name, s.grade, s.school_year,
           array(SELECT btrim(p.given_name || ' ' || p.family_name)
                   FROM apprenticeships_teachingassignment t JOIN people_person p ON p.id = t.person_id
                  WHERE t.school_class_id = s.id AND t.capacity = 'class_teacher' AND (t.last_day IS NULL OR t.last_day >= %(today)s)
                  ORDER BY p.sort_key)
      FROM apprenticeships_schoolclass s JOIN organisations_organisation o ON o.id = s.school_id
     WHERE s.room_id = ANY (%(rooms)s) AND s.school_year >= %(year)s ORDER BY s.school_year, s.label"""
_CLASS = """
    SELECT s.id, s.room_id, s.label, o.name, o.town, s.occupation_name, s.grade
      FROM apprenticeships_schoolclass s JOIN organisations_organisation o ON o.id = s.school_id"""
_OF_CONTRACT = f"""{_CLASS} JOIN apprenticeships_enrolment e ON e.school_class_id = s.id
     WHERE e.contract_id = %(contract)s AND {_ENROLLED} ORDER BY e.first_day, e.id"""
_TERMS = """
    SELECT c.id, c.first_day, c.last_day, c.record_form, btrim(p.given_name || ' ' || p.family_name), o.id, o.name, o.specialisation,
           f.name, coalesce(s.street || ', ' || s.postcode || ' ' || s.town, ''), h.name
      FROM apprenticeships_contract c
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN curricula_occupation o ON o.id = c.occupation_id
      JOIN organisations_organisation f ON f.id = c.firm_id
      JOIN organisations_organisation h ON h.id = c.chamber_id
      LEFT JOIN organisations_site s ON s.id = c.site_id
     WHERE c.room_id = %(room)s"""


class Apprenticeships:
    """All apprenticeships the person may see, by name: what Django's paginator counts and takes a page of. One query each.

    `rooms`: of these alone. `words`: a part of the name as `sort_key` writes it.
    """

    ordered = True

    def __init__(self, *, rooms: Collection[UUID] | None = None, words: str = "") -> None:
        self._values: dict[str, Any] = {"rooms": list(rooms or ()), "words": words}
        conditions = ["c.room_id = ANY (%(rooms)s)"] * (rooms is not None)
        conditions += ["strpos(p.sort_key, %(words)s) > 0"] * bool(words)
        self._where = f" WHERE {' AND '.join(conditions)}" if conditions else ""

    def count(self) -> int:
        """Returns how many there are."""
        person = " JOIN people_person p ON p.id = c.apprentice_id" if self._values["words"] else ""
        statement = f"SELECT count(*) FROM apprenticeships_contract c{person}{self._where}"  # noqa: S608 - conditions of ours
        found: int = _fetched(statement, **self._values)[0][0]
        return found

    def __getitem__(self, part: slice) -> list[ApprenticeshipRow]:
        """Returns a part of them; notes that they are shown."""
        first = part.start or 0
        cut = f"{_CONTRACTS}{self._where}{_BY_NAME} OFFSET %(first)s LIMIT %(many)s"
        return _shown(cut, first=first, many=part.stop - first, **self._values)


def apprenticeships_in_class(school_class: ClassHead) -> list[ApprenticeshipRow]:
    """Returns the present apprentices of a class, as far as the person may see their contracts; notes that they are shown. One query."""
    return _shown(f"{_CONTRACTS} WHERE {_IN_CLASS}{_BY_NAME}", **{"class": school_class.id})


def _shown(statement: str, **values: Any) -> list[ApprenticeshipRow]:
    day = today()
    rows = [
        ApprenticeshipRow(
            room_id=room_id,
            name=name,
            initials=formats.initials(name),
            occupation=list_name(occupation, specialisation),
            firm=firm,
            school_class=label or "",
            year_label=f"{year_of_training(first_day, day)}. Ausbildungsjahr",
        )
        for room_id, first_day, name, occupation, specialisation, firm, label in _fetched(statement, **values)
    ]
    note_look((row.room_id for row in rows), Scope.SCHEDULE)
    return rows


def class_rows(rooms: Collection[UUID]) -> list[ClassRow]:
    """Returns the classes in these rooms of this school year and those to come, with their class teachers. One query."""
    present = school_year(today())
    return [
        ClassRow(
            room_id,
            label,
            school,
            occupation,
            grade,
            ", ".join(leaders),
            f"Schuljahr {year}/{(year + 1) % 100:02d}" if year > present else "",
        )
        for room_id, label, school, occupation, grade, year, leaders in _fetched(
            _CLASSES, rooms=list(rooms), year=present
        )
    ]


def terms_in(room_id: UUID) -> Terms:
    """Returns the contract of that room, noted as shown; raises Http404 where there is none the person may see. One query."""
    rows = _fetched(_TERMS, room=room_id)
    if not rows:
        raise Http404
    contract, first, last, form, apprentice, occupation, name, specialisation, firm, site, chamber = rows[0]
    note_look(room_id, Scope.SCHEDULE)
    return Terms(
        id=contract,
        first_day=first,
        last_day=last,
        record_form=Contract.RecordForm(form).label,
        apprentice=apprentice,
        occupation_id=occupation,
        occupation=f"{name}, {specialisation}" if specialisation else name,
        occupation_short=list_name(name, specialisation),
        firm=firm,
        site=site,
        chamber=chamber,
    )


def class_in(room_id: UUID) -> ClassHead:
    """Returns the class of that room; raises Http404 where there is none the person may see. One query."""
    rows = _fetched(f"{_CLASS} WHERE s.room_id = %(room)s", room=room_id)
    if not rows:
        raise Http404
    return ClassHead(*rows[0])


def others_in_class(school_class: ClassHead) -> list[tuple[str, bool]]:
    """Returns who else is in the class today, by name, and whether a contract is confirmed: those whose apprenticeship the person does not see.

    For teachers these are pupils without a confirmed contract; head of school and school office see no apprenticeship, so everybody.
    """
    rows = _fetched(_OTHERS, room=school_class.room_id, **{"class": school_class.id})
    note_people(school_class.room_id, Scope.SCHEDULE, (person for person, _, _ in rows))
    return [(name, source != Membership.Source.ENROLMENT) for _, name, source in rows]


def present_classes(contract: Terms) -> list[ClassHead]:
    """Returns the classes the apprentice belongs to today, with their school. One query."""
    return [ClassHead(*row) for row in _fetched(_OF_CONTRACT, contract=contract.id)]


def teachers_of(school_class: ClassHead) -> list[tuple[str, str, str]]:
    """Returns initials, name and what they do, of the present teachers and substitutes of a class; class teachers first. One query."""
    return [
        (
            formats.initials(name),
            name,
            ", ".join(filter(None, [_as_what(capacity), subject, _instead_of(other)])),
        )
        for name, capacity, subject, other in _fetched(_TEACHERS, **{"class": school_class.id})
    ]


def _as_what(capacity: str) -> str:
    return TeachingAssignment.Capacity(capacity).label


def _instead_of(name: str | None) -> str:
    return f"vertritt {name}" if name else ""


def year_of_training(first: date, day: date) -> int:
    """Returns 1, 2, 3 …: the year of a training since `first` in which that day lies."""
    return max(1, day.year - first.year - ((day.month, day.day) < (first.month, first.day)) + 1)


def _fetched(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"today": today()})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
