"""The release rules of the Land as the papers show them: in force today for an installation, as shipped for the committed files."""

from dataclasses import dataclass
from datetime import date

from zweiklang.privacy.rules.selectors import rules_in_force
from zweiklang.rooms.public import RULING_CAPACITIES, STATE_LABELS, rule_categories, rule_cells

CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rule:
    """What the Land says about one category and capacity; `fixed`: nobody can decide otherwise."""

    category: str
    capacity: str
    state: str
    fixed: bool
    basis: str
    purpose: str
    sentence: str
    easy: str

    @property
    def label(self) -> str:
        """Returns the rule in words: "offen", "die Schule entscheidet", "nie"."""
        return "nie" if self.fixed and self.state == CLOSED else STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, ordered by category and within it by capacity."""

    rules: tuple[Rule, ...]

    def of(self, category: str) -> tuple[Rule, ...]:
        """Returns the rules of a category, one for each capacity, in reading order."""
        return tuple(rule for rule in self.rules if rule.category == category)

    def for_capacity(self, capacity: str) -> tuple[Rule, ...]:
        """Returns the rules of a capacity, one for each category, in reading order."""
        return tuple(rule for rule in self.rules if rule.capacity == capacity)


def book_as_shipped() -> RuleBook:
    """Returns the start values: what holds while the Land has decided nothing."""
    cells = [
        rule_cells()[category, capacity] for category in rule_categories() for capacity in RULING_CAPACITIES
    ]
    return RuleBook(
        tuple(
            Rule(c.category, c.capacity, str(c.state), bool(c.bound), c.basis, c.purpose, c.sentence, c.easy)
            for c in cells
        )
    )


def book_in_force(on: date) -> RuleBook:
    """Returns what the Land has decided, as it holds on that day. One query."""
    return RuleBook(
        tuple(
            Rule(r.category.key, r.capacity, r.land_state, r.fixed, r.basis, r.purpose, r.sentence, r.easy)
            for r in rules_in_force(on).values()
        )
    )
