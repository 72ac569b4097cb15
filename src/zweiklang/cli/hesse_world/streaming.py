"""The weeks get into the database while they are made: several processes make them, and a connection for each table takes them in."""

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread

import psycopg

from zweiklang.cli.hesse_world.loading import copy_statement, emptied
from zweiklang.cli.hesse_world.sentences import Texts
from zweiklang.cli.hesse_world.sizes import Size
from zweiklang.cli.hesse_world.weeks import COLUMNS, Writer
from zweiklang.cli.hesse_world.world import Contract

# Below that many apprentices a second process costs more than it saves.
WORTH_TWO = 2_500


def write_weeks(
    owner_url: str, size: Size, contracts: Sequence[Contract], texts: Sequence[Texts]
) -> dict[str, int]:
    """The weeks of these contracts are in the database, each table in one transaction that has emptied it before; returns its rows."""
    written: dict[str, int] = {}
    if size.apprentices < WORTH_TWO:
        _alone(owner_url, size, contracts, texts, written)
    else:
        with _makers(size, contracts, texts) as ends, _takers(owner_url, ends, written):
            pass
    return written


def _alone(
    owner_url: str, size: Size, contracts: Sequence[Contract], texts: Sequence[Texts], written: dict[str, int]
) -> None:
    with ExitStack() as stack:
        copies = {}
        for table, columns in COLUMNS.items():
            cursor = stack.enter_context(emptied(owner_url, [table])).cursor()
            stack.callback(_note, written, table, cursor)
            copies[table] = stack.enter_context(cursor.copy(copy_statement(table, columns, frozen=True)))
        Writer(size, contracts, texts, 0, 1).write(lambda table, rows: copies[table].write(rows))


def _note(written: dict[str, int], table: str, cursor: psycopg.Cursor) -> None:
    written[table] = cursor.rowcount


type Ends = dict[str, list[Connection]]
"""For each table the pipes its rows come out of."""


@contextmanager
def _makers(
    size: Size, contracts: Sequence[Contract], texts: Sequence[Texts], parts: int = 2
) -> Iterator[Ends]:
    """Inside the block that many processes make rows; afterwards none is left, however the block ended."""
    context = multiprocessing.get_context("spawn")
    ends: Ends = {table: [] for table in COLUMNS}
    processes: list[BaseProcess] = []
    try:
        for part in range(parts):
            pipes = {table: context.Pipe(duplex=False) for table in COLUMNS}
            into = {table: pipe[1] for table, pipe in pipes.items()}
            arguments = (size, contracts[part::parts], texts, part, parts, into)
            process: BaseProcess = context.Process(target=_make, args=arguments, daemon=True)
            process.start()
            processes.append(process)
            for table, (out, end) in pipes.items():
                ends[table].append(out)
                end.close()
        yield ends
        for made in processes:
            made.join()
            if made.exitcode:
                raise RuntimeError(f"A process that makes weeks ended with code {made.exitcode}.")
    finally:
        for made in processes:
            made.kill()
            made.join()


def _make(
    size: Size,
    contracts: Sequence[Contract],
    texts: Sequence[Texts],
    part: int,
    parts: int,
    into: dict[str, Connection],
) -> None:
    # Ctrl-C is for the command, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        Writer(size, contracts, texts, part, parts).write(lambda table, rows: into[table].send_bytes(rows))
    for end in into.values():
        end.close()


@contextmanager
def _takers(owner_url: str, ends: Ends, written: dict[str, int]) -> Iterator[None]:
    """A thread for each table takes in what comes out of its pipes; at the end of the block all have, or the first error is raised."""
    failures: list[BaseException] = []
    connections: list[psycopg.Connection] = []

    def take(table: str) -> None:
        try:
            written[table] = _take(owner_url, table, ends[table], connections)
        except BaseException as error:  # raised again below, in the main thread
            failures.append(error)
            for end in ends[table]:
                end.close()

    threads = [Thread(target=take, args=(table,), daemon=True) for table in COLUMNS]
    for thread in threads:
        thread.start()
    try:
        yield
        for thread in threads:
            while thread.is_alive() and not failures:
                thread.join(0.2)
    except BaseException:
        for connection in connections:
            with suppress(psycopg.Error):
                connection.cancel_safe(timeout=5)
        raise
    if failures:
        raise failures[0]


def _take(owner_url: str, table: str, ends: list[Connection], connections: list[psycopg.Connection]) -> int:
    waiting = list(ends)
    with emptied(owner_url, [table]) as connection:
        connections.append(connection)
        cursor = connection.cursor()
        with cursor.copy(copy_statement(table, COLUMNS[table], frozen=True)) as copy:
            while waiting:
                for end in wait(waiting):
                    try:
                        copy.write(end.recv_bytes())  # type: ignore[union-attr]  # only connections are waited for
                    except EOFError:
                        waiting.remove(end)  # type: ignore[arg-type]  # see above
        return cursor.rowcount
