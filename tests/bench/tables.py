"""`python -m tests.bench.tables PART RESULTS.json`: the figures of a run stand in docs/performance.md, between the marks of that part.

A part is what lies between `<!-- bench:PART -->` and `<!-- /bench:PART -->`; PART is small, hesse-1, hesse-10, hesse-100, growth or friday.
Nothing else of the page is touched.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from tests.bench.table import Figure, ratio_of, read_json

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
LONGEST_NOTE = 400


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tables", description=__doc__)
    parser.add_argument("part")
    parser.add_argument("results", type=Path)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args(arguments)
    run, figures = read_json(options.results)
    try:
        options.page.write_text(placed(options.page.read_text(), options.part, markdown(run, figures)))
    except KeyError:
        parser.error(f"{options.page} has no marks for {options.part!r}")
    return 0


def placed(page: str, part: str, table: str) -> str:
    """Returns the page with the table between the marks of the part; KeyError where there are none."""
    pattern = re.compile(
        rf"(<!-- bench:{re.escape(part)} -->\n).*?(<!-- /bench:{re.escape(part)} -->)", re.DOTALL
    )
    if not pattern.search(page):
        raise KeyError(part)
    return pattern.sub(lambda found: f"{found[1]}{table}{found[2]}", page, count=1)


def markdown(run: dict[str, Any], figures: list[Figure]) -> str:
    """Returns the run's facts in a sentence, the table, and what is to be said about single figures."""
    head = f"{_facts(run)}\n\n| Row | What | Figure | Floor, peer or limit | Ratio | Target | |\n|---|---|---|---|---|---|---|\n"
    rows = "".join(
        f"| {f.row} | {_cell(f.name)} | {_cell(f.shown)} | {_cell(f.against)} | {ratio_of(f)} | {_cell(f.target)} | {_verdict(f)} |\n"
        for f in figures
    )
    notes = "".join(f"* {f.name}: {f.note[:LONGEST_NOTE]}\n" for f in figures if f.note and f.ok is not True)
    return f"{head}{rows}\n{notes}" if notes else f"{head}{rows}"


def _facts(run: dict[str, Any]) -> str:
    given = run.get("options", {})
    # Only the names: where a machine keeps its files is nobody's affair.
    against = re.findall(r"[\w.-]+\.json", f"{given.get('against')} {given.get('growth')}")
    options = f"; {', '.join(against)}" if against else ""
    return (
        f"{run.get('at', '?')}, commit {run.get('commit', '?')}: {run.get('processor', '?')}, {run.get('cores', '?')} cores, "
        f"{run.get('memory_gb', '?')} GB, Python {run.get('python', '?')}; load {run.get('load_before', '?')} before and "
        f"{run.get('load_after', '?')} after{options}."
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _verdict(figure: Figure) -> str:
    return "**short**" if figure.ok is False else figure.verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
