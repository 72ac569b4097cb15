"""The folder in which all processes of one web server count together. Sets an environment variable before anybody counts."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = "zweiklang-metrics-"


@contextmanager
def counting_together() -> Iterator[None]:
    """Inside the block processes started here share their counts, beginning at nothing; afterwards nothing is left of them."""
    _remove_those_of_the_dead()
    folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
    os.environ[VARIABLE] = folder
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)


def _remove_those_of_the_dead() -> None:
    """A server that was killed left its folder behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)  # another account's stays
