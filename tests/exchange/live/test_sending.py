"""What is said over PostgreSQL's channel: to whom, at commit, and never more than a kind and an id."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from zweiklang.exchange.live.sending import end_streams, nudge
from zweiklang.exchange.live.tickets import mark_of
from zweiklang.exchange.live.wire import CHANNEL, MOST_PEOPLE, News, SessionEnded, news_lines, read_line
from zweiklang.kernel.ids import new_id

NEEDED = ("host", "port", "dbname", "user", "password")


@pytest.fixture
def listener(django_db_setup: None, django_db_blocker: Any) -> Iterator[psycopg.Connection]:
    """A connection that listens, as the live process does. Tests with it commit: they write no rows."""
    with django_db_blocker.unblock():
        parameters = {
            key: value for key, value in connection.get_connection_params().items() if key in NEEDED
        }
        listening = psycopg.connect(**parameters, autocommit=True)
        listening.execute(f"LISTEN {CHANNEL}")
        yield listening
        listening.close()
        connection.close()


def heard(listening: psycopg.Connection) -> list[str]:
    """What has come by now."""
    return [found.payload for found in listening.notifies(timeout=0.3)]


def people(many: int) -> list[UUID]:
    return [new_id() for _ in range(many)]


def test_a_nudge_names_people_kind_and_id(listener: psycopg.Connection) -> None:
    some, about = people(3), new_id()
    nudge(some, what="message", about=about)
    assert [read_line(line) for line in heard(listener)] == [News(tuple(some), "message", about)]


def test_nothing_is_said_before_the_commit_and_nothing_after_a_rollback(listener: psycopg.Connection) -> None:
    with transaction.atomic():
        nudge(people(1), what="message")
        assert heard(listener) == []
    assert len(heard(listener)) == 1
    with transaction.atomic():
        nudge(people(1), what="message")
        transaction.set_rollback(True)
    assert heard(listener) == []


def test_ten_thousand_people_are_one_statement(
    listener: psycopg.Connection, django_assert_num_queries
) -> None:
    many = people(10_000)
    with django_assert_num_queries(1):
        nudge(many, what="announcement", about=new_id())
    said = [read_line(line) for line in heard(listener)]
    assert [person for one in said if isinstance(one, News) for person in one.people] == many


def test_nobody_is_no_statement(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        nudge([], what="message")


def test_the_end_of_a_session_is_said_without_its_key(listener: psycopg.Connection) -> None:
    end_streams("abcdefghij")
    [line] = heard(listener)
    assert "abcdefghij" not in line
    assert read_line(line) == SessionEnded(mark_of("abcdefghij"))


def test_each_line_fits_into_a_notification() -> None:
    lines = list(news_lines(people(MOST_PEOPLE + 1), what="a" * 40, about=new_id()))
    assert len(lines) == 2
    assert max(len(line.encode()) for line in lines) < 8000


@pytest.mark.parametrize("what", ["", "two words", "a-b", "x\ny"])
def test_what_is_new_is_one_word(what: str) -> None:
    with pytest.raises(ValueError, match="no kind of news"):
        list(news_lines(people(1), what=what, about=None))


@pytest.mark.parametrize(
    "line", ["", "news", "news message - short", "other 1 2 3", "news message x " + "A" * 22]
)
def test_a_line_that_is_not_ours_says_nothing(line: str) -> None:
    assert read_line(line) is None
