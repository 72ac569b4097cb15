"""Files before the real ClamAV daemon, which knows one signature: our own of EICAR's harmless text."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.exchange.files import samples
from tests.exchange.files.conftest import folder  # noqa: F401 - a fixture
from tests.exchange.files.scenes import Folder, checked, put, work
from tests.exchange.files.scenes import again as row_of
from tests.peers.file_programs import EICAR, clamd_program, running_clamd
from tests.worlds import World
from zweiklang.exchange.files import scanning

pytestmark = pytest.mark.skipif(
    clamd_program() is None,
    reason="clamd is neither installed nor could tools/bootstrap.py --peers unpack it (needs apt and its package lists)",
)


@pytest.fixture(scope="module", params=["unix", "tcp"])
def clamd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_clamd(tmp_path_factory.mktemp("clamd"), tcp=request.param == "tcp") as address:
        yield address


def test_a_harmless_file_passes_and_a_virus_is_named(clamd: str) -> None:
    assert scanning.found_in(io.BytesIO(b"Guten Tag" * 100_000), address=clamd) is None
    assert "Eicar-Own-Signature" in str(scanning.found_in(io.BytesIO(EICAR), address=clamd))


def test_a_virus_in_a_packed_document_is_found(clamd: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.bin", EICAR)
    assert scanning.found_in(out, address=clamd)


def test_what_is_too_long_for_the_scanner_waits_and_does_not_pass(clamd: str) -> None:
    with pytest.raises(scanning.Away):
        scanning.found_in(io.BytesIO(bytes(30 * 1024 * 1024)), address=clamd)


def test_a_file_of_25_mb_is_read_to_its_end(clamd: str) -> None:
    file = io.BytesIO(bytes(25 * 1024 * 1024 - len(EICAR)) + EICAR)
    assert scanning.found_in(file, address=clamd)


def test_a_virus_reaches_nobody(clamd: str, folder: Folder, world_a: World, settings: Settings) -> None:  # noqa: F811 - the fixture of that name
    settings.CLAMD = clamd
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", EICAR)
    assert file.state == "refused"
    assert "Eicar-Own-Signature" in file.refusal
    assert not folder.keys
    assert (
        checked(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf()).state == "ready"
    )


def test_files_wait_until_the_scanner_is_back(
    folder: Folder,  # noqa: F811 - the fixture of that name
    world_a: World,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = tmp_path_factory.mktemp("later")
    settings.CLAMD = f"unix:{place / 'run' / 'clamd.ctl'}"
    file = put(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", EICAR)
    with pytest.raises(scanning.Away):
        work()
    assert row_of(file).state == "checking"
    with running_clamd(place / "run"):
        work()
    assert row_of(file).state == "refused"
