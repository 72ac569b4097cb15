"""One machine with people for all faults; each file asks for its own kind of trouble."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.processes import left_behind
from tests.faults.browser import Browser
from tests.faults.cast import Cast, assemble
from tests.faults.machine import Machine, prepared
from tests.jobs.mail_server import MailServer, mail_server

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.faults)


@dataclass(slots=True)
class Place:
    """A machine and its people."""

    machine: Machine
    cast: Cast

    def browser(self, world: str, capacity: str, **more: float) -> Browser:
        """A browser in which that person is signed in."""
        return Browser(self.machine.port, self.cast.session(world, capacity), **more)


@pytest.fixture(scope="session")
def post() -> Iterator[MailServer]:
    """The mail server of the machine."""
    with mail_server() as running:
        yield running


def still_copy(machine: Machine) -> Path:
    """Where the machine's database lies as it was before it served, for machines that are broken in other ways."""
    return machine.var_dir.with_name("still")


@pytest.fixture(scope="session")
def filled(post: MailServer) -> Iterator[tuple[Machine, Cast]]:
    """A machine that does not serve yet, with a database of four worlds that lies still; copies of its folder are complete."""
    # Not pytest's own folder: PostgreSQL of root runs as another account, which must reach it.
    folder = Path(tempfile.mkdtemp(prefix="zweiklang-faults-")).resolve()
    machine = Machine(folder / "var", ZWEIKLANG_MAIL_URL=post.url)
    try:
        machine.var_dir.mkdir()
        with prepared(machine.var_dir):
            cast = assemble(machine)
        subprocess.run(["cp", "-a", machine.var_dir / "postgres", still_copy(machine)], check=True)
        yield machine, cast
        machine.end()
        assert left_behind(machine.var_dir) == []
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def place(filled: tuple[Machine, Cast]) -> Place:
    """The machine, serving."""
    machine, cast = filled
    return Place(machine.start(), cast)
