"""Row 5: far ahead of what people would pick instead. Moodle and AlekSIS are not here: their published figures, carried over by the floor.

shared/PERFORMANCE.md measured them beside a floor; this run measures the same floor. What a published figure would be on this machine is it times
(our floor / published floor). Said with each figure; decision 0092. Journey and pages in CPU-ms of web and database; throughput and 32 clients
through HTTP against `zweiklang serve`.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from django.core.handlers.wsgi import WSGIHandler

from tests.bench import places, row_pages
from tests.bench.browsing import Browser
from tests.bench.hammering import Hammered, hammer
from tests.bench.measuring import Backends, cpu_costs
from tests.bench.ready import VAR
from tests.bench.row_growth import Grown
from tests.bench.serving import served
from tests.bench.sizes import Sizes
from tests.bench.table import Figure, key, times

ROW = 5
# shared/PERFORMANCE.md, "4. Close to the floor" and "5. Far ahead": CPU-ms and requests a second at 4 clients on two cores.
PUBLISHED_FLOOR = {"list of weeks": 3.1, "Heute": 5.3, "week, writing": 2.5, "saving a field": 3.5}
JOURNEY, GRADER, CLASS_OF_24 = 291.0, 87.0, 91.0
MOODLE_PER_SECOND = {"Heute": 28.0, "week, writing": 31.0}
READING, PAGE_SHARE, JOURNEY_SHARE, P95_SHARE = 10.0, 1 / 8, 1 / 10, 1 / 6
MANY = 32
NOTE = "published, not in this run: {published:g} {unit}, times {factor:.2f} for this machine (floor here by floor there)"


def figures(world: Grown, pages: Sequence[Figure], sizes: Sizes, backends: Backends) -> Iterator[Figure]:
    """Yields what is promised against other products. `pages`: what row 4 measured here."""
    factor = machine_factor(pages)
    costs = cpu_costs(_variants(world), rounds=sizes.rounds, calls=1, backends=backends)
    yield _cheaper(
        "journey",
        "write this week's record (Heute, week, five saves, week read)",
        costs["journey"].total,
        JOURNEY,
        JOURNEY_SHARE,
        factor,
    )
    for peer, published in (("Moodle's grader report", GRADER), ("AlekSIS, class of 24", CLASS_OF_24)):
        yield _cheaper(
            f"class.{key(peer)}",
            f"page of a class, against {peer}",
            costs["class"].total,
            published,
            PAGE_SHARE,
            factor,
        )
    yield from _through_http(world, sizes, factor)


def machine_factor(pages: Sequence[Figure]) -> float:
    """Returns how many times what the published floor took the same floor takes here: the median over its pages."""
    here = {
        figure.name.partition(", against floor")[0]: figure.reference
        for figure in pages
        if figure.id.endswith(".floor")
    }
    ratios = [
        floor / PUBLISHED_FLOOR[name] for name, floor in here.items() if name in PUBLISHED_FLOOR and floor
    ]
    return median(ratios)


def _cheaper(name: str, what: str, figure: float, published: float, share: float, factor: float) -> Figure:
    reference = published * factor
    return times(
        f"peers.{name}", ROW, what, figure, "CPU-ms", reference, most=share, against=f"{reference:.0f} CPU-ms, carried over",
        note=NOTE.format(published=published, unit="CPU-ms", factor=factor),
    )  # fmt: skip


def _variants(world: Grown) -> dict[str, Callable[[], object]]:
    cast, handler = world.cast, WSGIHandler()
    apprentice, teacher = (Browser(handler, cast.people[who]) for who in ("apprentice", "class_teacher"))
    save = row_pages.saver(apprentice, cast)
    week = f"/nachweis/{cast.room_id}/{row_pages.slug(cast.draft)}/"
    submitted = f"/nachweis/{cast.room_id}/{row_pages.slug(cast.submitted)}/"

    def journey() -> None:
        apprentice.get("/")
        apprentice.get(week)
        for _ in range(5):
            save()
        apprentice.get(submitted)

    return {"journey": journey, "class": lambda: teacher.get(f"/ausbildung/klasse/{cast.class_room_id}/")}


def _through_http(world: Grown, sizes: Sizes, factor: float) -> Iterator[Figure]:
    cast, seconds = world.cast, max(1.0, min(sizes.load / 4, 10.0))
    cookies = {who: Browser(None, cast.people[who]).cookies for who in ("apprentice", "trainer")}
    pages = {
        "Heute": ("/", cookies["apprentice"]),
        "week, writing": (f"/nachweis/{cast.room_id}/{row_pages.slug(cast.draft)}/", cookies["apprentice"]),
    }
    places.close()
    log = VAR / "serving.log"
    with served(
        "serve",
        "--no-worker",
        "--no-live",
        environment=places.environment(world.urls, VAR / "serving"),
        log=log,
    ) as server:
        server.wait("/konto/login/", within=240)
        for name, page in pages.items():
            hammer(
                server.port, [page], clients=4, seconds=min(2.0, seconds)
            )  # every thread of every process has prepared its statements
            yield _throughput(name, hammer(server.port, [page], clients=4, seconds=seconds), factor)
        yield from _many(hammer(server.port, list(pages.values()), clients=MANY, seconds=seconds), factor)
    places.turn_to(world.urls)


def _throughput(name: str, found: Hammered, factor: float) -> Figure:
    published = MOODLE_PER_SECOND[name]
    reference = published / factor
    return times(
        f"peers.throughput.{key(name)}", ROW, f"{name}, requests a second at 4 clients", found.per_second, "requests/s", reference,
        least=READING, says=f"{found.per_second:.0f}/s, p95 {found.p95:.0f} ms", against=f"{reference:.0f}/s, carried over",
        note=f"{NOTE.format(published=published, unit='requests/s', factor=1 / factor)}; {found.shares}",
    )  # fmt: skip


def _many(found: Hammered, factor: float) -> Iterator[Figure]:
    # 32 clients who wait for their answer see 32 by the throughput in the mean (Little's law); a p95 is not published, and is not below the mean.
    published = MANY / MOODLE_PER_SECOND["Heute"] * 1000
    yield times(
        "peers.p95_of_32_clients", ROW, f"p95 of {MANY} clients at once", found.p95, "ms", published * factor, most=P95_SHARE,
        says=f"{found.p95:.0f} ms ({found.per_second:.0f}/s)", against=f"{published * factor:.0f} ms, carried over",
        note=f"reckoned from its {MOODLE_PER_SECOND['Heute']:g} requests/s by Little's law, a mean and so in its favour; {found.shares}",
    )  # fmt: skip
    yield Figure(
        id="peers.errors_of_32_clients", row=ROW, name=f"errors of {MANY} clients at once", figure=found.errors, unit="errors", reference=0,
        target="= 0", ok=found.errors == 0 and found.requests > 0, says=f"{found.errors} of {found.requests}",
    )  # fmt: skip
