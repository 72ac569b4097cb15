"""`zweiklang planning solve`."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import click

UNREADABLE = 2


@click.command(name="solve")
@click.argument("instance", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--seconds", type=click.FloatRange(min=0.1, max=86_400), default=60, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Cores to use.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object (docs/planning-instance.md).")
@click.option(
    "--progress", is_flag=True, help="Better plans and bounds as they are found, on standard error."
)
def solve(instance: Path, *, seconds: float, workers: int, seed: int, as_json: bool, progress: bool) -> None:
    """Proposes a rotation for INSTANCE, a JSON file (docs/planning-instance.md); "-" reads standard input.

    Needs no database and no network. Ctrl-C or SIGTERM stops it with the best plan so far. Exit code 0 with a plan, also where wishes stay
    open; 2 if INSTANCE cannot be used.
    """
    from zweiklang.cli.environment import setup_django

    setup_django()
    from zweiklang.planning.public import (
        InstanceError,
        outcome_data,
        outcome_lines,
        read_instance,
        solve_instance,
    )

    try:
        read = read_instance(_data(instance))
    except InstanceError as problem:
        click.echo(str(problem), err=True)
        raise SystemExit(UNREADABLE) from problem
    with _stopping() as told:
        found = solve_instance(
            read, seconds=seconds, workers=workers, seed=seed, should_stop=told.is_set,
            on_progress=_say if progress else None,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(outcome_data(read, found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(outcome_lines(read, found)))


def _data(path: Path) -> Any:
    """What the file holds. A file that is no JSON ends the command with one sentence."""
    try:
        text = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return json.loads(text)
    except OSError as problem:
        click.echo(f"{path}: {problem.strerror}.", err=True)
    except (ValueError, RecursionError) as problem:
        click.echo(f"{path}: not readable as JSON: {problem}.", err=True)
    raise SystemExit(UNREADABLE)


@contextmanager
def _stopping() -> Iterator[Event]:
    """Inside the block Ctrl-C and SIGTERM set the event instead of ending the process; a second time they end it."""
    told = Event()

    def tell(number: int, _frame: object) -> None:
        if told.is_set():
            raise SystemExit(128 + number)
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(progress: Any) -> None:
    click.echo(
        f"{progress.seconds:7.1f} s  {progress.stage:9}  {progress.objective:12.1f}  bound {progress.bound:12.1f}  gap {progress.gap:.2%}",
        err=True,
    )
