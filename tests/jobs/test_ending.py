"""A worker that is told to end: no job is half done, none is lost, none is done twice."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.cli.processes import becomes
from tests.jobs.conftest import ACTOR, Command
from tests.jobs.mail_server import MailServer
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.people.public import MailKind, Person, send_mail

pytestmark = pytest.mark.slow


@pytest.fixture
def held(committed: DatabaseUrls) -> Iterator[psycopg.Connection]:
    """Somebody holds the mails: whoever wants to send one waits."""
    with psycopg.connect(committed.owner) as holder:
        holder.execute("LOCK TABLE people_outgoingmail IN ACCESS EXCLUSIVE MODE")
        yield holder


@pytest.fixture
def busy(
    owner: psycopg.Connection, person: Person, command: Command
) -> Callable[[str], subprocess.Popen[str]]:
    """Starts a worker that has one job in hand and waits with it; the mail must be there before the mails are held."""
    send_mail(ACTOR, to=person, template="account/email/unknown_account", kind=MailKind.SECURITY)

    def start(seconds: str) -> subprocess.Popen[str]:
        process = command("worker", ZWEIKLANG_END_SECONDS=seconds)
        assert becomes(lambda: _jobs(owner) == [("doing", 0)], within=40)
        # In hand, and in the middle of it.
        assert becomes(lambda: _sending(owner) == 1, within=20)
        return process

    return start


def test_what_takes_too_long_is_undone_and_in_the_queue_again(
    owner: psycopg.Connection,
    busy: Callable[[str], subprocess.Popen[str]],
    held: psycopg.Connection,
    server: MailServer,
    work: Callable[[], str],
) -> None:
    process, began = busy("1"), time.monotonic()
    process.send_signal(signal.SIGTERM)
    written, _ = process.communicate(timeout=20)
    assert process.returncode == 0, written
    assert 1 <= time.monotonic() - began < 12
    [(status, _attempts)] = _jobs(owner)
    assert status == "todo"
    assert _waiting(owner) == 0
    held.rollback()
    assert server.seen == []
    work()
    assert len(server.seen) == 1
    assert _jobs(owner) == []


def test_what_ends_in_time_is_finished(
    owner: psycopg.Connection,
    busy: Callable[[str], subprocess.Popen[str]],
    held: psycopg.Connection,
    server: MailServer,
) -> None:
    process = busy("30")
    process.send_signal(signal.SIGTERM)
    time.sleep(1)
    assert process.poll() is None
    held.rollback()
    assert process.wait(20) == 0
    assert len(server.seen) == 1
    assert _jobs(owner) == []


def test_a_second_signal_ends_at_once(
    owner: psycopg.Connection, busy: Callable[[str], subprocess.Popen[str]], held: psycopg.Connection
) -> None:
    process = busy("30")
    process.send_signal(signal.SIGTERM)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 1
    held.rollback()


def _jobs(owner: psycopg.Connection) -> list[tuple[str, int]]:
    query = "SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = 'people.send_mail'"
    return owner.execute(query).fetchall()


def _waiting(owner: psycopg.Connection, but: str = "") -> int:
    """How many sessions wait for what somebody else holds."""
    query = """
        SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'people_outgoingmail'::regclass AND mode <> %s"""
    [(count,)] = owner.execute(query, [but]).fetchall()
    return int(count)


def _sending(owner: psycopg.Connection) -> int:
    """How many sessions wait for a mail to send it. At seventeen minutes past each hour mails are tidied as well: that begins by writing."""
    return _waiting(owner, but="RowExclusiveLock")
