"""`zweiklang bench`: measures the promises of docs/performance.md. The measuring itself is in the checkout, not in the package."""

import json
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[4]


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="For programs: the list of figures on standard output, the table elsewhere.",
)
@click.option(
    "--results",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the figures with the facts of the run. Default: var/bench/results.json.",
)
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def bench(*, as_json: bool, results: Path | None, more: tuple[str, ...]) -> None:
    """Measures what is promised about performance (docs/performance.md), in databases of its own unless told otherwise.

    \b
    zweiklang bench                                    every promise, small: some minutes on two cores
    zweiklang bench --against var/hesse/NAME.json      rows 1, 2, 3, 4 on a Hesse of `zweiklang hesse`
    zweiklang bench --growth FILE FILE FILE [--cold]   the same pages at 1 %, 10 % and 100 %
    zweiklang bench --friday                           the Friday evening through HTTP, in its own Hesse or --against one
    zweiklang bench --against http://127.0.0.1:8000    load and weight of a site that runs here
    zweiklang bench --flame week_writing --out F.svg   where the time of a page goes

    `zweiklang bench -- --help` lists all options: --rows, --only, --full, --quick, --rounds, --strict and more. Needs the checkout with its
    folder tests/ and its development tools.
    """
    if not (ROOT / "tests" / "bench" / "__main__.py").is_file():
        raise click.ClickException(
            "Measuring needs the checkout of the project: its folder tests/ is not here, only the installed package."
        )
    results = (results or ROOT / "var" / "bench" / "results.json").resolve()
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.bench", *more, "--results", str(results)]
    # The table is for people who watch; what a program reads is the figures alone.
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=2 if as_json else None)
    if as_json and results.exists():
        figures = json.loads(results.read_text())["figures"]
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    raise SystemExit(done.returncode)
