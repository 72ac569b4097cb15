"""An outcome as data for JSON: what `zweiklang planning solve --json` prints. The format: docs/planning-instance.md."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.explaining import week_names
from zweiklang.planning.solver.scoring import stretches
from zweiklang.planning.solver.shapes import Instance, Outcome, Term

FORMAT = "zweiklang-planning-outcome"


def outcome_data(instance: Instance, outcome: Outcome) -> dict[str, Any]:
    """The whole answer, ready for json.dumps."""
    return {
        "format": FORMAT,
        "version": 1,
        "status": outcome.status,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 6),
        "seconds": round(outcome.seconds, 2),
        "first_plan_seconds": round(outcome.first_plan_seconds, 2),
        "terms": [_term(one) for one in outcome.terms],
        "plan": plan_data(instance, outcome),
        "failed_wishes": [
            {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(one).items()}
            for one in outcome.failed
        ],
        "violations": [asdict(one) for one in check_plan(instance, outcome.placements)],
        "violations_today": [asdict(one) for one in outcome.today_violations],
        "remarks": list(outcome.remarks),
    }


def plan_data(instance: Instance, outcome: Outcome) -> list[dict[str, Any]]:
    """The plan as stretches; `weeks` are those in which the apprentice is there, `first_monday` that of the first one."""
    return [
        {
            "apprentice": one.apprentice,
            "position": one.position,
            "department": one.department,
            "first": one.weeks[0],
            "last": one.weeks[-1],
            "weeks": list(one.weeks),
            "first_monday": (instance.first_monday + timedelta(weeks=one.weeks[0] - 1)).isoformat(),
        }
        for one in stretches(instance, outcome.placements)
    ]


def outcome_lines(instance: Instance, outcome: Outcome) -> list[str]:
    """The answer for people, line by line."""
    lines = [
        f"{outcome.status}: {outcome.objective:g} points, bound {outcome.bound:g}, gap {outcome.gap:.2%}, "
        f"{outcome.seconds:.1f} s, first plan after {outcome.first_plan_seconds:.2f} s",
        "",
    ]
    for term in outcome.terms:
        today = "" if term.today is None else f"   today {term.today:g}, gain {term.gain:g} points"
        lines.append(
            f"{term.label}: {term.raw:g} {term.unit} × {term.weight} = {term.points:g} points{today}"
        )
    names = {one.id: one.name for one in instance.departments}
    for apprentice in instance.apprentices:
        lines += ["", apprentice.name]
        positions = {one.id: one.name for one in apprentice.positions}
        lines += [
            f"  {week_names(instance, range(one.weeks[0], one.weeks[-1] + 1))}: {positions[one.position]} · {names[one.department]}"
            for one in stretches(instance, outcome.placements)
            if one.apprentice == apprentice.id
        ]
    if outcome.failed:
        lines += ["", "Open wishes:", *(f"  {one.sentence}" for one in outcome.failed)]
    return [*lines, *(f"Remark: {one}" for one in outcome.remarks)]


def _term(one: Term) -> dict[str, Any]:
    return {**asdict(one), "gain": one.gain}
