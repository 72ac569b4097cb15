"""Row 14: the time line of a year for a class of 25 with its 14 firms, all plans released, in under 300 ms."""

import time
from statistics import median

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from tests.bench.browsing import Browser, statements
from tests.bench.full_class import full_class
from tests.bench.measuring import Backends, cpu_costs
from tests.bench.table import Figure

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
        Figure(
            row=14, name=f"time line of a class of {PEOPLE} with {FIRMS} firms", figure=f"{wall:.0f} ms",
            reference=f"{body.count(b'zk-tl-bar ')} bars, {len(body) // 1024} kB", ratio=wall / MOST, target=f"≤ {MOST:.0f} ms", ok=wall <= MOST,
        ),
        Figure(
            row=14, name="the same, CPU, against one apprentice's time line",
            figure=f"{costs['class'].total:.1f} CPU-ms (web {costs['class'].web:.1f}, db {costs['class'].database:.1f})",
            reference=f"{costs['one'].total:.1f}", ratio=costs["class"].total / costs["one"].total, target="", ok=None,
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
    return Figure(
        row=14, name="the same, queries", figure=str(found[0]), reference=f"{found[1]} (one apprentice)",
        ratio=None, target="≤ 12", ok=max(found) <= 12,
    )  # fmt: skip
