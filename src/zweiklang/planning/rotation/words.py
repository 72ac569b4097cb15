"""Broken rules and weeks of an instance in words; people stand there by the ids of their rooms."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from zweiklang.planning.company_lane.checking import weeks_label
from zweiklang.planning.rotation.shapes import Question, name_of
from zweiklang.planning.solver.shapes import Violation


def violations_in_words(asked: Question, violations: Iterable[Violation]) -> list[str]:
    """Returns each broken rule once, with its weeks: "IT-Betrieb: 4 Auszubildende, aber 3 Plätze (KW 13–17/2028)."."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for one in violations:
        found[_about(asked, one), one.sentence.removesuffix(".")].add(one.week or 1)
    return [
        f"{about}: {sentence} ({weeks_in_words(asked, sorted(weeks))})."
        for (about, sentence), weeks in found.items()
    ]


def _about(asked: Question, one: Violation) -> str:
    if one.rule == "capacity" or one.apprentice is None:
        return next((place.name for place in asked.instance.departments if place.id == one.department), "")
    return name_of(UUID(one.apprentice))


def weeks_in_words(asked: Question, weeks: Sequence[int]) -> str:
    """Returns weeks of the instance as "KW 12–14/2027, KW 20/2027"."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][1] + 1:
            runs[-1][1] = week
        else:
            runs.append([week, week])
    return ", ".join(weeks_label(asked.monday(first), asked.monday(last)) for first, last in runs)
