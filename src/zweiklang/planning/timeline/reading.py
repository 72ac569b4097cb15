"""Reads what a time line shows. Row-level security lets through what the person may see: plans of other firms are not there at all.

A constant number of statements, however many apprentices, weeks and links there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.curricula.public import PlanVersion, whole_planned_weeks
from zweiklang.curricula.public import Standing as SectionStanding
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.planning.company_lane.selectors import entries_of, leave_of
from zweiklang.planning.company_lane.shapes import Entry, Leave
from zweiklang.planning.links.selectors import links_of
from zweiklang.planning.links.shapes import Link
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import Alignment, align, holding
from zweiklang.planning.timeline.axis import WEEK, Axis, weeks_of, year_weeks
from zweiklang.planning.timeline.shapes import ClassPlan, FieldName, Lane, Timeline
from zweiklang.rooms.public import Scope, Standing, note_look
from zweiklang.schedule.public import CalendarDay, class_days, contract_days

AHEAD = 8
_WITH_LEAVE = (Scope.PLAN_WRITE, Scope.SCHEDULE_ANSWER, Scope.ABSENCES_REPORT)
# Plain SQL: one statement for classes, their newest plan and the names of its Lernfelder (decision 0025).
_CLASSES = """
    SELECT s.room_id, s.label, s.school_year, s.school_id, n.curriculum_id, n.version, n.published_at, n.note,
           EXISTS (SELECT FROM planning_didacticplan d WHERE d.room_id = s.room_id AND d.state = 'draft'), l.fields
      FROM apprenticeships_schoolclass s
      LEFT JOIN LATERAL (SELECT p.curriculum_id, p.version, p.published_at, p.note FROM planning_didacticplan p
            WHERE p.room_id = s.room_id AND p.state = 'published' ORDER BY p.version DESC LIMIT 1) n ON true
      LEFT JOIN LATERAL (SELECT json_agg(json_build_array(f.id, f.number, f.title, f.year) ORDER BY f."order") AS fields
            FROM curricula_learningfield f WHERE f.curriculum_id = n.curriculum_id) l ON true
     WHERE {which} ORDER BY s.school_year, s.label"""
_BY_ROOM = "s.room_id = %s"
_BY_CONTRACT = "s.id IN (SELECT e.school_class_id FROM apprenticeships_enrolment e WHERE e.room_id = %s)"
_LANES = """
    SELECT c.room_id, btrim(p.given_name || ' ' || p.family_name), f.name, c.occupation_id, c.curriculum_id, r.imported_at, k.stored_at
      FROM apprenticeships_enrolment e
      JOIN apprenticeships_contract c ON c.id = e.contract_id
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN organisations_organisation f ON f.id = c.firm_id
      JOIN curricula_occupation o ON o.id = c.occupation_id
      JOIN curricula_regulation r ON r.id = o.regulation_id
      LEFT JOIN curricula_frameworkcurriculum k ON k.id = c.curriculum_id
     WHERE e.school_class_id = %(class)s AND e.first_day <= %(last)s AND coalesce(e.last_day, 'infinity') >= %(day)s
     ORDER BY p.sort_key"""


@dataclass(frozen=True, slots=True)
class _Person:
    """A row of the lanes of a class."""

    room_id: UUID
    name: str
    firm: str
    version: PlanVersion


def class_timeline(school_class: SchoolClass, standings: Mapping[UUID, Standing]) -> Timeline:
    """Returns the time line of a class and of those of its apprentices whom the person sees, plans to be seen first. Seven queries or eight."""
    year = school_class.school_year
    classes = _classes(_BY_ROOM, school_class.room_id)
    people = _people(school_class)
    seen = [one.room_id for one in people if _reads_plan(standings.get(one.room_id))]
    note_look((one.room_id for one in people), Scope.SCHEDULE)
    note_look(seen, Scope.PLAN)
    first, last = _span(year)
    days = class_days([school_class.room_id], first, last)[school_class.room_id]
    fields = published_fields([school_class.room_id])[school_class.room_id]
    entries, links = entries_of(seen), _links(classes, fields)
    lanes = tuple(
        Lane(one.room_id, one.name, one.firm, one.room_id in seen, *_lane(one.version, entries, fields, links, one.room_id))
        for one in sorted(people, key=lambda one: one.room_id not in seen)
    )  # fmt: skip
    return _timeline(year, days, links, classes=classes, fields=fields, lanes=lanes)


def room_timeline(contract: Contract, standing: Standing, year: int) -> Timeline:
    """Returns the time line of one apprenticeship in a school year. Seven queries or eight; notes that the plan is shown."""
    room_id = contract.room_id
    note_look(room_id, Scope.PLAN)
    classes = _classes(_BY_CONTRACT, room_id)
    first, last = _span(year)
    days = contract_days([room_id], first, last)[room_id]
    leave = leave_of([room_id]).get(room_id, ()) if any(map(standing.carries, _WITH_LEAVE)) else ()
    taught = published_fields([one.room_id for one in classes])
    fields = sorted(
        (field for of_class in taught.values() for field in of_class), key=lambda one: one.first_week
    )
    entries, links = entries_of([room_id]), _links(classes, fields)
    shown = _lane(_version(contract), entries, fields, links, room_id)
    lane = Lane(room_id, contract.apprentice.name, contract.firm.name, True, *shown)
    return _timeline(year, days, links, leave=leave, classes=classes, fields=fields, lanes=(lane,))


def years_of(contract: Contract) -> list[int]:
    """Returns the school years in which the contract runs."""
    return list(range(school_year(contract.first_day), school_year(contract.last_day) + 1))


def _reads_plan(standing: Standing | None) -> bool:
    return standing is not None and standing.reads(Scope.PLAN)


def _timeline(
    year: int,
    days: Sequence[CalendarDay],
    links: Sequence[Link],
    *,
    leave: Iterable[Leave] = (),
    classes: Sequence[ClassPlan],
    fields: Sequence[TaughtField],
    lanes: tuple[Lane, ...],
) -> Timeline:
    weeks, last = weeks_of(days, leave), year_weeks(year)[1]
    axis = Axis(year, tuple(week for week in weeks if week.monday <= last), today())
    begins = monday_of(today()) if axis.now is not None else _first_school_week(axis)
    return Timeline(
        axis=axis,
        classes=tuple(one for one in classes if one.year == year),
        fields=tuple(fields),
        lanes=lanes,
        names={name.id: name for one in classes for name in one.names},
        ahead=tuple(week for week in weeks if begins <= week.monday < begins + AHEAD * WEEK),
        linked=bool(links),
        confirmed=all(link.standing == "confirmed" for link in links),
    )


def _first_school_week(axis: Axis) -> date:
    return next((week.monday for week in axis.weeks if week.days), axis.first)


def _span(year: int) -> tuple[date, date]:
    """Returns first and last day to read: the weeks of the school year and, from today on, eight weeks."""
    first, last = year_weeks(year)
    here = monday_of(today())
    end = max(last, here + (AHEAD - 1) * WEEK) if first <= here <= last else last
    return first, end + timedelta(days=6)


def _lane(
    version: PlanVersion,
    entries: Mapping[UUID, list[Entry]],
    fields: Sequence[TaughtField],
    links: Sequence[Link],
    room_id: UUID,
) -> tuple[tuple[Entry, ...], Alignment]:
    """Returns the plan of the room and how it lies to the school's: by links of positions that hold for this apprentice or are planned."""
    mine = tuple(entries.get(room_id, ()))
    if not mine:
        return (), Alignment()
    concerned = {entry.position_id for entry in mine} | _positions(version)
    return mine, align(fields, mine, [link for link in links if link.position_id in concerned])


def _positions(version: PlanVersion) -> set[UUID]:
    return {one.id for one in whole_planned_weeks(version) if one.standing is SectionStanding.HOLDS}


def _version(contract: Contract) -> PlanVersion:
    curriculum = contract.curriculum
    return PlanVersion(
        contract.occupation_id,
        contract.curriculum_id,
        contract.occupation.regulation.imported_at,
        curriculum.stored_at if curriculum else None,
    )


def _links(classes: Sequence[ClassPlan], fields: Collection[TaughtField]) -> list[Link]:
    """Returns the links to go by: of the newest class with a plan, as its school has confirmed them. Two queries, none without a plan."""
    planned = next((one for one in reversed(classes) if one.curriculum_id), None)
    if planned is None or planned.curriculum_id is None or not fields:
        return []
    return holding(links_of(planned.school_id, planned.curriculum_id))


def _classes(which: str, room_id: UUID) -> list[ClassPlan]:
    rows = _asked(_CLASSES.format(which=which), [room_id])
    return [ClassPlan(*(*facts, _names(fields))) for *facts, fields in rows]


def _names(fields: list[list[Any]] | None) -> tuple[FieldName, ...]:
    return tuple(FieldName(UUID(key), number, title, year) for key, number, title, year in fields or ())


def _people(school_class: SchoolClass) -> list[_Person]:
    """Returns those of the class whom the person sees: now, in a year that is over at its end, in one to come at its beginning."""
    first, last = date(school_class.school_year, 8, 1), date(school_class.school_year + 1, 7, 31)
    values = {"class": school_class.pk, "last": last, "day": min(max(today(), first), last)}
    rows = _asked(_LANES, values)
    found = {row[0]: _Person(*(*row[:3], PlanVersion(*row[3:]))) for row in rows}
    return list(found.values())


def _asked(statement: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
