"""The real command: it serves, ends everything it started, and a hard kill blocks no later start."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.cli.processes import Running, becomes, environment, free_port, left_behind, run
from zweiklang.cli.postmaster import read_postmaster

type Serve = Callable[..., Running]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def var_dir(module_folder: Path) -> Iterator[Path]:
    """One var folder for all tests of this file, so that tables are made once."""
    folder = module_folder / "var"
    yield folder
    run("database", "stop", var_dir=folder)
    assert left_behind(folder) == []


@pytest.fixture
def port() -> int:
    """A port for one test."""
    return free_port()


@pytest.fixture
def serve(var_dir: Path, port: int) -> Iterator[Callable[..., Running]]:
    """Starts `zweiklang serve` on the embedded database and waits for an answer; a failed test leaves nothing."""
    started: list[Running] = []

    def start(workers: int = 1) -> Running:
        settings = {"ZWEIKLANG_SECRET_KEY": "only for this test " * 4, "ZWEIKLANG_HTTPS": "false"}
        started.append(Running("serve", "--workers", str(workers), var_dir=var_dir, port=port, **settings))
        started[-1].answer()
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.end(signal.SIGTERM)


def test_it_serves_lets_people_try_sql_and_ends_everything_on_sigint(serve: Serve, var_dir: Path) -> None:
    server = serve()
    assert server.answer() in {200, 302}
    shell = run("database", "shell", "--", "-Atc", "SELECT current_user", var_dir=var_dir)
    assert shell.stdout.strip() == "zweiklang_app"
    url = run("database", "url", "--role", "owner", var_dir=var_dir).stdout.strip()
    assert url.startswith("postgresql://zweiklang_owner@/zweiklang?host=")
    assert any("postgres" in line for line in left_behind(var_dir))
    assert server.end(signal.SIGINT) == 0
    assert left_behind(var_dir) == []


def test_a_second_server_is_refused_with_the_address_of_the_first_which_ends_on_sigterm(
    serve: Serve, var_dir: Path, port: int
) -> None:
    server = serve()
    second = run("serve", "--port", str(free_port()), var_dir=var_dir)
    assert second.returncode == 1
    assert f"http://127.0.0.1:{port}/" in second.stderr
    server.answer()
    assert server.end(signal.SIGTERM) == 0
    assert left_behind(var_dir) == []


def test_a_hard_kill_leaves_nothing_in_the_way_and_ctrl_c_needs_no_force(serve: Serve, var_dir: Path) -> None:
    serve().end(signal.SIGKILL)
    again = serve(2)  # on the same port, at once
    for _ in range(4):
        again.answer()
    assert again.ctrl_c() == 0
    assert "refused to gracefully stop" not in again.text()
    assert left_behind(var_dir) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends another program's process with ours")
def test_a_hard_kill_leaves_no_process(serve: Serve, var_dir: Path) -> None:
    serve().end(signal.SIGKILL)
    assert becomes(lambda: left_behind(var_dir) == []), left_behind(var_dir)


def test_a_web_process_that_is_killed_again_as_soon_as_it_is_back_is_started_once_more(serve: Serve) -> None:
    server = serve()
    for _ in range(4):
        [process] = _web_processes(server)
        process.kill()
        assert becomes(
            lambda process=process: [one.pid for one in _web_processes(server)] not in ([], [process.pid])
        )
        server.answer()
    assert server.end(signal.SIGTERM) == 0


def _web_processes(server: Running) -> list[psutil.Process]:
    """What the command has forked to answer requests; what it has started otherwise has another command line."""
    command = psutil.Process(server.process.pid)
    line = command.cmdline()
    return [one for one in command.children() if _line_of(one) == line]


def _line_of(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error):
        return process.cmdline()
    return []


def test_a_server_none_of_whose_processes_can_live_ends_as_a_failure(port: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", NOBODY_LIVES, str(port)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stderr.count("This application cannot be loaded.") == 11


NOBODY_LIVES = """
import sys
from granian.constants import Interfaces
from zweiklang.cli.ending import OrderlyServer

def never(*arguments, **options):
    raise SystemExit("This application cannot be loaded.")

OrderlyServer(
    "nothing:nothing", drains=0, ends=0, address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI, workers=1,
    respawn_failed_workers=True,
).serve(target_loader=never)
"""


def _kill_postgres(var_dir: Path) -> int:
    """The number of the PostgreSQL that was killed hard."""
    running = read_postmaster(var_dir / "postgres")
    assert running is not None
    running.process.kill()
    return running.process.pid


def _other_postgres(var_dir: Path, number: int) -> bool:
    running = read_postmaster(var_dir / "postgres")
    return running is not None and running.status == "ready" and running.process.pid != number


def test_a_database_killed_while_it_serves_is_started_again_and_ends_with_the_server(
    serve: Serve, var_dir: Path
) -> None:
    server = serve()
    killed = _kill_postgres(var_dir)
    assert becomes(lambda: _other_postgres(var_dir, killed)), server.text()
    # The pool replaces its dead connections; signing out asks the database for the session.
    assert becomes(lambda: server.answer("/konto/login/code/confirm/") in {200, 302}), server.text()
    assert "PostgreSQL has ended by itself" in server.text()
    assert server.end(signal.SIGINT) == 0
    assert left_behind(var_dir) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends another program's process with ours")
def test_a_hard_kill_also_ends_a_database_that_was_started_again(serve: Serve, var_dir: Path) -> None:
    server = serve()
    killed = _kill_postgres(var_dir)
    assert becomes(lambda: _other_postgres(var_dir, killed)), server.text()
    server.end(signal.SIGKILL)
    assert becomes(lambda: left_behind(var_dir) == []), left_behind(var_dir)


def test_a_database_that_cannot_be_started_again_ends_the_server_with_a_sentence(
    serve: Serve, var_dir: Path
) -> None:
    server, version = serve(), var_dir / "postgres" / "PG_VERSION"
    right = version.read_text()
    try:
        version.write_text("16\n")
        _kill_postgres(var_dir)
        assert server.process.wait(30) == 1
    finally:
        version.write_text(right)
    assert "was made by PostgreSQL 16" in server.text()
    assert "could not be started again" in server.text()
    assert left_behind(var_dir) == []


def test_ctrl_c_while_it_prepares_leaves_nothing(var_dir: Path, port: int) -> None:
    server = Running("serve", var_dir=var_dir, port=port, ZWEIKLANG_SECRET_KEY="x" * 50)
    assert becomes(lambda: any("preparation" in line for line in left_behind(var_dir)))
    assert server.ctrl_c() == 1
    assert "Traceback" not in server.text()
    assert left_behind(var_dir) == []


def test_a_port_in_use_is_said_before_anything_starts(var_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run("demo", var_dir=var_dir, PORT=str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "Address already in use. Choose another with PORT=" in refused.stderr
    assert left_behind(var_dir) == []


def test_an_unknown_host_is_said(var_dir: Path) -> None:
    refused = run("demo", "--host", "no-such-host.invalid", var_dir=var_dir)
    assert refused.returncode == 1
    assert "Cannot listen on no-such-host.invalid" in refused.stderr


def test_a_database_asked_for_by_url_runs_until_it_is_stopped(var_dir: Path) -> None:
    run("database", "url", var_dir=var_dir)
    assert any("postgres" in line for line in left_behind(var_dir))
    assert run("migrate", var_dir=var_dir).returncode == 0
    assert any("postgres" in line for line in left_behind(var_dir))
    run("database", "stop", var_dir=var_dir)
    assert left_behind(var_dir) == []


def test_a_command_stops_the_database_it_needed(var_dir: Path) -> None:
    done = run("django", "showmigrations", "people", var_dir=var_dir)
    assert done.returncode == 0, done.stderr
    assert "[X] 0001" in done.stdout
    assert left_behind(var_dir) == []


def test_the_site_on_a_server_of_its_own_does_not_start_with_old_tables(var_dir: Path) -> None:
    run("database", "start", var_dir=var_dir)
    shell = ("database", "shell", "--role", "owner", "--", "-c")
    url = run("database", "url", var_dir=var_dir).stdout.strip()
    try:
        removed = run(*shell, "DELETE FROM django_migrations WHERE app = 'records'", var_dir=var_dir)
        assert removed.returncode == 0, removed.stderr
        refused = subprocess.run(
            [sys.executable, "-m", "zweiklang.cli", "serve", "--port", str(free_port())],
            env=environment(var_dir, DATABASE_URL=url, ZWEIKLANG_SECRET_KEY="x" * 50),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        run("database", "stop", var_dir=var_dir)
    assert refused.returncode == 1
    assert "zweiklang migrate" in refused.stderr
