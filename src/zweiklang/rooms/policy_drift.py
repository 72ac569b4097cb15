"""Whether the protection of each table in the database is still what its model declares.

`apply_policies` leaves a digest of what it did in the table's comment. That says whether the declaration has changed since, not whether
somebody has changed the table by hand. So what is declared is made once more, on an empty temporary table with the same columns and in a
transaction that is rolled back, and PostgreSQL's own words for both are compared. No table is locked, nothing is written.
"""

from typing import Any

from django.db import connections, transaction

from zweiklang.rooms.policies import (
    APP_ROLE,
    NEVER_IGNORED,
    SYSTEM_ROLE,
    declared_tables,
    digest_of,
    table_comment,
)

_POLICIES = """
    SELECT polname, polcmd::text, polpermissive, polroles::regrole[]::text,
           pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
      FROM pg_policy WHERE polrelid = %s::regclass ORDER BY 1"""
_ENABLED = "SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass"
# Whoever is neither of the two nor the owner has no rights at all: PUBLIC is role 0 here.
_RIGHTS = """
    SELECT a.grantee::regrole::text, a.privilege_type, '' FROM pg_class c, aclexplode(c.relacl) a
     WHERE c.oid = %(table)s::regclass AND a.grantee <> c.relowner
    UNION ALL
    SELECT a.grantee::regrole::text, a.privilege_type, t.attname FROM pg_attribute t, aclexplode(t.attacl) a
     WHERE t.attrelid = %(table)s::regclass AND NOT t.attisdropped AND a.grantee <> 0
     ORDER BY 1, 2, 3"""


def outdated_tables(*, using: str = "default") -> list[str]:
    """Returns the tables whose declaration has changed since `zweiklang migrate` ran last, or never was applied."""
    with connections[using].cursor() as cursor:
        return [
            table
            for table, statements in declared_tables()
            if table_comment(cursor, table) != digest_of(statements)
        ]


def drifted_tables(*, using: str = "owner") -> list[str]:
    """Returns the tables whose policies or rights are not those declared. `using` must be the owner."""
    drifted = []
    for table, statements in declared_tables():
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            found = _protection(cursor, f"public.{table}")
            # Of the same name: PostgreSQL puts the table's name before columns inside of sub-selects.
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table}) ON COMMIT DROP")
            cursor.execute(";\n".join(f"{one}" for one in statements))
            if _protection(cursor, f"pg_temp.{table}") != found:
                drifted.append(table)
            transaction.set_rollback(True, using=using)
    return drifted


def triggers_can_be_ignored(*, using: str = "default") -> bool:
    """True if a session may switch triggers off by itself (see `make_triggers_binding`)."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc('public._pgtrigger_should_ignore')")
        row = cursor.fetchone()
    return row is not None and row[0] != NEVER_IGNORED


def _protection(cursor: Any, table: str) -> list[Any]:
    cursor.execute(_ENABLED, [table])
    found: list[Any] = [cursor.fetchall()]
    cursor.execute(_POLICIES, [table])
    found.append(cursor.fetchall())
    cursor.execute(_RIGHTS, {"table": table})
    found.append([row for row in cursor.fetchall() if row[0] in {APP_ROLE, SYSTEM_ROLE, "-"}])
    return found
