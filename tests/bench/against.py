"""`--against` a Hesse: rows 1 to 4 on it. Row 2 needs others to compare with: those that lie beside its file, smaller than it."""

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
from django.core.handlers.wsgi import WSGIHandler

from tests.bench import places, row_growth, row_pages, row_queries, row_security
from tests.bench.hesse_cast import Found, cast_in, person_with
from tests.bench.hesse_file import Hesse, hesse_at
from tests.bench.measuring import Backends
from tests.bench.pages import pages_of
from tests.bench.reporting import say
from tests.bench.table import Figure, key

# Words for people of many rooms: their capacities, and about how many rooms are looked for.
WIDE = {
    "teacher": (["class_teacher", "subject_teacher"], 300),
    "trainer": (["trainer"], 40),
    "head of school": (["head_of_school", "school_office"], 100),
    "chamber adviser": (["chamber_adviser"], 5_000),
}
ROWS = {1, 2, 3, 4}


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yields the figures of the rows wanted."""
    wanted = {int(row) for row in options.rows.split(",")} & ROWS
    hesse = hesse_at(options.against)
    with ExitStack() as stack:
        stack.enter_context(hesse.running())
        stack.callback(places.close)
        places.turn_to(hesse.urls)
        with psycopg.connect(hesse.urls.owner) as owner:
            found = cast_in(owner)
            wide = {
                who: one for who, (roles, rooms) in WIDE.items() if (one := person_with(owner, roles, rooms))
            }
        say(f"{hesse.share}: {found.described}")
        if wanted & {1}:
            yield from _queries(hesse, found)
        if wanted & {3}:
            yield from row_security.figures(
                hesse.urls.app, hesse.urls.owner, found.cast, rounds=max(2, options.sizes.rounds // 5)
            )
            yield from row_security.of_many_rooms(
                hesse.urls.app, hesse.urls.owner, wide, rounds=max(2, options.sizes.rounds // 5)
            )
        if wanted & {4}:
            backends = Backends(hesse.urls.superuser, hesse.name)
            yield from row_pages.figures(
                found.cast, rounds=options.sizes.rounds, calls=options.sizes.calls, backends=backends
            )
            backends.close()
        if wanted & {2} and (smaller := smaller_beside(options.against)):
            yield from row_growth.figures(
                [*smaller, Path(options.against)], rounds=options.sizes.rounds, cold=options.cold
            )


def _queries(hesse: Hesse, found: Found) -> Iterator[Figure]:
    """Constant is what `--growth` and `make bench` show; here is that the limits hold in a Hesse of this size."""
    counts = row_queries.counts(WSGIHandler(), found.cast)
    for page in pages_of(found.cast):
        many = counts[page.name]
        yield Figure(
            id=f"queries.{key(page.name)}", row=1, name=f"queries, {page.name}, in {hesse.share}", figure=many, unit="queries",
            reference=page.most, ratio=many / page.most, target=f"≤ {page.most}", ok=many <= page.most, says=str(many),
        )  # fmt: skip


def smaller_beside(place: str) -> list[Path]:
    """Returns the files of smaller Hesses in the same folder, the smallest first."""
    path = Path(place)
    if not path.is_file():
        return []
    share = float(json.loads(path.read_text()).get("share", 0))
    others = {
        other: float(json.loads(other.read_text()).get("share", 0))
        for other in path.parent.glob("*.json")
        if other != path
    }
    return sorted(
        (other for other, its in others.items() if 0 < its < share), key=lambda other: others[other]
    )
