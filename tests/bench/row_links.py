"""Row 15: how well Lernfelder find their positions, against PostgreSQL's full text, on the tables in which three regulations say it themselves."""

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from django.db import connection

from tests.bench.table import Figure, key, times
from tests.planning.matching.quality import (
    FOLDER,
    WITH_TABLES,
    Case,
    Quality,
    Scores,
    case_of,
    from_fields,
    from_positions,
    from_rows,
    full_text,
    ours,
)

BETTER = 1.05
"""What is promised of the means over the three regulations: each at least so many times the plain one, reciprocal ranks `RANKED` times."""
RANKED = 1.15
_WAYS = {"Lernfeld → positions": from_fields, "position → Lernfelder": from_positions}


def figures(folder: Path | None) -> Iterator[Figure]:
    """Yields the figures of each regulation and their means; one line that says so where the regulations are not at hand."""
    paths = [(folder or FOLDER) / f"{number}.xml" for number in WITH_TABLES]
    if not all(path.exists() for path in paths):
        yield _nothing()
        return
    cases = [case_of(path) for path in paths]
    plain = full_text(_execute)
    for name, way in _WAYS.items():
        pairs = [(case, way(case, ours), way(case, plain)) for case in cases]
        for case, mine, theirs in pairs:
            yield from _single(f"{name}, {case.name}", mine, theirs)
        yield _mean(f"{name}, recall@3", [(m.recall, t.recall) for _, m, t in pairs], BETTER)
        yield _mean(f"{name}, MRR", [(m.rank, t.rank) for _, m, t in pairs], RANKED)
    yield from _rows(cases, plain)


def _execute(statement: str, values: list[str]) -> list[tuple[float]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [*cursor.fetchall()]


def _single(name: str, mine: Quality, theirs: Quality) -> Iterator[Figure]:
    """One regulation alone: for information, five to twenty questions are few."""
    note = f"{mine.questions} questions"
    yield times(
        f"links.{key(name)}",
        15,
        name,
        mine.rank,
        "MRR",
        theirs.rank,
        says=f"recall@3 {mine.recall:.2f}, MRR {mine.rank:.2f}",
        against=f"{theirs.recall:.2f}, {theirs.rank:.2f}",
        note=note,
    )


def _mean(name: str, pairs: list[tuple[float, float]], least: float) -> Figure:
    mine, theirs = (fmean(side) for side in zip(*pairs, strict=True))
    return times(
        f"links.mean.{key(name)}", 15, f"mean, {name}", mine, name.rpartition(", ")[2], theirs, least=least,
        says=f"{mine:.2f}", against=f"{theirs:.2f} (full text)",
    )  # fmt: skip


def _rows(cases: list[Case], plain: Scores) -> Iterator[Figure]:
    """Single contents of the tables: the hardest question, nothing is promised."""
    for case in cases:
        yield from _single(
            f"a line of the table → positions, {case.name}", from_rows(case, ours), from_rows(case, plain)
        )


def _nothing() -> Figure:
    note = f"{', '.join(WITH_TABLES)} are not in the folder of regulations"
    return Figure(id="links", row=15, name="links", figure=None, unit="MRR", note=note)
