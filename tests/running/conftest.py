"""One installation for all tests; where programs of Debian cannot be had, tests that need them say so (with CI set they fail)."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import debian

from tests.cli.processes import left_behind
from tests.running.postgres import remove, running_postgres
from tests.running.stage import Installation, furnish

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def place() -> Iterator[Installation]:
    """A database over TCP with people in it; nothing serves yet."""
    # Not pytest's own folder: PostgreSQL, PgBouncer and nginx of root run as other accounts, which must reach it.
    folder = Path(tempfile.mkdtemp(prefix="zweiklang-running-")).resolve()
    folder.chmod(0o755)
    with running_postgres(folder) as server:
        installation = furnish(server, folder)
        yield installation
        installation.end()
    remains = left_behind(installation.var_dir)
    remove(folder)
    assert remains == []


@pytest.fixture
def installation(place: Installation) -> Iterator[Installation]:
    """The same; what a test has started has ended after it."""
    yield place
    place.end()


def needs(program: str) -> None:
    """The test is skipped where the program cannot be had; a machine that says CI must have it."""
    if debian.fetch(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not here and could not be unpacked")
        pytest.skip(f"{program} cannot be had on this machine (tools/debian.py)")
