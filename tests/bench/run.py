"""A run in worlds of its own: databases, rows, table."""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command

from tests.bench import (
    derived,
    places,
    row_exchange,
    row_friday,
    row_growth,
    row_imports,
    row_links,
    row_pages,
    row_peers,
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
from tests.bench.reporting import say
from tests.bench.serving import served
from tests.bench.table import Figure
from tests.bench.world import Size
from tests.database import Server
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.kernel.clock import today

SMALL = {"apprentices": 18, "weeks": 6}
LARGE_DATABASE, SMALLER_DATABASE = "bench_large", "bench_smaller"
# Those that are measured in the large world, the last ones change it.
IN_THE_LARGE_WORLD = {1, 2, 3, 4, 5, 6, 8, 10, 11}


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yields the figures of all wanted rows."""
    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = {int(row) for row in options.rows.split(",")}
    with ExitStack() as stack:
        running = stack.enter_context(places.running_server(durable=not options.quick))
        stack.callback(places.close)
        yield from _of_their_own(running, options, wanted)
        if wanted & IN_THE_LARGE_WORLD:
            yield from _in_the_large_world(running, options, wanted)
        if 9 in wanted and not options.quick:
            yield from row_start.demo_figures(VAR / "demo", dict(os.environ))


def _of_their_own(running: Server, options: argparse.Namespace, wanted: set[int]) -> Iterator[Figure]:
    """Rows that have a world for themselves."""
    sizes = options.sizes
    if 7 in wanted:
        yield from _imports(running, options)
    if 15 in wanted:
        places.empty_database(running, "bench_links")
        yield from row_links.figures(options.regulations)
    if 14 in wanted:
        urls = places.empty_database(running, "bench_timeline")
        backends = Backends(urls.superuser, "bench_timeline")
        yield from row_timeline.figures(rounds=sizes.rounds, backends=backends)
        backends.close()
    if 16 in wanted:
        yield from row_planner.figures(sizes.planner, options.seed)
    if 17 in wanted:
        yield from row_exchange.figures(running, sizes, seed=options.seed)
    if 18 in wanted:
        yield from row_search.figures(running, sizes, seed=options.seed)


def _imports(running: Server, options: argparse.Namespace) -> Iterator[Figure]:
    places.empty_database(running, "bench_imports")
    yield from row_imports.figures(options.regulations, most=options.sizes.most_regulations)
    yield row_imports.pupils(options.seed, many=options.sizes.pupils)
    yield from row_timetables.figures(options.sizes.schools, options.seed)


def _in_the_large_world(running: Server, options: argparse.Namespace, wanted: set[int]) -> Iterator[Figure]:
    small: dict[str, int] = {}
    if 1 in wanted:
        size = Size(today=today(), seed=options.seed, **SMALL)
        _, filled = places.filled_database(running, "bench_small", size)
        small = row_queries.counts(WSGIHandler(), cast_of(filled.contracts))
    smaller: row_growth.Grown | None = None
    if 2 in wanted:
        smaller = _grown(running, options, SMALLER_DATABASE, max(18, options.sizes.apprentices // 10))[0]
    large, filled = _grown(running, options, LARGE_DATABASE, options.sizes.apprentices)
    _check(filled)
    if smaller:
        yield from row_growth.compared([smaller, large], options.sizes.rounds)
    yield from _large(large, small, options, wanted)


def _grown(
    running: Server, options: argparse.Namespace, name: str, apprentices: int
) -> tuple[row_growth.Grown, Filled]:
    size = Size(apprentices=apprentices, weeks=options.sizes.weeks, seed=options.seed, today=today())
    urls, filled = places.filled_database(running, name, size)
    say(f"{name}: {filled.rows} rows in {filled.seconds:.1f} s")
    return row_growth.Grown(f"{apprentices}", urls, name, cast_of(filled.contracts)), filled


def _large(
    large: row_growth.Grown, small: dict[str, int], options: argparse.Namespace, wanted: set[int]
) -> Iterator[Figure]:
    urls, cast, rounds = large.urls, large.cast, options.sizes.rounds
    backends = Backends(urls.superuser, LARGE_DATABASE)
    if 1 in wanted:
        yield from row_queries.figures(cast, small, row_queries.counts(WSGIHandler(), cast))
    if 3 in wanted:
        yield from row_security.figures(urls.app, urls.owner, cast, rounds=max(2, rounds // 5))
    if wanted & {4, 5}:
        found = list(row_pages.figures(cast, rounds=rounds, calls=options.sizes.calls, backends=backends))
        yield from found if 4 in wanted else ()
        if 5 in wanted:
            yield from row_peers.figures(large, found, options.sizes, backends)
    backends.close()
    if 8 in wanted:
        yield from _weights(urls, cast)
    if 9 in wanted and options.quick:
        yield from row_start.serve_figures(places.environment(urls, VAR / "serving"), VAR / "serving.log")
    if 10 in wanted:
        yield from row_rules.figures(urls.app, cast)
    if 6 in wanted:
        yield from row_friday.short(urls, seconds=options.sizes.load)
    if 11 in wanted:
        yield from row_storm.figures(urls, VAR / "storm")


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
        server.wait("/konto/login/", within=240)
        yield from row_weight.figures(server, pages)


def _check(filled: Filled) -> None:
    if different := derived.differences(sample=10):
        raise AssertionError(f"The product derives other members than the generator in rooms {different[:5]}")
