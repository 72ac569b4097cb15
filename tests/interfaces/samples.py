"""Files published by others, which lie beside the repository and not in it."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def sample(path: str) -> bytes:
    """The bytes of the sample; the test is skipped where the samples are not there."""
    file = DATA / path
    if not file.exists():
        pytest.skip(f"shared/data/{path} is not beside the repository")
    return file.read_bytes()
