"""The cache that all processes share: one statement per act, outside of the request's transaction."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from zweiklang.people.identities import SharedEntry
from zweiklang.people.shared_cache import SharedCache


@pytest.fixture
def shared(db: None) -> Iterator[SharedCache]:
    cache = SharedCache("", {"TIMEOUT": 60})
    cache.clear()
    yield cache
    cache.clear()


def test_what_was_set_is_there_until_it_expires(shared: SharedCache) -> None:
    shared.set("a", [1.5, 2.5], 60)
    shared.set("b", value=True, timeout=0.2)
    assert (shared.get("a"), shared.get("b"), shared.get("c", "nothing")) == ([1.5, 2.5], True, "nothing")
    time.sleep(0.3)
    assert shared.get("b") is None
    assert shared.touch("a", 1)
    assert not shared.touch("b")
    assert (shared.delete("a"), shared.delete("a")) == (True, False)


def test_add_wins_once_and_again_after_expiry(shared: SharedCache) -> None:
    assert [shared.add("lock", value=True, timeout=0.2) for _ in range(2)] == [True, False]
    time.sleep(0.3)
    assert shared.add("lock", value=True, timeout=60)


def test_of_many_at_once_one_wins(shared: SharedCache) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: shared.add("race", value=True, timeout=60), range(24))) == 1


def test_a_counter_loses_nothing_of_many_at_once(shared: SharedCache) -> None:
    assert shared.add("tries", 0, 60)
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: shared.incr("tries"), range(40))) == list(range(1, 41))
    with pytest.raises(ValueError, match="not there"):
        shared.incr("nothing")


def test_a_request_that_is_rolled_back_still_counts(shared: SharedCache) -> None:
    with transaction.atomic():
        shared.set("attempts", 3)
        transaction.set_rollback(True)
    assert shared.get("attempts") == 3


def test_keys_are_checksums(shared: SharedCache) -> None:
    shared.set("allauth:rl:login:ip:192.0.2.7", [1])
    assert [len(key) for key in SharedEntry.objects.values_list("key", flat=True)] == [64]


def test_the_table_is_unlogged(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'people_sharedentry'")
        assert cursor.fetchone() == ("u",)
