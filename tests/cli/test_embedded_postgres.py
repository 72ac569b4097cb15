"""The embedded PostgreSQL starts, stops, and survives what can go wrong with processes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.processes import becomes, left_behind
from zweiklang.cli.embedded_postgres import EmbeddedPostgres, PostgresFailed
from zweiklang.cli.postmaster import read_postmaster

pytestmark = pytest.mark.slow

HOLD = """
import sys, time
from pathlib import Path
from zweiklang.cli.embedded_postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), throwaway=True).in_use(tied=sys.argv[2] == "tied"):
    print("in use", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """A server in a folder of its own, not started, surely stopped afterwards."""
    postgres = EmbeddedPostgres(folder / "postgres", throwaway=True)
    yield postgres
    postgres.stop()
    assert left_behind(folder) == []


def another_user(server: EmbeddedPostgres, *, tied: bool) -> "subprocess.Popen[bytes]":
    """Another process that uses the server until its standard input ends."""
    arguments = [sys.executable, "-c", HOLD, str(server.data_dir), "tied" if tied else "free"]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"in use\n"
    return process


def can_connect(server: EmbeddedPostgres) -> bool:
    """Whether a query is answered."""
    with psycopg.connect(server.superuser_url()) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_it_starts_once_and_stops(server: EmbeddedPostgres) -> None:
    assert server.start()
    assert not server.start()
    assert can_connect(server)
    server.stop()
    assert not server.is_running()
    server.stop()


def test_no_tcp_and_nobody_else_may_enter_the_socket_folder(server: EmbeddedPostgres) -> None:
    server.start()
    with psycopg.connect(server.superuser_url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.socket_dir.stat().st_mode & 0o077 == 0


def test_what_was_written_is_there_after_a_restart(server: EmbeddedPostgres) -> None:
    server.start()
    with psycopg.connect(server.superuser_url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Übung' AS word")
    server.stop()
    server.start()
    with psycopg.connect(server.superuser_url()) as connection:
        assert connection.execute("SELECT lower(word) FROM kept").fetchone() == ("übung",)


def test_a_tied_server_ends_when_its_starter_is_killed(server: EmbeddedPostgres) -> None:
    starter = another_user(server, tied=True)
    assert server.is_running()
    starter.kill()
    starter.wait()
    if sys.platform == "linux":
        assert becomes(lambda: read_postmaster(server.data_dir) is None)
    server.start()
    assert can_connect(server)


def test_a_start_right_after_the_kill_waits_for_the_old_server_to_end(server: EmbeddedPostgres) -> None:
    starter = another_user(server, tied=True)
    starter.kill()
    assert server.start(tied=True)
    assert can_connect(server)
    starter.wait()


def test_a_server_whose_starter_is_gone_is_replaced_even_if_it_has_not_noticed(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    running = read_postmaster(server.data_dir)
    assert running is not None
    server.data_dir.with_name("postgres.tied").write_text(f"{running.process.pid} 999999999 1.5")
    attaching = EmbeddedPostgres(server.data_dir, throwaway=True)
    assert attaching.start()
    assert can_connect(server)
    attaching.stop()


def test_a_killed_server_starts_again(server: EmbeddedPostgres) -> None:
    server.start()
    running = read_postmaster(server.data_dir)
    assert running is not None
    running.process.send_signal(signal.SIGKILL)
    assert becomes(lambda: read_postmaster(server.data_dir) is None)
    assert server.start()
    assert can_connect(server)


def test_a_process_number_that_somebody_else_has_now_does_not_block_the_start(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    server.stop()
    lines = [
        str(os.getpid()),
        str(server.data_dir),
        "1700000000",
        "5432",
        str(server.socket_dir),
        "",
        "1 2",
        "ready",
    ]
    (server.data_dir / "postmaster.pid").write_text("\n".join(lines) + "\n")
    (server.socket_dir / ".s.PGSQL.5432.lock").write_text("\n".join(lines) + "\n")
    assert not server.is_running()
    assert server.start()
    assert can_connect(server)


def test_a_first_start_that_broke_off_is_done_again(server: EmbeddedPostgres) -> None:
    half = server.data_dir.with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert server.start()


def test_a_folder_of_somebody_else_is_not_touched(server: EmbeddedPostgres) -> None:
    server.data_dir.mkdir()
    (server.data_dir / "thesis.txt").write_text("years of work")
    with pytest.raises(PostgresFailed, match="neither empty nor"):
        server.start()
    assert (server.data_dir / "thesis.txt").read_text() == "years of work"


def test_data_of_another_version_is_refused_with_a_sentence(server: EmbeddedPostgres) -> None:
    server.data_dir.mkdir()
    (server.data_dir / "PG_VERSION").write_text("16\n")
    with pytest.raises(PostgresFailed, match="made by PostgreSQL 16"):
        server.start()


def test_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    server = EmbeddedPostgres(folder / ("long" * 25) / "postgres", throwaway=True)
    try:
        server.start()
        assert server.socket_dir != server.data_dir
        assert server.socket_dir.stat().st_mode & 0o077 == 0
        assert can_connect(server)
    finally:
        server.stop()
        shutil.rmtree(server.socket_dir)


def test_the_last_user_stops_the_server(server: EmbeddedPostgres) -> None:
    with server.in_use():
        other = another_user(server, tied=False)
    assert server.is_running()
    other.communicate(b"\n")
    assert not server.is_running()


def test_a_user_that_was_killed_does_not_count(server: EmbeddedPostgres) -> None:
    other = another_user(server, tied=False)
    other.kill()
    other.wait()
    with server.in_use():
        assert can_connect(server)
    assert not server.is_running()


def test_a_server_told_to_keep_running_outlives_its_users(server: EmbeddedPostgres) -> None:
    server.start()
    server.keep_running()
    with server.in_use():
        pass
    assert server.is_running()


def test_the_note_to_keep_running_does_not_count_for_a_later_server(server: EmbeddedPostgres) -> None:
    server.start()
    server.keep_running()
    running = read_postmaster(server.data_dir)
    assert running is not None
    running.process.kill()
    assert becomes(lambda: read_postmaster(server.data_dir) is None)
    with server.in_use():
        pass
    assert not server.is_running()
