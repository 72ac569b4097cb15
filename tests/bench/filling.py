"""The bench's worlds get into a database by the product's own generator (`zweiklang hesse`)."""

from dataclasses import dataclass

from tests.bench.world import Contract, Size, contracts_of
from zweiklang.cli.hesse_world import public as hesse


@dataclass(frozen=True, slots=True)
class Filled:
    """What is in the database now. Seconds are wall-clock time of the whole filling."""

    contracts: list[Contract]
    rows: int
    seconds: float


def fill(owner_url: str, size: Size) -> Filled:
    """The database, to which Django is connected, migrated and empty but for the curricula, holds the world of that size."""
    filled = hesse.fill(owner_url, size)
    return Filled(contracts_of(filled.contracts, size.today), filled.rows, filled.seconds)
