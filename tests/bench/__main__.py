"""`python -m tests.bench`: measures, prints the table, writes JSON. Exit code 0 even if a promise is short, unless --strict."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tests.bench.ready import VAR, set_up
from tests.bench.sizes import FULL, SMALL, TINY, Sizes

# The rows that belong to one part of the product: `--only`.
GROUPS = {"exchange": "17,18", "pages": "1,2,3,4", "imports": "7", "load": "5,6"}
ALL = "1,2,3,4,5,6,7,8,9,10,11,14,15,16,17,18"


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    options = _parser().parse_args(arguments)
    options.rows = options.rows or GROUPS.get(options.only, ALL)
    options.sizes = _sizes(options)
    set_up()
    from tests.bench.choosing import figures_of
    from tests.bench.reporting import report

    try:
        figures = report(figures_of(options), options)
    except click.ClickException as problem:
        problem.show()
        return 2
    return 1 if options.strict and any(figure.ok is False for figure in figures) else 0


def _sizes(options: argparse.Namespace) -> Sizes:
    sizes = TINY if options.quick else FULL if options.full else SMALL
    names = ("apprentices", "weeks", "rounds", "schools", "most_regulations", "load")
    given = {name: getattr(options, name) for name in names}
    return replace(sizes, **{name: value for name, value in given.items() if value is not None})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zweiklang bench", description=__doc__)
    for title, options in OPTIONS.items():
        group = parser.add_argument_group(title)
        for name, more in options.items():
            group.add_argument(name, **more)
    return parser


_FLAG: dict[str, Any] = {"action": "store_true"}
OPTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "what is measured (without any of these: every row, small, in worlds of its own)": {
        "--rows": {"help": f"rows of docs/performance.md, by comma; all: {ALL}"},
        "--only": {"choices": sorted(GROUPS), "help": "the rows of one part of the product"},
        "--against": {
            "metavar": "URL",
            "help": "a Hesse (its file var/hesse/….json or its database), or a site at http://127.0.0.1:…",
        },
        "--growth": {
            "metavar": "FILE",
            "nargs": "+",
            "type": Path,
            "help": "files of several Hesses, the smallest first",
        },
        "--cold": _FLAG | {"help": "--growth: once more after the server forgot everything"},
        "--friday": _FLAG | {"help": "the whole Friday evening: mean, then a burst of ten times the mean"},
        "--flame": {
            "metavar": "PAGE",
            "help": "a flame graph (SVG) of one page, or of `site`: `serve` under load",
        },
        "--out": {"type": Path, "default": VAR / "flame.svg", "help": "--flame: where it is written"},
    },
    "how large": {
        "--quick": _FLAG | {"help": "tiny, on the tests' server: for trying the bench itself"},
        "--full": _FLAG | {"help": "as large and long as each promise asks; takes most of an hour"},
        "--apprentices": {"type": int, "help": "size of the large world"},
        "--weeks": {"type": int, "help": "weeks of each apprentice"},
        "--rounds": {"type": int, "help": "how often each variant is measured in turn"},
        "--schools": {"type": int, "help": "timetables of so many of 104 schools"},
        "--load": {
            "type": float,
            "metavar": "SECONDS",
            "help": "row 6: so long at the mean of the Friday evening",
        },
        "--burst": {"type": float, "metavar": "SECONDS", "help": "--friday: so long at ten times the mean"},
        "--regulations": {"type": Path, "help": "folder of the published regulations (XML)"},
        "--most-regulations": {"type": int, "help": "import only so many of them"},
    },
    "of the run": {
        "--seed": {"type": int, "default": 1},
        "--results": {
            "type": Path,
            "default": VAR / "results.json",
            "help": "where figures and facts are written",
        },
        "--strict": _FLAG | {"help": "exit with 1 if a promise is not kept"},
    },
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
