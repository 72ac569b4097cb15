"""Ending in order: what a command has started is stopped, whichever way it is told to end."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stop_in_order() -> Iterator[None]:
    """Inside the block SIGTERM and SIGHUP raise SystemExit: `finally` blocks run as they do on Ctrl-C."""
    before = {number: signal.signal(number, _exit) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside the block Ctrl-C and the other ending signals are ignored: what must be finished is finished."""
    numbers = (signal.SIGINT, *_SIGNALS)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def drain_seconds() -> float:
    """Returns how long a web process that was told to end goes on as usual, so that balancers notice."""
    return _seconds("ZWEIKLANG_DRAIN_SECONDS", 0.0)


def end_seconds() -> float:
    """Returns how long requests and jobs in hand may take once a process was told to end."""
    return _seconds("ZWEIKLANG_END_SECONDS", 20.0)


def _seconds(name: str, default: float) -> float:
    written = os.environ.get(name, "")
    try:
        seconds = float(written or default)
    except ValueError as error:
        raise click.ClickException(f"{name} must be a number of seconds, not {written}.") from error
    if not 0 <= seconds <= 3600:
        raise click.ClickException(f"{name} must be between 0 and 3600 seconds.")
    return seconds
