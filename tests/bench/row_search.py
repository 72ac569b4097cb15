"""Row 18: the search of a teacher with 300 apprentices and two years of their records, in under 100 ms."""

import time
from collections import Counter
from collections.abc import Iterator
from statistics import median
from uuid import UUID

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from tests.bench import places
from tests.bench.browsing import Browser, statements
from tests.bench.cast import cast_of
from tests.bench.sizes import Sizes
from tests.bench.table import Figure, at_most, key
from tests.bench.world import Contract, Size
from tests.database import Server
from zweiklang.apprenticeships.public import SchoolClass, TeachingAssignment, assign_teacher
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

ROW, MOST, QUERIES = 18, 100.0, 12
DATABASE = "bench_search"
ACTOR = system_actor("bench")


def figures(running: Server, sizes: Sizes, *, seed: int) -> Iterator[Figure]:
    """Yields the time until the page of hits is made: for the beginning of a name, a rare, and the most frequent word of her records."""
    apprentices, weeks, wanted = sizes.search
    size = Size(apprentices=apprentices, weeks=weeks, seed=seed, today=today())
    _, filled = places.filled_database(running, DATABASE, size)
    teacher = cast_of(filled.contracts).people["class_teacher"]
    pupils = _teaches(teacher, filled.contracts, wanted)
    browser = Browser(WSGIHandler(), teacher)
    rare, frequent = _words()
    for what, words in (("a name", "Mül"), ("a rare word", rare), ("the most frequent word", frequent)):
        path = f"/suche/?q={words}"
        browser.get(path)
        wall = median(_milliseconds(browser, path) for _ in range(max(5, sizes.rounds)))
        with statements() as sent:
            browser.get(path)
        yield at_most(
            f"search.{key(what)}", ROW, f"search of a teacher with {pupils} apprentices: {what}", wall, "ms", MOST,
            also=len(sent) <= QUERIES, target=f"≤ {MOST:.0f} ms, ≤ {QUERIES} queries", says=f"{wall:.0f} ms",
            against=f"{len(sent)} queries",
        )  # fmt: skip


def _teaches(teacher: UUID, contracts: list[Contract], wanted: int) -> int:
    """The person teaches as many classes as give that many apprentices; returns how many they are."""
    person = Person.objects.get(pk=teacher)
    sizes = Counter(contract.class_room_id for contract in contracts)
    taught = 0
    with as_system(ACTOR):
        for school_class in SchoolClass.objects.filter(room_id__in=sizes).order_by("pk"):
            if taught >= wanted:
                break
            taught += sizes[school_class.room_id]
            if not TeachingAssignment.objects.filter(school_class=school_class, person_id=teacher).exists():
                assign_teacher(
                    ACTOR,
                    school_class=school_class,
                    person=person,
                    capacity="class_teacher",
                    first_day=today(),
                )
    return taught


def _words() -> tuple[str, str]:
    """Returns a rare and the most frequent word of lines about school."""
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', text) FROM records_line WHERE place = ''school''"
            " LIMIT 20000') WHERE length(word) > 4 AND word ~ '^[a-z]+$' ORDER BY ndoc"
        )
        words = [word for (word,) in cursor.fetchall()]
    return words[0], words[-1]


def _milliseconds(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    browser.get(path)
    return (time.perf_counter() - began) * 1000
