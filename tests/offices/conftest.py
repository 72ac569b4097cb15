"""World A with posts for its people."""

import pytest

from tests.offices.staff import Staff, employ
from tests.worlds import World


@pytest.fixture
def staff(world_a: World) -> Staff:
    """Everybody in firm and school holds a post."""
    return employ(world_a)
