"""Who reads a data category, in which kind of room, by which release rule: the same rules that make memberships."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zweiklang.privacy.documents.shape import unique
from zweiklang.rooms.public import (
    LABELS,
    RULES,
    RULING_CAPACITIES,
    STATE_LABELS,
    Cell,
    Scope,
    capacity_label,
    rule_categories,
    rule_cells,
)

CLOSED = "closed"
NEVER = "never"
FIXED = "fest, durch die Aufgabe"
ROOM_LABELS = {
    "apprenticeship": "Ausbildung",
    "class": "Klasse",
    "team": "Organisation",
    "proposal": "gemeldeter Vertrag",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A capacity, the categories it reads under one rule in one kind of room, and on which legal basis."""

    who: str
    room: str
    categories: tuple[str, ...]
    rule: str
    legal_basis: str
    why: str


def recipients(scopes: Iterable[str], *, rooms: Iterable[str]) -> tuple[Recipient, ...]:
    """Returns who may read these categories in these kinds of room, as the Land's start values say; who never may is left out."""
    wanted = frozenset(scopes)
    return tuple(
        recipient
        for room in rooms
        for recipient in (_by_cells(wanted) if room == "apprenticeship" else _by_task(wanted, room))
    )


def cells_of(category: str) -> tuple[Cell, ...]:
    """Returns the rules of a category, one for each capacity, in reading order."""
    return tuple(rule_cells()[category, capacity] for capacity in RULING_CAPACITIES)


def cells_for(capacity: str) -> tuple[Cell, ...]:
    """Returns the rules of a capacity, one for each category, in reading order."""
    return tuple(rule_cells()[category, capacity] for category in rule_categories())


def state_of(cell: Cell) -> str:
    """Returns the rule in words: "offen", "die Schule entscheidet", "nie"."""
    return "nie" if cell.bound == NEVER else STATE_LABELS[cell.state]


def category_labels() -> dict[str, str]:
    """Returns the German name of every data category by its key, acts left out."""
    return {str(scope): label for scope, label in LABELS.items()}


def _by_cells(wanted: frozenset[str]) -> Iterator[Recipient]:
    for capacity in RULING_CAPACITIES:
        found = [cell for cell in cells_for(capacity) if cell.category in wanted and cell.state != CLOSED]
        for rule in unique([state_of(cell) for cell in found]):
            cells = [cell for cell in found if state_of(cell) == rule]
            yield Recipient(
                who=capacity_label(capacity),
                room=ROOM_LABELS["apprenticeship"],
                categories=tuple(LABELS[Scope(cell.category)] for cell in cells),
                rule=rule,
                legal_basis="; ".join(unique([cell.basis for cell in cells])),
                why=" ".join(unique([cell.purpose for cell in cells])),
            )


def _by_task(wanted: frozenset[str], room: str) -> Iterator[Recipient]:
    for rule in RULES.values():
        carried = {
            "class": rule.class_scopes,
            "team": rule.team_scopes,
            "proposal": rule.proposal_scopes,
        }[room]
        if found := [scope for scope in LABELS if scope in wanted and scope in carried]:
            yield Recipient(
                who=rule.label,
                room=ROOM_LABELS[room],
                categories=tuple(LABELS[scope] for scope in found),
                rule=FIXED,
                legal_basis=rule.legal_basis,
                why=rule.reason,
            )
