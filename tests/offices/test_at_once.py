"""Two connections at once, on a database of their own with committed worlds."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections, transaction

from tests.committed import committed_worlds
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Contract, hold_post
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.offices.services.contracts import end_contracts
from zweiklang.offices.services.posts import end_post
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person, actor_of
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_person, as_system

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own; afterwards Django is back at the one of all tests."""
    with committed_worlds("at_once", django_db_blocker) as worlds:
        yield worlds.a


def _elsewhere[T](pool: ThreadPoolExecutor, person: Person, ask: Callable[[], T]) -> T:
    """Returns what the person gets in a connection and transaction of their own."""

    def run() -> T:
        try:
            with as_person(person.pk):
                return ask()
        finally:
            connections["default"].close()

    return pool.submit(run).result(timeout=30)


def test_the_end_and_the_loss_of_access_are_one_moment_for_everybody_else(committed: World) -> None:
    contract, trainer = committed.second.contract, committed.people["other_trainer"]
    adviser, yesterday = committed.people["chamber_adviser"], today() - timedelta(days=1)
    weeks = Week.objects.filter(room_id=contract.room_id)
    with ThreadPoolExecutor(1) as pool:
        before = _elsewhere(pool, trainer, weeks.all().count)
        assert before > 0
        with transaction.atomic(), as_person(adviser.pk):
            end_contracts(
                actor_of(adviser), contracts=[contract], last_day=yesterday, document_date=yesterday
            )
            assert _elsewhere(pool, trainer, weeks.all().count) == before
        assert _elsewhere(pool, trainer, weeks.all().count) == 0
        rows = Contract.objects.filter(pk=contract.pk)
        assert _elsewhere(pool, adviser, rows.get).last_day == yesterday


def test_of_two_managers_who_end_each_others_post_at_once_one_stays(committed: World) -> None:
    firm, first = committed.first.firm.organisation, committed.people["training_manager"]
    second = committed.people["deputy_trainer"]
    with as_system(ACTOR):
        hold_post(ACTOR, person=second, organisation=firm, capacity="training_manager", first_day=today())
    posts = {
        person: Post.objects.select_related("organisation", "person").get(
            organisation=firm, person=person, capacity="training_manager"
        )
        for person in (first, second)
    }
    start = Barrier(2)

    def end(actor: Person, other: Person) -> bool:
        try:
            with as_person(actor.pk):
                start.wait(timeout=30)
                end_post(actor_of(actor), post=posts[other], last_day=today())
        except Conflict:
            return False
        finally:
            connections["default"].close()
        return True

    with ThreadPoolExecutor(2) as pool:
        answers = [
            one.result(timeout=60)
            for one in (pool.submit(end, first, second), pool.submit(end, second, first))
        ]
    assert sorted(answers) == [False, True]
    with as_system(ACTOR):
        assert Post.objects.filter(organisation=firm, capacity="training_manager", last_day=None).count() == 1
