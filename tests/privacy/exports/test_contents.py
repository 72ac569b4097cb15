"""What is in the file."""

from tests.privacy.exports.opening import export_of
from tests.worlds import World


def test_an_apprentice_finds_weeks(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    for n in package.names:
    for n in package.data:
    assert package.data["records.week"]
