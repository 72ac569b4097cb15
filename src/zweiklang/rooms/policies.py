"""Turns `security` of every model into PostgreSQL's policies and grants, after each migrate; idempotent.

Reference tables without a room say `written_by_system = True`: everybody reads them, only the system role writes.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models

from zweiklang.rooms.security import ListedRows, OwnRows, RoomSecurity, in_my_rooms, since_rules_opened

APP_ROLE = "zweiklang_app"
SYSTEM_ROLE = "zweiklang_system"
NEVER_IGNORED = "SELECT false"


def secured_models() -> Iterator[tuple[type[models.Model], RoomSecurity]]:
    """Yields every concrete model that declares `security`, in a stable order."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        security = getattr(model, "security", None)
        if isinstance(security, RoomSecurity) and not model._meta.proxy:
            yield model, security


def reference_models() -> Iterator[type[models.Model]]:
    """Yields every concrete model without a room that says `written_by_system`, in a stable order."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        if getattr(model, "written_by_system", False) and not model._meta.proxy:
            yield model


def personal_models() -> Iterator[tuple[type[models.Model], OwnRows | ListedRows]]:
    """Yields every concrete model that declares `own_rows` or `listed_rows`, in a stable order."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        own = getattr(model, "own_rows", None) or getattr(model, "listed_rows", None)
        if isinstance(own, OwnRows | ListedRows) and not model._meta.proxy:
            yield model, own


def personal_statements(table: str, own: OwnRows | ListedRows) -> list[str]:
    """Returns the SQL after which the application role reads only rows of the person, and only the system role writes."""
    system = own.system if isinstance(own, OwnRows) else ""
    narrowed = [
        f"REVOKE ALL ON {table} FROM {SYSTEM_ROLE}",
        f"GRANT {system} ON {table} TO {SYSTEM_ROLE}",
    ]
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        *reference_statements(table),
        *(narrowed if system else ()),
        f"CREATE POLICY zk_system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)",
        f"CREATE POLICY zk_read ON {table} FOR SELECT TO {APP_ROLE} USING ({own.condition})",
    ]


def reference_statements(table: str) -> list[str]:
    """Returns the SQL after which the application role reads `table` and only the system role writes it."""
    return [
        f"REVOKE ALL ON {table} FROM PUBLIC, {APP_ROLE}",
        f"GRANT SELECT ON {table} TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM_ROLE}",
    ]


def reading_condition(security: RoomSecurity) -> str:
    """The SQL condition "I may read this row": in a room where I carry the category, not older than the rule, released if it must be."""
    key, day, full, item = security.key, security.dated_by, str(security.read), f"{security.read}:item"
    if not security.released:
        dated = since_rules_opened(full, day=day, key=key) if day else ""
        return _all(in_my_rooms(security.read, *security.read_also, key=key), dated, security.and_read)
    fully = _all(in_my_rooms(full, key=key), since_rules_opened(full, day=day, key=key))
    by_item = _all(security.released, since_rules_opened(full, item, day=day, key=key))
    return _all(in_my_rooms(full, item, key=key), f"({fully}) OR ({by_item})", security.and_read)


def policy_statements(table: str, security: RoomSecurity) -> list[str]:
    """Returns the SQL that makes `table` obey `security`: drops what was there, enables row-level security, grants and policies."""
    read = reading_condition(security)
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"REVOKE ALL ON {table} FROM PUBLIC, {APP_ROLE}",
        f"GRANT SELECT ON {table} TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM_ROLE}",
        f"CREATE POLICY zk_system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)",
        f"CREATE POLICY zk_read ON {table} FOR SELECT TO {APP_ROLE} USING ({read})",
    ]
    if security.insert:
        check = _all(in_my_rooms(*security.insert, key=security.key), security.and_insert)
        statements += [
            f"GRANT INSERT ON {table} TO {APP_ROLE}",
            f"CREATE POLICY zk_insert ON {table} FOR INSERT TO {APP_ROLE} WITH CHECK ({check})",
        ]
    if security.update:
        mine = in_my_rooms(*security.update, key=security.key)
        columns = f" ({', '.join(security.columns)})" if security.columns else ""
        statements += [
            f"GRANT UPDATE{columns} ON {table} TO {APP_ROLE}",
            f"CREATE POLICY zk_update ON {table} FOR UPDATE TO {APP_ROLE} USING ({mine}) WITH CHECK ({mine})",
        ]
    if security.delete:
        mine = in_my_rooms(*security.delete, key=security.key)
        statements += [
            f"GRANT DELETE ON {table} TO {APP_ROLE}",
            f"CREATE POLICY zk_delete ON {table} FOR DELETE TO {APP_ROLE} USING ({mine})",
        ]
    return statements


def declared_tables() -> list[tuple[str, list[str]]]:
    """Returns every table that is protected, with the SQL that does it."""
    wanted = [(m._meta.db_table, policy_statements(m._meta.db_table, s)) for m, s in secured_models()]
    wanted += [(m._meta.db_table, personal_statements(m._meta.db_table, own)) for m, own in personal_models()]
    wanted += [(m._meta.db_table, reference_statements(m._meta.db_table)) for m in reference_models()]
    return wanted


def digest_of(statements: list[str]) -> str:
    """Returns what stands in the comment of a table to which these statements were applied."""
    return "zk:" + hashlib.sha256("\n".join(statements).encode()).hexdigest()[:32]


def apply_policies(*, using: str = "owner") -> list[str]:
    """Every table obeys its model's `security` or `written_by_system`; returns the tables that had to be changed.

    A digest in the table's comment tells whether anything is to do, so an unchanged table is not locked.
    """
    changed = []
    with connections[using].cursor() as cursor:
        for table, statements in declared_tables():
            digest = digest_of(statements)
            if table_comment(cursor, table) == digest:
                continue
            cursor.execute(
                "SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table]
            )
            drops = [f"DROP POLICY {name} ON {table}" for (name,) in cursor.fetchall()]
            cursor.execute(";\n".join([*drops, *statements, f"COMMENT ON TABLE {table} IS '{digest}'"]))
            changed.append(table)
    return changed


def make_triggers_binding(*, using: str = "owner") -> bool:
    """No session can switch a trigger off by `pgtrigger.ignore`; returns whether anything had to be changed.

    django-pgtrigger makes every trigger ask this function, which believes a setting that anybody may set. It writes the function
    anew with each trigger it installs, so this is done after each migrate.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc('public._pgtrigger_should_ignore')")
        row = cursor.fetchone()
        if row is None or row[0] == NEVER_IGNORED:
            return False
        cursor.execute(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
            f" LANGUAGE sql IMMUTABLE AS '{NEVER_IGNORED}'"
        )
    return True


def unprotected_tables(*, using: str = "default") -> list[str]:
    """Returns the tables with a column `room_id` that have no enabled row-level security or no policy: must be empty."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'room_id' AND NOT a.attisdropped
               WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                 AND (NOT c.relrowsecurity OR NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'zk_read'))
               ORDER BY 1"""
        )
        return [name for (name,) in cursor.fetchall()]


def _all(*conditions: str) -> str:
    return " AND ".join(f"({c})" if " " in c and i else c for i, c in enumerate(conditions) if c)


def table_comment(cursor: Any, table: str) -> str:
    """Returns the comment of a table, "" for none."""
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [table])
    return cursor.fetchone()[0] or ""
