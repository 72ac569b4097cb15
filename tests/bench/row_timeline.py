"""Row 14: the time line of a year for a class of 25 with its 14 firms, all plans released, in under 300 ms."""

import time
from statistics import median

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from tests.bench.browsing import Browser, statements
from tests.bench.full_class import full_class
from tests.bench.measuring import Backends, cpu_costs
from tests.bench.table import Figure, at_most, times

MOST = 300.0
PEOPLE, FIRMS = 25, 14


def figures(*, rounds: int, backends: Backends) -> list[Figure]:
    """Returns wall-clock time (promised), CPU time against the page of one apprentice, and the statements of both."""
    full = full_class(people=PEOPLE, firms=FIRMS)
    handler = WSGIHandler()
    many, one = Browser(handler, full.teacher.pk), Browser(handler, full.trainers[0].pk)
    of_class = reverse("planning:class", args=[full.school_class.room_id])
    of_room = reverse("planning:apprenticeship", args=[full.rooms[0]])
    variants = {"class": lambda: many.get(of_class), "one": lambda: one.get(of_room)}
    costs = cpu_costs(variants, rounds=max(2, rounds // 3), calls=3, backends=backends)
    wall = median(_milliseconds(many, of_class) for _ in range(max(5, rounds)))
    body = many.get(of_class)
    return [
        at_most(
            "timeline.wall", 14, f"time line of a class of {PEOPLE} with {FIRMS} firms", wall, "ms", MOST,
            says=f"{wall:.0f} ms", against=f"{body.count(b'zk-tl-bar ')} bars, {len(body) // 1024} kB",
        ),
        times(
            "timeline.cpu", 14, "the same, CPU, against one apprentice's time line", costs["class"].total, "CPU-ms", costs["one"].total,
            says=f"{costs['class'].total:.1f} CPU-ms (web {costs['class'].web:.1f}, db {costs['class'].database:.1f})",
            against=f"{costs['one'].total:.1f}",
        ),
        _statements(many, of_class, one, of_room),
    ]  # fmt: skip


def _milliseconds(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    browser.get(path)
    return (time.perf_counter() - began) * 1000


def _statements(many: Browser, of_class: str, one: Browser, of_room: str) -> Figure:
    found = []
    for browser, path in ((many, of_class), (one, of_room)):
        with statements() as sent:
            browser.get(path)
        found.append(len(sent))
    return at_most(
        "timeline.queries", 14, "the same, queries", found[0], "queries", 12, also=max(found) <= 12,
        says=str(found[0]), against=f"{found[1]} (one apprentice)",
    )  # fmt: skip
