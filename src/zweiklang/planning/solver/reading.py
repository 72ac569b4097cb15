"""Reads an instance from data as JSON gives it. The format: docs/planning-instance.md."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from zweiklang.planning.solver.node import InstanceError, Node
from zweiklang.planning.solver.reading_people import read_apprentices
from zweiklang.planning.solver.shapes import (
    Apprentice,
    Department,
    Fixed,
    Forbidden,
    Instance,
    Placement,
    TheoryRule,
    Weights,
)

__all__ = ["FORMAT", "MOST_WEEKS", "InstanceError", "read_instance"]

FORMAT = "zweiklang-planning-instance"
MOST_WEEKS = 520
MOST_CAPACITY = 10_000
MOST_WEIGHT = 100_000
TOP = (
    "format", "version", "title", "$schema", "first_monday", "weeks", "closed_weeks", "departments", "positions", "classes",
    "apprentices", "links", "fixed", "forbidden", "current_plan", "weights", "theory",
)  # fmt: skip
PLACED = ("apprentice", "position", "department", "week", "weeks", "first", "last", "reason")


def read_instance(data: Mapping[str, Any]) -> Instance:
    """The instance, complete and consistent. Raises InstanceError with path and sentence."""
    root = Node(data).keys(TOP)
    if root.has("format") and root.value["format"] != FORMAT:
        raise root.at("format").fail(f"expected {FORMAT!r}.")
    if root.has("version"):
        root.at("version").whole(1, 1)
    weeks = root.at("weeks").whole(1, MOST_WEEKS)
    closed = root.week_list("closed_weeks", weeks)
    departments = _departments(root, weeks)
    apprentices = read_apprentices(root, weeks, closed, departments)
    people = {one.id: one for one in apprentices}
    places = {one.id: one for one in departments}
    return Instance(
        first_monday=_monday(root),
        weeks=weeks,
        apprentices=apprentices,
        departments=departments,
        links=_links(root, apprentices),
        fixed=tuple(_fixed(root, weeks, people, places)),
        forbidden=tuple(_forbidden(root, weeks, people, places)),
        current=_current(root, weeks, people, places),
        weights=Weights(**_numbers(root, "weights", Weights, MOST_WEIGHT)),
        theory=TheoryRule(**_numbers(root, "theory", TheoryRule, 1000)),
        remarks=tuple(root.remarks),
    )


def _monday(root: Node) -> date:
    node = root.at("first_monday")
    try:
        found = date.fromisoformat(node.value)
        found + timedelta(weeks=MOST_WEEKS + 1)  # every week has a date
    except (TypeError, ValueError, OverflowError):
        raise node.fail('expected a day such as "2026-08-31".') from None
    if found.weekday():
        monday = found - timedelta(days=found.weekday())
        node.remark(f"{found} is no Monday; {monday} was taken.")
        return monday
    return found


def _departments(root: Node, weeks: int) -> tuple[Department, ...]:
    found: dict[str, Department] = {}
    for node in root.items("departments"):
        node.keys(("id", "name", "capacity", "capacities", "positions", "closed_weeks"))
        own = node.at("id").id()
        if own in found:
            raise node.at("id").fail(f"the department {own!r} stands here a second time.")
        rooms = [node.at("capacity").whole(0, MOST_CAPACITY)] * weeks
        for other in node.items("capacities"):
            other.keys(("capacity", "weeks"))
            for week in other.week_list("weeks", weeks):
                rooms[week - 1] = other.at("capacity").whole(0, MOST_CAPACITY)
        for week in node.week_list("closed_weeks", weeks):
            rooms[week - 1] = 0
        taught = frozenset(one.id() for one in node.items("positions"))
        if not taught:
            node.remark("this department teaches no position, so nobody is placed here.")
        found[own] = Department(own, node.text("name", own), taught, tuple(rooms))
    return tuple(found.values())


def _links(root: Node, apprentices: tuple[Apprentice, ...]) -> dict[str, frozenset[str]]:
    known = {position.id for one in apprentices for position in one.positions}
    taught = {one.id for apprentice in apprentices for one in apprentice.lane}
    found: dict[str, set[str]] = {}
    for node in root.items("links"):
        node.keys(("position", "learning_field"))
        position, learning_field = node.at("position").id(), node.at("learning_field").id()
        if position not in known:
            node.remark(f"no apprentice needs the position {position!r}; the link was ignored.")
        elif learning_field not in taught:
            node.remark(f"no class is taught {learning_field!r}; the link has no effect.")
        else:
            found.setdefault(position, set()).add(learning_field)
    return {position: frozenset(linked) for position, linked in found.items()}


def _known(node: Node, key: str, known: Mapping[str, object], what: str) -> str:
    found = node.at(key).id()
    if found not in known:
        raise node.at(key).fail(f"there is no {what} {found!r}.")
    return found


def _weeks_of(node: Node, weeks: int, apprentice: Apprentice | None = None) -> list[int]:
    """The weeks of an entry: "week", "weeks", or "first" and "last"; with an apprentice the last form means her weeks of presence only."""
    if node.has("week"):
        return [node.at("week").whole(1, weeks)]
    if node.has("weeks"):
        return sorted(node.week_list("weeks", weeks))
    if not node.has("first") and not node.has("last"):
        raise node.fail('expected "week", "weeks", or "first" and "last".')
    first, last = node.week("first", 1), node.week("last", weeks)
    if first > last:
        raise node.fail(f"first ({first}) is after last ({last}).")
    between = range(max(first, 1), min(last, weeks) + 1)
    if apprentice is None:
        return list(between)
    present = [week for week in between if apprentice.presence[week - 1]]
    return present or list(between)


def _position(node: Node, apprentice: Apprentice) -> str:
    found = node.at("position").id()
    if all(position.id != found for position in apprentice.positions):
        raise node.at("position").fail(f"the apprentice {apprentice.id!r} has no position {found!r}.")
    return found


def _fixed(
    root: Node, weeks: int, people: Mapping[str, Apprentice], places: Mapping[str, Department]
) -> list[Fixed]:
    found: list[Fixed] = []
    for node in root.items("fixed"):
        node.keys(PLACED)
        who = people[_known(node, "apprentice", people, "apprentice")]
        position = _position(node, who)
        where = _known(node, "department", places, "department") if node.has("department") else None
        found += [Fixed(who.id, week, position, where) for week in _weeks_of(node, weeks, who)]
    return found


def _forbidden(
    root: Node, weeks: int, people: Mapping[str, Apprentice], places: Mapping[str, Department]
) -> list[Forbidden]:
    found: list[Forbidden] = []
    positions = {position.id: position for one in people.values() for position in one.positions}
    for node in root.items("forbidden"):
        node.keys(PLACED)
        named = [key for key in ("week", "weeks", "first", "last") if node.has(key)]
        when = frozenset(_weeks_of(node, weeks) if named else range(1, weeks + 1))
        who, what, where = (
            _known(node, key, known, key) if node.has(key) else None
            for key, known in (("apprentice", people), ("position", positions), ("department", places))
        )
        found.append(Forbidden(when, who, what, where))
    return found


def _current(
    root: Node, weeks: int, people: Mapping[str, Apprentice], places: Mapping[str, Department]
) -> tuple[Placement, ...]:
    found: dict[tuple[str, int], Placement] = {}
    for node in root.items("current_plan"):
        node.keys(PLACED)
        who = people[_known(node, "apprentice", people, "apprentice")]
        position, where = _position(node, who), _known(node, "department", places, "department")
        for week in _weeks_of(node, weeks, who):
            if (who.id, week) in found:
                node.remark(f"{who.id!r} is placed twice in week {week}; the first placement counts.")
            else:
                found[who.id, week] = Placement(who.id, week, position, where)
    return tuple(found.values())


def _numbers(root: Node, key: str, kind: type, most: int) -> dict[str, int]:
    if not root.has(key):
        return {}
    names = [one.name for one in fields(kind)]
    node = root.at(key).keys(names)
    return {name: node.at(name).whole(0, most) for name in names if node.has(name)}
