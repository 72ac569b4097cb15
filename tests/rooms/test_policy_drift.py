"""Whoever operates the database learns when a table's protection was changed by hand, or is older than its declaration."""

import pytest
from django.db import connections

from zweiklang.rooms.policies import make_triggers_binding
from zweiklang.rooms.policy_drift import drifted_tables, outdated_tables, triggers_can_be_ignored

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def _as_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_a_migrated_database_is_as_declared() -> None:
    assert outdated_tables() == []
    assert drifted_tables() == []
    assert not triggers_can_be_ignored()


@pytest.mark.parametrize(
    ("table", "by_hand"),
    [
        ("records_line", "ALTER POLICY zk_read ON records_line USING (true)"),
        ("records_line", "CREATE POLICY everybody ON records_line FOR SELECT TO zweiklang_app USING (true)"),
        ("records_line", "DROP POLICY zk_insert ON records_line"),
        ("records_line", "ALTER TABLE records_line DISABLE ROW LEVEL SECURITY"),
        ("records_week", "GRANT UPDATE ON records_week TO zweiklang_app"),
        ("records_week", "GRANT UPDATE (monday) ON records_week TO zweiklang_app"),
        ("rooms_membership", "GRANT SELECT ON rooms_membership TO PUBLIC"),
        ("organisations_organisation", "GRANT DELETE ON organisations_organisation TO zweiklang_app"),
    ],
)
def test_a_change_by_hand_is_found(table: str, by_hand: str) -> None:
    _as_owner(by_hand)
    assert drifted_tables() == [table]
    assert outdated_tables(using="owner") == []  # the comment says nothing of it


def test_a_declaration_that_was_not_applied_is_found() -> None:
    _as_owner("COMMENT ON TABLE records_line IS 'zk:0000'")
    assert outdated_tables(using="owner") == ["records_line"]


def test_triggers_that_sessions_may_switch_off_are_found() -> None:
    _as_owner(
        "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
        " LANGUAGE sql IMMUTABLE AS 'SELECT true'"
    )
    assert triggers_can_be_ignored(using="owner")
    make_triggers_binding()
    assert not triggers_can_be_ignored(using="owner")
