"""Folders in which another account may work.

pytest's own temporary folders are closed to others again by every pytest that starts on the machine; the
embedded PostgreSQL of root runs as another account.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def _folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="zweiklang-test-")).resolve()
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder for one test."""
    with _folder() as path:
        yield path


@pytest.fixture(scope="module")
def module_folder() -> Iterator[Path]:
    """An empty folder for the tests of one file."""
    with _folder() as path:
        yield path
