"""Rows get into a database: by COPY, with foreign keys, triggers and indexes laid aside meanwhile, and all of them built again.

As the owner role, because PostgreSQL refuses COPY FROM into a table with row-level security to everybody else. Building a key again
checks every row; constraints of single rows are never laid aside.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import sql

MEMORY = "1GB"


class Index(NamedTuple):
    """An index: the table, the statement that makes it, and the constraint it carries, if any."""

    table: str
    statement: str
    constraint: str


class Key(NamedTuple):
    """A foreign key of a table, with its definition."""

    table: str
    name: str
    definition: str


class LaidAside(NamedTuple):
    """What the tables are to have again."""

    tables: tuple[str, ...]
    indexes: tuple[Index, ...]
    keys: tuple[Key, ...]


def copy_lines(connection: psycopg.Connection, table: str, columns: str, lines: Sequence[str]) -> int:
    """The rows are in the table; returns how many. `lines` are as COPY reads them."""
    if lines:
        with connection.cursor().copy(copy_statement(table, columns)) as copy:
            for start in range(0, len(lines), 5000):
                copy.write("".join(lines[start : start + 5000]).encode())
    return len(lines)


def copy_statement(table: str, columns: str, *, frozen: bool = False) -> sql.Composed:
    """Returns the COPY of these columns. `frozen`: the transaction has emptied the table, nobody needs to look at the rows again."""
    names = sql.SQL(", ").join(sql.Identifier(name.strip('"')) for name in columns.split())
    options = sql.SQL(" WITH (FREEZE)" if frozen else "")
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names) + options


def set_up_session(connection: psycopg.Connection) -> None:
    """The connection builds indexes with much memory, alone (two of them work at a time), and may be slow."""
    for name, value in (
        ("maintenance_work_mem", MEMORY),
        ("work_mem", "256MB"),
        ("max_parallel_maintenance_workers", "0"),
        ("max_parallel_workers_per_gather", "0"),
        ("statement_timeout", "0"),
        ("lock_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
        ("synchronous_commit", "off"),
    ):
        connection.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))


def lay_aside(connection: psycopg.Connection, tables: Sequence[str]) -> LaidAside:
    """The tables have no triggers, no foreign keys from or to them, and no indexes; returns what they had."""
    keys = tuple(Key(*row) for row in connection.execute(_KEYS, {"tables": list(tables)}))
    indexes = tuple(Index(*row) for row in connection.execute(_INDEXES, {"tables": list(tables)}))
    for key in keys:
        _alter(connection, key.table, f"DROP CONSTRAINT {key.name}")
    for index in indexes:
        if index.constraint:
            _alter(connection, index.table, f"DROP CONSTRAINT {index.constraint.split(' ', 1)[0]}")
    for name in _names_of(connection, tables):
        connection.execute(f"DROP INDEX {name}")
    for table in tables:
        _alter(connection, table, "DISABLE TRIGGER USER")
    return LaidAside(tuple(tables), indexes, keys)


_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND conparentid = 0 AND (conrelid::regclass::text = ANY (%(tables)s) OR confrelid::regclass::text = ANY (%(tables)s))
 ORDER BY 1, 2
"""
# The statement of a unique constraint's index, and its name and nature for ADD CONSTRAINT … USING INDEX.
_INDEXES = """
SELECT i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid),
       coalesce((SELECT quote_ident(c.conname) || CASE c.contype WHEN 'p' THEN ' PRIMARY KEY' ELSE ' UNIQUE' END
                        || ' USING INDEX ' || quote_ident(c.conname)
                        || CASE WHEN c.condeferrable THEN ' DEFERRABLE' ELSE '' END
                        || CASE WHEN c.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END
                   FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u')), '')
  FROM pg_index i WHERE i.indrelid::regclass::text = ANY (%(tables)s)
 ORDER BY pg_relation_size(i.indexrelid) DESC, i.indexrelid
"""


def _names_of(connection: psycopg.Connection, tables: Sequence[str]) -> list[str]:
    rows = connection.execute(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid::regclass::text = ANY (%s)",
        [list(tables)],
    )
    return [row[0] for row in rows]


def _alter(connection: psycopg.Connection, table: str, what: str) -> None:
    connection.execute(f"ALTER TABLE {table} {what}")


def give_constraints(connection: psycopg.Connection, aside: LaidAside) -> None:
    """The indexes that were built carry their constraints; triggers act; foreign keys hold for what is written from now on."""
    for index in aside.indexes:
        if index.constraint:
            _alter(connection, index.table, f"ADD CONSTRAINT {index.constraint}")
    for table in aside.tables:
        _alter(connection, table, "ENABLE TRIGGER USER")
    for key in aside.keys:
        _alter(connection, key.table, f"ADD CONSTRAINT {key.name} {key.definition} NOT VALID")


def check_key(connection: psycopg.Connection, key: Key) -> None:
    """Every row of the table keeps the foreign key; raises psycopg.errors.ForeignKeyViolation otherwise."""
    connection.execute("SET enable_nestloop = off")
    _alter(connection, key.table, f"VALIDATE CONSTRAINT {key.name}")


@contextmanager
def emptied(owner_url: str, tables: Iterable[str]) -> Iterator[psycopg.Connection]:
    """Inside the block a transaction has emptied these tables, so that COPY may freeze its rows; it is committed at the end."""
    with psycopg.connect(owner_url) as connection:
        set_up_session(connection)
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        yield connection
