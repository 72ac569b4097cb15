"""GET changes nothing, OPTIONS and TRACE tell nothing, and each POST wants a token: walked over every address."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from tests.access.addresses import Address, arguments, walk
from tests.worlds import World
from zweiklang.people.public import Person

type Clients = Callable[[Person | None], Client]

pytestmark = pytest.mark.slow

WRITES = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE)\s+\"?(\w+)\"?\s", re.I)
# What reading leaves: who looked, one's own session, and that what is read now is not new any more.
KEPT = {"rooms_look", "django_session", "usersessions_usersession", "exchange_notice"}


def _url(address: Address, world: World) -> str:
    return reverse(address.name, kwargs=arguments(address, world))


def written(statements: list[str]) -> set[str]:
    """Returns the tables that these statements write to; comments and strings in them are not looked at."""
    bare = (re.sub(r"'[^']*'|--[^\n]*", "", one) for one in statements)
    return {table for one in bare for _, table in WRITES.findall(one)}


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ('INSERT INTO "records_week" ("id") VALUES (1)', {"records_week"}),
        ("WITH a AS (UPDATE records_line SET x = 1 RETURNING 1) SELECT 1 FROM a", {"records_line"}),
        ("DELETE FROM rooms_look WHERE true", {"rooms_look"}),
        ("SELECT 'DELETE FROM records_week ' FROM records_week", set()),
        ("SELECT 1 FROM records_week FOR UPDATE", set()),
    ],
)
def test_writing_is_recognised(statement: str, tables: set[str]) -> None:
    assert written([statement]) == tables


def test_no_get_writes_anything_but_that_somebody_looked(world_a: World, client_of: Clients) -> None:
    client, found = client_of(world_a.people["class_teacher"]), {}
    client.raise_request_exception = False
    for address in walk():
        url = _url(address, world_a)  # makes what it names, where the world has none
        with CaptureQueriesContext(connection) as log:
            client.get(url)
        tables = written([one["sql"] for one in log.captured_queries]) - KEPT
        if tables:
            found[address.name] = tables
    assert found == {}


def test_options_and_trace_say_nothing(world_a: World, client_of: Clients) -> None:
    client = client_of(world_a.people["trainer"])
    for address in walk():
        url = _url(address, world_a)
        for method in ("OPTIONS", "TRACE"):
            answer = client.generic(method, url, headers={"x-secret": "told-nobody"})
            assert b"told-nobody" not in answer.content, (method, address.name)
            assert "Access-Control-Allow-Origin" not in answer.headers, (method, address.name)


def test_only_machines_that_have_no_session_need_no_token() -> None:
    """A view without the check of the token is one without a session: a service that signs its message."""
    exempt = {address for address, view in _views() if getattr(view, "csrf_exempt", False)}
    assert exempt == {"people:school_backchannel", "people:unsubscribe"}


def _views(resolver: object = None, above: str = "") -> list[tuple[str, object]]:
    found = []
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            found += _views(one, above + (f"{one.namespace}:" if one.namespace else ""))
        else:
            found.append((f"{above}{one.name}", one.callback))
    return found
