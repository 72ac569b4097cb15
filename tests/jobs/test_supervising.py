"""The supervisor of the worker: a new one follows a dead one, and none outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.cli.processes import becomes

WORKER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"


class Supervised:
    """A supervisor with a worker that notes its process number and sleeps."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "zweiklang.cli.supervising",
                "worker",
                sys.executable,
                "-c",
                WORKER,
                str(notes),
            ],
            stderr=subprocess.DEVNULL,
        )

    def workers(self) -> list[int]:
        """Every worker there has been, in order."""
        return [int(line) for line in self.notes.read_text().split()] if self.notes.exists() else []

    def alive(self) -> list[int]:
        """The workers that run now."""
        return [
            pid
            for pid in self.workers()
            if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        ]


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    """One that runs, with its first worker."""
    running = Supervised(tmp_path / "notes")
    assert becomes(lambda: len(running.alive()) == 1)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(20)


def test_a_worker_that_is_killed_is_followed_by_another(supervised: Supervised) -> None:
    for number in (1, 2):
        os.kill(supervised.alive()[0], signal.SIGKILL)
        assert becomes(lambda number=number: len(supervised.workers()) == number + 1)
    assert len(supervised.alive()) == 1


def test_it_takes_the_worker_with_it(supervised: Supervised) -> None:
    supervised.process.terminate()
    supervised.process.wait(20)
    assert supervised.alive() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends another program's process with ours")
def test_a_hard_kill_of_the_supervisor_ends_the_worker(supervised: Supervised) -> None:
    supervised.process.kill()
    supervised.process.wait(20)
    assert becomes(lambda: supervised.alive() == [])


def test_a_worker_that_cannot_start_is_not_started_a_thousand_times(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    ends = "import sys; open(sys.argv[1], 'a').write('x')"
    process = subprocess.Popen(
        [sys.executable, "-m", "zweiklang.cli.supervising", "worker", sys.executable, "-c", ends, str(notes)],
        stderr=subprocess.PIPE,
    )
    time.sleep(4)
    process.terminate()
    _, said = process.communicate(timeout=20)
    assert 2 <= len(notes.read_text()) <= 3
    assert b"another starts in 2 s" in said
