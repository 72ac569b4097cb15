"""A server that has forgotten everything, and what the statements of a page read then."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.core.handlers.wsgi import WSGIHandler

from tests.bench.browsing import Browser
from tests.bench.hesse_file import Hesse, one

RECORD = ("records_week", "records_line", "records_recordact", "records_comment")


@dataclass(frozen=True, slots=True)
class Read:
    """What some statements took: milliseconds of running and of planning, rows they gave, blocks of 8 kB from memory and from the system.

    Blocks without those of planning, which reads the catalogue once in each connection.
    """

    milliseconds: float
    planning: float
    rows: int
    hit: int
    read: int

    @property
    def text(self) -> str:
        """Returns it as people read it."""
        blocks = f"{self.read} blocks read, {self.hit} from memory"
        return f"{self.milliseconds:.1f} ms, {blocks} (planning {self.planning:.1f} ms)"


def forget(hesse: Hesse) -> str:
    """The server runs and holds nothing in memory; returns what was done for that.

    Only for an embedded server. Its files are dropped from the page cache of the system where that is allowed; /proc/sys/vm/drop_caches is
    not touched, because it is the whole machine's.
    """
    if hesse.server is None:
        return "the server is somebody else's: nothing was forgotten"
    with psycopg.connect(hesse.urls.superuser, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    hesse.server.stop()
    dropped = sum(_drop(path) for path in (hesse.server.data_dir / "base").rglob("*") if path.is_file())
    hesse.server.start()
    return f"server restarted, {dropped / 1e9:.1f} GB of files dropped from the page cache"


def _drop(path: Path) -> int:
    number = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
        return os.fstat(number).st_size
    finally:
        os.close(number)


def statements_of(person: UUID, path: str) -> list[tuple[str, Any]]:
    """Returns the statements on the record, with their values, that a page sends. Django is connected to the world."""
    from django.db import connection

    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, *more: Any) -> Any:
        if sql.lstrip().upper().startswith("SELECT") and any(table in sql for table in RECORD):
            found.append((sql, values))
        return execute(sql, values, *more)

    browser = Browser(WSGIHandler(), person)
    with connection.execute_wrapper(note):
        browser.get(path)
    return found


def explain(app_url: str, person: UUID, asked: list[tuple[str, Any]]) -> Read:
    """Returns what the statements read in a fresh connection of the application, as that person."""
    running = planning = 0.0
    rows = hit = read = 0
    # Values are put in by the client: EXPLAIN then plans for them, as a fresh connection does.
    with psycopg.connect(app_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute("SELECT set_config('zweiklang.person', %s, false)", [str(person)])
        for sql, values in asked:
            plan = one(connection, f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
            found = (json.loads(plan) if isinstance(plan, str) else plan)[0]
            top = found["Plan"]
            running, planning = running + found["Execution Time"], planning + found["Planning Time"]
            rows, hit, read = (
                rows + int(top["Actual Rows"]),
                hit + top["Shared Hit Blocks"],
                read + top["Shared Read Blocks"],
            )
    return Read(running, planning, rows, hit, read)
