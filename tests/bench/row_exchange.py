"""Row 17: inbox and conversation close to the floor, an announcement to 10,000 people, and how many pages can listen at once."""

from collections.abc import Iterator

from django.core.handlers.wsgi import WSGIHandler

from tests.bench import live_line, places, talking
from tests.bench.browsing import Browser, statements
from tests.bench.cast import cast_of
from tests.bench.measuring import Backends, cpu_costs
from tests.bench.pages import MOST, MOST_OF_A_LIST
from tests.bench.row_pages import browsers_of, reading
from tests.bench.sizes import Sizes
from tests.bench.table import Figure, at_least, at_most, key, times
from tests.bench.world import Size
from tests.database import Server
from zweiklang.kernel.clock import today

ROW = 17
DATABASE = "bench_exchange"
# One or two apprentices a firm, a trainer and a deputy each: 10,000 people in charge.
PEOPLE = 10_000
CLOSE, SECONDS, PER_100_MB, HEARD_WITHIN = 2.0, 30.0, 2000, 2.0


def figures(running: Server, sizes: Sizes, *, seed: int) -> Iterator[Figure]:
    """Yields what is promised of exchange, in a world of its own."""
    size = Size(apprentices=sizes.exchange, weeks=1, seed=seed, today=today())
    urls, filled = places.filled_database(running, DATABASE, size)
    cast = cast_of(filled.contracts)
    scene = talking.scene(cast)
    backends = Backends(urls.superuser, DATABASE)
    for name, path, floor, most in (
        ("inbox, 60 open notices", "", f"inbox/{scene.reader}/", MOST),
        ("conversations, a page of 25", "gespraeche/", f"conversations/{scene.room_id}/", MOST_OF_A_LIST),
        (
            "conversation, 50 of 300 messages",
            f"gespraeche/{scene.longest}/",
            f"conversation/{scene.longest}/",
            MOST,
        ),
    ):
        page = (name, f"/nachrichten/{path}", f"/floor/{floor}")
        yield from _page(scene, *page, most, rounds=sizes.rounds, backends=backends)
    backends.close()
    yield _fan_out()
    yield from _live(live_line.measure(urls, connections=sizes.connections))


def _page(
    scene: talking.Scene, name: str, path: str, floor: str, most: int, *, rounds: int, backends: Backends
) -> Iterator[Figure]:
    browser = Browser(WSGIHandler(), scene.reader)
    browser.get(path)
    with statements() as sent:
        browser.get(path)
    yield at_most(
        f"exchange.{key(name)}.queries",
        ROW,
        f"{name}: queries",
        len(sent),
        "queries",
        most,
        says=str(len(sent)),
    )
    variants = reading(browsers_of(scene.reader), path, floor.split("/")[2], floor)
    costs = cpu_costs(variants, rounds=max(2, rounds // 2), calls=5, backends=backends)
    ours, theirs = costs["ours"], costs["stock"]
    yield times(
        f"exchange.{key(name)}.floor", ROW, f"{name}: against floor", ours.total, "CPU-ms", theirs.total, most=CLOSE,
        says=f"{ours.total:.2f} CPU-ms (web {ours.web:.2f}, db {ours.database:.2f})",
        against=f"{theirs.total:.2f} (web {theirs.web:.2f}, db {theirs.database:.2f})",
    )  # fmt: skip


def _fan_out() -> Figure:
    found = talking.fan_out()
    whole = found.seconds * PEOPLE / found.people
    return at_most(
        "exchange.announcement", ROW, "announcement: the last of 10,000 people has it and is told", whole, "s", SECONDS,
        says=f"{whole:.1f} s", against=f"{found.seconds:.1f} s for {found.people}",
        note=f"{found.portions} portions, {found.statements} statements, jobs of one worker",
    )  # fmt: skip


def _live(found: live_line.Measured) -> Iterator[Figure]:
    fitting = int(100_000_000 / found.bytes_each)
    yield at_least(
        "live.connections", ROW, "idle live connections per 100 MB", fitting, "", PER_100_MB, says=str(fitting),
        against=f"{found.bytes_each / 1000:.1f} kB each, of {found.connections} real sockets",
        note=f"one process, {found.base / 1e6:.0f} MB before the first",
    )  # fmt: skip
    yield at_most(
        "live.heard", ROW, f"news until the last of {found.connections} pages has heard", found.heard, "s", HEARD_WITHIN,
        says=f"{found.heard * 1000:.0f} ms", against="one NOTIFY per 350 people",
    )  # fmt: skip
