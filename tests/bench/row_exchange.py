"""Row 17: inbox and conversation close to the floor, an announcement to 10,000 people, and how many pages can listen at once."""

from collections.abc import Iterator

from django.core.handlers.wsgi import WSGIHandler

from tests.bench import live_line, places, talking
from tests.bench.browsing import Browser, statements
from tests.bench.cast import cast_of
from tests.bench.measuring import Backends, cpu_costs
from tests.bench.pages import MOST, MOST_OF_A_LIST
from tests.bench.row_pages import browsers_of, reading
from tests.bench.table import Figure
from tests.bench.world import Size
from tests.database import Server
from zweiklang.kernel.clock import today

ROW = 17
DATABASE = "bench_exchange"
# One or two apprentices a firm, a trainer and a deputy each: 10,000 people in charge.
APPRENTICES, PEOPLE = 10_000, 10_000
CLOSE, SECONDS, PER_100_MB, HEARD_WITHIN = 2.0, 30.0, 2000, 2.0


def figures(running: Server, *, quick: bool, rounds: int, seed: int) -> Iterator[Figure]:
    """Yields what is promised of exchange, in a world of its own."""
    size = Size(apprentices=20 if quick else APPRENTICES, weeks=1, seed=seed, today=today())
    urls, filled = places.filled_database(running, DATABASE, size)
    cast = cast_of(filled.contracts)
    scene = talking.scene(cast)
    backends = Backends(urls.superuser, DATABASE)
    for name, path, most in (
        ("inbox, 60 open notices", "/nachrichten/", MOST),
        ("conversations, a page of 25", "/nachrichten/gespraeche/", MOST_OF_A_LIST),
        ("conversation, 50 of 300 messages", f"/nachrichten/gespraeche/{scene.longest}/", MOST),
    ):
        yield from _page(scene, name, path, most, rounds=rounds, backends=backends)
    backends.close()
    yield _fan_out()
    yield from _live(live_line.measure(urls, connections=200 if quick else 5000))


def _page(
    scene: talking.Scene, name: str, path: str, most: int, *, rounds: int, backends: Backends
) -> Iterator[Figure]:
    browser = Browser(WSGIHandler(), scene.reader)
    browser.get(path)
    with statements() as sent:
        browser.get(path)
    yield Figure(
        row=ROW, name=f"{name}: queries", figure=str(len(sent)), reference="", ratio=None, target=f"≤ {most}",
        ok=len(sent) <= most,
    )  # fmt: skip
    variants = reading(browsers_of(scene.reader), path, "weeks", f"/floor/weeks/{scene.room_id}/")
    costs = cpu_costs(variants, rounds=max(2, rounds // 2), calls=5, backends=backends)
    ours, floor = costs["ours"], costs["stock"]
    yield Figure(
        row=ROW, name=f"{name}: against floor", figure=f"{ours.total:.2f} CPU-ms (web {ours.web:.2f}, db {ours.database:.2f})",
        reference=f"{floor.total:.2f}", ratio=ours.total / floor.total, target=f"≤ {CLOSE:.0f}", ok=ours.total <= CLOSE * floor.total,
    )  # fmt: skip


def _fan_out() -> Figure:
    found = talking.fan_out()
    whole = found.seconds * PEOPLE / found.people
    return Figure(
        row=ROW, name="announcement: the last of 10,000 people has it and is told", figure=f"{whole:.1f} s",
        reference=f"{found.seconds:.1f} s for {found.people}", ratio=whole / SECONDS, target=f"≤ {SECONDS:.0f} s",
        ok=whole <= SECONDS, note=f"{found.portions} portions, {found.statements} statements, jobs of one worker",
    )  # fmt: skip


def _live(found: live_line.Measured) -> Iterator[Figure]:
    fitting = int(100_000_000 / found.bytes_each)
    yield Figure(
        row=ROW, name="idle live connections per 100 MB", figure=str(fitting),
        reference=f"{found.bytes_each / 1000:.1f} kB each, of {found.connections} real sockets", ratio=fitting / PER_100_MB,
        target=f"≥ {PER_100_MB}", ok=fitting >= PER_100_MB, note=f"one process, {found.base / 1e6:.0f} MB before the first",
    )  # fmt: skip
    yield Figure(
        row=ROW, name=f"news until the last of {found.connections} pages has heard", figure=f"{found.heard * 1000:.0f} ms",
        reference="one NOTIFY per 350 people", ratio=found.heard / HEARD_WITHIN, target=f"≤ {HEARD_WITHIN:.0f} s",
        ok=found.heard <= HEARD_WITHIN,
    )  # fmt: skip
