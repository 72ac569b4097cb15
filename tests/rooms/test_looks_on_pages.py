"""Looks on pages: which answers count, what a page costs, and what happens when noting fails."""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client, TestCase
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before, standing_as
from tests.rooms.looking import list_of, look, run
from tests.worlds import World
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms import looks
from zweiklang.rooms.public import Scope, note_look, seeing_as

type Clients = Callable[[Person | None], Client]


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
        assert len(list_of(world_a.first.apprentice)) == 1

    def test_whoever_is_led_on_has_seen_nothing(self, world_a: World, client_of: Clients) -> None:
        monday = world_a.first.weeks.monday("submitted")
        address = reverse("records:act", args=[world_a.first.room_id, monday, "unterschreiben"])
        assert client_of(world_a.people["trainer"]).post(address).status_code == 302
        assert list_of(world_a.first.apprentice) == []

    def test_a_page_that_is_refused_is_no_look(self, world_a: World, client_of: Clients) -> None:
        assert self._open(client_of(world_a.people["other_trainer"]), world_a) == 404
        address = reverse("records:coverage", args=[world_a.first.room_id])
        assert client_of(world_a.people["class_teacher"]).get(address).status_code == 404
        assert list_of(world_a.first.apprentice) == []

    def test_files_and_parts_of_pages_count_too(self, world_a: World, client_of: Clients) -> None:
        monday, trainer = world_a.first.weeks.monday("submitted"), world_a.people["trainer"]
        file = reverse("records:pdf_week", args=[world_a.first.room_id, monday])
        assert client_of(trainer).get(file)["Content-Type"] == "application/pdf"
        # The PDF names the date of birth.
        assert [what for _, what, _ in list_of(world_a.first.apprentice)] == ["identity", "records"]
        part = reverse("records:plan_items", args=[world_a.first.room_id])
        client_of(world_a.people["deputy_trainer"]).get(part, {"q": "netz"})
        assert (world_a.people["deputy_trainer"].pk, "records", "deputy_trainer") in list_of(
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
        assert [who for who, *_ in list_of(apprentice)] == [guardian.pk]

    def test_inside_of_a_preview_the_database_notes_nothing(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with standing_as(trainer):
            run("SELECT set_config('zweiklang.only_rooms', %s, true)", f"{{{room}}}")
            run("SELECT note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[NULL]::uuid[])", room)
            run("SELECT set_config('zweiklang.only_rooms', '', true)")
        assert list_of(world_a.first.apprentice) == []

    def test_outside_of_a_page_nothing_is_collected(self, world_a: World) -> None:
        note_look(world_a.first.room_id, Scope.RECORDS)
        with looks.noting_looks() as noted:
            pass
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
        assert len(list_of(world_a.first.apprentice)) == 1

    def test_a_page_whose_transaction_is_lost_while_looks_are_written_is_not_shown(
        self, world_a: World, client_of: Clients, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The connection is gone: Django would roll back without a word, and the page would say that something was done."""

        def gone(*_: object) -> None:
            raise OperationalError("the connection is lost")

        monkeypatch.setattr(looks, "_written", gone)
        monkeypatch.setattr(connection, "savepoint_rollback", gone)
        client = client_of(world_a.people["trainer"])
        client.raise_request_exception = False
        assert self._open(client, world_a) == 503


class TestMemory:
    def _sent(self, person: Person, room: UUID) -> int:
        """How many statements a look sends once the page is committed."""
        with TestCase.captureOnCommitCallbacks(execute=True), statements() as found:
            look(person, room, Scope.RECORDS)
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
        assert len(list_of(world_a.first.apprentice)) == 1

    def test_a_page_that_was_rolled_back_is_not_remembered(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
            look(trainer, room, Scope.RECORDS)
            transaction.set_rollback(True)
        assert list_of(world_a.first.apprentice) == []
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
