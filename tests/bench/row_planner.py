"""Row 16: a rotation of three years, 12 apprentices, 30 positions and 8 departments: seconds to the first plan, and the gap to the bound."""

from collections.abc import Iterator
from time import process_time

from tests.bench.table import Figure
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
    yield Figure(
        16, "rotation, first plan", f"{first:.1f} s", "", first / FIRST_SECONDS, f"≤ {FIRST_SECONDS:.0f} s", first <= FIRST_SECONDS
    )  # fmt: skip
    note = f"{cpu:.0f} s of processor time in the main process; {found.objective:g} points, bound {found.bound:g}"
    kept = found.gap <= GAP if seconds >= SECONDS else None
    yield Figure(
        16, f"rotation, gap after {seconds:g} s", f"{found.gap:.1%}", "bound", found.gap / GAP, f"≤ {GAP:.0%}", kept, note
    )  # fmt: skip
    needless = sum(len(one.positions) for one in instance.apprentices) * instance.weights.stretches
    rest = max(0.0, found.objective - needless)
    share = (found.objective - found.bound) / rest if rest else 0.0
    yield Figure(
        16, "the same without one Einsatz for each position", f"{share:.0%}", "bound", None, "", None,
        "; ".join(f"{term.label} {term.raw:g}" for term in found.terms if term.weight),
    )  # fmt: skip
