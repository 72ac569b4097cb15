"""One run: databases, rows, table."""

import argparse
import os
import platform
from collections.abc import Iterator
from contextlib import ExitStack

import click
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command

from tests.bench import (
    derived,
    places,
    row_exchange,
    row_imports,
    row_links,
    row_pages,
    row_planner,
    row_queries,
    row_rules,
    row_search,
    row_security,
    row_start,
    row_storm,
    row_timeline,
    row_timetables,
    row_weight,
)
from tests.bench.browsing import Browser
from tests.bench.cast import cast_of
from tests.bench.filling import Filled
from tests.bench.measuring import Backends
from tests.bench.pages import Cast
from tests.bench.ready import VAR
from tests.bench.serving import served
from tests.bench.table import Figure, print_table, write_json
from tests.bench.world import Size
from tests.database import Server
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.kernel.clock import today

SMALL = {"apprentices": 18, "weeks": 6}
LARGE_DATABASE = "bench_large"


def run(options: argparse.Namespace) -> list[Figure]:
    """Returns all figures; they have been printed and written."""
    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = {int(row) for row in options.rows.split(",")}
    with ExitStack() as stack:
        running = stack.enter_context(places.running_server(durable=not options.quick))
        stack.callback(places.close)
        figures = sorted(_figures(running, options, wanted), key=lambda figure: figure.row)
    print_table(figures)
    facts = {
        "apprentices": options.apprentices, "weeks": options.weeks, "seed": options.seed, "rounds": options.rounds,
        "python": platform.python_version(), "cores": os.cpu_count(),
    }  # fmt: skip
    write_json(options.json, figures, **facts)
    _say(f"Written to {options.json}")
    return figures


def _figures(running: Server, options: argparse.Namespace, wanted: set[int]) -> Iterator[Figure]:
    if 7 in wanted:
        places.empty_database(running, "bench_imports")
        yield from row_imports.figures(options.regulations, most=options.most_regulations)
        yield from row_timetables.figures(options.schools, options.seed)
    if 15 in wanted:
        places.empty_database(running, "bench_links")
        yield from row_links.figures(options.regulations)
    if 14 in wanted:
        urls = places.empty_database(running, "bench_timeline")
        backends = Backends(urls.superuser, "bench_timeline")
        yield from row_timeline.figures(rounds=options.rounds, backends=backends)
        backends.close()
    small: dict[str, int] = {}
    if 16 in wanted:
        yield from row_planner.figures(5.0 if options.quick else row_planner.SECONDS, options.seed)
    if 1 in wanted:
        _, filled = places.filled_database(
            running, "bench_small", Size(today=today(), seed=options.seed, **SMALL)
        )
        small = row_queries.counts(WSGIHandler(), cast_of(filled.contracts))
    if 17 in wanted:
        yield from row_exchange.figures(
            running, quick=options.quick, rounds=options.rounds, seed=options.seed
        )
    if 18 in wanted:
        yield from row_search.figures(running, quick=options.quick, rounds=options.rounds, seed=options.seed)
    if wanted & {1, 3, 4, 8, 10, 11} or (options.quick and not options.only):
        size = Size(apprentices=options.apprentices, weeks=options.weeks, seed=options.seed, today=today())
        urls, filled = places.filled_database(running, LARGE_DATABASE, size)
        _check(filled)
        yield from _large(urls, cast_of(filled.contracts), small, options, wanted)
    if 9 in wanted and not options.quick:
        yield from row_start.demo_figures(VAR / "demo", dict(os.environ))


def _large(
    urls: DatabaseUrls, cast: Cast, small: dict[str, int], options: argparse.Namespace, wanted: set[int]
) -> Iterator[Figure]:
    if 1 in wanted:
        yield from row_queries.figures(cast, small, row_queries.counts(WSGIHandler(), cast))
    if 3 in wanted:
        yield from row_security.figures(urls.app, urls.owner, cast, rounds=max(2, options.rounds // 5))
    if 4 in wanted:
        backends = Backends(urls.superuser, LARGE_DATABASE)
        yield from row_pages.figures(cast, rounds=options.rounds, calls=10, backends=backends)
        backends.close()
    if 8 in wanted:
        yield from _weights(urls, cast)
    if 10 in wanted:
        yield from row_rules.figures(urls.app, cast)
    if 11 in wanted:
        yield from row_storm.figures(urls, VAR / "storm")
    if 9 in wanted and options.quick:
        log = VAR / "serving.log"
        yield from row_start.serve_figures(places.environment(urls, VAR / "serving"), log)


def _weights(urls: DatabaseUrls, cast: Cast) -> Iterator[Figure]:
    cookies = {who: Browser(None, person).cookies for who, person in cast.people.items()}
    record = f"/nachweis/{cast.room_id}/"
    pages = {
        "sign-in": ("/konto/login/", ""),
        "Heute": ("/", cookies["trainer"]),
        "list of weeks": (record, cookies["apprentice"]),
        "week, writing": (f"{record}{row_pages.slug(cast.draft)}/", cookies["apprentice"]),
    }
    var = VAR / "serving"
    with served(
        "serve", "--workers", "1", environment=places.environment(urls, var), log=VAR / "serving.log"
    ) as server:
        server.wait("/konto/login/", within=60)
        yield from row_weight.figures(server, pages)


def _check(filled: Filled) -> None:
    _say(f"{filled.rows} rows in {filled.seconds:.1f} s")
    if different := derived.differences(sample=10):
        raise AssertionError(f"The product derives other members than the generator in rooms {different[:5]}")


def _say(text: str) -> None:
    click.echo(text, err=True)
