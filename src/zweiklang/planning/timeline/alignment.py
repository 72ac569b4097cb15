"""How far what belongs together is apart: Lernfelder of the school, parts of an apprentice's plan, and the links between them. Pure.

The definitions stand in docs/planning-timeline.md. Weeks are Mondays, the first and the last both included.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal
from uuid import UUID

from zweiklang.planning.company_lane.shapes import Entry, weeks_between
from zweiklang.planning.links.shapes import Link
from zweiklang.planning.school_lane.shapes import TaughtField

# Taught shortly before: six weeks of summer holidays and a week on both sides do not make it long ago.
NEAR_WEEKS = 8
# Taught and trained side by side for so long that both may be teaching the same: 80 lessons of a Lernfeld take about as many weeks.
LONG_TOGETHER = 8
# A good moment: practice begins this many weeks after theory began, at most. What the planner counts as no distance at all.
MOMENT_WEEKS = 4
# Too early counts twice, as for the planner: practice without theory is worse than theory a while ago.
EARLY_FACTOR = 2
# Where nobody has confirmed a link: so many of the computed ones for each Lernfeld, as many as recall@3 speaks of.
MOST_PROPOSED = 3

Kind = Literal["before", "with", "long_before", "after", "none"]


@dataclass(frozen=True, slots=True)
class Match:
    """A link seen on the time line: a Lernfeld, a part of the plan, and where practice lies.

    `kind`: "with" (at the same time), "before" (taught up to NEAR_WEEKS before), "long_before", "after" (most of the practice lies before
    theory begins), "none" (only one of both has a place: the other is None).
    `distance_weeks`: weeks from the last week of theory to the first of practice (1: the week after), 0 for "with"; negative for "after":
    by how many weeks practice begins before theory. None for "none".
    """

    field: TaughtField | None
    entry: Entry | None
    link: Link
    distance_weeks: int | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Gap:
    """Something lacks its other half. `links` are those it was looked for by.

    "unplanned": a Lernfeld is taught, and nothing that is linked with it stands in the plan. "later": everything linked with a part of the
    plan is taught after it. "untaught": nothing linked with a part of the plan has a place in the school's plans.
    """

    what: Literal["unplanned", "later", "untaught"]
    field: TaughtField | None
    entry: Entry | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Something may happen twice: a position stands twice in the same `weeks` ("twice"), or is taught and trained side by side for so many.

    "twice" has two entries and no field, "together" one entry and the field.
    """

    what: Literal["twice", "together"]
    entries: tuple[Entry, ...]
    field: TaughtField | None
    weeks: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A good moment: the Lernfeld begins, and practice follows `weeks` weeks later (0: in the same week)."""

    field: TaughtField
    entry: Entry
    weeks: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Everything one plan says beside the school's. `unlinked_…` has no link at all."""

    matches: tuple[Match, ...] = ()
    gaps: tuple[Gap, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    moments: tuple[Moment, ...] = ()
    unlinked_entries: tuple[Entry, ...] = ()
    unlinked_fields: tuple[TaughtField, ...] = ()

    def of_entry(self, entry_id: UUID) -> list[Match]:
        """Returns the matches of one part of the plan."""
        return [match for match in self.matches if match.entry and match.entry.id == entry_id]

    def of_field(self, learning_field_id: UUID) -> list[Match]:
        """Returns the matches of one Lernfeld."""
        return [match for match in self.matches if match.link.learning_field_id == learning_field_id]


def align(fields: Sequence[TaughtField], entries: Sequence[Entry], links: Sequence[Link]) -> Alignment:
    """Returns how one apprentice's plan lies to what her classes are taught. Takes the links as they are: see `holding`."""
    best = _best_links(links)
    matches = _matches(fields, entries, best)
    planned = {entry.position_id for entry in entries}
    # Without one of the lanes everything would lack its other half.
    both = bool(fields and entries)
    linked_positions = {link.position_id for link in best}
    linked_fields = {link.learning_field_id for link in best}
    return Alignment(
        matches=tuple(matches),
        gaps=(*_gaps_of_entries(entries, matches), *_gaps_of_fields(fields, best, planned)) if both else (),
        duplicates=(*_twice(entries), *_together(matches)),
        moments=tuple(_moments(fields, matches)),
        unlinked_entries=tuple(one for one in entries if one.position_id not in linked_positions),
        unlinked_fields=tuple(_once(one for one in fields if one.learning_field_id not in linked_fields)),
    )


def holding(links: Iterable[Link]) -> list[Link]:
    """Returns the links to go by, for each Lernfeld: those the school confirmed; else those of the regulation's annex; else the best proposals.

    A proposal more people refuse than agree to is none.
    """
    of_field: defaultdict[UUID, list[Link]] = defaultdict(list)
    for link in links:
        of_field[link.learning_field_id].append(link)
    return [link for found in of_field.values() for link in _holding(found)]


def _holding(links: list[Link]) -> list[Link]:
    confirmed = [link for link in links if link.standing == "confirmed"]
    official = [link for link in links if link.source == "annex"]
    if confirmed or official:
        return confirmed or official
    found = sorted((link for link in links if link.votes >= 0), key=_strength, reverse=True)
    kept = {link.position_id for link in _best_links(found)[:MOST_PROPOSED]}
    return [link for link in found if link.position_id in kept]


def _strength(link: Link) -> tuple[bool, bool, int, float, str]:
    return link.standing == "confirmed", link.source == "annex", link.votes, link.score, str(link.id)


def _best_links(links: Iterable[Link]) -> list[Link]:
    """Returns one link for each position and Lernfeld, the strongest, in the order given: several skills of a position are one line."""
    found: dict[tuple[UUID, UUID], Link] = {}
    for link in links:
        key = (link.position_id, link.learning_field_id)
        found[key] = max(found.get(key, link), link, key=_strength)
    return list(found.values())


def place(field: TaughtField, entry: Entry) -> tuple[Kind, int]:
    """Returns where practice lies to this placement of the Lernfeld, and by how many weeks (see Match)."""
    ahead = _weeks(entry.first_week, field.first_week)
    if 2 * min(ahead, entry.weeks) > entry.weeks:
        return "after", -ahead
    since = _weeks(field.last_week, entry.first_week)
    if since <= 0:
        return "with", 0
    return ("before" if since <= NEAR_WEEKS else "long_before"), since


def nearest(fields: Iterable[TaughtField], entry: Entry) -> tuple[TaughtField, Kind, int] | None:
    """Returns the placement of a Lernfeld that fits the part of the plan best, with kind and distance; None without a placement."""
    placed = [(field, *place(field, entry)) for field in fields]
    return min(placed, key=lambda one: (_cost(one[2]), one[0].first_week, one[0].placement_id), default=None)


def _cost(distance: int) -> int:
    return distance if distance >= 0 else -EARLY_FACTOR * distance


def _weeks(first: date, second: date) -> int:
    """Returns by how many weeks the second Monday is later."""
    return (second - first).days // 7


def _matches(fields: Sequence[TaughtField], entries: Sequence[Entry], links: Iterable[Link]) -> list[Match]:
    taught: defaultdict[UUID, list[TaughtField]] = defaultdict(list)
    planned: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for field in fields:
        taught[field.learning_field_id].append(field)
    for entry in entries:
        planned[entry.position_id].append(entry)
    found = []
    for link in links:
        theory, practice = taught[link.learning_field_id], planned[link.position_id]
        found += [_match(theory, entry, link) for entry in practice]
        if theory and not practice:
            found.append(Match(theory[0], None, link, None, "none"))
    return sorted(found, key=_in_order)


def _match(theory: list[TaughtField], entry: Entry, link: Link) -> Match:
    best = nearest(theory, entry)
    if best is None:
        return Match(None, entry, link, None, "none")
    field, kind, distance = best
    return Match(field, entry, link, distance, kind)


def _in_order(match: Match) -> tuple[date, date, str]:
    first = match.entry or match.field
    second = match.field or match.entry
    assert first
    assert second
    return first.first_week, second.first_week, str(match.link.id)


def _gaps_of_entries(entries: Iterable[Entry], matches: Iterable[Match]) -> list[Gap]:
    of_entry: defaultdict[UUID, list[Match]] = defaultdict(list)
    for match in matches:
        if match.entry:
            of_entry[match.entry.id].append(match)
    found = []
    for entry in entries:
        kinds = {match.kind for match in of_entry[entry.id]}
        links = tuple(match.link for match in of_entry[entry.id])
        if kinds == {"none"}:
            found.append(Gap("untaught", None, entry, links))
        elif kinds and kinds <= {"after", "none"}:
            nearest_after = max(
                (match for match in of_entry[entry.id] if match.field),
                key=lambda match: match.distance_weeks or 0,
            )
            found.append(Gap("later", nearest_after.field, entry, links))
    return found


def _gaps_of_fields(fields: Iterable[TaughtField], links: Iterable[Link], planned: set[UUID]) -> list[Gap]:
    wanted: defaultdict[UUID, list[Link]] = defaultdict(list)
    for link in links:
        wanted[link.learning_field_id].append(link)
    return [
        Gap("unplanned", field, None, tuple(found))
        for field in _once(fields)
        if (found := wanted[field.learning_field_id]) and not planned & {link.position_id for link in found}
    ]


def _once(fields: Iterable[TaughtField]) -> list[TaughtField]:
    """Returns each Lernfeld once, by its first placement."""
    return list({field.learning_field_id: field for field in reversed(list(fields))}.values())[::-1]


def _twice(entries: Sequence[Entry]) -> list[Duplicate]:
    of_position: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_position[entry.position_id].append(entry)
    return [
        Duplicate("twice", (one, other), None, weeks)
        for found in of_position.values()
        for one, other in combinations(found, 2)
        if (weeks := overlap(one, other))
    ]


def _together(matches: Iterable[Match]) -> list[Duplicate]:
    return [
        Duplicate("together", (match.entry,), match.field, weeks)
        for match in matches
        if match.entry and match.field and (weeks := overlap(match.entry, match.field)) >= LONG_TOGETHER
    ]


def overlap(one: Entry | TaughtField, other: Entry | TaughtField) -> int:
    """Returns how many weeks both have in common."""
    first, last = max(one.first_week, other.first_week), min(one.last_week, other.last_week)
    return max(0, weeks_between(first, last))


def _moments(fields: Iterable[TaughtField], matches: Iterable[Match]) -> list[Moment]:
    begins: dict[UUID, list[TaughtField]] = defaultdict(list)
    for field in fields:
        begins[field.learning_field_id].append(field)
    found = {}
    for match in matches:
        if not match.entry or match.kind not in ("with", "before"):
            continue
        for field in begins[match.link.learning_field_id]:
            weeks = _weeks(field.first_week, match.entry.first_week)
            if 0 <= weeks <= MOMENT_WEEKS:
                found[field.placement_id, match.entry.id] = Moment(field, match.entry, weeks)
    return sorted(
        found.values(), key=lambda one: (one.field.first_week, one.entry.first_week, str(one.entry.id))
    )
