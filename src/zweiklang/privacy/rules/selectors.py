"""Which rule holds on a day, why, since when, and who decided it: for the whole Land, a school, a class, a firm."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from zweiklang.privacy.rules.wording import law_links
from zweiklang.rooms.public import (
    RULING_CAPACITIES,
    Category,
    Cell,
    ReleaseDecision,
    State,
    rule_categories,
    rule_cells,
    rule_choices,
)

type Key = tuple[str, str]
"""Category and capacity."""


@dataclass(frozen=True, slots=True)
class Body:
    """Who decides: the Land (no ids), a school or firm, or a class (its room, and its school)."""

    kind: str = "land"
    organisation_id: UUID | None = None
    class_room_id: UUID | None = None

    @property
    def id(self) -> UUID | None:
        """Returns the id by which rooms know it."""
        return self.class_room_id if self.kind == "class" else self.organisation_id


LAND = Body()


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """One cell on one day. `state` is what holds for the one asked about, `land_state` what the Land says.

    `school_state` is what the school makes of it, before the class. `since` is None where nobody decided since the start; `decided_by`
    is "start", "land", "school", "class" or "firm". The texts are the Land's: those of its last decision, else of the start values.
    `fixed`: nobody can decide otherwise.
    """

    category: Category
    capacity: str
    state: str
    since: date | None
    decided_by: str
    decision_id: UUID | None
    land_state: str
    school_state: str
    fixed: bool
    basis: str
    law: list[tuple[str, str]]
    purpose: str
    sentence: str
    easy: str

    @property
    def key(self) -> Key:
        """Returns category and capacity."""
        return self.category.key, self.capacity

    @property
    def anchor(self) -> str:
        """Returns the name of the place on a page that explains the cell."""
        return f"{self.category.key}-{self.capacity}"


@dataclass(slots=True)
class Decisions:
    """All decisions of some bodies by cell, in the order in which they take effect; of two for one day the later one counts."""

    rows: list[ReleaseDecision]
    _by_cell: dict[tuple[str, UUID | None, Key], list[ReleaseDecision]] = field(init=False)

    def __post_init__(self) -> None:
        """Sorts them once."""
        found: defaultdict[tuple[str, UUID | None, Key], list[ReleaseDecision]] = defaultdict(list)
        for row in self.rows:
            found[row.body, _body_id(row), (row.category, row.capacity)].append(row)
        self._by_cell = dict(found)

    def of(self, body: Body, key: Key) -> list[ReleaseDecision]:
        """Returns what the body decided about the cell, in the order of effect."""
        return self._by_cell.get((body.kind, body.id, key), [])

    def last(
        self, body: Body, key: Key, on: date, allowed: Iterable[str] = tuple(State)
    ) -> ReleaseDecision | None:
        """Returns what of the body's decisions holds on that day, among the states that are allowed."""
        allowed = tuple(allowed)
        replaced: set[date] = set()
        for row in reversed(self.of(body, key)):
            if row.effective_on <= on and row.effective_on not in replaced and row.state in allowed:
                return row
            # Decided again for the same day: the earlier one does not come back when the later one is no longer allowed.
            replaced.add(row.effective_on)
        return None


def decisions_of(*bodies: Body) -> Decisions:
    """Returns the decisions of the Land and of these bodies, with who decided. One query."""
    wanted = Q(body="land")
    for body in bodies:
        if body.kind == "class":
            wanted |= Q(body="class", class_room=body.class_room_id)
        elif body.kind != "land":
            wanted |= Q(body=body.kind, organisation=body.organisation_id)
    rows = ReleaseDecision.objects.filter(wanted).select_related("decided_by")
    return Decisions(list(rows.order_by("effective_on", "decided_at", "pk")))


def rules_in_force(
    on: date, *, school: UUID | None = None, class_room: UUID | None = None, firm: UUID | None = None
) -> dict[Key, RuleInForce]:
    """Returns all cells as they hold on that day: in the Land, or at that school, in that class (by its room), in that firm. One query."""
    bodies = _bodies(school, class_room, firm)
    return rules_from(decisions_of(*bodies.values()), on, **bodies)


def _bodies(school: UUID | None, class_room: UUID | None, firm: UUID | None) -> dict[str, Body]:
    found = {}
    if school:
        found["school"] = Body("school", school)
    if class_room:
        found["class_"] = Body("class", school, class_room)
    if firm:
        found["firm"] = Body("firm", firm)
    return found


def rules_from(
    decisions: Decisions,
    on: date,
    *,
    school: Body | None = None,
    class_: Body | None = None,
    firm: Body | None = None,
) -> dict[Key, RuleInForce]:
    """Returns all cells on that day as these decisions make them, in the order in which people read them."""
    cells = rule_cells()
    return {
        (category, capacity): _in_force(cells[category, capacity], decisions, on, (school, class_, firm))
        for category in rule_categories()
        for capacity in RULING_CAPACITIES
    }


def _in_force(
    cell: Cell, decisions: Decisions, on: date, below: tuple[Body | None, Body | None, Body | None]
) -> RuleInForce:
    found = _Found(str(cell.state), None)
    if not cell.bound and (by_land := decisions.last(LAND, cell.key, on)):
        found = _Found(by_land.state, by_land)
    land_state, school_state = found.state, found.state
    if not cell.bound:
        school, class_, firm = below
        # Either or: what the Land leaves to firms no school decides, also not by a decision from before.
        decides = _by_firm if land_state == State.FIRM else _by_school
        found = decides(found, cell.key, decisions, on, firm if land_state == State.FIRM else school)
        school_state = found.state
        found = _by_class(found, land_state, cell.key, decisions, on=on, class_=class_)
    basis = _text(decisions, cell, on, "basis")
    return RuleInForce(
        category=rule_categories()[cell.category],
        capacity=cell.capacity,
        state=found.state,
        since=found.row.effective_on if found.row else None,
        decided_by=found.row.body if found.row else "start",
        decision_id=found.row.pk if found.row else None,
        land_state=land_state,
        school_state=school_state,
        fixed=bool(cell.bound),
        basis=basis,
        law=law_links(basis, cell.basis, cell.law),
        purpose=cell.purpose,
        sentence=_text(decisions, cell, on, "sentence"),
        easy=_text(decisions, cell, on, "easy"),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A state, and the decision it comes from."""

    state: str
    row: ReleaseDecision | None


def _by_firm(above: _Found, key: Key, decisions: Decisions, on: date, firm: Body | None) -> _Found:
    choices = rule_choices(above.state, level="firm")
    return _chosen(above, decisions.last(firm, key, on, choices), choices) if firm and choices else above


def _by_school(above: _Found, key: Key, decisions: Decisions, on: date, school: Body | None) -> _Found:
    choices = rule_choices(above.state, level="school")
    return _chosen(above, decisions.last(school, key, on, choices), choices) if school and choices else above


def _by_class(
    above: _Found, land_state: str, key: Key, decisions: Decisions, *, on: date, class_: Body | None
) -> _Found:
    if class_ is None or above.state != State.TEACHER:
        return above
    row = decisions.last(class_, key, on, rule_choices(land_state, level="class"))
    return _Found(row.state, row) if row else above


def _chosen(above: _Found, row: ReleaseDecision | None, choices: tuple[State, ...]) -> _Found:
    return _Found(row.state, row) if row else _Found(str(choices[0]), above.row)


def _text(decisions: Decisions, cell: Cell, on: date, name: str) -> str:
    """Returns the Land's last words about the cell: a decision without them leaves those before."""
    for row in reversed(decisions.of(LAND, cell.key)):
        if row.effective_on <= on and getattr(row, name):
            return str(getattr(row, name))
    return str(getattr(cell, name))


def _body_id(row: ReleaseDecision) -> UUID | None:
    return row.class_room_id if row.body == "class" else row.organisation_id
