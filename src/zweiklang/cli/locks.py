"""Locks between processes that the kernel releases when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedByOther(Exception):
    """Another process holds the lock. `holder` is what it wrote about itself, perhaps empty."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is held by another process: {holder}")
        self.holder = holder


@contextmanager
def exclusive_lock(path: Path, *, patience: float, note: str = "") -> Iterator[None]:
    """Inside the block no other process holds the lock `path`.

    Waits at most `patience` seconds, then raises LockedByOther with the holder's `note`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise LockedByOther(path, os.pread(descriptor, 4096, 0).decode(errors="replace").strip())
            time.sleep(0.05)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note.encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class SharedUse:
    """One of possibly many users of something."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def is_last(self) -> bool:
        """True when nobody else uses it now; until the block ends, newcomers then wait."""
        return _try_lock(self._descriptor)


@contextmanager
def shared_use(path: Path) -> Iterator[SharedUse]:
    """Inside the block this process counts as a user of what the lock `path` stands for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield SharedUse(descriptor)
    finally:
        os.close(descriptor)
