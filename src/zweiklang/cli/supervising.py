"""`python -m zweiklang.cli.supervising NAME COMMAND …` keeps one process running: a new one follows when it ends by itself.

A process of its own, because the web server's main process forks its workers and must not run threads then. It ends
with its parent, however that ends, and takes the process it keeps with it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from zweiklang.cli.lifeline import signal_when_parent_dies
from zweiklang.cli.stopping import end_seconds, stop_in_order

_SHORTEST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_HEALTHY = 60.0
# Beyond what the process gives to what it has in hand.
_PROCESS_ENDS, _SUPERVISOR_ENDS = 6.0, 9.0


@contextmanager
def supervised(name: str, *arguments: str, wanted: bool = True) -> Iterator[None]:
    """Inside the block `zweiklang <arguments>` runs, and another after it should it die; afterwards none. Nothing unless `wanted`.

    `name` is what it is called when it has to be started again.
    """
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "zweiklang.cli.supervising", name]
    command += [sys.executable, "-m", "zweiklang.cli", *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the command, which then ends this process in order
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),  # noqa: PLW1509 - the parent has no threads
    )
    try:
        yield
    finally:
        _end(process, patience=end_seconds() + _SUPERVISOR_ENDS)


def keep_running(name: str, command: Sequence[str]) -> None:
    """The command runs, again and again, with growing pauses when it ends quickly. Returns never; SIGTERM ends both."""
    pause, parent = _SHORTEST_PAUSE, os.getppid()
    while True:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            preexec_fn=signal_when_parent_dies(signal.SIGTERM),  # noqa: PLW1509 - no threads here either
        )
        try:
            code = process.wait()
        finally:
            # Killed hard, the command took the embedded database with it: what is in hand cannot be finished.
            orphaned = os.getppid() != parent
            _end(process, patience=_PROCESS_ENDS if orphaned else end_seconds() + _PROCESS_ENDS)
        lasted = time.monotonic() - began
        pause = _SHORTEST_PAUSE if lasted > _HEALTHY else pause
        sys.stderr.write(f"The {name} ended with code {code}; another starts in {pause:.0f} s.\n")
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _end(process: subprocess.Popen[bytes], *, patience: float) -> None:
    """The process has ended: asked first, killed if it does not listen."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    with stop_in_order():
        keep_running(sys.argv[1], sys.argv[2:])
