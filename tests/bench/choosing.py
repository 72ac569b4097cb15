"""Which kind of run the options ask for."""

import argparse
from collections.abc import Iterable

import click

from tests.bench.table import Figure


def figures_of(options: argparse.Namespace) -> Iterable[Figure]:
    """Returns the figures of the run, measured while they are read."""
    if options.flame:
        from tests.bench import flame

        return flame.figures(options)
    if options.growth:
        from tests.bench import row_growth

        return row_growth.figures(options.growth, rounds=options.sizes.rounds, cold=options.cold)
    if options.friday:
        from tests.bench import row_friday

        return row_friday.whole_evening(options)
    if options.against:
        return _against(options)
    from tests.bench import run

    return run.figures(options)


def _against(options: argparse.Namespace) -> Iterable[Figure]:
    from tests.bench import against, site

    if not options.against.startswith(("http://", "https://")):
        return against.figures(options)
    try:
        return site.figures(site.loopback(options.against), options.sizes.load)
    except site.NotLoopback as error:
        raise click.ClickException(str(error)) from error
