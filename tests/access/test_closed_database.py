"""What the application role cannot do at all, and that no table of a room is forgotten."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from psycopg import errors

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import World
from zweiklang.rooms.public import as_system, unprotected_tables

# Tables whose condition names the room a second time, for the rows the index has found: school lines for some, all lines for others;
# released topics for some, all topics for others; published plans for some, drafts too for others; who will teach, before it begins.
ALSO_FILTERED = {"records_line", "records_linehistory", "records_recordact", "schedule_lessontopic"}
ALSO_FILTERED |= {"planning_didacticplan", "planning_fieldplacement", "apprenticeships_teachingassignment"}
# One's own answer, and all of them for whoever organises.
ALSO_FILTERED |= {"exchange_invitee", "exchange_optionanswer"}
OWNER = pytest.mark.django_db(databases=["default", "owner"])


def _refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            return True
        raise
    return False


def _value(statement: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@OWNER
def test_no_table_with_a_room_is_unprotected() -> None:
    assert unprotected_tables(using="owner") == []
    assert unprotected_tables() == []


@OWNER
@pytest.mark.parametrize(
    "protection",
    [
        "",
        "ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY zk_read ON forgotten USING (false)",
    ],
    ids=["nothing", "enabled without a policy", "a policy that is not enabled"],
)
def test_a_new_table_with_a_room_and_no_policy_is_reported(protection: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE forgotten (id uuid PRIMARY KEY, room_id uuid NOT NULL); {protection}")
    assert unprotected_tables(using="owner") == ["forgotten"]


@OWNER
def test_a_table_with_policy_and_row_level_security_is_not_reported() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE remembered (id uuid PRIMARY KEY, room_id uuid NOT NULL);"
            " ALTER TABLE remembered ENABLE ROW LEVEL SECURITY; CREATE POLICY zk_read ON remembered USING (false)"
        )
    assert unprotected_tables(using="owner") == []


def test_the_roles_bypass_nothing_and_own_nothing(db: None) -> None:
    assert _value("SELECT current_user") == "zweiklang_app"
    statement = "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s) AND (rolbypassrls OR rolsuper OR rolcreaterole OR rolcreatedb)"
    roles = ["zweiklang_app", "zweiklang_system"]
    assert _value(statement, roles) == 0
    assert _value("SELECT count(*) FROM pg_class WHERE relowner::regrole::text = ANY(%s)", roles) == 0
    assert _value("SELECT count(*) FROM pg_proc WHERE proowner::regrole::text = ANY(%s)", roles) == 0
    assert _value("SELECT pg_has_role('zweiklang_app', 'zweiklang_owner', 'MEMBER')") is False


def test_the_application_role_inherits_nothing_of_the_system_role(world_a: World) -> None:
    assert _value("SELECT pg_has_role('zweiklang_app', 'zweiklang_system', 'USAGE')") is False
    assert tables.everything("records_line") == 0
    with as_system("tests"):
        assert tables.everything("records_line") > 0
    assert tables.everything("records_line") == 0
    assert _value("SELECT current_user") == "zweiklang_app"


@pytest.mark.parametrize(
    "statement",
    [
        "DROP POLICY zk_read ON records_line",
        "CREATE POLICY everybody ON records_line USING (true)",
        "ALTER POLICY zk_read ON records_line USING (true)",
        "ALTER TABLE records_line DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE records_line NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE records_line DISABLE TRIGGER ALL",
        "TRUNCATE records_line",
        "CREATE TABLE public.mine (id int)",
        "CREATE OR REPLACE FUNCTION my_person() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET ROLE zweiklang_owner",
        "SET SESSION AUTHORIZATION zweiklang_owner",
        "CREATE ROLE mine",
        "ALTER ROLE zweiklang_app BYPASSRLS",
        "COPY records_line TO PROGRAM 'cat'",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_role_may_not(statement: str, db: None) -> None:
    assert _refused(statement)


def test_row_security_off_is_an_error_and_shows_nothing(world_a: World) -> None:
    """`SET row_security = off` is allowed to anybody; it turns hidden rows into an error, never into rows."""
    with standing_as(world_a.people["trainer"]):
        assert _refused("SET LOCAL row_security = off; SELECT count(*) FROM records_line")


def test_nobody_makes_themselves_a_member(world_a: World) -> None:
    newcomer = world_a.people["other_trainer"]
    row = tables.row_of("rooms_membership", world_a.first.room_id)
    assert row is not None
    with standing_as(newcomer):
        assert not tables.can_insert(row, person_id=str(newcomer.pk))
    manager = world_a.people["training_manager"]
    with standing_as(manager):
        assert not tables.can_insert(row, person_id=str(newcomer.pk))
        assert _refused("UPDATE rooms_membership SET scopes = '{records}'")
        assert _refused("DELETE FROM rooms_membership")


def test_only_the_columns_of_the_state_of_a_week_change(world_a: World) -> None:
    with standing_as(world_a.people["trainer"]):
        for column in ("room_id", "contract_id", "monday", "id"):
            assert _refused(f"UPDATE records_week SET {column} = {column}"), column


@pytest.mark.parametrize("state", ["submitted", "signed"])
def test_the_lines_of_a_locked_week_do_not_change_even_for_the_apprentice(state: str, world_a: World) -> None:
    week = world_a.first.weeks.row[state]
    with standing_as(world_a.people["apprentice"]):
        for statement in (
            "UPDATE records_line SET text = 'x' WHERE week_id = %s",
            "DELETE FROM records_line WHERE week_id = %s",
        ):
            with (
                pytest.raises(DatabaseError, match=f"the week is {state}"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement, [week.pk])


@pytest.mark.parametrize(
    "table",
    ["organisations_organisation", "organisations_post", "organisations_chamberrule", "organisations_site"],
)
def test_tables_everybody_reads_are_written_by_the_system_role_only(table: str, world_a: World) -> None:
    with standing_as(world_a.people["head_of_school"]):
        assert tables.everything(table) > 0
        assert _refused(f"UPDATE {table} SET id = id")
        assert _refused(f"DELETE FROM {table}")
        assert _refused(f"INSERT INTO {table} SELECT * FROM {table}")


def _plan(table: str) -> list[dict[str, Any]]:
    """The nodes of the plan of an unfiltered read, outermost first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off"
        )  # the worlds are too small for the planner to want an index
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT * FROM {table}")
        raw = cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = on")
    tree = json.loads(raw) if isinstance(raw, str) else raw

    def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
        return [node] + [inner for child in node.get("Plans", ()) for inner in nodes(child)]

    return nodes(tree[0]["Plan"])


@pytest.mark.parametrize("table", tables.TABLES)
def test_the_rooms_of_a_person_are_asked_once_and_used_as_an_index_condition(
    table: str, world_a: World
) -> None:
    """As a filter the same condition would be asked of every row: 460 times slower with 4 million weeks."""
    with standing_as(world_a.people["trainer"]):
        plan = _plan(table)
    reads = [node for node in plan if node.get("Relation Name") == table or "Index Cond" in node]
    conditions = " ".join(node.get("Index Cond", "") for node in reads)
    filters = " ".join(node.get("Filter", "") for node in plan)
    assert any(node.get("Parent Relationship") == "InitPlan" for node in plan)
    assert f"{tables.KEYS[table]} = ANY" in conditions
    assert "my_rooms" not in filters
    assert f"{tables.KEYS[table]} = ANY" not in filters or table in ALSO_FILTERED
