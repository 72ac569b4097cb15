"""Row 16: a rotation of three years, 12 apprentices, 30 positions and 8 departments: seconds to the first plan, and the gap to the bound."""

from collections.abc import Iterator
from time import process_time

from tests.bench.table import Figure, at_most
from tests.planning.solver.firms import firm
from zweiklang.planning.public import read_instance, solve_instance

FIRST_SECONDS, GAP, SECONDS = 5.0, 0.02, 60.0


def figures(seconds: float, seed: int) -> Iterator[Figure]:
    """Returns both promises, and the gap without the Einsätze, which are most of the objective and mostly unavoidable."""
    instance = read_instance(firm(seed))
    begun = process_time()
    found = solve_instance(instance, seconds=seconds, workers=2, seed=seed)
    cpu = process_time() - begun
    first = found.first_plan_seconds
    yield at_most(
        "planner.first_plan", 16, "rotation, first plan", first, "s", FIRST_SECONDS, says=f"{first:.1f} s"
    )
    note = f"{cpu:.0f} s of processor time in the main process; {found.objective:g} points, bound {found.bound:g}"
    kept = found.gap <= GAP if seconds >= SECONDS else None
    yield Figure(
        id="planner.gap", row=16, name=f"rotation, gap after {seconds:g} s", figure=100 * found.gap, unit="%", reference=100 * GAP,
        ratio=found.gap / GAP, target=f"≤ {GAP:.0%}", ok=kept, says=f"{found.gap:.1%}", against="bound", note=note,
    )  # fmt: skip
    needless = sum(len(one.positions) for one in instance.apprentices) * instance.weights.stretches
    rest = max(0.0, found.objective - needless)
    share = (found.objective - found.bound) / rest if rest else 0.0
    yield Figure(
        id="planner.gap_of_the_avoidable", row=16, name="the same without one Einsatz for each position", figure=100 * share, unit="%",
        says=f"{share:.0%}", against="bound", note="; ".join(f"{term.label} {term.raw:g}" for term in found.terms if term.weight),
    )  # fmt: skip
