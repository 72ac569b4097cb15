"""Who looked: written once a day for the person concerned, and read by nobody else."""

from datetime import timedelta

import pytest

from tests.clients import standing_as
from tests.rooms.looking import list_of, look, look_at, refused, run
from tests.worlds import World, Worlds
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.rooms import looks, tasks
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import Scope, as_system, days_looked


class TestWhatIsWritten:
    def test_the_person_concerned_reads_who_looked_as_what_on_which_day(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        look(people["trainer"], room, Scope.RECORDS)
        assert list_of(people["apprentice"]) == [(people["trainer"].pk, "records", "trainer")]
        with standing_as(people["apprentice"]):
            assert list(Look.objects.values_list("day", "room_id")) == [(today(), room)]

    def test_a_second_look_on_the_same_day_is_the_same_row(self, world_a: World) -> None:
        for _ in range(2):
            look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        assert len(list_of(world_a.people["apprentice"])) == 1

    def test_each_viewer_and_each_category_is_a_row(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        for who, category in (
            ("trainer", Scope.RECORDS),
            ("trainer", Scope.PLAN),
            ("class_teacher", Scope.SCHEDULE),
        ):
            look(people[who], room, category)
        assert len(list_of(people["apprentice"])) == 3

    def test_ones_own_data_are_not_noted(self, world_a: World) -> None:
        look(world_a.people["apprentice"], world_a.first.room_id, Scope.RECORDS)
        assert list_of(world_a.people["apprentice"]) == []

    def test_what_the_viewer_does_not_carry_is_not_noted(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        look(people["class_teacher"], room, Scope.RECORDS)
        look(people["other_trainer"], room, Scope.RECORDS)
        look(people["trainer"], world_a.second.room_id, Scope.RECORDS)
        assert list_of(people["apprentice"]) == list_of(people["second_apprentice"]) == []

    def test_single_released_items_of_a_category_are_a_look_at_it(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with as_system("tests"):
            run(
                "UPDATE rooms_membership SET scopes = array_append(scopes, 'results:item') WHERE room_id = %s AND person_id = %s",
                room,
                trainer.pk,
            )
        look(trainer, room, Scope.RESULTS)
        assert list_of(world_a.people["apprentice"]) == [(trainer.pk, "results", "trainer")]

    def test_a_capacity_that_holds_no_more_notes_nothing(self, world_a: World) -> None:
        trainer, room = world_a.people["trainer"], world_a.first.room_id
        with as_system("tests"):
            run(
                "UPDATE rooms_membership SET last_day = greatest(first_day, %s) WHERE room_id = %s AND person_id = %s",
                today() - timedelta(days=1),
                room,
                trainer.pk,
            )
        look(trainer, room, Scope.RECORDS)
        assert list_of(world_a.people["apprentice"]) == []

    def test_a_school_looks_at_its_pupils_and_at_nobody_elses(self, worlds: Worlds) -> None:
        world, other = worlds.a, worlds.b
        head, team = world.people["head_of_school"], world.team_room_id
        look_at(
            head,
            team,
            Scope.ADMINISTRATION,
            world.pupil,
            other.pupil,
            other.first.apprentice,
            worlds.roomless["newcomer"],
        )
        assert list_of(world.pupil) == [(head.pk, "administration", "head_of_school")]
        for person in (other.pupil, other.first.apprentice, worlds.roomless["newcomer"]):
            assert list_of(person) == []

    def test_a_class_is_looked_at_person_by_person(self, world_a: World) -> None:
        head, room = world_a.people["head_of_school"], world_a.school_class.room_id
        look_at(head, room, Scope.SCHEDULE, world_a.pupil, world_a.people["guardian"])
        assert [who for who, *_ in list_of(world_a.pupil)] == [head.pk]
        assert list_of(world_a.people["guardian"]) == []

    def test_whoever_keeps_no_pupils_notes_none(self, world_a: World) -> None:
        look_at(world_a.people["class_teacher"], world_a.team_room_id, Scope.ADMINISTRATION, world_a.pupil)
        assert list_of(world_a.pupil) == []


class TestWhoReads:
    def test_nobody_but_the_person_concerned_reads_a_row(self, worlds: Worlds) -> None:
        world = worlds.a
        look(world.people["trainer"], world.first.room_id, Scope.RECORDS)
        look(world.people["guardian"], world.first.room_id, Scope.RECORDS)
        others = [
            *world.people.values(),
            *worlds.b.people.values(),
            worlds.crossing.person,
            *worlds.roomless.values(),
        ]
        for person in others:
            if person != world.first.apprentice:
                assert list_of(person) == [], person
        with standing_as(None):
            assert Look.objects.count() == 0
        assert len(list_of(world.first.apprentice)) == 2

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
        look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        with as_system("tests"):
            assert refused(statement)

    def test_partitions_are_closed_to_everybody(self, world_a: World) -> None:
        look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        part = f"rooms_look_{today():%Y_%m}"
        with standing_as(world_a.people["apprentice"]):
            assert refused(f"SELECT 1 FROM {part}")
            assert refused(f"INSERT INTO {part} SELECT * FROM {part}")
        with as_system("tests"):
            assert refused(f"SELECT 1 FROM {part}")

    def test_days_are_counted_for_the_person_concerned_alone(self, world_a: World) -> None:
        people, room = world_a.people, world_a.first.room_id
        look(people["trainer"], room, Scope.RECORDS)
        look(people["trainer"], room, Scope.PLAN)
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
                assert refused(
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
        look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        for who in ("trainer", "apprentice", "head_of_school"):
            with standing_as(world_a.people[who]):
                assert refused(statement), who

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
                run(
                    "SELECT note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[%s]::uuid[])",
                    target,
                    victim.pk,
                )
        assert list_of(victim) == list_of(worlds.a.first.apprentice) == []

    def test_nobody_signed_in_notes_nothing(self, world_a: World) -> None:
        with standing_as(None):
            found = run(
                "SELECT known FROM note_looks(ARRAY[%s]::uuid[], ARRAY['records'], ARRAY[NULL]::uuid[])",
                world_a.first.room_id,
            )
        assert found == [(None,)]
        assert list_of(world_a.first.apprentice) == []


class TestTimeAndPeople:
    def test_what_is_about_somebody_goes_with_the_person(self, worlds: Worlds) -> None:
        world = worlds.a
        look(world.people["trainer"], world.first.room_id, Scope.RECORDS)
        look(world.people["other_trainer"], world.second.room_id, Scope.RECORDS)
        with as_system("tests"):
            assert looks.forget_looks([world.first.apprentice.pk]) == 1
        assert list_of(world.first.apprentice) == []
        assert len(list_of(world.second.apprentice)) == 1

    def test_a_deleted_person_leaves_no_looks(self, world_a: World) -> None:
        gone = new_id()
        with as_system("tests"):
            run(
                "INSERT INTO rooms_look VALUES (%s, %s, %s, %s, 'records', 'trainer')",
                today(),
                gone,
                gone,
                gone,
            )
            run(
                "INSERT INTO people_person SELECT (jsonb_populate_record(p, jsonb_build_object('id', %s::text, 'email', ''))).*"
                " FROM people_person p LIMIT 1",
                gone,
            )
            run("DELETE FROM people_person WHERE id = %s", gone)
            assert looks.forget_looks([gone]) == 0

    def test_the_nightly_job_may_do_what_it_does(self, world_a: World) -> None:
        """It lives in the system role, which owns no table."""
        with as_system("tests"):
            run(
                "SELECT rotate_looks(%s)",
                (today() - timedelta(days=430)),
            )
            run(
                "INSERT INTO rooms_look VALUES (%s, %s, %s, %s, 'records', 'trainer')",
                today() - timedelta(days=400),
                world_a.first.apprentice.pk,
                new_id(),
                world_a.first.room_id,
            )
        look(world_a.people["trainer"], world_a.first.room_id, Scope.RECORDS)
        tasks.rotate_looks_daily(None, timestamp=0)
        with standing_as(world_a.first.apprentice):
            assert list(Look.objects.values_list("day", flat=True)) == [today()]
