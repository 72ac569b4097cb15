"""Row 6: the Friday evening. 88,000 apprentices save and submit within four hours, bursts of ten times the mean: no error, p99 < 1 s, no lost write.

Mean: whole visits (sign in with argon2, Heute, the week, five saved fields, submit, the page that says so) at 88,000 in four hours, and
trainers who sign in, read, sign and return. Burst: ten times as many weeks a second, by people who have signed in and opened their week before.
The load generator lives on the same cores; its share is told.
"""

import argparse
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import click
import psutil
import psycopg

from tests.bench import places
from tests.bench.evening.checking import Kept, kept
from tests.bench.evening.driving import Driven, Phase, drive, percentile
from tests.bench.evening.prepared import Evening, evening_in, let_sign_in
from tests.bench.hammering import hammer
from tests.bench.hesse_file import hesse_at, one
from tests.bench.ready import VAR
from tests.bench.serving import served
from tests.bench.table import Figure, at_most
from tests.bench.world import Size
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.kernel.clock import today

ROW, HESSE, HOURS, TIMES = 6, 88_000, 4, 10
MEAN = HESSE / (HOURS * 3600)
"""Weeks a second."""
MOST_MS, MOST_ERRORS = 1000.0, 0
DATABASE = "bench_friday"
WORLD = {"apprentices": 4_000, "weeks": 4}


def short(urls: DatabaseUrls, *, seconds: float) -> Iterator[Figure]:
    """Yields the mean of the evening for a short while, in a world of the bench; changes it."""
    password = secrets.token_urlsafe(12)
    let_sign_in(urls.owner, password)
    evening = evening_in(urls.owner, password, most=int((seconds + 5) * MEAN * 1.5) + 20)
    with _site(urls) as (url, cpu):
        yield from _phase("mean", url, evening, urls, _visits(seconds), cpu)


def whole_evening(options: argparse.Namespace) -> Iterator[Figure]:
    """Yields mean and bursts: in the Hesse of --against, or in a world of 4,000 made for it."""
    with ExitStack() as stack:
        stack.callback(places.close)
        if options.against:
            hesse = stack.enter_context(hesse_at(options.against).running())
            if hesse.password_file is None:
                raise click.ClickException(
                    "The file of this Hesse names no password file: nobody could sign in."
                )
            urls, password = hesse.urls, hesse.password_file.read_text().strip()
        else:
            running = stack.enter_context(places.running_server(durable=not options.quick))
            size = {"apprentices": 60, "weeks": 3} if options.quick else WORLD
            urls, _ = places.filled_database(running, DATABASE, Size(today=_day(), seed=options.seed, **size))
            password = secrets.token_urlsafe(12)
            let_sign_in(urls.owner, password)
        yield from _mean_and_burst(
            urls, password, options.sizes.load, options.burst or options.sizes.load / 4
        )


def _mean_and_burst(urls: DatabaseUrls, password: str, mean: float, burst: float) -> Iterator[Figure]:
    with _site(urls) as (url, cpu):
        evening = evening_in(urls.owner, password, most=int((mean + 5) * MEAN * 1.5) + 20)
        yield from _phase("mean", url, evening, urls, _visits(mean), cpu)
        rate = TIMES * MEAN
        # Anew: those who came have submitted.
        late = evening_in(urls.owner, password, most=int(burst * rate * 1.1) + 20)
        phase = Phase(
            kind="burst",
            seconds=burst,
            weeks_per_second=rate,
            apprentices_at_once=min(120, max(4, len(late.apprentices))),
        )
        yield from _phase("burst", url, late, urls, phase, cpu)


def _visits(seconds: float) -> Phase:
    return Phase(
        kind="visits", seconds=seconds, weeks_per_second=MEAN, apprentices_at_once=32, trainers_at_once=12, trainers_per_second=MEAN / 2,
        warm=5.0 if seconds >= 10 else 0.0,
    )  # fmt: skip


def _day() -> date:
    return today()


def _phase(
    name: str, url: str, evening: Evening, urls: DatabaseUrls, phase: Phase, cpu: Callable[[], float]
) -> Iterator[Figure]:
    driven = drive(url, evening, phase, cpu)
    found = kept(urls.owner, driven.ledger, driven.since)
    requests, errors = driven.requests, [*driven.errors]
    rate = driven.done["apprentices"] / max(driven.seconds, 0.001)
    came = f"{driven.done['apprentices']} weeks and {driven.done['trainers']} visits of trainers"
    shares = f"site and database {driven.site_cpu:.1f} s of CPU, generator {driven.generator_cpu:.1f} s, in {driven.seconds:.0f} s"
    yield Figure(
        id=f"friday.{name}.weeks_per_second", row=ROW, name=f"Friday evening, {name}: weeks submitted", figure=rate, unit="weeks/s",
        reference=phase.weeks_per_second, ratio=rate / phase.weeks_per_second, target=f"≥ 0.9 of {phase.weeks_per_second:.1f}/s",
        ok=rate >= 0.9 * phase.weeks_per_second, says=f"{rate:.1f}/s, {len(requests) / max(driven.seconds, 0.001):.0f} requests/s",
        against=f"{phase.weeks_per_second:.1f}/s", note=f"{came}; {shares}",
    )  # fmt: skip
    yield at_most(
        f"friday.{name}.p99", ROW, f"Friday evening, {name}: p99 of all requests", percentile(requests, 0.99), "ms", MOST_MS,
        also=bool(requests), says=_three(requests), note=_kinds(driven),
    )  # fmt: skip
    yield _errors(name, driven, errors)
    yield _lost(name, found)


def _errors(name: str, driven: Driven, errors: list[str]) -> Figure:
    many = len(errors) + driven.troubles
    return Figure(
        id=f"friday.{name}.errors", row=ROW, name=f"Friday evening, {name}: errors", figure=many, unit="errors", reference=MOST_ERRORS,
        target="= 0", ok=many == 0 and bool(driven.requests), says=f"{many} of {len(driven.requests)} requests",
        note="; ".join([*errors[:5], *driven.said[:5]]),
    )  # fmt: skip


def _lost(name: str, found: Kept) -> Figure:
    return Figure(
        id=f"friday.{name}.lost", row=ROW, name=f"Friday evening, {name}: acknowledged writes that are not there", figure=len(found.lost),
        unit="writes", reference=0, target="= 0", ok=not found.lost and found.acts > 0, says=str(len(found.lost)),
        against=f"{found.saves} fields and {found.acts} acts acknowledged", note="; ".join(found.lost[:3]),
    )  # fmt: skip


def _three(values: list[float]) -> str:
    parts = " / ".join(f"{percentile(values, share):.0f}" for share in (0.5, 0.95, 0.99))
    return f"p50 / p95 / p99 {parts} ms"


def _kinds(driven: Driven) -> str:
    return "; ".join(
        f"{name}: {_three(times).partition('99 ')[2]} ({len(times)})"
        for name, times in sorted(driven.times.items())
    )


@contextmanager
def _site(urls: DatabaseUrls) -> Iterator[tuple[str, Callable[[], float]]]:
    """Inside the block `zweiklang serve` serves the database, as behind a proxy; gives its address and how to ask what it and the database used."""
    var = VAR / "friday"
    environment = places.environment(urls, var) | {"ZWEIKLANG_BEHIND_PROXY": "true"}
    postmaster = _postmaster(urls)
    places.close()
    with served("serve", environment=environment, log=_log(var)) as server:
        server.wait("/konto/login/", within=240)
        # The first request of each thread pays for what it imports and prepares.
        hammer(server.port, [("/konto/login/", "")], clients=16, seconds=2)
        roots = [server.process.pid, *([postmaster] if postmaster else [])]
        yield f"http://127.0.0.1:{server.port}", lambda: sum(_used(pid) for pid in roots)
    places.turn_to(urls)


def _log(var: Path) -> Path:
    return var.with_suffix(".log")


def _postmaster(urls: DatabaseUrls) -> int | None:
    """The process of the server, if it is on this machine and can be seen."""
    with psycopg.connect(urls.superuser) as connection:
        backend = int(one(connection, "SELECT pg_backend_pid()"))
        try:
            parent = psutil.Process(backend).parent()
        except psutil.Error:
            return None
    return parent.pid if parent and "postgres" in parent.name() else None


def _used(pid: int) -> float:
    """CPU seconds of a process and all below it, of those that have ended too."""
    total = 0.0
    process = psutil.Process(pid)
    for each in [process, *process.children(recursive=True)]:
        try:
            found = each.cpu_times()
        except psutil.Error:
            continue
        total += found.user + found.system + found.children_user + found.children_system
    return total
