"""`python -m tests.bench`: measures, prints the table, writes JSON. Exit code 0 even if a promise is short, unless --strict."""

import argparse
import sys
from pathlib import Path

from tests.bench.ready import VAR, set_up

# The rows that belong to one part of the product: `--only`.
GROUPS = {"exchange": "17,18"}


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    options = _parser().parse_args(arguments)
    options.rows = GROUPS.get(options.only, options.rows)
    set_up()
    from tests.bench.run import run

    figures = run(options)
    return 1 if options.strict and any(figure.ok is False for figure in figures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--apprentices", type=int, default=1000, help="size of the large world")
    parser.add_argument("--weeks", type=int, default=50, help="weeks of each apprentice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=30, help="how often each variant is measured in turn")
    parser.add_argument(
        "--rows", default="1,3,4,7,8,9,10,11,14,15,16,17,18", help="rows of docs/performance.md, by comma"
    )
    parser.add_argument("--only", choices=sorted(GROUPS), help="the rows of one part of the product")
    parser.add_argument("--regulations", type=Path, help="folder of the published regulations (XML)")
    parser.add_argument("--most-regulations", type=int, help="import only so many of them")
    parser.add_argument("--schools", type=int, default=10, help="timetables of so many of 104 schools")
    parser.add_argument(
        "--quick", action="store_true", help="the tests' own server, and `serve` in place of `demo`"
    )
    parser.add_argument("--json", type=Path, default=VAR / "results.json")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a promise is not kept")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
