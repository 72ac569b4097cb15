"""Two workers, two acts, and a worker that is killed: everybody has each mail once, and nothing is lost. Real transactions."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.at_once import one_then_other
from tests.committed import committed_worlds
from tests.exchange.notices.telling import NOBODY, TALK, clean, notices_of, told
from tests.worlds import ACTOR, World
from zweiklang.exchange.notices import mailing
from zweiklang.exchange.notices.mailing import mail_due
from zweiklang.exchange.notices.telling import settle_for, tell
from zweiklang.kernel.ids import new_id
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("notices_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture
def people(world: World) -> list[Person]:
    """Two people to whom nothing is new and for whom no mail waits."""
    found = [world.people["trainer"], world.people["apprentice"]]
    for person in world.people.values():
        clean(person)
    with as_system(ACTOR):
        OutgoingMail.objects.all().delete()
    return found


def waiting() -> int:
    with as_system(ACTOR):
        return OutgoingMail.objects.filter(template=mailing.TEMPLATE).count()


def run() -> None:
    mail_due(after=NOBODY)


def test_two_workers_mail_each_person_once(people: list[Person]) -> None:
    for person in people:
        told(person, about=new_id(), urgent=True)
    assert one_then_other(run, run), "the second one waits for the rows of the first"
    assert waiting() == 2


def test_two_acts_at_the_same_moment_are_one_notice_that_counts_both(people: list[Person]) -> None:
    about, ids = new_id(), [person.pk for person in people]

    def act(order: list[UUID]) -> None:
        tell(ACTOR, people=order, kind=TALK, about=about)

    assert one_then_other(lambda: act(ids), lambda: act(ids[::-1])), "neither blocks the other for good"
    assert [(len(found), found[0].count) for found in map(notices_of, people)] == [(1, 2), (1, 2)]


def test_who_reads_while_the_worker_mails_has_read_it_and_gets_no_second_mail(people: list[Person]) -> None:
    person, about = people[0], new_id()
    told(person, about=about, urgent=True)
    one_then_other(run, lambda: settle_for(actor_of(person), kind=TALK, about=about))
    (notice,) = notices_of(person)
    assert notice.done_at is not None
    run()
    assert waiting() == 1


def test_who_reads_first_gets_no_mail(people: list[Person]) -> None:
    person, about = people[0], new_id()
    told(person, about=about, urgent=True)
    one_then_other(lambda: settle_for(actor_of(person), kind=TALK, about=about), run)
    assert waiting() == 0


def test_a_worker_killed_halfway_has_mailed_nobody_and_the_next_one_mails_each_once(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in people:
        told(person, about=new_id(), urgent=True)

    def killed(*args: object, **values: object) -> int:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "send_to_many", killed)
        with pytest.raises(SystemExit):
            run()
    assert waiting() == 0
    assert all(notice.mailed_at is None for person in people for notice in notices_of(person))
    run()
    assert waiting() == 2
    assert all(notice.mailed_at for person in people for notice in notices_of(person))


def test_many_are_mailed_in_portions(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "AT_ONCE", 1)
    for person in people:
        told(person, about=new_id(), urgent=True)
    run()
    assert waiting() == 1
    run_all()
    assert waiting() == 2


def run_all() -> None:
    after: UUID | None = NOBODY
    while after is not None:
        after = mail_due(after=after)
