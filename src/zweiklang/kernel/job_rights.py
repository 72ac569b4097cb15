"""Who may do what with the queue: the application role defers, nothing else; the system role works.

Applied after each migrate, because procrastinate's migrations write its functions anew.
"""

from typing import Any

from django.db import connections

APP_ROLE = "zweiklang_app"
SYSTEM_ROLE = "zweiklang_system"
DEFER = "procrastinate_defer_jobs_v1"


def protect_queue(*, using: str = "owner") -> None:
    """The application role can put jobs into the queue, and neither read, change nor remove any."""
    with connections[using].cursor() as cursor:
        tables = _names(
            cursor,
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'S')"
            " AND relnamespace = 'public'::regnamespace AND starts_with(relname, 'procrastinate_')",
        )
        functions = _names(
            cursor,
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'procrastinate_')",
        )
        statements = [f"REVOKE ALL ON {table} FROM PUBLIC, {APP_ROLE}" for table in tables]
        for function in functions:
            statements += [
                f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {APP_ROLE}",
                f"GRANT EXECUTE ON FUNCTION {function} TO {SYSTEM_ROLE}",
            ]
            if function.startswith(f"{DEFER}("):
                # Runs with the owner's rights, so that whoever calls it needs none of their own on the tables.
                statements += [
                    f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = public, pg_temp",
                    f"GRANT EXECUTE ON FUNCTION {function} TO {APP_ROLE}",
                ]
        if statements:
            cursor.execute(";\n".join(statements))


def _names(cursor: Any, query: str) -> list[str]:
    cursor.execute(query)
    return [name for (name,) in cursor.fetchall()]
