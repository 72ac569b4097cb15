"""What the database knows inside a request."""

import pytest
from django.db import connection

from tests.worlds import World
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
