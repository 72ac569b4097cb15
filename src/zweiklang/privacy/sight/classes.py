"""The page of a class: which capacity sees what of it. Names only for those who may know who is in the class."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.clock import today
from zweiklang.privacy.rules.selectors import RuleInForce
from zweiklang.privacy.sight import words
from zweiklang.privacy.sight.links import rule_link
from zweiklang.privacy.sight.places import rules_at
from zweiklang.privacy.sight.shapes import Insight
from zweiklang.privacy.sight.stays import stays_in
from zweiklang.rooms.public import (
    CLASS_CATEGORIES,
    RULES,
    Membership,
    Place,
    Scope,
    Standing,
    State,
    first_visible_day,
    rule_categories,
    ruling_capacity,
)

# In the order in which people look for them; deputies and managers stand with the trainer, whose rules are theirs.
AUDIENCES = ("class_teacher", "subject_teacher", "apprentice", "trainer", "guardian")
LABELS = {"trainer": "Ausbildende der Betriebe", "apprentice": "Auszubildende der Klasse"}
OFFICE = ("head_of_school", "school_office")
BY_NAME = frozenset({"class_teacher", "subject_teacher", *OFFICE})


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody of one capacity: what they see of the class. Teachers and office by name, of others the number, for those who may know."""

    label: str
    insights: tuple[Insight, ...]
    knows_members: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassSight:
    """The page of one class. `mine` is what the person sees, `capacity_label` as what."""

    capacity_label: str
    mine: tuple[Insight, ...]
    audiences: tuple[Audience, ...]
    names_shown: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of the class and who decides them."""

    by_cell: dict[tuple[str, str], RuleInForce]
    school: tuple[str, str]

    def insight(self, category: str, capacity: str, opened: words.Held | None = None) -> Insight:
        """Returns how far the category is open to the capacity: as a membership says, or as the rule does."""
        rule = self.by_cell[category, capacity]
        opened = opened or _by_rule(rule)
        bodies = words.Bodies(school=self.school[1])
        why = words.reason_of(rule, opened, bodies=bodies, brake=None, restricted=False)
        return _insight(category, opened, why, laws=tuple(rule.law), rule=rule_link(rule, self.school))


def class_sight(school_class: SchoolClass, *, standing: Standing) -> ClassSight:
    """Returns who sees what of the class, for a person who is in its room."""
    school = school_class.school
    place = Place(None, school.pk, standing.room_id, None)
    rules = _Rules(rules_at(place), (school.number, school.name))
    names = _names(standing)
    audiences = [
        Audience(
            label=LABELS.get(capacity, RULES[capacity].label),
            insights=tuple(rules.insight(key, capacity) for key in CLASS_CATEGORIES),
            knows_members=Scope.MEMBERS in RULES[capacity].own_class_scopes,
            names=names[capacity],
        )
        for capacity in AUDIENCES
    ]
    as_what = ", ".join(RULES[one].label for one in sorted(standing.capacities))
    mine = tuple(_mine(standing, rules))
    return ClassSight(as_what, mine, (*audiences, _office(names)), standing.carries(Scope.MEMBERS))


def _mine(standing: Standing, rules: _Rules) -> Iterator[Insight]:
    ruling = {ruling_capacity(one) for one in standing.capacities}
    capacity = next((one for one in AUDIENCES if one in ruling), "")
    for category in CLASS_CATEGORIES:
        full, items = standing.carries(category), standing.carries(f"{category}:item")
        since = first_visible_day(standing.room_id, category) if full else None
        opened = words.Held(full=full, since=since, items=items, items_since=None)
        if capacity:
            yield rules.insight(category, capacity, opened)
        else:
            yield _insight(category, opened, OFFICE_SENTENCE[full])


def _insight(
    category: str,
    opened: words.Held,
    why: str,
    *,
    laws: tuple[tuple[str, str], ...] = (),
    rule: tuple[str, str] = ("", ""),
) -> Insight:
    tone, icon = opened.look
    label = rule_categories()[category].label
    return Insight(category, label, opened.word, tone, icon, why, laws, rule_label=rule[0], rule_href=rule[1])


OFFICE_SENTENCE = {
    True: "Die Schulleitung und die Schulverwaltung führen die Klassen.",
    False: "Dafür brauchen Schulleitung und Schulverwaltung keinen Einblick.",
}


def _office(names: dict[str, tuple[str, ...]]) -> Audience:
    fixed = RULES[OFFICE[0]].own_class_scopes
    opened = {
        key: words.Held(full=key in fixed, since=None, items=False, items_since=None)
        for key in CLASS_CATEGORIES
    }
    insights = tuple(_insight(key, one, OFFICE_SENTENCE[one.full]) for key, one in opened.items())
    label = " und ".join(RULES[one].label for one in OFFICE)
    return Audience(label, insights, True, (*names[OFFICE[0]], *names[OFFICE[1]]))


def _by_rule(rule: RuleInForce) -> words.Held:
    items = rule.state == State.TEACHER and rule.category.items
    return words.Held(full=rule.state == State.OPEN, since=None, items=items, items_since=None)


def _names(standing: Standing) -> defaultdict[str, tuple[str, ...]]:
    """Returns who is in the class today, by the capacity whose rules hold; nobody where the person may not know.

    The names of apprentices and firms stand on the page of the class, where each look at them is noted.
    """
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    if not standing.carries(Scope.MEMBERS):
        return found
    people: defaultdict[str, set[UUID]] = defaultdict(set)
    for stay in stays_in(standing.room_id):
        piece: Membership | None = stay.piece_on(today())
        capacity = ruling_capacity(stay.capacity)
        if piece is None or piece.person_id in people[capacity]:
            continue
        people[capacity].add(piece.person_id)
        if capacity in BY_NAME:
            found[capacity] = (*found[capacity], stay.name)
    numbers = {capacity: len(them) for capacity, them in people.items() if capacity not in BY_NAME}
    return found | {
        one: (f"{many} Person" if many == 1 else f"{many} Personen",) for one, many in numbers.items()
    }
