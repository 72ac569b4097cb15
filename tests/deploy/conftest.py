"""Programs that judge files of an installation, fetched once into .tools/deploy."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest
from tools import bootstrap

from tests.database import ROOT

WANTED = ROOT / "tests" / "deploy" / "programs.txt"
PLACE = ROOT / ".tools" / "deploy"


@pytest.fixture(scope="session")
def programs() -> Path:
    """The folder of the programs that tests/deploy/programs.txt names."""
    PLACE.parent.mkdir(exist_ok=True)
    with (PLACE.parent / "deploy.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if problem := _install():
            assert not os.environ.get("CI"), problem
            pytest.skip(f"the programs of tests/deploy/programs.txt could not be had: {problem}")
    return PLACE / "bin"


def _install() -> str:
    """The programs are there; or why not."""
    stamp, wanted = PLACE / ".zweiklang-stamp", bootstrap.digest([WANTED])
    if stamp.exists() and stamp.read_text() == wanted:
        return ""
    uv = bootstrap.find_uv()
    if uv is None:
        return "there is no uv"
    python = str(PLACE / "bin" / "python")
    for command in (
        [uv, "venv", "--quiet", "--clear", "--python", str(bootstrap.VENV_PYTHON), str(PLACE)],
        [uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", str(WANTED)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr.strip()[-300:]
    stamp.write_text(wanted)
    return ""
