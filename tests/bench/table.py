"""What a run found: one line per promise and page, as a table for people and as JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import click


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured promise. `row` is its number in docs/performance.md; `reference` the floor or peer; `target` as people read it.

    `ok` None: for information, nothing is promised. `note` says what was left out or why nothing could be measured.
    """

    row: int
    name: str
    figure: str
    reference: str
    ratio: float | None
    target: str
    ok: bool | None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Returns "ok", "short", or "–" where nothing is promised."""
        return "–" if self.ok is None else "ok" if self.ok else "short"


def print_table(figures: Iterable[Figure]) -> None:
    """The table is on standard output, as wide as its content."""
    lines = [("", "what", "figure", "floor or peer", "ratio", "target", "")]
    lines += [
        (
            str(f.row),
            f.name,
            f.figure,
            f.reference,
            f"{f.ratio:.2f}" if f.ratio is not None else "",
            f.target,
            f.verdict,
        )
        for f in figures
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    for number, line in enumerate(lines):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            click.echo("-" * (sum(widths) + 12))
    for figure in figures:
        if figure.note:
            click.echo(f"  {figure.row} {figure.name}: {figure.note}")


def write_json(path: Path, figures: Iterable[Figure], **facts: object) -> None:
    """The file holds the same figures, with what the run was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(figure), "verdict": figure.verdict} for figure in figures]
    path.write_text(json.dumps({**facts, "figures": rows}, ensure_ascii=False, indent=1) + "\n")
