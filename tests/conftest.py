"""Two worlds in a database, built once per test process; every test runs in a transaction that is rolled back."""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import hypothesis
import pytest
from django.test import Client

from tests.clients import PersonClient, keep_sessions, standing_as
from tests.database import fresh_database, point_django_at
from tests.peers.provider import peer  # noqa: F401 - a fixture
from tests.worlds import Crossing, World, Worlds, build_worlds, everybody
from zweiklang.people.public import Person

# A busy machine is slow now and then; how long something may take is measured where it matters, not by each example.
hypothesis.settings.register_profile("zweiklang", deadline=None)
hypothesis.settings.load_profile("zweiklang")

# Started with `&` by a script, this process ignores Ctrl-C, and so would every program it starts to try Ctrl-C on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_built: list[bytes] = []


# What takes most of the time and is rarely what a change breaks first; `make test` runs all of it. Folders: a sign-in service in Node,
# nights of deleting, attacks, the whole demo world.
SLOW_FOLDERS = {"attacks", "demo_world", "peers", "retention"}
# Walks over every address as everybody, every case and random histories of the rules, big and forged files, killed processes, whole desks.
SLOW_FILES = {
    "access/test_addresses.py",
    "access/test_every_look.py",
    "access/test_rules_histories.py",
    "access/test_rules_matrix.py",
    "exports/test_attacks.py",
    "curricula/test_gii_published.py",
    "exports/test_contents.py",
    "exports/test_copies.py",
    "interfaces/test_hostile_files.py",
    "interfaces/test_lusd_report.py",
    "jobs/test_supervising.py",
    "offices/test_mergers.py",
    "offices/test_posts.py",
    "offices/test_statements.py",
    "rights/test_traces.py",
    "rosters/test_applying.py",
    "rosters/test_lusd_files.py",
    "rosters/test_pages.py",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of slow folders and files carry the mark before the marks are chosen by `-m`."""
    for item in items:
        folder = item.path.parent.name
        if folder in SLOW_FOLDERS or f"{folder}/{item.path.name}" in SLOW_FILES:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """Both connections lead to a database of this process that holds the two worlds."""
    from zweiklang.rooms.public import apply_policies

    with fresh_database(os.environ.get("PYTEST_XDIST_WORKER", "main")) as urls, django_db_blocker.unblock():
        point_django_at(urls)
        # The template is older than an edit of a model's `security` that needed no migration.
        apply_policies(using="owner")
        built = build_worlds()
        keep_sessions(everybody(built))
        _built.append(pickle.dumps(built, pickle.HIGHEST_PROTOCOL))
        yield


@pytest.fixture(scope="session")
def stored_worlds(django_db_setup: None) -> Callable[[], Worlds]:
    """Returns how to get a copy of both worlds: the database rolls back what a test did, objects in memory do not."""

    def copy() -> Worlds:
        found: Worlds = pickle.loads(_built[0])
        return found

    return copy


@pytest.fixture(autouse=True)
def nobody_has_looked() -> None:
    """The process remembers whose looks are written today; the database has rolled them back."""
    from zweiklang.rooms.looks import memory

    memory.clear()


@pytest.fixture(autouse=True)
def nothing_is_counted() -> None:
    """What earlier tests have tried counts for no limit of this one."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def worlds(db: None, stored_worlds: Callable[[], Worlds]) -> Worlds:
    """Both worlds, the crossing person and people without any room: a copy for each test."""
    return stored_worlds()


@pytest.fixture
def world_a(worlds: Worlds) -> World:
    """The world most tests happen in."""
    return worlds.a


@pytest.fixture
def world_b(worlds: Worlds) -> World:
    """A world that shares nothing with the first but the crossing person."""
    return worlds.b


@pytest.fixture
def crossing(worlds: Worlds) -> Crossing:
    """Trainer in world A's first firm, class teacher of world B's class."""
    return worlds.crossing


@pytest.fixture
def client_of(db: None) -> Callable[[Person | None], Client]:
    """Returns a browser in which that person (None: nobody) is signed in."""

    def make(person: Person | None) -> Client:
        client = PersonClient()
        if person is not None:
            client.force_login(person)
        return client

    return make


@pytest.fixture
def as_person(db: None) -> Callable[[Person | None], AbstractContextManager[None]]:
    """Returns a block in which the database knows that person (None: nobody), as in a request."""
    return standing_as
