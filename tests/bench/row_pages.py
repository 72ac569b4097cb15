"""Row 4: our pages against the floor, in CPU milliseconds of web process and database, in turns in one process.

The floor is the bare view behind Django's own stock middleware with session and person, which is what any application with accounts
pays (decision 0026). Beside it, for information, the same view without middleware and without anybody signed in.
"""

from collections.abc import Callable
from datetime import date
from itertools import count
from uuid import UUID

from django.core.handlers.wsgi import WSGIHandler

from tests.bench import floor_views, stock
from tests.bench.browsing import Browser
from tests.bench.measuring import Backends, Cost, cpu_costs
from tests.bench.pages import Cast
from tests.bench.table import Figure, key, times
from zweiklang.kernel.ids import new_id
from zweiklang.records.public import Line, Week

MOST = 2.0


def figures(cast: Cast, *, rounds: int, calls: int, backends: Backends) -> list[Figure]:
    """Returns two figures for each page: against the floor (promised), and against the bare view (for information)."""
    found: list[Figure] = []
    for name, variants in _variants(cast).items():
        costs = cpu_costs(variants, rounds=rounds, calls=calls, backends=backends)
        found += [
            _figure(name, costs, "stock", "floor", promised=True),
            _figure(name, costs, "bare", "bare view", promised=False),
        ]
    return found


def _figure(name: str, costs: dict[str, Cost], floor: str, words: str, *, promised: bool) -> Figure:
    ours, theirs = costs["ours"], costs[floor]
    return times(
        f"pages.{key(name)}.{key(words)}",
        4,
        f"{name}, against {words}",
        ours.total,
        "CPU-ms",
        theirs.total,
        most=MOST if promised else None,
        says=f"{ours.total:.2f} CPU-ms (web {ours.web:.2f}, db {ours.database:.2f})",
        against=f"{theirs.total:.2f} (web {theirs.web:.2f}, db {theirs.database:.2f})",
    )


def _variants(cast: Cast) -> dict[str, dict[str, Callable[[], bytes]]]:
    apprentice, trainer = cast.people["apprentice"], cast.people["trainer"]
    browsers, signing = browsers_of(apprentice), browsers_of(trainer)
    weeks = Week.objects.using("owner").filter(room_id=cast.room_id)
    signed, draft = (weeks.get(monday=monday).pk for monday in (cast.signed, cast.draft))
    record = f"/nachweis/{cast.room_id}/"
    return {
        "list of weeks": reading(browsers, record, "weeks", f"/floor/weeks/{cast.room_id}/"),
        "week, reading": reading(
            signing, f"{record}{slug(cast.signed)}/", "week", f"/floor/week/{cast.room_id}/{signed}/"
        ),
        "week, writing": reading(
            browsers, f"{record}{slug(cast.draft)}/", "week_form", f"/floor/week_form/{cast.room_id}/{draft}/"
        ),
        "Heute": reading(signing, "/", "today", f"/floor/today/{cast.room_id}/"),
        "saving a field": _saving(browsers, cast),
    }


def browsers_of(person: UUID) -> dict[str, Browser]:
    """Returns a browser for our pages, one behind Django's stock middleware, and one without any."""
    return {
        "ours": Browser(WSGIHandler(), person),
        "stock": Browser(stock.handler(middleware=True), person, stock.BACKEND),
        "bare": Browser(stock.handler(middleware=False), person),
    }


def slug(day: date) -> str:
    """Returns "2026-W12"."""
    return "{}-W{:02d}".format(*day.isocalendar()[:2])


def reading(browsers: dict[str, Browser], ours: str, name: str, floor: str) -> dict[str, Callable[[], bytes]]:
    """Returns our page, and the floor with as many bytes: `name` is its template, `floor` its address."""
    size = len(browsers["ours"].get(ours))
    floor_views.make_template(name)
    plain = browsers["bare"].get(floor)
    rows, missing = plain.count(b"<tr>"), size - len(plain)
    per_row = max(0, int(missing * 0.8 / max(rows, 1)))
    floor_views.make_template(name, per_row=per_row, frame=max(0, missing - per_row * rows))
    return {
        "ours": lambda: browsers["ours"].get(ours),
        "stock": lambda: browsers["stock"].get(floor),
        "bare": lambda: browsers["bare"].get(floor),
    }


def saver(browser: Browser, cast: Cast) -> Callable[[], bytes]:
    """Returns a call that changes the text of an existing line of the draft, each time anew, so that each writes an audit row."""
    mine = _lines_of_the_draft(cast)[0]
    path = f"/nachweis/{cast.room_id}/{slug(cast.draft)}/feld/"
    field, numbers, last = f"line_{mine.pk}_{mine.day or 'week'}_text", count(), [mine.text]
    tag = new_id()

    def save() -> bytes:
        base, last[0] = last[0], f"Eintrag {tag} {next(numbers)}"
        return browser.post(path, {"field": field, "base": base, "value": last[0]})

    return save


def _saving(browsers: dict[str, Browser], cast: Cast) -> dict[str, Callable[[], bytes]]:
    other, numbers, tag = _lines_of_the_draft(cast)[-1], count(), new_id()

    def floor(browser: Browser) -> Callable[[], bytes]:
        return lambda: browser.post(f"/floor/save/{other.pk}/", {"value": f"Eintrag {tag} {next(numbers)}"})

    return {
        "ours": saver(browsers["ours"], cast),
        "stock": floor(browsers["stock"]),
        "bare": floor(browsers["bare"]),
    }


def _lines_of_the_draft(cast: Cast) -> list[Line]:
    lines = Line.objects.using("owner").filter(room_id=cast.room_id, week__monday=cast.draft, place="company")
    return list(lines.order_by("id")[:2])
