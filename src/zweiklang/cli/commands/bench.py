"""`zweiklang bench`: measures the promises of docs/performance.md. The measuring itself is in the checkout, not in the package."""

import subprocess
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[4]


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--only", metavar="PART", help="The rows of one part of the product, for example exchange.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="For programs: the figures on standard output, the table elsewhere.",
)
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def bench(only: str | None, as_json: bool, more: tuple[str, ...]) -> None:
    """Measures what is promised about performance (docs/performance.md) in databases of its own.

    Other options go on to the measuring: --quick, --rows, --rounds, --apprentices, --strict; `zweiklang bench -- --help` lists them.
    Takes minutes, and needs the checkout with its folder tests/.
    """
    if not (ROOT / "tests" / "bench" / "__main__.py").is_file():
        raise click.ClickException(
            "Measuring needs the checkout of the project: its folder tests/ is not here, only the installed package."
        )
    command = [sys.executable, "-m", "tests.bench", *(("--only", only) if only else ()), *more]
    if not as_json:
        raise SystemExit(subprocess.run(command, cwd=ROOT, check=False).returncode)
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.json"
        # The table is for people who watch; what a program reads is the figures alone.
        done = subprocess.run([*command, "--json", str(results)], cwd=ROOT, check=False, stdout=2)
        if results.exists():
            click.echo(results.read_text(), nl=False)
    raise SystemExit(done.returncode)
