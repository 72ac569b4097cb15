"""A run is over: its table, its file."""

import argparse
from collections.abc import Iterable

import click

from tests.bench import machine
from tests.bench.table import Figure, print_table, write_json


def report(found: Iterable[Figure], options: argparse.Namespace) -> list[Figure]:
    """Returns all figures; they have been printed and written. A run that fails or is interrupted leaves what it had measured until then."""
    facts, figures = machine.facts(), list[Figure]()
    try:
        for figure in found:
            say(f"{figure.id}: {figure.shown} {figure.verdict}")
            figures.append(figure)
    finally:
        figures.sort(key=lambda figure: figure.row)
        print_table(figures)
        asked = {
            name: str(value)
            for name, value in vars(options).items()
            if value is not None and value is not False
        }
        write_json(options.results, figures, **facts, **machine.load(), options=asked)
        say(f"Written to {options.results}")
    return figures


def say(text: str) -> None:
    """What goes on is told to whoever watches, not to a program that reads."""
    click.echo(text, err=True)
