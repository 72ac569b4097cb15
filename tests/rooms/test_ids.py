"""Ids made by the database sort by the moment in which they were made, as those of the application do."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import SQL_NEW_ID, made_at, new_id


def _ids(count: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SQL_NEW_ID} FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_what_a_later_statement_makes_sorts_later_within_a_millisecond_too() -> None:
    ids = [one for _ in range(300) for one in _ids(1)]
    assert ids == sorted(ids)


@pytest.mark.django_db
def test_ids_of_the_database_are_those_of_the_standard() -> None:
    before = now()
    ids = _ids(2000)
    assert {(one.version, one.variant) for one in ids} == {(7, new_id().variant)}
    assert len(set(ids)) == 2000
    second = timedelta(seconds=1)
    assert all(before - second < (made_at(one) or before - second) < now() + second for one in ids)
