"""The periods of an annex and the sums of its sections in them."""

from __future__ import annotations

from itertools import pairwise

from zweiklang.curricula.gii.model import Annex, Section, Warning
from zweiklang.curricula.gii.periods import WHOLE, in_order, months_of


def fill_weeks(annex: Annex) -> list[Warning]:
    """`periods` and each section's `weeks` are filled; warnings where two tables name contradicting periods.

    Left out are periods without a number that add nothing: the column that only says "während der gesamten
    Ausbildung", and a year that another table divides into halves.
    """
    labels = [label for section in annex.sections for label in section.periods]
    numbered = {
        label for section in annex.sections for label in section.periods if _has_number(section, label)
    }
    annex.periods = in_order(
        [label for label in labels if label in numbered or not _adds_nothing(label, labels)]
    )
    leading = next((s for s in annex.sections if len(s.periods) > 1 and _has_numbers(s)), None)
    warnings = []
    aligned: dict[int, list[str]] = {}
    for index, section in enumerate(annex.sections):
        if leading is not None and _contradict(section, leading):
            aligned[index] = leading.periods
            warnings.append(_differing(annex, section, leading))
    if leading is not None and aligned:
        kept = [label for i, s in enumerate(annex.sections) if i not in aligned for label in s.periods]
        annex.periods = [label for label in annex.periods if label in kept]
    for index, section in enumerate(annex.sections):
        sums = dict(zip(aligned.get(index, section.periods), section.sums().values(), strict=True))
        section.weeks = [_plain(sums.get(label, 0)) for label in annex.periods]
    return warnings


def check_numbers(annex: Annex) -> list[Warning]:
    """A warning for each running number that is skipped inside a section: often a row the publisher
    garbled.
    """
    warnings = []
    for section in annex.sections:
        mains = [int(p.number.split(".")[0]) for p in section.positions if p.number.split(".")[0].isdigit()]
        # Time frames pick positions in an order of their own.
        if section.frame or any(after < before for before, after in pairwise(mains)):
            continue
        for before, after in pairwise(mains):
            if after > before + 1:
                where = f"{annex.label}, Abschnitt {section.key}" if section.key else annex.label
                message = (
                    f"Auf die laufende Nummer {before} folgt {after}; dazwischen ist die "
                    "Tabelle wohl gestört."
                )
                warnings.append(Warning("number-missing", message, f"{where}, Nr. {before}"))
    return warnings


def _differing(annex: Annex, section: Section, leading: Section) -> Warning:
    message = (
        f"Die Tabelle nennt {', '.join(section.periods)}, die übrigen {', '.join(leading.periods)}; "
        "gezählt wurde nach der Reihenfolge der Spalten."
    )
    return Warning(
        "periods-differ", message, f"{annex.label}, Abschnitt {section.key}" if section.key else annex.label
    )


def _has_number(section: Section, label: str) -> bool:
    index = section.periods.index(label)
    return any(
        len(block.cells) > index and block.cells[index].low is not None
        for position in section.positions
        for block in position.blocks
    )


def _has_numbers(section: Section) -> bool:
    return any(_has_number(section, label) for label in section.periods)


def _adds_nothing(label: str, labels: list[str]) -> bool:
    """True for the whole training, and for a stretch that others in the annex divide."""
    stretch = months_of(label)
    if stretch is None:
        return label == WHOLE
    inside = [other for other in set(labels) if other != label and _within(months_of(other), stretch)]
    return len(inside) > 1


def _within(inner: tuple[float, float] | None, outer: tuple[float, float]) -> bool:
    return inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _contradict(section: Section, leading: Section) -> bool:
    """True if both have as many columns but their stretches cut into each other: a slip in one header."""
    if (
        section is leading
        or len(section.periods) != len(leading.periods)
        or section.periods == leading.periods
    ):
        return False
    own, other = (
        [months_of(label) for label in section.periods],
        [months_of(label) for label in leading.periods],
    )
    cuts = False
    for a in own:
        for b in other:
            if a is None or b is None:
                return False
            cuts = cuts or (max(a[0], b[0]) < min(a[1], b[1]) and not _within(a, b) and not _within(b, a))
    return cuts


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number
