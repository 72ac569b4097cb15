"""What each table holds, in figures that two databases with the same rows have in common: rows, and a sum over all rows.

The sum adds a 64-bit hash of each row's text, so order does not matter and PostgreSQL reckons it in parallel. It finds
rows that are lost, doubled, cut or changed; whoever wants to deceive is kept out by the checksums of the parts.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import NamedTuple

import psycopg
from psycopg import sql

from zweiklang.cli.backing_up.postgres import connected

_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
ORDER BY pg_relation_size(c.oid) DESC, 1, 2
"""
_SEQUENCES = """
SELECT schemaname || '.' || sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1
"""


class Table(NamedTuple):
    """A table (or one partition), by schema and name."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


class Measure(NamedTuple):
    """How many rows, and the sum of their hashes as a decimal number (it is longer than 64 bits)."""

    rows: int
    checksum: str


def tables(connection: psycopg.Connection) -> list[Table]:
    """All tables that hold rows themselves, the largest first."""
    return [Table(*row) for row in connection.execute(_TABLES)]


def sequences(connection: psycopg.Connection) -> dict[str, int]:
    """Each sequence's last number, 0 for one that has not been used. Sequences belong to no snapshot."""
    return {name: int(value) for name, value in connection.execute(_SEQUENCES)}


def measures(url: str, wanted: Iterable[Table], *, jobs: int, snapshot: str = "") -> dict[str, Measure]:
    """The measure of each table, taken over `jobs` connections at once, all of which see `snapshot` if one is named."""
    waiting: SimpleQueue[Table] = SimpleQueue()
    for table in wanted:
        waiting.put(table)
    with ThreadPoolExecutor(jobs) as pool:
        parts = [pool.submit(_measure_waiting, url, waiting, snapshot) for _ in range(jobs)]
        found = {name: measure for part in parts for name, measure in part.result().items()}
    return dict(sorted(found.items()))


def _measure_waiting(url: str, waiting: "SimpleQueue[Table]", snapshot: str) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    with connected(url) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if snapshot:
            connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
        while True:
            try:
                table = waiting.get_nowait()
            except Empty:
                return found
            found[str(table)] = _measure(connection, table)


def _measure(connection: psycopg.Connection, table: Table) -> Measure:
    # The alias must be no column's name, or it would mean that column instead of the row.
    statement = sql.SQL(
        "SELECT count(*), coalesce(sum(hashtextextended(zk_row::text, 0)), 0)::text FROM ONLY {} AS zk_row"
    ).format(sql.Identifier(*table))
    row = connection.execute(statement).fetchone()
    assert row is not None
    return Measure(*row)
