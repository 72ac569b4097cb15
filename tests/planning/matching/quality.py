"""How well Lernfelder find their positions, against the tables in which three regulations say it themselves.

The texts of these Lernfelder are not at hand, not even their titles. So the text of a Lernfeld is the union of the contents that the
table lists under it. A content says nothing of positions; the marks of positions stand in a column that is only used to judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from zweiklang.curricula.public import FilePlan, FilePosition, read_plan
from zweiklang.planning.matching.ranking import Ranking
from zweiklang.planning.matching.reading import as_position
from zweiklang.planning.matching.values import Field, PlanPosition

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "regulations"
WITH_TABLES = ("BJNR169300013", "BJNR220110013", "BJNR189000013")
TOP = 3

Scores = Callable[[Sequence[PlanPosition], Sequence[str]], list[list[float]]]
"""For each text, the score of each position."""


@dataclass(frozen=True, slots=True)
class Case:
    """One regulation: its positions, and each text with the keys of the positions that the table names for it."""

    name: str
    positions: Sequence[PlanPosition]
    fields: dict[str, tuple[str, frozenset[str]]]
    rows: Sequence[tuple[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over all questions of one kind. `recall`: how many of three places hold what is official, of those it could hold."""

    recall: float
    rank: float
    questions: int


def case_of(path: Path) -> Case:
    """Returns the positions of the plan and what its table says."""
    plan = read_plan(path)
    positions = [as_position(position, str(index)) for index, position in enumerate(plan.positions)]
    contents: dict[str, dict[str, None]] = defaultdict(dict)
    named: dict[str, set[str]] = defaultdict(set)
    rows = []
    for row in plan.correspondences:
        keys = _keys(plan, positions, [(mark.section, mark.number) for mark in row.positions])
        if not keys:
            continue
        rows.append((row.content, frozenset(keys)))
        for mark in row.learning_fields:
            name = f"{mark.number} {mark.specialisation}".strip()
            contents[name][row.content] = None
            named[name] |= keys
    fields = {name: ("\n".join(contents[name]), frozenset(named[name])) for name in contents}
    return Case(plan.short_title, positions, fields, rows)


def _keys(plan: FilePlan, positions: Sequence[PlanPosition], marks: list[tuple[str, str]]) -> set[str]:
    places: dict[tuple[str, str], str] = {}
    for file_position, position in zip(plan.positions, positions, strict=True):
        places.setdefault(_place(file_position), position.key)
    return {places[mark] for mark in marks if mark in places}


def _place(position: FilePosition) -> tuple[str, str]:
    return position.section, position.number


def ours(positions: Sequence[PlanPosition], texts: Sequence[str]) -> list[list[float]]:
    """Returns the scores of `planning suggest-links`."""
    ranking = Ranking(positions)
    result = []
    for text in texts:
        found = {s.position.key: s.score for s in ranking.suggest(Field("", "", text))}
        result.append([found.get(position.key, 0.0) for position in positions])
    return result


def full_text(execute: Callable[[str, list[str]], list[tuple[float]]]) -> Scores:
    """Returns what PostgreSQL ranks with its `german` configuration: any word counts, ts_rank as it comes."""

    def scores(positions: Sequence[PlanPosition], texts: Sequence[str]) -> list[list[float]]:
        documents = ["\n".join([p.title, *(skill.text for skill in p.skills)]) for p in positions]
        return [[_rank(text, document) for document in documents] for text in texts]

    def _rank(text: str, document: str) -> float:
        any_word = "replace(plainto_tsquery('german', %s)::text, '&', '|')::tsquery"
        return execute(f"SELECT ts_rank(to_tsvector('german', %s), {any_word})", [document, text])[0][0]

    return scores


def from_fields(case: Case, scores: Scores) -> Quality:
    """Lernfeld → positions, all positions of the plan as candidates."""
    table = scores(case.positions, [text for text, _ in case.fields.values()])
    keys = [position.key for position in case.positions]
    return _mean(
        (_in_order(row, keys), official)
        for row, (_, official) in zip(table, case.fields.values(), strict=True)
    )


def from_positions(case: Case, scores: Scores) -> Quality:
    """Position → Lernfelder, for each position that the table names."""
    table = scores(case.positions, [text for text, _ in case.fields.values()])
    names = [*case.fields]
    official = {
        position.key: frozenset(name for name in names if position.key in case.fields[name][1])
        for position in case.positions
    }
    return _mean(
        (_in_order([row[column] for row in table], names), official[position.key])
        for column, position in enumerate(case.positions)
        if official[position.key]
    )


def from_rows(case: Case, scores: Scores) -> Quality:
    """A single content of the table → positions: short questions, as titles of Lernfelder are."""
    table = scores(case.positions, [text for text, _ in case.rows])
    keys = [position.key for position in case.positions]
    return _mean(
        (_in_order(row, keys), official) for row, (_, official) in zip(table, case.rows, strict=True)
    )


def _in_order(scores: Sequence[float], names: Sequence[str]) -> list[str]:
    return [
        name
        for _, _, name in sorted(
            (-score, i, name) for i, (score, name) in enumerate(zip(scores, names, strict=True))
        )
    ]


def _mean(questions: Iterable[tuple[Sequence[str], frozenset[str]]]) -> Quality:
    recalls, ranks = [], []
    for order, official in questions:
        recalls.append(len(official.intersection(order[:TOP])) / min(TOP, len(official)))
        ranks.append(1 / (1 + next(i for i, name in enumerate(order) if name in official)))
    return Quality(fmean(recalls), fmean(ranks), len(recalls))
