"""A folder of its own for each test, and a worker who checks what has arrived."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.exchange.files.scenes import Folder


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Folder:
    """Files lie there."""
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "zweiklang.exchange.files.folders.Folder",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    return Folder(tmp_path / "files")


@pytest.fixture
def small_limits(settings: Settings) -> Callable[..., None]:
    """Returns how to make limits small enough to reach."""

    def limit(*, file: int = 10_000_000, room: int = 10_000_000, person: int = 10_000_000) -> None:
        settings.FILE_MOST, settings.ROOM_FILES_MOST, settings.PERSON_FILES_MOST = file, room, person

    return limit
