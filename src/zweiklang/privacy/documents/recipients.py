"""Who reads a data category, in which kind of room, by which release rule: the same rules that make memberships."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zweiklang.privacy.documents.rulebook import CLOSED, RuleBook
from zweiklang.privacy.documents.shape import unique
from zweiklang.rooms.public import LABELS, RULES, RULING_CAPACITIES, Scope, capacity_label

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


def recipients(book: RuleBook, scopes: Iterable[str], *, rooms: Iterable[str]) -> tuple[Recipient, ...]:
    """Returns who may read these categories in these kinds of room, as the Land says; who may not is left out."""
    wanted = frozenset(scopes)
    return tuple(
        recipient
        for room in rooms
        for recipient in (_by_rules(book, wanted) if room == "apprenticeship" else _by_task(wanted, room))
    )


def _by_rules(book: RuleBook, wanted: frozenset[str]) -> Iterator[Recipient]:
    for capacity in RULING_CAPACITIES:
        found = [r for r in book.for_capacity(capacity) if r.category in wanted and r.state != CLOSED]
        for label in unique([rule.label for rule in found]):
            rules = [rule for rule in found if rule.label == label]
            yield Recipient(
                who=capacity_label(capacity),
                room=ROOM_LABELS["apprenticeship"],
                categories=tuple(LABELS[Scope(rule.category)] for rule in rules),
                rule=label,
                legal_basis="; ".join(unique([rule.basis for rule in rules])),
                why=" ".join(unique([rule.purpose for rule in rules])),
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
