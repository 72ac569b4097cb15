"""The rows of a world get into a database: by COPY, as the owner role.

As the owner, because PostgreSQL refuses COPY FROM into a table with row-level security to everybody else; and with
foreign keys and triggers laid aside meanwhile, as one loads any large dump. Building the keys again checks every row.
History rows, which the triggers would have written, are made from the rows by SQL.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tests.bench import derived, weeks
from tests.bench.world import COLUMNS, Contract, Plan, Row, Size, World, build_world

HISTORY = {"records_week": "id monday state changed_at contract_id room_id",
           "records_line": 'id day place text minutes plan_items "order" room_id week_id',
           "records_comment": "id text written_at author_id line_id room_id week_id"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """What is in the database now. Seconds are wall-clock time of the whole filling."""

    contracts: list[Contract]
    rows: int
    seconds: float


def fill(owner_url: str, size: Size) -> Filled:
    """The database, to which Django is connected, migrated and empty but for the curricula, holds the world of that size.

    It has been vacuumed and analysed.
    """
    began = time.monotonic()
    with psycopg.connect(owner_url) as connection:
        world = build_world(size, plans_in_database())
        with laid_aside(connection, [*COLUMNS, *weeks.COLUMNS, "rooms_membership", "rooms_jurisdiction"]):
            rows = _copy_world(connection, world)
            for table, columns in HISTORY.items():
                _write_history(connection, table, columns)
            rows += derived.write_memberships(connection)
            derived.write_places(connection)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return Filled(world.contracts, rows, time.monotonic() - began)


def plans_in_database() -> list[Plan]:
    """Returns the occupations Django's database knows, each with the positions the product offers its apprentices, in a stable order."""
    from zweiklang.curricula.public import Occupation, framework_of, list_name, plan_items

    found = []
    for occupation in Occupation.objects.select_related("regulation").order_by(
        "regulation__document_number", "sort_key"
    ):
        curriculum = framework_of(occupation)
        items = plan_items(occupation, curriculum, limit=1000)
        positions = tuple(item.id for item in items if item.kind == "position")
        name = list_name(occupation.name, occupation.specialisation)
        found.append(Plan(occupation.pk, curriculum.pk if curriculum else None, name, positions))
    return found


def _copy_world(connection: psycopg.Connection, world: World) -> int:
    total = 0
    for table, columns in COLUMNS.items():
        total += copy_rows(connection, table, columns, world.rows.get(table, ()))
    for age in reversed(range(world.size.weeks)):
        for table, rows in weeks.rows_of_week(world, age).items():
            total += copy_rows(connection, table, weeks.COLUMNS[table], rows)
    return total


def copy_rows(connection: psycopg.Connection, table: str, columns: str, rows: Iterable[Row]) -> int:
    """The rows are in the table; returns how many."""
    count = 0
    with connection.cursor().copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_text(value) for value in row])
            count += 1
    return count


def _text(value: object) -> object:
    # psycopg adapts UUIDs and lists of them one by one through several layers; text is what COPY reads anyway.
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return value


def _write_history(connection: psycopg.Connection, table: str, columns: str) -> None:
    names = ", ".join(columns.split())
    connection.execute(
        f"INSERT INTO {table}history (pgh_created_at, pgh_label, pgh_system, pgh_obj_id, {names})"
        f" SELECT now(), 'insert', 'system:bench', id, {names} FROM {table} ORDER BY id"
    )


@contextmanager
def laid_aside(connection: psycopg.Connection, tables: list[str]) -> Iterator[None]:
    """Inside the block the tables have no triggers and no foreign keys; afterwards they have them again, checked over all rows."""
    keys = connection.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s)",
        [tables],
    ).fetchall()
    for table, name, _ in keys:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table in tables:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, name, definition in keys:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
