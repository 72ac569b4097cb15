"""How large and how long a run is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Worlds in apprentices and weeks of each; `rounds`: how often each variant is measured in turn; times in seconds."""

    apprentices: int
    weeks: int
    rounds: int
    schools: int
    exchange: int
    connections: int
    search: tuple[int, int, int]
    """Apprentices, weeks of each, and how many of them the teacher has."""
    planner: float
    load: float
    most_regulations: int | None = None
    pupils: int = 900
    calls: int = 10


# For trying the bench itself: nothing it says is a measurement.
TINY = Sizes(
    apprentices=20, weeks=6, rounds=1, schools=1, exchange=20, connections=100, search=(40, 4, 30), planner=2.0, load=6.0,
    most_regulations=3, pupils=60, calls=1,
)  # fmt: skip
# Every promise within a few minutes on two cores.
SMALL = Sizes(
    apprentices=300, weeks=40, rounds=12, schools=10, exchange=1_500, connections=1_000, search=(330, 104, 300), planner=20.0, load=20.0
)  # fmt: skip
# As long as a promise needs to be judged by itself.
FULL = Sizes(
    apprentices=1_000, weeks=50, rounds=30, schools=104, exchange=10_000, connections=5_000, search=(1_000, 104, 300), planner=60.0,
    load=120.0,
)  # fmt: skip
