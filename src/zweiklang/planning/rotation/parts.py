"""Plans as stretches: what stands in a plan from a week on, what the planner proposes, and one plan made of both. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from zweiklang.planning.company_lane.shapes import Entry, NewEntry, mondays
from zweiklang.planning.rotation.shapes import NOWHERE, Question
from zweiklang.planning.solver.scoring import stretches
from zweiklang.planning.solver.shapes import Placement

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A position in one place from one week to another, both Mondays."""

    position_id: UUID
    department_id: UUID | None
    first_week: date
    last_week: date


def parts_since(entries: Iterable[Entry | NewEntry], since: date) -> list[Part]:
    """Returns what stands in a plan from that week on; parts of one position in one place that follow each other are one."""
    found: list[Part] = []
    known = [one for one in entries if one.last_week >= since]
    for one in sorted(known, key=lambda one: (str(one.position_id), one.first_week, one.last_week)):
        part = Part(one.position_id, one.department_id, max(one.first_week, since), one.last_week)
        before = found[-1] if found else None
        if before and _follows(before, part):
            found[-1] = replace(before, last_week=max(before.last_week, part.last_week))
        else:
            found.append(part)
    return sorted(found, key=attrgetter("first_week", "last_week"))


def _follows(one: Part, other: Part) -> bool:
    same = (one.position_id, one.department_id) == (other.position_id, other.department_id)
    return same and other.first_week <= one.last_week + WEEK


def proposed_parts(
    asked: Question,
    placements: Iterable[Placement],
    today: Mapping[UUID, Sequence[Entry]],
    since: date,
) -> dict[UUID, list[Part]]:
    """Returns the planner's plan from that week on, by room. What stays where it is keeps its first and last week of today."""
    presence = {one.id: one.presence for one in asked.instance.apprentices}
    start = asked.week_of(since)
    planned = [one for one in placements if one.week >= start]
    found: dict[UUID, list[Part]] = {UUID(name): [] for name in presence}
    for name, in_a_row in groupby(stretches(asked.instance, planned), key=attrgetter("apprentice")):
        room, held, ended = UUID(name), presence[name], 0
        known = {_present(asked, held, part): part for part in parts_since(today.get(room, ()), since)}
        for one in in_a_row:
            department = None if one.department == NOWHERE else UUID(one.department)
            position = asked.positions[one.position]
            part = Part(position, department, asked.monday(one.weeks[0]), asked.monday(one.weeks[-1]))
            mine = found[room]
            # Two periods of one position that follow each other in a department are one.
            if mine and not any(held[ended : one.weeks[0] - 1]) and _same(mine[-1], part):
                mine[-1] = replace(mine[-1], last_week=part.last_week)
            else:
                mine.append(part)
            ended = one.weeks[-1]
        found[room] = [known.get(_present(asked, held, part), part) for part in found[room]]
    return found


def _same(one: Part, other: Part) -> bool:
    return (one.position_id, one.department_id) == (other.position_id, other.department_id)


def _present(
    asked: Question, presence: Sequence[int], part: Part
) -> tuple[UUID, UUID | None, frozenset[int]]:
    """Returns what the part is apart from weeks without a day at the firm."""
    weeks = (asked.week_of(monday) for monday in mondays(part.first_week, part.last_week))
    held = frozenset(week for week in weeks if 1 <= week <= len(presence) and presence[week - 1])
    return part.position_id, part.department_id, held


def merged(
    today: Sequence[Entry], proposed: Iterable[Part], positions: Collection[UUID], since: date
) -> list[NewEntry]:
    """Returns the plan with these positions as proposed; what is before that week or locked stays, and notes stay with their position."""
    kept = [one for one in today if one.position_id not in positions or one.locked]
    before = [one for one in today if one not in kept and one.first_week < since]
    locked = [one for one in kept if one.locked]
    found = [one.as_new() for one in kept]
    found += [replace(one.as_new(), last_week=min(one.last_week, since - WEEK)) for one in before]
    for part in proposed:
        if part.position_id in positions:
            for piece in _around(_entry(part, today), locked):
                _add(found, piece, since)
    # Of two parts in one week the one that stood first still does: it is the one that counts there.
    return sorted(found, key=attrgetter("first_week"))


def _add(found: list[NewEntry], piece: NewEntry, since: date) -> None:
    """The piece is in the plan; what began before the planner's first week and goes on unchanged stays one."""
    for number, one in enumerate(found):
        goes_on = one.last_week == since - WEEK and piece.first_week == since and not one.locked
        if goes_on and replace(piece, first_week=one.first_week, last_week=one.last_week) == one:
            found[number] = replace(one, last_week=piece.last_week)
            return
    found.append(piece)


def _around(entry: NewEntry, locked: Iterable[Entry]) -> list[NewEntry]:
    """Returns the entry without the weeks that locked entries of the same position have already."""
    parts = [entry]
    for one in locked:
        if one.position_id != entry.position_id:
            continue
        cut: list[NewEntry] = []
        for part in parts:
            if part.last_week < one.first_week or part.first_week > one.last_week:
                cut.append(part)
                continue
            if part.first_week < one.first_week:
                cut.append(replace(part, last_week=one.first_week - WEEK))
            if part.last_week > one.last_week:
                cut.append(replace(part, first_week=one.last_week + WEEK))
        parts = cut
    return parts


def _entry(part: Part, today: Iterable[Entry]) -> NewEntry:
    """Returns the proposed part with what people have noted about the position, best in the same department."""
    mine = [one for one in today if one.position_id == part.position_id and not one.locked]
    best = min(mine, key=lambda one: (one.department_id != part.department_id, one.first_week), default=None)
    new = NewEntry(part.position_id, part.first_week, part.last_week, department_id=part.department_id)
    if best is None:
        return new
    same = best.department_id == part.department_id
    responsible = best.responsible_id if same else None
    return replace(new, responsible_id=responsible, partner_wanted=best.partner_wanted, note=best.note)
