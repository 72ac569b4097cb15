"""Where somebody finds time lines: the own classes and apprenticeships, with what waits there. Three queries, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection

from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.planning.tabs import APPRENTICESHIP, CLASS
from zweiklang.rooms.public import Scope, Standing, note_look, page_buttons, room_url

PER_PAGE = 50
AT_SCHOOL = frozenset({"class_teacher", "subject_teacher", "head_of_school", "school_office"})
_CLASSES = """
    SELECT s.room_id, s.label, s.school_year, o.name,
           (SELECT max(p.version) FROM planning_didacticplan p WHERE p.room_id = s.room_id AND p.state = 'published'),
           EXISTS (SELECT FROM planning_didacticplan p WHERE p.room_id = s.room_id AND p.state = 'draft')
      FROM apprenticeships_schoolclass s JOIN organisations_organisation o ON o.id = s.school_id
     WHERE s.room_id = ANY (%(rooms)s) AND s.school_year >= %(year)s ORDER BY s.school_year, o.name, s.label"""
_PEOPLE = """
    SELECT c.room_id, btrim(p.given_name || ' ' || p.family_name), f.name
      FROM apprenticeships_contract c JOIN people_person p ON p.id = c.apprentice_id JOIN organisations_organisation f ON f.id = c.firm_id
     WHERE c.room_id = ANY (%(rooms)s) AND c.last_day >= %(day)s ORDER BY p.sort_key"""
# A proposal is open while nobody has answered it and its week is not over (as proposals.selectors.open_proposals says).
_WAITING = """
    WITH open AS (SELECT p.room_id, p.batch FROM planning_alignmentproposal p
        WHERE p.room_id = ANY ((SELECT my_rooms('development'))::uuid[]) AND coalesce(p.to_week, 'infinity') >= %(monday)s
          AND NOT EXISTS (SELECT FROM planning_proposalact a WHERE a.proposal_id = p.id AND a.says <> 'comment'))
    SELECT 'entries', e.room_id, count(*) FROM planning_planentry e WHERE e.room_id = ANY (%(rooms)s) GROUP BY 2
    UNION ALL
    SELECT 'signs', s.room_id, count(*) FROM planning_radarsign s JOIN planning_didacticplan d ON d.id = s.plan_id
     WHERE s.room_id = ANY (%(rooms)s) AND s.settled_on IS NULL GROUP BY 2
    UNION ALL
    SELECT 'proposals', o.room_id, count(*) FROM open o WHERE o.room_id = ANY (%(rooms)s) GROUP BY 2
    UNION ALL
    SELECT 'proposals', k.room_id, count(DISTINCT o.batch) FROM open o
      JOIN apprenticeships_enrolment e ON e.room_id = o.room_id JOIN apprenticeships_schoolclass k ON k.id = e.school_class_id
     WHERE k.room_id = ANY (%(classes)s) GROUP BY 2"""


@dataclass(frozen=True, slots=True)
class Place:
    """A class or an apprenticeship in the list: how far its plan is, and what waits. `tone` is that of the plan's state."""

    title: str
    note: str
    href: str
    plan: str
    tone: str
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The lists; `only` is the address of the one time line there is, None with several or none."""

    classes: tuple[Place, ...]
    apprenticeships: tuple[Place, ...]
    page: "Page[Any]"
    buttons: tuple[tuple[str, str, str, str], ...]
    only: str | None


def overview_of(standings: Mapping[UUID, Standing], *, page: str | None) -> Overview:
    """Returns the time lines of these standings with what waits; notes the apprenticeships as shown."""
    classes = [
        one.room_id for one in standings.values() if one.kind == "class" and one.capacities & AT_SCHOOL
    ]
    rooms = [one.room_id for one in standings.values() if _is_mine(one)]
    buttons = tuple(page_buttons("planning", standings.values()))
    found = _asked(_CLASSES, {"rooms": classes, "year": school_year(today())}) if classes else []
    people = _asked(_PEOPLE, {"rooms": rooms, "day": today()}) if rooms else []
    if len(people) + len(found) == 1:
        only = room_url(APPRENTICESHIP, people[0][0]) if people else room_url(CLASS, found[0][0])
        return Overview((), (), Paginator([], PER_PAGE).get_page(1), buttons, only)
    shown = Paginator(people, PER_PAGE).get_page(page)
    waiting = _waiting([row[0] for row in found], [row[0] for row in shown.object_list])
    for scope in (Scope.SCHEDULE, Scope.PLAN, Scope.DEVELOPMENT):
        note_look((row[0] for row in shown.object_list if standings[row[0]].reads(scope)), scope)
    return Overview(
        tuple(_class(row, waiting) for row in found),
        tuple(_apprenticeship(row, waiting) for row in shown.object_list),
        shown,
        buttons,
        None,
    )


def _is_mine(standing: Standing) -> bool:
    """Those who teach find plans that firms show them below their class."""
    return (
        standing.kind == "apprenticeship"
        and standing.reads(Scope.PLAN)
        and bool(standing.capacities - AT_SCHOOL)
    )


def _waiting(classes: Iterable[UUID], rooms: Iterable[UUID]) -> dict[tuple[str, UUID], int]:
    values = {"classes": list(classes), "rooms": list(rooms), "monday": monday_of(today())}
    return {(what, room): count for what, room, count in _asked(_WAITING, values)}


def _class(row: tuple[Any, ...], waiting: Mapping[tuple[str, UUID], int]) -> Place:
    room_id, label, year, school, version, draft = row
    plan = (
        f"{version}. Fassung veröffentlicht"
        if version
        else "Entwurf"
        if draft
        else "keine Lernfelder geplant"
    )
    return Place(
        title=f"Klasse {label}",
        note=f"{school} · Schuljahr {year}/{(year + 1) % 100:02d}",
        href=room_url(CLASS, room_id),
        plan=plan,
        tone="success" if version else "info" if draft else "warning",
        waiting=_told(waiting, room_id),
    )


def _apprenticeship(row: tuple[Any, ...], waiting: Mapping[tuple[str, UUID], int]) -> Place:
    room_id, name, firm = row
    planned = ("entries", room_id) in waiting
    return Place(
        title=name,
        note=firm,
        href=room_url(APPRENTICESHIP, room_id),
        plan="Ausbildungsplan angelegt" if planned else "kein Ausbildungsplan",
        tone="success" if planned else "warning",
        waiting=_told(waiting, room_id),
    )


def _told(waiting: Mapping[tuple[str, UUID], int], room_id: UUID) -> tuple[str, ...]:
    signs, proposals = waiting.get(("signs", room_id), 0), waiting.get(("proposals", room_id), 0)
    found = []
    if signs:
        found.append("1 Hinweis" if signs == 1 else f"{signs} Hinweise")
    if proposals:
        found.append("1 offener Vorschlag" if proposals == 1 else f"{proposals} offene Vorschläge")
    return tuple(found)


def _asked(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
