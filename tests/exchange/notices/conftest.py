"""People without old notices, and two kinds of notices that nobody else knows."""

from collections.abc import Iterator

import pytest

from tests.exchange.notices.telling import clean, known_kinds
from tests.worlds import World
from zweiklang.people.public import Person


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with known_kinds():
        yield


@pytest.fixture
def person(world_a: World) -> Person:
    """Somebody whom nobody has told of anything yet."""
    found = world_a.people["trainer"]
    clean(found)
    return found
