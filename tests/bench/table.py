"""What a run found: one figure per promise and page, as a table for people and as a list for programs."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

_SIGNS = str.maketrans({"≤": "<=", "≥": ">="})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured promise.

    `id` stays the same in all runs; `row` is its number in docs/performance.md. `figure` and `reference` are numbers in `unit`; reference
    is what the promise compares with: the floor, the owner's query, a peer, or the limit itself; `ratio` is figure by reference.
    `says` and `against` are the same as people read them, with details. `ok` None: for information, nothing is judged.
    `note` says what was left out, how it was reckoned, or why nothing could be measured.
    """

    id: str
    row: int
    name: str
    figure: float | None
    unit: str
    reference: float | None = None
    ratio: float | None = None
    target: str = ""
    ok: bool | None = None
    says: str = ""
    against: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Returns "ok", "short", or "–" where nothing is judged."""
        return "–" if self.ok is None else "ok" if self.ok else "short"

    @property
    def shown(self) -> str:
        """Returns the figure as people read it."""
        return self.says or (
            "not measured" if self.figure is None else f"{self.figure:.4g} {self.unit}".strip()
        )

    def as_json(self) -> dict[str, Any]:
        """Returns the figure for programs, its target in ASCII: "<= 2"."""
        return {**asdict(self), "target": self.target.translate(_SIGNS), "says": self.shown}


def key(text: str) -> str:
    """Returns the text as a part of an id: "Heute (trainer)" is "heute_trainer"."""
    plain = text.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def at_most(
    id: str,
    row: int,
    name: str,
    figure: float,
    unit: str,
    most: float,
    *,
    also: bool = True,
    target: str = "",
    **more: str,
) -> Figure:
    """Returns a figure that shall not exceed a limit; `also`: what else must hold. The limit is its reference."""
    return Figure(
        id=id, row=row, name=name, figure=figure, unit=unit, reference=most, ratio=figure / most,
        target=target or f"≤ {most:g} {unit}".strip(), ok=figure <= most and also, **more,
    )  # fmt: skip


def at_least(id: str, row: int, name: str, figure: float, unit: str, least: float, **more: str) -> Figure:
    """Returns a figure that shall reach a limit, which is its reference."""
    return Figure(
        id=id, row=row, name=name, figure=figure, unit=unit, reference=least, ratio=figure / least,
        target=f"≥ {least:g} {unit}".strip(), ok=figure >= least, **more,
    )  # fmt: skip


def times(
    id: str,
    row: int,
    name: str,
    figure: float,
    unit: str,
    reference: float,
    *,
    most: float | None = None,
    least: float | None = None,
    **more: str,
) -> Figure:
    """Returns a figure compared with another one measured beside it: at most or at least so many times that; without both for information."""
    ratio = figure / reference
    target = f"≤ {most:g}" if most is not None else f"≥ {least:g}" if least is not None else ""
    ok = ratio <= most if most is not None else ratio >= least if least is not None else None
    return Figure(
        id=id, row=row, name=name, figure=figure, unit=unit, reference=reference, ratio=ratio, target=target, ok=ok, **more,
    )  # fmt: skip


def print_table(figures: Iterable[Figure]) -> None:
    """The table is on standard output, as wide as its content."""
    figures = list(figures)
    lines = [("", "what", "figure", "floor, peer or limit", "ratio", "target", "")]
    lines += [(str(f.row), f.name, f.shown, f.against, ratio_of(f), f.target, f.verdict) for f in figures]
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    for number, line in enumerate(lines):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            click.echo("-" * (sum(widths) + 12))
    for figure in figures:
        if figure.note:
            click.echo(f"  {figure.row} {figure.name}: {figure.note}")


def ratio_of(figure: Figure) -> str:
    """Returns the ratio with two decimals, or nothing."""
    return "" if figure.ratio is None else f"{figure.ratio:.2f}"


def write_json(path: Path, figures: Iterable[Figure], **facts: object) -> None:
    """The file holds the same figures, and beside them what the run was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [figure.as_json() for figure in figures]
    path.write_text(json.dumps({"run": facts, "figures": rows}, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> tuple[dict[str, Any], list[Figure]]:
    """Returns what the run was, and its figures."""
    found = json.loads(path.read_text())
    shown = {"<=": "≤", ">=": "≥"}
    rows = [
        row | {"target": shown.get(row["target"][:2], row["target"][:2]) + row["target"][2:]}
        for row in found["figures"]
    ]
    return found["run"], [Figure(**row) for row in rows]
