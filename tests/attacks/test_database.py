"""SQL as the application role with a person set: what raw statements cannot do although the code never tries."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import errors

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import World, Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import as_system


def _try(statement: str, *values: object) -> BaseException | int:
    """The driver's error, or how many rows were touched; nothing stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            connection.check_constraints()
            transaction.set_rollback(True)
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__ or error


def _ignore(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger WHERE tgrelid = %s::regclass",
            [table],
        )


@pytest.mark.parametrize("state", ["submitted", "signed"])
def test_ignoring_triggers_does_not_open_a_locked_week(state: str, world_a: World) -> None:
    with standing_as(world_a.first.apprentice):
        _ignore("records_line")
        week = world_a.first.weeks.row[state].pk
        found = _try("UPDATE records_line SET text = 'x' WHERE week_id = %s", week)
    assert isinstance(found, errors.CheckViolation)


def test_ignoring_triggers_does_not_let_a_week_skip_a_step(world_a: World) -> None:
    with standing_as(world_a.first.apprentice):
        _ignore("records_week")
        draft = world_a.first.weeks.row["draft"].pk
        assert isinstance(
            _try("UPDATE records_week SET state = 'signed' WHERE id = %s", draft), errors.CheckViolation
        )


def test_ignoring_triggers_does_not_stop_the_history(world_a: World) -> None:
    line = world_a.first.weeks.row["draft"].pk
    with standing_as(world_a.first.apprentice), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_linehistory WHERE week_id = %s", [line])
        before = cursor.fetchone()[0]
        _ignore("records_line")
        cursor.execute("UPDATE records_line SET text = 'heimlich' WHERE week_id = %s", [line])
        changed = cursor.rowcount
        cursor.execute("SELECT count(*) FROM records_linehistory WHERE week_id = %s", [line])
        assert (cursor.fetchone()[0] - before, changed > 0) == (changed, True)


@pytest.mark.parametrize("table", ["records_linehistory", "records_weekhistory", "records_commenthistory"])
def test_nobody_writes_history_by_hand(table: str, world_a: World) -> None:
    row = tables.row_of(table, world_a.first.room_id)
    assert row is not None
    for person in (world_a.people["apprentice"], world_a.people["training_manager"]):
        with standing_as(person):
            assert not tables.can_insert(row)
            assert not tables.can_insert(row, pgh_person_id=str(world_a.people["trainer"].pk))
            for statement in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}"):
                assert isinstance(_try(statement), errors.InsufficientPrivilege)


def test_a_line_goes_into_no_foreign_week_and_no_foreign_room(worlds: Worlds) -> None:
    mine, theirs = worlds.a.first, worlds.b.first
    line = mine.weeks.row["draft"].pk
    with standing_as(mine.apprentice):
        assert isinstance(
            _try("UPDATE records_line SET room_id = %s WHERE week_id = %s", theirs.room_id, line),
            errors.InsufficientPrivilege,
        )
        moved = _try(
            "UPDATE records_line SET week_id = %s WHERE week_id = %s", theirs.weeks.row["draft"].pk, line
        )
        assert isinstance(moved, errors.ForeignKeyViolation)
        for state in ("submitted", "signed"):
            into = _try(
                "UPDATE records_line SET week_id = %s WHERE week_id = %s", mine.weeks.row[state].pk, line
            )
            assert isinstance(into, errors.CheckViolation)


INSERT_ACT = (
    "INSERT INTO records_recordact (id, room_id, week_id, act, person_id, capacity, reason, digest, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, 'Grund', '0', now())"
)
# Acts a member may append when they fit: whose they are, and the states of a week they do not fit.
MISFITS = [
    ("apprentice", "submitted", ("draft", "submitted", "returned", "signed")),
    ("apprentice", "withdrawn", ("draft", "submitted", "returned", "signed")),
    ("trainer", "signed", ("draft", "submitted", "returned", "signed")),
    ("trainer", "returned", ("draft", "submitted", "returned", "signed")),
    ("training_manager", "unlocked", ("draft", "submitted", "returned", "signed")),
    ("class_teacher", "school_noted", ("draft", "returned")),
    ("guardian", "guardian_noted", ("draft", "returned")),
]


@pytest.mark.parametrize(
    ("capacity", "act", "state"), [(who, act, state) for who, act, states in MISFITS for state in states]
)
def test_no_act_is_appended_that_the_week_has_not_done(
    capacity: str, act: str, state: str, world_a: World
) -> None:
    """Neither a second signature under a signed week, nor one under a draft."""
    person, first = world_a.people[capacity], world_a.first
    with standing_as(person):
        found = _try(INSERT_ACT, new_id(), first.room_id, first.weeks.row[state].pk, act, person.pk, capacity)
    assert isinstance(found, errors.CheckViolation), found
    assert found.diag.constraint_name == "record_act_fits"


@pytest.mark.parametrize(
    ("capacity", "before", "after"),
    [
        ("apprentice", "draft", "submitted"),
        ("apprentice", "submitted", "draft"),
        ("trainer", "submitted", "signed"),
        ("training_manager", "signed", "returned"),
    ],
)
def test_no_week_changes_its_state_without_the_act_that_says_who(
    capacity: str, before: str, after: str, world_a: World
) -> None:
    week = world_a.first.weeks.row[before].pk
    with standing_as(world_a.people[capacity]):
        found = _try("UPDATE records_week SET state = %s WHERE id = %s", after, week)
    assert isinstance(found, errors.CheckViolation), found
    assert found.diag.constraint_name == "week_state_has_act"


def test_a_week_is_not_submitted_while_a_line_of_it_is_being_written(world_a: World) -> None:
    """Otherwise the line would land in a week that is locked by then. Two sessions: the second may not go on."""
    first = world_a.first
    week, place = first.weeks.row["draft"].pk, connection.settings_dict
    with standing_as(first.apprentice), connection.cursor() as cursor:
        cursor.execute("UPDATE records_line SET text = 'noch schnell' WHERE week_id = %s", [week])
        with psycopg.connect(
            dbname=place["NAME"], user=place["USER"], password=place["PASSWORD"], host=place["HOST"], port=place["PORT"] or None
        ) as other:  # fmt: skip
            other.execute("SELECT set_config('zweiklang.person', %s, true)", [str(first.apprentice.pk)])
            other.execute("SET LOCAL lock_timeout = '100ms'")
            with pytest.raises(errors.LockNotAvailable):
                other.execute("UPDATE records_week SET state = 'submitted' WHERE id = %s", [week])


def test_a_week_belongs_to_the_contract_of_its_room(worlds: Worlds) -> None:
    """Otherwise an apprentice could take the place of a foreign week, which then could never be begun."""
    mine, theirs = worlds.a.first, worlds.b.first
    statement = "INSERT INTO records_week (id, room_id, contract_id, monday, state) VALUES (%s, %s, %s, '2031-01-06', 'draft')"
    with standing_as(mine.apprentice):
        assert _try(statement, new_id(), mine.room_id, mine.contract.pk) == 1
        found = _try(statement, new_id(), mine.room_id, theirs.contract.pk)
    assert isinstance(found, errors.ForeignKeyViolation)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM pg_authid",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_ls_dir('.')",
        "COPY records_line TO '/tmp/x'",
        "COPY people_person FROM '/etc/passwd'",
        "CREATE TEMP TABLE records_week (id uuid)",
        "ALTER TABLE records_week DISABLE TRIGGER ALL",
        "DROP TRIGGER pgtrigger_locked_week_x ON records_line",
        "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SELECT pg_reload_conf()",
        "INSERT INTO rooms_membership SELECT * FROM rooms_membership",
        "DELETE FROM records_recordact",
        "UPDATE records_recordact SET at = now()",
    ],
)
def test_the_application_role_may_not(statement: str, world_a: World) -> None:
    with standing_as(world_a.people["trainer"]):
        found = _try(statement)
    assert isinstance(found, (errors.InsufficientPrivilege, errors.UndefinedObject)), found


def test_the_system_role_cannot_sign_in_and_skips_no_step_either(world_a: World) -> None:
    with as_system("tests"):
        draft = world_a.first.weeks.row["draft"].pk
        assert isinstance(
            _try("UPDATE records_week SET state = 'signed' WHERE id = %s", draft), errors.CheckViolation
        )
        assert isinstance(_try("ALTER TABLE records_week DISABLE TRIGGER ALL"), errors.InsufficientPrivilege)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'zweiklang_system'")
        assert cursor.fetchone() == (False,)
