"""Reads the apprentices of an instance: contract, calendar, positions, and the lane of their class."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zweiklang.planning.solver.node import Node, tenths_of_days
from zweiklang.planning.solver.shapes import WEEK, Apprentice, Department, LearningField, Position

AWAY = ("school_weeks", "school_days", "absent_days")
POSITION = ("id", "name", "needed_weeks", "min_stretch", "earliest", "latest", "departments")
# In this order: the first reason that holds is the one that is told.
REASONS = (
    ("school", "school_weeks"), ("closed", "closed_weeks"), ("holiday", "holidays"), ("leave", "leave"), ("course", "courses"),
)  # fmt: skip
MOST_NEEDED = 520


@dataclass(frozen=True, slots=True)
class _Class:
    node: Node
    lane: tuple[LearningField, ...]


def read_apprentices(
    root: Node, weeks: int, closed: frozenset[int], departments: tuple[Department, ...]
) -> tuple[Apprentice, ...]:
    """All apprentices with what their class and the catalogue of positions say about them."""
    classes = _classes(root, weeks)
    catalogue = _unique(root.items("positions"), "position")
    found: dict[str, Apprentice] = {}
    for own, node in _unique(root.items("apprentices"), "apprentice").items():
        node.keys((
            "id", "name", "class", "first_week", "last_week", *AWAY, *(key for _, key in REASONS), "positions",
        ))  # fmt: skip
        group = None
        if node.has("class"):
            label = node.at("class").id()
            if label not in classes:
                raise node.at("class").fail(f"there is no class {label!r}.")
            group = classes[label]
        presence, absences = _calendar(node, group, weeks, closed)
        found[own] = Apprentice(
            own, node.text("name", own), presence, absences,
            _positions(node, catalogue, weeks, departments), group.lane if group else (),
        )  # fmt: skip
    return tuple(found.values())


def _unique(nodes: Iterable[Node], what: str) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in nodes:
        own = (node if not isinstance(node.value, Mapping) else node.at("id")).id()
        if own in found:
            raise node.fail(f"the {what} {own!r} stands here a second time.")
        found[own] = node
    return found


def _classes(root: Node, weeks: int) -> dict[str, _Class]:
    found: dict[str, _Class] = {}
    for own, node in _unique(root.items("classes"), "class").items():
        node.keys(("id", "name", "school_weeks", "school_days", "learning_fields"))
        lane = []
        for label, one in _unique(node.items("learning_fields"), "learning field").items():
            one.keys(("id", "name", "weeks", "first", "last"))
            taught = one.week_list("weeks", weeks)
            if one.has("first") or one.has("last"):
                first, last = one.week("first", 1), one.week("last", weeks)
                if first > last:
                    raise one.fail(f"first ({first}) is after last ({last}).")
                taught |= frozenset(range(max(first, 1), min(last, weeks) + 1))
            lane.append(LearningField(label, one.text("name", label), taught))
        found[own] = _Class(node, tuple(lane))
    return found


def _calendar(
    node: Node, group: _Class | None, weeks: int, closed: frozenset[int]
) -> tuple[tuple[int, ...], dict[int, str]]:
    """Tenths of a week at the firm, week by week, and why there are none."""
    absences = _whole_weeks(node, group, weeks, closed)
    lost = _lost(node, group, weeks)
    presence = []
    for week in range(1, weeks + 1):
        left = 0 if week in absences else max(0, WEEK - lost[week - 1])
        if not left:
            absences.setdefault(week, "days")
        presence.append(left)
    return tuple(presence), absences


def _whole_weeks(node: Node, group: _Class | None, weeks: int, closed: frozenset[int]) -> dict[int, str]:
    first, last = node.week("first_week", 1), node.week("last_week", weeks)
    if first > last:
        raise node.fail(f"first_week ({first}) is after last_week ({last}).")
    absences = {week: "contract" for week in range(1, weeks + 1) if not first <= week <= last}
    of_class = group.node.week_list("school_weeks", weeks) if group else frozenset()
    inherited = {"school_weeks": of_class, "closed_weeks": closed}
    for reason, key in REASONS:
        for week in node.week_list(key, weeks) | inherited.get(key, frozenset()):
            absences.setdefault(week, reason)
    return absences


def _lost(node: Node, group: _Class | None, weeks: int) -> list[int]:
    lost = [0] * weeks
    school = group.node if group is not None and not node.has("school_days") else node
    for where, key in ((school, "school_days"), (node, "absent_days")):
        for entry in where.items(key):
            entry.keys(("days", "weeks"))
            tenths = tenths_of_days(entry.at("days"))
            for week in entry.week_list("weeks", weeks):
                lost[week - 1] += tenths
    return lost


def _positions(
    node: Node, catalogue: Mapping[str, Node], weeks: int, departments: tuple[Department, ...]
) -> tuple[Position, ...]:
    if not node.has("positions"):
        return tuple(_position(own, [one], weeks, departments) for own, one in catalogue.items())
    found = []
    for own, one in _unique(node.items("positions"), "position").items():
        general = catalogue.get(own)
        if isinstance(one.value, Mapping):
            found.append(_position(own, [one, *([general] if general else [])], weeks, departments))
        elif general is None:
            raise one.fail(f"there is no position {own!r} in $.positions.")
        else:
            found.append(_position(own, [general], weeks, departments))
    return tuple(found)


def _position(own: str, nodes: list[Node], weeks: int, departments: tuple[Department, ...]) -> Position:
    """The position; what the first node does not say, the second one does."""
    for node in nodes:
        node.keys(POSITION)

    def saying(key: str) -> Node:
        return next((node for node in nodes if node.has(key)), nodes[0])

    earliest, latest = (saying(k).week(k, edge) for k, edge in (("earliest", 1), ("latest", weeks)))
    if earliest > latest:
        raise nodes[0].fail(f"earliest ({earliest}) is after latest ({latest}).")
    least = saying("min_stretch")
    allowed = saying("departments")
    return Position(
        id=own,
        name=saying("name").text("name", own),
        needed=saying("needed_weeks").at("needed_weeks").amount(MOST_NEEDED, of=WEEK),
        min_stretch=least.at("min_stretch").whole(1, MOST_NEEDED) if least.has("min_stretch") else 1,
        earliest=earliest,
        latest=latest,
        departments=_departments(own, allowed, departments),
    )


def _departments(position: str, node: Node, departments: tuple[Department, ...]) -> tuple[str, ...]:
    teaching = [one.id for one in departments if position in one.positions]
    if not node.has("departments"):
        return tuple(teaching)
    wanted = [entry.id() for entry in node.items("departments")]
    for one in wanted:
        if all(one != department.id for department in departments):
            raise node.at("departments").fail(f"there is no department {one!r}.")
        if one not in teaching:
            node.at("departments").remark(f"the department {one!r} does not teach {position!r}.")
    return tuple(one for one in teaching if one in wanted)
