"""Partitions, locks and processes: on a database of its own, with several connections at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from tests.database import fresh_database
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.kernel.retention import plus_months
from zweiklang.rooms import looked

NOTE = "SELECT known FROM note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[NULL]::uuid[])"
PARTS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'rooms_look'::regclass ORDER BY 1"
ROW = "INSERT INTO rooms_look VALUES (%s, %s, %s, %s, 'records', 'trainer')"


@dataclass(frozen=True, slots=True)
class Place:
    """A database with one room about somebody, and a member who reads its records."""

    urls: DatabaseUrls
    room: UUID
    concerned: UUID
    viewer: UUID

    @contextmanager
    def session(self, person: UUID | None = None, *, owner: bool = False) -> Iterator[psycopg.Connection]:
        """A transaction of its own as that person, or as the owner; committed at the end."""
        with psycopg.connect(self.urls.owner if owner else self.urls.app) as connection:
            connection.execute("SELECT set_config('zweiklang.person', %s, true)", [str(person or "")])
            yield connection

    def looks(self) -> int:
        """How many rows the person concerned reads."""
        with self.session(self.concerned) as connection:
            row = connection.execute("SELECT count(*) FROM rooms_look").fetchone()
        assert row is not None
        return int(row[0])


@pytest.fixture(scope="module")
def database() -> Iterator[DatabaseUrls]:
    with fresh_database("looks") as urls:
        yield urls


@pytest.fixture
def place(database: DatabaseUrls) -> Place:
    made = Place(database, new_id(), new_id(), new_id())
    with made.session(owner=True) as owner:
        owner.execute("DELETE FROM rooms_look")
        for person in (made.concerned, made.viewer):
            owner.execute(
                "INSERT INTO people_person (id, password, email, given_name, family_name, sort_key, language, text_size, theme, is_active, joined_at)"
                " VALUES (%s, '', %s, 'A', 'B', 'b a', 'de', 'normal', 'system', true, now())",
                [person, f"{person}@example.org"],
            )
        owner.execute(
            "INSERT INTO rooms_room (id, kind, title, concerns_id) VALUES (%s, 'apprenticeship', '', %s)",
            [made.room, made.concerned],
        )
        owner.execute(
            "INSERT INTO rooms_membership (id, room_id, person_id, capacity, scopes, reason, source, source_id, first_day)"
            " VALUES (%s, %s, %s, 'trainer', '{records}', '', 'post', %s, '2020-01-01')",
            [new_id(), made.room, made.viewer, new_id()],
        )
        owner.execute("SELECT rotate_looks(%s)", [today()])
    return made


def _parts(place: Place) -> list[str]:
    with place.session(owner=True) as owner:
        return [name for (name,) in owner.execute(PARTS)]


def _part(day: date) -> str:
    return f"rooms_look_{day:%Y_%m}"


class TestLocks:
    def test_a_look_waits_for_nobody_who_has_locked_the_person_the_room_or_the_membership(
        self, place: Place
    ) -> None:
        with place.session(owner=True) as busy:
            busy.execute(
                "SELECT 1 FROM people_person WHERE id = ANY(%s) FOR UPDATE", [[place.concerned, place.viewer]]
            )
            busy.execute("SELECT 1 FROM rooms_room WHERE id = %s FOR UPDATE", [place.room])
            busy.execute("SELECT 1 FROM rooms_membership WHERE room_id = %s FOR UPDATE", [place.room])
            with place.session(place.viewer) as page:
                page.execute("SET LOCAL statement_timeout = '1s'")
                page.execute(NOTE, [place.room])
        assert place.looks() == 1

    def test_two_processes_at_once_write_one_row_and_the_second_hardly_waits(self, place: Place) -> None:
        with place.session(place.viewer) as first, place.session(place.viewer) as second:
            first.execute(NOTE, [place.room])
            began = monotonic()
            with pytest.raises(errors.LockNotAvailable):
                second.execute(NOTE, [place.room])
            assert monotonic() - began < 1
            second.rollback()
        assert place.looks() == 1

    def test_a_page_that_already_waits_longer_for_locks_does_so_again_afterwards(self, place: Place) -> None:
        with place.session(place.viewer) as page:
            before = page.execute("SHOW lock_timeout").fetchone()
            page.execute(NOTE, [place.room])
            assert page.execute("SHOW lock_timeout").fetchone() == before

    def test_new_months_are_made_while_pages_read_and_write(self, place: Place) -> None:
        with place.session(place.concerned) as reader, place.session(place.viewer) as writer:
            reader.execute("SELECT count(*) FROM rooms_look")
            writer.execute(NOTE, [place.room])
            with place.session(owner=True) as owner:
                (made,) = owner.execute("SELECT rotate_looks(%s)", [plus_months(today(), 3)]).fetchone() or (
                    [],
                )
            assert _part(plus_months(today(), 5)) in made
        assert place.looks() == 1


class TestMonths:
    def test_this_month_and_the_next_two_are_there_and_a_second_time_nothing_happens(
        self, place: Place
    ) -> None:
        wanted = {_part(plus_months(today().replace(day=1), ahead)) for ahead in range(3)}
        assert wanted <= set(_parts(place))
        with place.session(owner=True) as owner:
            assert owner.execute("SELECT rotate_looks(%s)", [today()]).fetchone() == ([],)

    def test_months_older_than_twelve_are_dropped_and_older_days_deleted(self, place: Place) -> None:
        first_kept = plus_months(today(), -12)
        days = [plus_months(today(), -16), first_kept - timedelta(days=1), first_kept, today()]
        with place.session(owner=True) as owner:
            owner.execute("SELECT rotate_looks(%s)", [plus_months(today(), -13)])
            owner.execute("SELECT rotate_looks(%s)", [plus_months(today(), -16)])
            for day in days:
                owner.execute(ROW, [day, place.concerned, place.viewer, place.room])
            (changed,) = owner.execute("SELECT rotate_looks(%s)", [today()]).fetchone() or ([],)
            left = [day for (day,) in owner.execute("SELECT day FROM rooms_look ORDER BY 1")]
        assert _part(plus_months(today(), -16)) in changed
        assert left == days[2:]
        assert min(_parts(place)) >= _part(first_kept)

    def test_a_day_in_the_future_drops_nothing_that_is_kept_today(self, place: Place) -> None:
        with place.session(place.viewer) as page:
            page.execute(NOTE, [place.room])
        with place.session(owner=True) as owner:
            owner.execute("SELECT rotate_looks(%s)", [plus_months(today(), 60)])
        assert place.looks() == 1

    def test_every_month_is_closed_however_it_was_made(self, place: Place) -> None:
        for part in _parts(place):
            with place.session(place.viewer) as page:
                for statement in (
                    f"SELECT 1 FROM {part}",
                    f"DELETE FROM {part}",
                    f"INSERT INTO {part} SELECT * FROM {part}",
                ):
                    with pytest.raises(errors.InsufficientPrivilege), page.transaction():
                        page.execute(statement)
        with place.session(owner=True) as owner:
            open_ones = owner.execute(
                "SELECT relname FROM pg_class WHERE relname ~ '^rooms_look_[0-9]{4}_[0-9]{2}$' AND NOT relrowsecurity"
            )
            assert open_ones.fetchall() == []

    def test_a_missing_month_is_an_error_that_a_savepoint_holds(self, place: Place) -> None:
        with place.session(owner=True) as owner:
            owner.execute(f"DROP TABLE {_part(today())}")
        with place.session(place.viewer) as page:
            with pytest.raises(errors.CheckViolation, match="no partition"), page.transaction():
                page.execute(NOTE, [place.room])
            assert page.execute("SELECT 1").fetchone() == (1,)
        with place.session(owner=True) as owner:
            owner.execute("SELECT rotate_looks(%s)", [today()])
        with place.session(place.viewer) as page:
            page.execute(NOTE, [place.room])
        assert place.looks() == 1


class TestPlan:
    def _nodes(self, place: Place, first: date, last: date) -> list[dict[str, Any]]:
        values = {"first": first, "last": last, "room": None, "viewer": None}
        statement = f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT l.viewer_id {looked._MINE}"
        with place.session(place.concerned) as page:
            page.execute("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = 'force_generic_plan'")
            row = page.execute(statement, values).fetchone()
        assert row is not None

        def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
            return [node] + [inner for child in node.get("Plans", ()) for inner in nodes(child)]

        return nodes(row[0][0]["Plan"])

    def test_only_the_months_asked_for_are_read_and_only_ones_own_rows_of_them(self, place: Place) -> None:
        with place.session(owner=True) as owner:
            for months in range(12, 0, -3):
                owner.execute("SELECT rotate_looks(%s)", [plus_months(today(), -months)])
            for _ in range(300):
                owner.execute(ROW, [today(), new_id(), place.viewer, place.room])
            owner.execute("ANALYZE rooms_look")
        nodes = self._nodes(place, today().replace(day=1), today())
        read = [node for node in nodes if str(node.get("Relation Name", "")).startswith("rooms_look")]
        assert {node["Relation Name"] for node in read} == {_part(today())}
        assert all(
            "concerned_id" in str(node.get("Index Cond")) for node in read if "Scan" in node["Node Type"]
        )

    def test_no_index_leads_from_the_viewer_to_whom_they_looked_at(self, place: Place) -> None:
        with place.session(owner=True) as owner:
            rows = owner.execute("SELECT indexdef FROM pg_indexes WHERE tablename ~ '^rooms_look'").fetchall()
        assert rows
        assert all(
            "(concerned_id, day, viewer_id, room_id, category)" in definition for (definition,) in rows
        )
