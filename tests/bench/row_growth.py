"""Row 2: the same pages of comparable people in worlds of several sizes, in turns in one run: cost does not grow with the Land.

Hot: CPU-ms of web process and database, and wall-clock time, each as the median over rounds in changing order. Cold: once after the server was
stopped, its files were dropped from the page cache (posix_fadvise) and it was started again; then the rows and blocks that the
statements of a page read, from EXPLAIN (ANALYZE, BUFFERS).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import UUID

import psycopg
from django.core.handlers.wsgi import WSGIHandler

from tests.bench import cold, places, row_pages
from tests.bench.browsing import Browser
from tests.bench.hesse_cast import cast_in
from tests.bench.hesse_file import Hesse, hesse_at
from tests.bench.measuring import Backends
from tests.bench.pages import Cast, pages_of
from tests.bench.table import Figure, key, times
from zweiklang.cli.embedded_postgres import DatabaseUrls

MOST = 1.3
WARM, CALLS = 8, 10
NAMES = (
    "today (apprentice)", "today (trainer)", "today (class_teacher)", "apprenticeships (trainer)", "apprenticeships (class_teacher)", "class",
    "weeks", "week, writing", "week, signing", "week, school days", "waiting for signature", "coverage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grown:
    """A world: its size as people say it, its database, and who opens the pages there."""

    label: str
    urls: DatabaseUrls
    database: str
    cast: Cast
    described: str = ""
    occupation: str | None = None


@dataclass(slots=True)
class _Samples:
    """Of one page in one world, in milliseconds of one call."""

    web: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return median(self.web) + median(self.database)

    @property
    def text(self) -> str:
        parts = f"web {median(self.web):.2f}, db {median(self.database):.2f}, wall {median(self.wall):.1f} ms"
        return f"{self.cpu:.2f} CPU-ms ({parts})"


def figures(files: Sequence[Path], *, rounds: int, cold: bool) -> Iterator[Figure]:
    """Yields the figures of Hesses made by `zweiklang hesse`, the smallest first."""
    hesses = [hesse_at(str(file)) for file in files]
    with ExitStack() as stack:
        stack.callback(places.close)
        for hesse in hesses:
            stack.enter_context(hesse.running())
        worlds: list[Grown] = []
        for hesse in hesses:
            worlds.append(_grown(hesse, worlds[0].occupation if worlds else None))
        yield from compared(worlds, rounds)
        if cold:
            for hesse, world in zip(hesses, worlds, strict=True):
                yield from _cold(hesse, world)


def _grown(hesse: Hesse, occupation: str | None) -> Grown:
    """The smallest Hesse has the fewest occupations, so its apprentice says which one."""
    with psycopg.connect(hesse.urls.owner) as owner:
        found = cast_in(owner, occupation)
    return Grown(hesse.share, hesse.urls, hesse.name, found.cast, found.described, found.occupation)


def compared(worlds: Sequence[Grown], rounds: int) -> Iterator[Figure]:
    """Yields one figure for each page: the largest world against the smallest. Django is turned to the last world afterwards."""
    samples: dict[str, dict[str, _Samples]] = {}
    for number in range(max(2, rounds)):
        for world in worlds if number % 2 else reversed(worlds):
            _visit(world, samples)
    places.turn_to(worlds[-1].urls)
    first, last = worlds[0], worlds[-1]
    for name, by_world in samples.items():
        small, large = by_world[first.label], by_world[last.label]
        between = [f"{world.label}: {by_world[world.label].text}" for world in worlds[1:-1]]
        yield times(
            f"growth.{key(name)}", 2, f"{name}, {last.label} against {first.label}", large.cpu, "CPU-ms", small.cpu, most=MOST,
            says=large.text, against=small.text, note="; ".join(between),
        )  # fmt: skip
    total = {world.label: sum(by[world.label].cpu for by in samples.values()) for world in worlds}
    yield times(
        "growth.all_pages", 2, f"all these pages, {last.label} against {first.label}", total[last.label], "CPU-ms", total[first.label],
        most=MOST, note="; ".join(f"{world.label}: {world.described}" for world in worlds if world.described),
    )  # fmt: skip


def _visit(world: Grown, samples: dict[str, dict[str, _Samples]]) -> None:
    places.turn_to(world.urls)
    backends = Backends(world.urls.superuser, world.database)
    for name, call in _calls(world.cast).items():
        for _ in range(WARM):  # statements are prepared at their fifth time, and anew in each connection
            call()
        found = samples.setdefault(name, {}).setdefault(world.label, _Samples())
        before, began, wall = backends.cpu_ms(), time.process_time(), time.perf_counter()
        for _ in range(CALLS):
            call()
        found.wall.append((time.perf_counter() - wall) * 1000 / CALLS)
        found.web.append((time.process_time() - began) * 1000 / CALLS)
        found.database.append((backends.cpu_ms() - before) / CALLS)
    backends.close()


def _calls(cast: Cast) -> dict[str, Callable[[], bytes]]:
    browsers = {who: Browser(WSGIHandler(), person) for who, person in cast.people.items()}

    def opening(browser: Browser, path: str) -> Callable[[], bytes]:
        return lambda: browser.get(path)

    found = {
        page.name: opening(browsers[page.who], page.path) for page in pages_of(cast) if page.name in NAMES
    }
    return found | {"saving a field": row_pages.saver(browsers["apprentice"], cast)}


def _cold(hesse: Hesse, world: Grown) -> Iterator[Figure]:
    places.close()
    paths = {page.name: (page.who, page.path) for page in pages_of(world.cast)}
    for name in ("weeks", "week, signing"):
        who, path = paths[name]
        person: UUID = world.cast.people[who]
        how = cold.forget(hesse)
        places.turn_to(world.urls)
        asked = cold.statements_of(person, path)
        places.close()
        cold.forget(hesse)
        first = cold.explain(world.urls.app, person, asked)
        hot = cold.explain(world.urls.app, person, asked)
        yield times(
            f"growth.cold.{key(name)}.{key(world.label)}", 2, f"{name}, cold, {world.label}", first.milliseconds, "ms in the database",
            max(hot.milliseconds, 0.001), says=first.text, against=f"hot {hot.text}",
            note=f"{first.rows} rows in {len(asked)} statements on the record; {how}",
        )  # fmt: skip
