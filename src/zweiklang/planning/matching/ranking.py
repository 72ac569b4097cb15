"""Ranks positions for Lernfelder: BM25 over stems and pieces of compounds, with families of words, explained word by word.

A word counts the more, the fewer positions of the plan have it; long positions are not punished, since one that covers much of the work
fits more Lernfelder; titles count more than skills. How it was tuned and how well it does: docs/planning-links.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log

from zweiklang.planning.matching.lists import lists
from zweiklang.planning.matching.values import Field, PlanPosition, SharedWords, SkillFit, Suggestion
from zweiklang.planning.matching.vocabulary import stem
from zweiklang.planning.matching.words import terms

TITLE_WEIGHT = 1.5
SATURATION = 3.0
"""The higher, the more a word gains by being repeated in a position."""
REPEATED = 0.9
"""Exponent of how often the Lernfeld says a word."""
RARITY = 0.25
"""Exponent of how rare a word is among the positions."""
FAMILY_WEIGHT = 0.5
ROUTINE_WEIGHT = 0.8
PART_WEIGHT = 0.6
"""What a position counts that holds for a part only: an integrative one, or one of a specialisation."""
HALF_SCORE = 10.0
"""Matches of this weight give a score of 0.5; the score keeps the order of the weights."""
_WORDS_SHOWN = 8
_LEAST_SHARE = 0.02


@dataclass(slots=True)
class _Text:
    """Weight of each stem in a text, and the printed word that carries most of it."""

    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    printed: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, weight: float = 1.0) -> None:
        """The text's terms are counted; the first printed word with the highest weight stands for its stem."""
        best: dict[str, float] = {}
        for term in terms(text):
            self.weights[term.stem] += term.weight * weight
            if term.stem not in self.printed or term.weight > best.get(term.stem, term.weight):
                self.printed[term.stem] = term.printed
                best[term.stem] = term.weight


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A stem looked for, what it counts, and the word of the Lernfeld it comes from."""

    stem: str
    weight: float
    printed: str


class Ranking:
    """The positions of one plan, ready to be ranked for any number of Lernfelder."""

    def __init__(self, positions: Sequence[PlanPosition]) -> None:
        """Counts the words of all positions once."""
        self._positions = positions
        self._skill_texts = [[_of_text(skill.text) for skill in position.skills] for position in positions]
        self._texts = [
            _of_position(position, texts)
            for position, texts in zip(positions, self._skill_texts, strict=True)
        ]
        holding: dict[str, int] = defaultdict(int)
        for text in self._texts:
            for word in text.weights:
                holding[word] += 1
        self._rarity = {word: _rarity(word, count, len(positions)) for word, count in holding.items()}

    def suggest(self, learning_field: Field, *, most: int | None = None) -> list[Suggestion]:
        """Returns positions that share words with the Lernfeld, best first; equal ones in the order of the plan."""
        wanted = self._wanted(learning_field)
        found = [
            suggestion
            for place in range(len(self._positions))
            if (suggestion := self._compare(learning_field, wanted, place)) is not None
        ]
        found.sort(key=lambda suggestion: -suggestion.score)
        return found[:most]

    def _wanted(self, learning_field: Field) -> list[_Wanted]:
        """The stems of the Lernfeld and their families that the plan has, each once with its highest weight."""
        text = _Text()
        text.add(learning_field.title)
        text.add(learning_field.text)
        best: dict[str, _Wanted] = {}
        for word, count in text.weights.items():
            weight, printed = count**REPEATED, text.printed[word]
            relatives = [(other, weight * FAMILY_WEIGHT) for other in _families().get(word, ())]
            for other, value in [(word, weight), *relatives]:
                if other in self._rarity and (other not in best or value > best[other].weight):
                    best[other] = _Wanted(other, value, printed)
        return list(best.values())

    def _compare(self, learning_field: Field, wanted: Iterable[_Wanted], place: int) -> Suggestion | None:
        position, text = self._positions[place], self._texts[place]
        met = [(want, self._worth(want, text)) for want in wanted if want.stem in text.weights]
        weight = sum(worth for _, worth in met)
        if not met or weight <= 0:
            return None
        reached = weight * (1.0 if position.reach == "all" else PART_WEIGHT)
        return Suggestion(
            learning_field,
            position,
            reached / (reached + HALF_SCORE),
            _shared(met, text, weight),
            self._skills(place, [want for want, _ in met]),
        )

    def _worth(self, want: _Wanted, text: _Text) -> float:
        count = text.weights[want.stem]
        return want.weight * self._rarity[want.stem] * count * (SATURATION + 1) / (count + SATURATION)

    def _skills(self, place: int, met: Sequence[_Wanted]) -> tuple[SkillFit, ...]:
        """The skills that share words with the Lernfeld, the one that shares most first."""
        skills = self._positions[place].skills
        worths = [
            sum(self._worth(want, text) for want in met if want.stem in text.weights)
            for text in self._skill_texts[place]
        ]
        total = sum(worths)
        if not total:
            return ()
        fits = [SkillFit(s.letter, s.text, w / total) for s, w in zip(skills, worths, strict=True) if w]
        return tuple(sorted(fits, key=lambda fit: -fit.share))


def suggest_links(
    positions: Sequence[PlanPosition], learning_fields: Iterable[Field], *, most: int | None = None
) -> list[list[Suggestion]]:
    """Returns for each Lernfeld, in the order given, the positions that fit, best first."""
    ranking = Ranking(positions)
    return [ranking.suggest(learning_field, most=most) for learning_field in learning_fields]


def _of_text(text: str) -> _Text:
    found = _Text()
    found.add(text)
    return found


def _of_position(position: PlanPosition, skills: Iterable[_Text]) -> _Text:
    """The title and all skills together."""
    found = _Text()
    found.add(position.title, TITLE_WEIGHT)
    for skill in skills:
        for word, weight in skill.weights.items():
            found.weights[word] += weight
            found.printed.setdefault(word, skill.printed[word])
    return found


def _rarity(word: str, holding: int, positions: int) -> float:
    """Near 1 for a word of one position, near 0 for a word of all; routine words count less."""
    rarity = log(1 + (positions - holding + 0.5) / (holding + 0.5)) ** RARITY
    return float(rarity * (ROUTINE_WEIGHT if word in _routine() else 1.0))


def _shared(met: Sequence[tuple[_Wanted, float]], text: _Text, weight: float) -> tuple[SharedWords, ...]:
    """The pairs of printed words that carry the score, the heaviest first; small change is left out."""
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for want, worth in met:
        shares[want.printed, text.printed[want.stem]] += worth / weight
    heaviest = sorted(shares.items(), key=lambda item: -item[1])[:_WORDS_SHOWN]
    return tuple(SharedWords(*pair, share) for pair, share in heaviest if share >= _LEAST_SHARE)


@cache
def _families() -> dict[str, frozenset[str]]:
    """Stem → the stems it stands together with."""
    found: dict[str, set[str]] = defaultdict(set)
    for family in lists().families:
        stems = set(map(stem, family))
        for word in stems:
            found[word] |= stems - {word}
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _routine() -> frozenset[str]:
    return frozenset(map(stem, lists().routine))
