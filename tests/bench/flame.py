"""`--flame`: where the time goes, sampled by py-spy and drawn as SVG: of one page, opened again and again, or of `serve` under load.

`python -m tests.bench.flame FOLDER PAGE SECONDS` is the process that is sampled: it opens the page in this process until the time is over.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import psycopg

from tests.bench.ready import set_up
from tests.bench.table import Figure, key

ROOT = Path(__file__).resolve().parents[2]
SECONDS, PER_SECOND = 8.0, 200
DATABASE = "bench_flame"
SITE = "site"


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yields one figure, how often the page was opened a second; the flame graph lies at --out."""
    from tests.bench import places
    from tests.bench.hesse_file import hesse_at
    from tests.bench.world import Size
    from zweiklang.kernel.clock import today

    with ExitStack() as stack:
        stack.callback(places.close)
        if options.against:
            urls = stack.enter_context(hesse_at(options.against).running()).urls
        else:
            running = stack.enter_context(places.running_server(durable=not options.quick))
            size = Size(
                apprentices=options.sizes.apprentices,
                weeks=options.sizes.weeks,
                seed=options.seed,
                today=today(),
            )
            urls, _ = places.filled_database(running, DATABASE, size)
        places.close()
        options.out.parent.mkdir(parents=True, exist_ok=True)
        seconds = 2.0 if options.quick else SECONDS
        if options.flame == SITE:
            yield _of_site(urls, options.out, seconds)
        else:
            yield _of_page(urls, options.flame, options.out, seconds)


def _of_page(urls: object, page: str, out: Path, seconds: float) -> Figure:
    from zweiklang.cli.embedded_postgres import DatabaseUrls

    assert isinstance(urls, DatabaseUrls)
    environment = os.environ | {
        "BENCH_APP": urls.app,
        "BENCH_OWNER": urls.owner,
        "BENCH_SUPERUSER": urls.superuser,
    }
    command = [*_sampling(out), "--", sys.executable, "-m", "tests.bench.flame", page, str(seconds)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    said = [line for line in done.stdout.splitlines() if line.startswith("opened ")]
    if not said or not out.exists():
        raise click.ClickException(f"No flame graph of {page!r}: {_reason(done.stdout + done.stderr)}")
    times = float(said[0].split()[1])
    return _figure(page, times / seconds, out)


def _of_site(urls: object, out: Path, seconds: float) -> Figure:
    from tests.bench import places
    from tests.bench.browsing import Browser
    from tests.bench.hammering import hammer
    from tests.bench.hesse_cast import cast_in
    from tests.bench.ready import VAR
    from tests.bench.serving import served
    from zweiklang.cli.embedded_postgres import DatabaseUrls

    assert isinstance(urls, DatabaseUrls)
    places.turn_to(urls)
    with psycopg.connect(urls.owner) as owner:
        cast = cast_in(owner).cast
    pages = [("/", Browser(None, cast.people[who]).cookies) for who in ("apprentice", "trainer")]
    pages.append((f"/nachweis/{cast.room_id}/", pages[0][1]))
    places.close()
    with served(
        "serve", "--workers", "1", "--no-worker", "--no-live", environment=places.environment(urls, VAR / "flame"), log=VAR / "flame.log"
    ) as server:  # fmt: skip
        server.wait("/konto/login/", within=240)
        hammer(server.port, pages, clients=2, seconds=1)
        command = [
            *_sampling(out),
            "--subprocesses",
            "--duration",
            str(max(1, round(seconds))),
            "--pid",
            str(server.process.pid),
        ]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as sampler:
            found = hammer(server.port, pages, clients=2, seconds=seconds + 1)
            said, _ = sampler.communicate(timeout=120)
    if sampler.returncode or not out.exists():
        raise click.ClickException(f"No flame graph: {_reason(said)}")
    return _figure("the served process", found.per_second, out)


def _sampling(out: Path) -> list[str]:
    program = Path(sys.executable).with_name("py-spy")
    return [
        str(program),
        "record",
        "--format",
        "flamegraph",
        "--rate",
        str(PER_SECOND),
        "--nonblocking",
        "--output",
        str(out),
    ]


def _reason(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.strip()]
    return " ".join(lines[-3:]) or "py-spy said nothing"


def _figure(page: str, per_second: float, out: Path) -> Figure:
    return Figure(
        id=f"flame.{key(page)}", row=0, name=f"flame graph of {page}", figure=per_second, unit="pages/s", against=str(out),
        note=f"{PER_SECOND} samples a second; sampling itself costs a little",
    )  # fmt: skip


def main(page: str, seconds: float) -> None:
    """The page has been opened again and again for so long, and how often is on standard output."""
    set_up()
    from django.core.handlers.wsgi import WSGIHandler

    from tests.bench import places, row_pages
    from tests.bench.browsing import Browser
    from tests.bench.hesse_cast import cast_in
    from tests.bench.pages import pages_of
    from zweiklang.cli.embedded_postgres import DatabaseUrls

    urls = DatabaseUrls(*(os.environ[f"BENCH_{role}"] for role in ("APP", "OWNER", "SUPERUSER")))
    places.turn_to(urls)
    with psycopg.connect(urls.owner) as owner:
        cast = cast_in(owner).cast
    browsers = {who: Browser(WSGIHandler(), person) for who, person in cast.people.items()}
    calls = {
        key(one.name): (lambda one=one: browsers[one.who].get(one.path))
        for one in pages_of(cast)
        if one.data is None
    }
    calls["saving_a_field"] = row_pages.saver(browsers["apprentice"], cast)
    if page not in calls:
        raise SystemExit(f"There is no page {page!r}. There are: {', '.join([*calls, SITE])}")
    for _ in range(10):
        calls[page]()
    opened, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        calls[page]()
        opened += 1
    print(f"opened {opened} times")  # noqa: T201 - its answer
    places.close()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
