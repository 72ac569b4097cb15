"""Who looked: written once a day for the person concerned, and read by nobody else."""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, TestCase
from django.urls import reverse
from psycopg import errors

from tests.bench.browsing import statements
from tests.clients import show_before, standing_as
from tests.worlds import World, Worlds
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms import looks, tasks
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import (
    Scope,
    as_system,
    days_looked,
    note_look,
    note_people,
    seeing_as,
    without_looks,
)

type Clients = Callable[[Person | None], Client]
type Seen = list[tuple[UUID, str, str]]


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    looks.memory.clear()


def _look(person: Person, rooms: UUID | list[UUID], category: str) -> None:
    with standing_as(person), looks.noting_looks() as noted:
        note_look(rooms, category)
        looks.write_looks(noted, viewer_id=person.pk)


def _look_at(person: Person, room_id: UUID, category: str, *people: Person) -> None:
    with standing_as(person), looks.noting_looks() as noted:
        note_people(room_id, category, [one.pk for one in people])
        looks.write_looks(noted, viewer_id=person.pk)


def _list_of(person: Person) -> Seen:
    """What the person reads: who looked, at what, as what."""
    with standing_as(person):
        return sorted(Look.objects.values_list("viewer_id", "category", "capacity"), key=str)


def _run(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic():
            _run(statement, *values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return isinstance(error.__cause__, errors.InsufficientPrivilege)
    return False


class TestWhatIsWritten:
    def test_the_person_concerned_reads_who_looked_as_what_on_which_day(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        _look(people["trainer"], room, Scope.RECORDS)
        assert _list_of(people["apprentice"]) == [(people["trainer"].pk, "records", "trainer")]
        with standing_as(people["apprentice"]):
            assert list(Look.objects.values_list("day", "room_id")) == [(today(), room)]

    def test_a_second_look_on_the_same_day_is_the_same_row(self, world_a: World) -> None:
        for _ in range(2):
            _look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        assert len(_list_of(world_a.people["apprentice"])) == 1

    def test_each_viewer_and_each_category_is_a_row(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        for who, category in (
            ("trainer", Scope.RECORDS),
            ("trainer", Scope.PLAN),
            ("class_teacher", Scope.SCHEDULE),
        ):
            _look(people[who], room, category)
        assert len(_list_of(people["apprentice"])) == 3

    def test_ones_own_data_are_not_noted(self, world_a: World) -> None:
        _look(world_a.people["apprentice"], world_a.first.room_id, Scope.RECORDS)
        assert _list_of(world_a.people["apprentice"]) == []

    def test_what_the_viewer_does_not_carry_is_not_noted(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        _look(people["class_teacher"], room, Scope.RECORDS)
        _look(people["other_trainer"], room, Scope.RECORDS)
        _look(people["trainer"], world_a.second.room_id, Scope.RECORDS)
        assert _list_of(people["apprentice"]) == _list_of(people["second_apprentice"]) == []

    def test_single_released_items_of_a_category_are_a_look_at_it(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with as_system("tests"):
            _run(
                "UPDATE rooms_membership SET scopes = array_append(scopes, 'results:item') WHERE room_id = %s AND person_id = %s",
                room,
                trainer.pk,
            )
        _look(trainer, room, Scope.RESULTS)
        assert _list_of(world_a.people["apprentice"]) == [(trainer.pk, "results", "trainer")]

    def test_a_capacity_that_holds_no_more_notes_nothing(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with as_system("tests"):
            _run(
                "UPDATE rooms_membership SET last_day = greatest(first_day, %s) WHERE room_id = %s AND person_id = %s",
                today() - timedelta(days=1),
                room,
                trainer.pk,
            )
        _look(trainer, room, Scope.RECORDS)
        assert _list_of(world_a.people["apprentice"]) == []

    def test_a_school_looks_at_its_pupils_and_at_nobody_elses(self, worlds: Worlds) -> None:
        world, other = worlds.a, worlds.b
        head, team = world.people["head_of_school"], world.team_room_id
        _look_at(
            head,
            team,
            Scope.ADMINISTRATION,
            world.pupil,
            other.pupil,
            other.first.apprentice,
            worlds.roomless["newcomer"],
        )
        assert _list_of(world.pupil) == [(head.pk, "administration", "head_of_school")]
        for person in (other.pupil, other.first.apprentice, worlds.roomless["newcomer"]):
            assert _list_of(person) == []

    def test_a_class_is_looked_at_person_by_person(self, world_a: World) -> None:
        head, room = world_a.people["head_of_school"], world_a.school_class.room_id
        _look_at(head, room, Scope.SCHEDULE, world_a.pupil, world_a.people["guardian"])
        assert [who for who, *_ in _list_of(world_a.pupil)] == [head.pk]
        assert _list_of(world_a.people["guardian"]) == []

    def test_whoever_keeps_no_pupils_notes_none(self, world_a: World) -> None:
        _look_at(world_a.people["class_teacher"], world_a.team_room_id, Scope.ADMINISTRATION, world_a.pupil)
        assert _list_of(world_a.pupil) == []


class TestWhoReads:
    def test_nobody_but_the_person_concerned_reads_a_row(self, worlds: Worlds) -> None:
        world = worlds.a
        _look(world.people["trainer"], world.first.room_id, Scope.RECORDS)
        _look(world.people["guardian"], world.first.room_id, Scope.RECORDS)
        others = [
            *world.people.values(),
            *worlds.b.people.values(),
            worlds.crossing.person,
            *worlds.roomless.values(),
        ]
        for person in others:
            if person != world.first.apprentice:
                assert _list_of(person) == [], person
        with standing_as(None):
            assert Look.objects.count() == 0
        assert len(_list_of(world.first.apprentice)) == 2

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT 1 FROM rooms_look",
            "SELECT count(*) FROM rooms_look",
            "DELETE FROM rooms_look",
            "UPDATE rooms_look SET category = 'x'",
            "TRUNCATE rooms_look",
        ],
    )
    def test_the_system_role_does_not_read_change_or_remove_one(self, statement: str, world_a: World) -> None:
        _look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        with as_system("tests"):
            assert _refused(statement)

    def test_partitions_are_closed_to_everybody(self, world_a: World) -> None:
        _look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        part = f"rooms_look_{today():%Y_%m}"
        with standing_as(world_a.people["apprentice"]):
            assert _refused(f"SELECT 1 FROM {part}")
            assert _refused(f"INSERT INTO {part} SELECT * FROM {part}")
        with as_system("tests"):
            assert _refused(f"SELECT 1 FROM {part}")

    def test_days_are_counted_for_the_person_concerned_alone(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        _look(people["trainer"], room, Scope.RECORDS)
        _look(people["trainer"], room, Scope.PLAN)
        with standing_as(people["apprentice"]):
            assert {who: (one.last_day, one.days) for who, one in days_looked(room).items()} == {
                people["trainer"].pk: (today(), 1)
            }
        for who in ("trainer", "class_teacher", "guardian", "head_of_school"):
            with standing_as(people[who]):
                assert days_looked(room) == {}, who


class TestForging:
    """Somebody who can send statements as the application role, under their own name."""

    ROW = "INSERT INTO rooms_look (day, concerned_id, viewer_id, room_id, category, capacity) VALUES (%s, %s, %s, %s, 'records', 'trainer')"

    def test_no_row_is_written_past_the_function(self, world_a: World) -> None:
        people = world_a.people
        for who in ("trainer", "apprentice", "head_of_school"):
            with standing_as(people[who]):
                assert _refused(
                    self.ROW, today(), people["apprentice"].pk, people["trainer"].pk, world_a.first.room_id
                ), who

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM rooms_look",
            "UPDATE rooms_look SET viewer_id = viewer_id",
            "SELECT rotate_looks('2099-01-01')",
            "SELECT forget_looks(ARRAY[my_person()])",
            "SELECT room_keeps_person(my_person(), my_person())",
        ],
    )
    def test_no_row_is_changed_or_removed(self, statement: str, world_a: World) -> None:
        _look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        for who in ("trainer", "apprentice", "head_of_school"):
            with standing_as(world_a.people[who]):
                assert _refused(statement), who

    def test_the_function_writes_under_no_other_name_and_about_nobody_else(self, worlds: Worlds) -> None:
        trainer, room = worlds.a.people["trainer"], worlds.a.first.room_id
        victim = worlds.b.first.apprentice
        with standing_as(trainer):
            # The person of a room about one person cannot be chosen; of any other room only whom it keeps.
            for target in (
                room,
                worlds.b.first.room_id,
                worlds.b.team_room_id,
                worlds.a.school_class.room_id,
            ):
                _run(
                    "SELECT note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[%s]::uuid[])",
                    target,
                    victim.pk,
                )
        assert _list_of(victim) == _list_of(worlds.a.first.apprentice) == []

    def test_nobody_signed_in_notes_nothing(self, world_a: World) -> None:
        with standing_as(None):
            found = _run(
                "SELECT known FROM note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[NULL]::uuid[])",
                world_a.first.room_id,
            )
        assert found == [(None,)]
        assert _list_of(world_a.first.apprentice) == []


class TestPages:
    def _open(self, client: Client, world: World) -> int:
        return client.get(reverse("records:weeks", args=[world.first.room_id])).status_code

    def test_a_page_is_noted_and_shown_again_costs_no_statement(
        self, world_a: World, client_of: Clients
    ) -> None:
        browser, address = (
            client_of(world_a.people["trainer"]),
            reverse("records:weeks", args=[world_a.first.room_id]),
        )
        with statements() as first:
            show_before(browser, address)
        with statements() as later:
            browser.get(address)
        assert sum("note_looks" in sql for sql in first) == 1
        assert sum("note_looks" in sql for sql in later) == 0
        assert len(_list_of(world_a.first.apprentice)) == 1

    def test_whoever_is_led_on_has_seen_nothing(self, world_a: World, client_of: Clients) -> None:
        monday = world_a.first.weeks.monday("submitted")
        address = reverse("records:act", args=[world_a.first.room_id, monday, "unterschreiben"])
        assert client_of(world_a.people["trainer"]).post(address).status_code == 302
        assert _list_of(world_a.first.apprentice) == []

    def test_a_page_that_is_refused_is_no_look(self, world_a: World, client_of: Clients) -> None:
        assert self._open(client_of(world_a.people["other_trainer"]), world_a) == 404
        address = reverse("records:coverage", args=[world_a.first.room_id])
        assert client_of(world_a.people["class_teacher"]).get(address).status_code == 404
        assert _list_of(world_a.first.apprentice) == []

    def test_files_and_parts_of_pages_count_too(self, world_a: World, client_of: Clients) -> None:
        monday, trainer = world_a.first.weeks.monday("submitted"), world_a.people["trainer"]
        file = reverse("records:pdf_week", args=[world_a.first.room_id, monday])
        assert client_of(trainer).get(file)["Content-Type"] == "application/pdf"
        # The PDF names the date of birth.
        assert [what for _, what, _ in _list_of(world_a.first.apprentice)] == ["identity", "records"]
        part = reverse("records:plan_items", args=[world_a.first.room_id])
        client_of(world_a.people["deputy_trainer"]).get(part, {"q": "netz"})
        assert (world_a.people["deputy_trainer"].pk, "records", "deputy_trainer") in _list_of(
            world_a.first.apprentice
        )

    def test_a_preview_as_somebody_else_is_never_a_look_of_that_person(self, world_a: World) -> None:
        """A guardian who looks at the trainer's view has looked; the trainer has not, and the apprentice looked at themselves."""
        apprentice, room = world_a.first.apprentice, world_a.first.room_id
        trainer, guardian = world_a.people["trainer"], world_a.people["guardian"]
        for viewer in (apprentice, guardian):
            with standing_as(viewer), looks.noting_looks() as noted:
                with seeing_as(trainer.pk, only={room}):
                    note_look(room, Scope.RECORDS)
                looks.write_looks(noted, viewer_id=viewer.pk)
        assert [who for who, *_ in _list_of(apprentice)] == [guardian.pk]

    def test_inside_of_a_preview_the_database_notes_nothing(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with standing_as(trainer):
            _run("SELECT set_config('zweiklang.only_rooms', %s, true)", f"{{{room}}}")
            _run("SELECT note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[NULL]::uuid[])", room)
            _run("SELECT set_config('zweiklang.only_rooms', '', true)")
        assert _list_of(world_a.first.apprentice) == []

    def test_outside_of_a_page_nothing_is_collected(self, world_a: World) -> None:
        note_look(world_a.first.room_id, Scope.RECORDS)
        with looks.noting_looks() as noted, without_looks():
            note_look(world_a.first.room_id, Scope.RECORDS)
        assert noted.seen == {}

    def test_a_look_that_cannot_be_written_is_logged_and_the_page_stays(
        self,
        world_a: World,
        client_of: Clients,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setattr(
            looks, "WRITE", "SELECT day, known FROM no_such_function(%s::uuid[], %s::text[], %s::uuid[])"
        )
        with (
            caplog.at_level(logging.ERROR, logger="zweiklang.rooms.looks"),
            TestCase.captureOnCommitCallbacks(execute=True),
        ):
            assert self._open(client_of(world_a.people["trainer"]), world_a) == 200
        assert "looks were not written" in caplog.text
        monkeypatch.undo()
        assert self._open(client_of(world_a.people["trainer"]), world_a) == 200
        assert len(_list_of(world_a.first.apprentice)) == 1


class TestMemory:
    def _sent(self, person: Person, room: UUID) -> int:
        """How many statements a look sends once the page is committed."""
        with TestCase.captureOnCommitCallbacks(execute=True), statements() as found:
            _look(person, room, Scope.RECORDS)
        return sum("note_looks" in sql for sql in found)

    def test_after_midnight_the_same_look_is_a_new_one(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        assert [self._sent(trainer, room) for _ in range(2)] == [1, 0]
        with standing_at(now() + timedelta(days=1)):
            assert self._sent(trainer, room) == 1

    def test_each_process_sends_its_own_statement_and_there_is_one_row(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        sent = 0
        for _ in range(2):  # what another process knows is not known here
            looks.memory.clear()
            sent += self._sent(trainer, room)
        assert sent == 2
        assert len(_list_of(world_a.first.apprentice)) == 1

    def test_a_page_that_was_rolled_back_is_not_remembered(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
            _look(trainer, room, Scope.RECORDS)
            transaction.set_rollback(True)
        assert _list_of(world_a.first.apprentice) == []
        assert self._sent(trainer, room) == 1

    def test_what_was_not_carried_is_asked_again(self, world_a: World) -> None:
        """A rule may open the category in the meantime."""
        teacher, room = world_a.people["class_teacher"], world_a.first.room_id
        assert [self._sent(teacher, room) for _ in range(2)] == [1, 1]

    def test_ones_own_pages_send_nothing_after_the_first(self, world_a: World) -> None:
        assert [self._sent(world_a.first.apprentice, world_a.first.room_id) for _ in range(2)] == [1, 0]

    def test_it_forgets_the_oldest_and_never_grows_past_its_size(self) -> None:
        small, viewer = looks._Memory(3), new_id()
        sights = [(new_id(), "records", None) for _ in range(5)]
        small.remember(today(), viewer, sights)
        assert small.unknown(today(), viewer, sights) == sights[:2]


class TestTimeAndPeople:
    def test_what_is_about_somebody_goes_with_the_person(self, worlds: Worlds) -> None:
        world = worlds.a
        _look(world.people["trainer"], world.first.room_id, Scope.RECORDS)
        _look(world.people["other_trainer"], world.second.room_id, Scope.RECORDS)
        with as_system("tests"):
            assert looks.forget_looks([world.first.apprentice.pk]) == 1
        assert _list_of(world.first.apprentice) == []
        assert len(_list_of(world.second.apprentice)) == 1

    def test_a_deleted_person_leaves_no_looks(self, world_a: World) -> None:
        gone = new_id()
        with as_system("tests"):
            _run(
                "INSERT INTO rooms_look VALUES (%s, %s, %s, %s, 'records', 'trainer')",
                today(),
                gone,
                gone,
                gone,
            )
            _run(
                "INSERT INTO people_person SELECT (jsonb_populate_record(p, jsonb_build_object('id', %s::text, 'email', ''))).*"
                " FROM people_person p LIMIT 1",
                gone,
            )
            _run("DELETE FROM people_person WHERE id = %s", gone)
            assert looks.forget_looks([gone]) == 0

    def test_the_nightly_job_may_do_what_it_does(self, world_a: World) -> None:
        """It lives in the system role, which owns no table."""
        with as_system("tests"):
            _run(
                "SELECT rotate_looks(%s)",
                (today() - timedelta(days=430)),
            )
            _run(
                "INSERT INTO rooms_look VALUES (%s, %s, %s, %s, 'records', 'trainer')",
                today() - timedelta(days=400),
                world_a.first.apprentice.pk,
                new_id(),
                world_a.first.room_id,
            )
        _look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        tasks.rotate_looks_daily(None, timestamp=0)
        with standing_as(world_a.first.apprentice):
            assert list(Look.objects.values_list("day", flat=True)) == [today()]
