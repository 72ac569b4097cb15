"""The database roles and what they may do.

* `zweiklang_owner` owns the database and migrates; no web process ever uses it.
* `zweiklang_app` is what web processes use: reads and writes rows, owns nothing, row-level security applies
to it.
* `zweiklang_system` cannot sign in; the application steps into it (`SET LOCAL ROLE`) for derivations,
imports, jobs.
"""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

OWNER = "zweiklang_owner"
APP = "zweiklang_app"
SYSTEM = "zweiklang_system"
DATABASE = "zweiklang"

_ATTRIBUTES = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
_NO_PASSWORDS: Mapping[str, str] = MappingProxyType({})


def ensure_roles_and_database(
    superuser_url: str,
    database: str = DATABASE,
    *,
    passwords: Mapping[str, str] = _NO_PASSWORDS,
    template: str = "",
) -> bool:
    """The three roles and `database` exist with exactly the rights described above. True when it was created.

    `passwords` (role to password) are set when given; `template` names a database to copy. Safe to repeat.
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _ensure_roles(connection, passwords)
        created = _ensure_database(connection, database, template)
    with psycopg.connect(in_database(superuser_url, database), autocommit=True) as connection:
        _grant_in_database(connection)
    return created


def in_database(url: str, database: str) -> str:
    """The same connection string for another database."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{quote(database)}{f'?{parts.query}' if parts.query else ''}"


def _ensure_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    for role, login in ((OWNER, "LOGIN"), (APP, "LOGIN"), (SYSTEM, "NOLOGIN")):
        name = sql.Identifier(role)
        # CREATE ROLE knows no IF NOT EXISTS; of two processes at once, one loses and finds the role there.
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("CREATE ROLE {}").format(name))
        if not _has(connection, role, login=login == "LOGIN"):
            connection.execute(sql.SQL("ALTER ROLE {} " + login + " " + _ATTRIBUTES).format(name))
        if role in passwords:
            password = sql.Literal(passwords[role])
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, password))
    connection.execute(
        sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(
            sql.Identifier(SYSTEM), sql.Identifier(APP)
        )
    )


def _has(connection: psycopg.Connection, role: str, *, login: bool) -> bool:
    """True when the role has these attributes already (altering needs a lock others may hold)."""
    row = connection.execute(
        "SELECT rolcanlogin = %s AND NOT"
        " (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)"
        " FROM pg_roles WHERE rolname = %s",
        (login, role),
    ).fetchone()
    return bool(row and row[0])


def _ensure_database(connection: psycopg.Connection, database: str, template: str) -> bool:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
        return False
    source = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner) + source)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(APP)))
    return True


def _grant_in_database(connection: psycopg.Connection) -> None:
    """Nobody but the owner creates in `public`; tables the owner makes from now on are open to the other two
    roles.

    Open means the SQL privilege; which rows they see is row-level security's.
    """
    who = sql.SQL(", ").join([sql.Identifier(APP), sql.Identifier(SYSTEM)])
    owner = sql.Identifier(OWNER)
    default = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT ").format(owner)
    for statement in (
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("GRANT USAGE ON SCHEMA public TO ") + who,
        default + sql.SQL("SELECT, INSERT, UPDATE, DELETE ON TABLES TO ") + who,
        default + sql.SQL("USAGE, SELECT ON SEQUENCES TO ") + who,
    ):
        connection.execute(statement)
