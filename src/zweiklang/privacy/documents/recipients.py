"""Who reads a data category, in which kind of room, by which release rule: the same rules that make memberships."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from zweiklang.privacy.documents.rulebook import CLOSED, RuleBook
from zweiklang.privacy.documents.shape import unique
from zweiklang.rooms.public import (
    CLASS_CATEGORIES,
    LABELS,
    RULES,
    RULING_CAPACITIES,
    Scope,
    capacity_label,
)

FIXED = "fest, durch die Aufgabe"
ROOM_LABELS = {
    "apprenticeship": "Ausbildung",
    "class": "Klasse",
    "team": "Organisation",
    "proposal": "gemeldeter Vertrag",
    "conversation": "Gespräch",
    "counselling": "Beratung",
    "appointment": "Termin",
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


def recipients(
    book: RuleBook, rooms: Mapping[str, Iterable[str]], *, offices: Collection[str] = ()
) -> tuple[Recipient, ...]:
    """Returns who may read these categories in these kinds of room, as the Land says; who may not is left out.

    `offices`: the capacities in whose organisations' rooms something lies (empty: in all of them).
    """
    found = [
        one for kind, scopes in rooms.items() for one in _in_kind(book, kind, frozenset(scopes), offices)
    ]
    merged: dict[Recipient, list[str]] = {}
    for recipient in found:
        merged.setdefault(replace(recipient, room=""), []).append(recipient.room)
    return tuple(replace(one, room=", ".join(unique(kinds))) for one, kinds in merged.items())


def _in_kind(
    book: RuleBook, kind: str, wanted: frozenset[str], offices: Collection[str]
) -> Iterator[Recipient]:
    """Rules decide in apprenticeships and, about what a class has in common, in classes; everything else follows from the task."""
    if kind == "apprenticeship":
        yield from _by_rules(book, wanted, kind)
    if kind == "class":
        yield from _by_rules(book, wanted & frozenset(CLASS_CATEGORIES), kind)
    yield from _by_task(wanted, kind, offices if kind == "team" else ())


def _by_rules(book: RuleBook, wanted: frozenset[str], kind: str) -> Iterator[Recipient]:
    for capacity in RULING_CAPACITIES:
        found = [r for r in book.for_capacity(capacity) if r.category in wanted and r.state != CLOSED]
        for label in unique([rule.label for rule in found]):
            rules = [rule for rule in found if rule.label == label]
            yield Recipient(
                who=capacity_label(capacity),
                room=ROOM_LABELS[kind],
                categories=tuple(LABELS[Scope(rule.category)] for rule in rules),
                rule=label,
                legal_basis="; ".join(unique([rule.basis for rule in rules])),
                why=" ".join(unique([rule.purpose for rule in rules])),
            )


def _by_task(wanted: frozenset[str], kind: str, offices: Collection[str]) -> Iterator[Recipient]:
    for rule in (rule for capacity, rule in RULES.items() if not offices or capacity in offices):
        carried = {
            "apprenticeship": rule.own_scopes,
            "class": rule.own_class_scopes,
            "team": rule.team_scopes,
            "proposal": rule.proposal_scopes,
            **dict(rule.talk_scopes),
        }.get(kind, ())
        if found := [scope for scope in LABELS if scope in wanted and scope in carried]:
            yield Recipient(
                who=rule.label,
                room=ROOM_LABELS[kind],
                categories=tuple(LABELS[scope] for scope in found),
                rule=FIXED,
                legal_basis=rule.legal_basis,
                why=rule.reason,
            )
