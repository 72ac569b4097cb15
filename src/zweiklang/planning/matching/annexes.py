"""What a regulation itself says of Lernfelder, as links to the positions of its plan. They are facts, and never change a computed score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zweiklang.planning.matching.values import AnnexReading, OfficialLink, PlanPosition

if TYPE_CHECKING:
    from zweiklang.curricula.public import Correspondence, PositionMark


def official_links(rows: Iterable[Correspondence], positions: Sequence[PlanPosition]) -> AnnexReading:
    """Returns one link per Lernfeld and position that the rows name, with all letters named for the pair.

    A letter the position does not have is left out and named in `unknown`; so is a position the plan does not have.
    """
    places: dict[tuple[str, str], PlanPosition] = {}
    for position in positions:
        places.setdefault((position.section, position.number), position)
    reading = AnnexReading()
    letters: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    named: Counter[tuple[str, str, str]] = Counter()
    annexes: dict[tuple[str, str, str], str] = {}
    for row in rows:
        pairs = set()
        for mark in row.positions:
            place = places.get((mark.section, mark.number))
            if place is None or (mark.letter and mark.letter not in {s.letter for s in place.skills}):
                _note(reading, mark)
                continue
            for learning_field in row.learning_fields:
                pair = (learning_field.number, learning_field.specialisation, place.key)
                letters[pair].add(mark.letter)
                annexes.setdefault(pair, row.annex)
                pairs.add(pair)
        named.update(pairs)
    by_key = {position.key: position for position in positions}
    reading.links = [
        OfficialLink(
            number,
            branch,
            by_key[key],
            _named(letters[number, branch, key]),
            annex,
            named[number, branch, key],
        )
        for (number, branch, key), annex in annexes.items()
    ]
    return reading


def _named(letters: set[str]) -> tuple[str, ...]:
    """All letters in order; none where the whole position is named."""
    return () if "" in letters else tuple(sorted(letters))


def _note(reading: AnnexReading, mark: PositionMark) -> None:
    text = f"{mark.section} {mark.number} {mark.letter}".strip()
    if text not in reading.unknown:
        reading.unknown.append(text)
