"""The worlds begin without plans and proposals: these tests make their own."""

import pytest

from tests.planning.radar.lanes import clear
from tests.worlds import Worlds


@pytest.fixture(autouse=True)
def empty(request: pytest.FixtureRequest) -> None:
    """Nothing of what the worlds keep of planning stands in the way; without a database nothing happens."""
    if {"worlds", "world_a"} & {*request.fixturenames}:
        worlds: Worlds = request.getfixturevalue("worlds")
        assert worlds
        clear()
