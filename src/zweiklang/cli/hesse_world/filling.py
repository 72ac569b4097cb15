"""A database holds a generated Hesse, with all its indexes, keys and memberships: the order of the work."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import psycopg
from psycopg import sql

from zweiklang.cli.hesse_world import derived, plans, schedule, talks, weeks
from zweiklang.cli.hesse_world.building import build_world
from zweiklang.cli.hesse_world.catalogue import occupations
from zweiklang.cli.hesse_world.jobs import Job, do_all
from zweiklang.cli.hesse_world.loading import (
    Index,
    Key,
    LaidAside,
    check_key,
    copy_statement,
    emptied,
    give_constraints,
    lay_aside,
)
from zweiklang.cli.hesse_world.sentences import texts_of
from zweiklang.cli.hesse_world.sizes import NOBODY_SIGNS_IN, Size
from zweiklang.cli.hesse_world.streaming import write_weeks
from zweiklang.cli.hesse_world.world import COLUMNS as PEOPLE
from zweiklang.cli.hesse_world.world import Contract, World

COLUMNS = {**PEOPLE, **schedule.COLUMNS, **plans.COLUMNS, **talks.COLUMNS}
# What triggers would have written, for the weeks in which somebody may still want to know it.
HISTORY = {
    "records_week": "id monday state changed_at contract_id room_id",
    "records_line": 'id day place text minutes plan_items "order" room_id week_id',
    "records_comment": "id text written_at author_id line_id room_id week_id",
}
HISTORY_WEEKS = 4
# The longest work first, so that both connections end together.
BIGGEST = ("records_line", "records_recordact", "rooms_membership", "records_week")


@dataclass(frozen=True, slots=True)
class Filled:
    """What is in the database now: the contracts that run today, the first one of the cast first. Seconds are wall-clock time of all.

    `parts` says how many seconds each part of the work took.
    """

    contracts: list[Contract]
    counts: dict[str, int]
    seconds: float
    parts: dict[str, float]

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(self.counts.values())


class Clock:
    """Seconds of each part of the work."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.began = self._last = time.monotonic()
        self.parts: dict[str, float] = {}
        self._say = say

    def done(self, part: str) -> None:
        """The part has ended now."""
        now = time.monotonic()
        self.parts[part] = round(now - self._last, 1)
        self._last = now
        self._say(f"{part}: {self.parts[part]} s")


def fill(
    owner_url: str,
    size: Size,
    *,
    password: str = NOBODY_SIGNS_IN,
    say: Callable[[str], None] = lambda text: None,
) -> Filled:
    """The database, to which Django is connected, migrated and empty but for the curricula, holds the Hesse of that size.

    It has been vacuumed and analysed. `password`: the stored form of everybody's password ("!" lets nobody in).
    """
    clock = Clock(say)
    with psycopg.connect(owner_url) as connection:
        known = occupations(connection, size)
    world = build_world(size, known, password=password)
    clock.done("people and contracts")
    everything = [*COLUMNS, *weeks.COLUMNS, *(f"{table}history" for table in HISTORY), "rooms_membership"]
    with psycopg.connect(owner_url) as connection:
        aside = lay_aside(connection, everything)
    written = _write_facts(owner_url, world)
    clock.done("facts")
    texts = [texts_of(occupation, size.seed) for occupation in known]
    written |= write_weeks(owner_url, size, world.contracts, texts)
    clock.done("weeks")
    _finish(owner_url, size, aside, written, clock)
    contracts = world.contracts[: size.apprentices]
    return Filled(contracts, written, round(time.monotonic() - clock.began, 1), clock.parts)


def _write_facts(owner_url: str, world: World) -> dict[str, int]:
    """The rows are in the database, and no longer in memory; returns how many there are by table."""
    written = {table: len(world.rows.get(table, ())) for table in COLUMNS}
    with emptied(owner_url, COLUMNS) as connection:
        for table, columns in COLUMNS.items():
            lines = world.rows.pop(table, [])
            with connection.cursor().copy(copy_statement(table, columns, frozen=True)) as copy:
                for start in range(0, len(lines), 5000):
                    copy.write("".join(lines[start : start + 5000]).encode())
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, COLUMNS))))
    return written


def _finish(owner_url: str, size: Size, aside: LaidAside, written: dict[str, int], clock: Clock) -> None:
    """Everything has its indexes, members, keys and statistics; `written` knows the rows of members and history, too."""
    derived_tables = {"rooms_membership", *(f"{table}history" for table in HISTORY)}
    later = [index for index in aside.indexes if index.table in derived_tables]
    first = sorted((index for index in aside.indexes if index.table not in derived_tables), key=_effort)
    gin = [index for index in first if " gin " in index.statement]
    rest = [index for index in first if " gin " not in index.statement]
    jobs: list[Job] = [
        *map(_building, gin),
        partial(
            _members, written, size=size, indexes=[one for one in later if one.table == "rooms_membership"]
        ),
        partial(
            _history, written, size=size, indexes=[one for one in later if one.table != "rooms_membership"]
        ),
        *map(_building, rest),
    ]
    do_all(owner_url, jobs)
    clock.done("indexes and members")
    with psycopg.connect(owner_url) as connection:
        give_constraints(connection, aside)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    do_all(owner_url, _checks(aside.keys))
    clock.done("keys")
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM")
    clock.done("vacuum")


def _effort(index: Index) -> tuple[int, bool]:
    return BIGGEST.index(index.table) if index.table in BIGGEST else len(BIGGEST), not index.constraint


def _building(index: Index) -> Job:
    return lambda connection: connection.execute(index.statement)


def _members(
    written: dict[str, int], connection: psycopg.Connection, *, size: Size, indexes: Iterable[Index]
) -> None:
    connection.execute("TRUNCATE rooms_membership")
    connection.execute("SET LOCAL work_mem = '512MB'")
    written["rooms_membership"] = derived.write_memberships(connection, size.today)
    for index in indexes:
        connection.execute(index.statement)


def _history(
    written: dict[str, int], connection: psycopg.Connection, *, size: Size, indexes: Iterable[Index]
) -> None:
    since = size.monday - timedelta(weeks=HISTORY_WEEKS)
    for table, columns in HISTORY.items():
        names, week = ", ".join(columns.split()), "id" if table == "records_week" else "week_id"
        done = connection.execute(
            f"INSERT INTO {table}history (pgh_created_at, pgh_label, pgh_system, pgh_obj_id, {names})"  # noqa: S608 - names of ours
            f" SELECT now(), 'insert', 'system:hesse', id, {names} FROM {table}"
            f" WHERE {week} IN (SELECT id FROM records_week WHERE monday > %s) ORDER BY id",
            [since],
        )
        written[f"{table}history"] = done.rowcount
    for index in indexes:
        connection.execute(index.statement)


def _checks(keys: Iterable[Key]) -> list[Job]:
    """Returns a job for the keys of each table, since two checks of one table wait for each other."""
    by_table: dict[str, list[Key]] = {}
    for key in keys:
        by_table.setdefault(key.table, []).append(key)
    ordered = sorted(by_table, key=lambda table: BIGGEST.index(table) if table in BIGGEST else len(BIGGEST))
    return [partial(_check, keys=by_table[table]) for table in ordered]


def _check(connection: psycopg.Connection, *, keys: Iterable[Key]) -> None:
    for key in keys:
        check_key(connection, key)
