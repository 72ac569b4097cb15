"""What the database knows inside a request."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.worlds import World
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_person


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return str(cursor.fetchone()[0])


def test_inside_a_request_the_database_knows_the_person_and_plans_once(world_a: World) -> None:
    person = world_a.people["trainer"]
    with as_person(person.pk):
        assert _setting("zweiklang.person") == str(person.pk)
        assert _setting("plan_cache_mode") == "force_generic_plan"


@pytest.mark.django_db(transaction=False)
def test_nobody_is_known_where_nobody_is_signed_in() -> None:
    with as_person(None):
        assert _setting("zweiklang.person") == ""


def _limits() -> list[str]:
    return [
        _setting(name)
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    ]


@pytest.mark.django_db(transaction=False)
def test_a_page_has_a_time_limit_and_what_runs_by_itself_has_none() -> None:
    with as_person(None):
        assert _limits() == ["0", "0", "0"]
    with as_person(None, seconds=8):
        assert _limits() == ["8s", "2s", "48s"]


def test_every_page_runs_within_the_limit_of_the_setting(
    world_a: World, client_of: Callable[[Person | None], Client], settings: Settings
) -> None:
    settings.STATEMENT_SECONDS = 8
    with CaptureQueriesContext(connection) as sent:
        client_of(world_a.people["trainer"]).get(reverse("web:today"))
    assert any("statement_timeout" in one["sql"] and "8000ms" in one["sql"] for one in sent)
