"""Does a plan add up to 52 weeks for each year? Only a warning follows from it, never a correction."""

from __future__ import annotations

from zweiklang.curricula.gii.model import Annex, Section, Warning
from zweiklang.curricula.gii.periods import months_of

_CHOICE = ("specialisation", "focus")


def check_sums(annexes: list[Annex], duration: int | None) -> list[Warning]:
    """A warning for each annex in weeks for which no choice the regulation offers fills the whole training.

    An annex may hold only the specialised part: then the first annex's common part counts along with it.
    """
    timed = [annex for annex in annexes if _is_complete(annex)]
    warnings = []
    for annex in timed:
        if len({s.part for s in annex.sections}) > 1:
            warnings.extend(_check_parts(annex, duration))
            continue
        target = _length(annex, duration)
        if target is None:
            continue
        weeks = target * 52 / 12
        reached = totals(annex.sections)
        if (
            not _fits(reached, weeks)
            and not (annex is not timed[0] and _fits(totals([*_common(timed[0]), *annex.sections]), weeks))
            and not _shared_first(annex, timed, weeks)
        ):
            warnings.append(_warning(annex, reached, weeks, target))
    return warnings


def _check_parts(annex: Annex, duration: int | None) -> list[Warning]:
    """Each part ("Teil I") is the plan of an occupation of its own: whole years, or the duration where
    there is one.
    """
    warnings = []
    for part in dict.fromkeys(s.part for s in annex.sections):
        reached = totals([s for s in annex.sections if s.part == part])
        targets = [duration * 52 / 12] if duration else [104.0, 156.0, 182.0]
        if not any(_fits(reached, weeks) for weeks in targets):
            sums = ", ".join(f"{min(found):g}" for found in reached.values())
            message = (
                f"Die Richtwerte ergeben {sums} Wochen: keine Dauer, die eine "
                "Ausbildung hat. Nichts wurde geändert."
            )
            warnings.append(Warning("sum", message, f"{annex.label}, Teil {part}" if part else annex.label))
    return warnings


def _warning(annex: Annex, reached: dict[str, set[float]], weeks: float, months: int) -> Warning:
    parts = []
    for name, sums in reached.items():
        if not any(abs(total - weeks) < 0.01 for total in sums):
            nearest = min(sums, key=lambda total: abs(total - weeks))
            parts.append(f"{name}: {nearest:g}" if name else f"{nearest:g}")
    message = (
        f"Die Richtwerte ergeben {'; '.join(parts)} statt {weeks:g} Wochen "
        f"({months} Monate). Nichts wurde geändert."
    )
    return Warning("sum", message, annex.label)


def _is_complete(annex: Annex) -> bool:
    return any(s.unit == "weeks" and s.kind != "additional" and sum(s.weeks) for s in annex.sections)


def _common(annex: Annex) -> list[Section]:
    return [s for s in annex.sections if s.kind in ("mandatory", "integrative")]


def _shared_first(annex: Annex, annexes: list[Annex], weeks: float) -> bool:
    """True for the first annex if it is the common part that the others complete."""
    rest = annexes[1:]
    return (
        annex is annexes[0]
        and bool(rest)
        and all(_fits(totals([*_common(annex), *b.sections]), weeks) for b in rest)
    )


def _length(annex: Annex, duration: int | None) -> int | None:
    """The months the annex covers: the duration, or from its first to its last period where that is not
    the whole.
    """
    stretches = [stretch for stretch in map(months_of, annex.periods) if stretch]
    if stretches and (duration is None or min(start for start, _ in stretches) > 0):
        return round(max(end for _, end in stretches) - min(start for start, _ in stretches))
    return duration


def _fits(reached: dict[str, set[float]], weeks: float) -> bool:
    return all(any(abs(total - weeks) < 0.01 for total in sums) for sums in reached.values())


def totals(sections: list[Section]) -> dict[str, set[float]]:
    """Possible sums of weeks per choice (name of the specialisation or focus; "" where there is none)."""
    # A table without a unit of its own counts with the others of its annex.
    counted = [s for s in sections if s.unit in ("weeks", "none")]
    common = sum(sum(s.weeks) for s in counted if s.kind in ("mandatory", "integrative"))
    electives = _sums_of_choices([s for s in counted if s.kind == "elective"])
    result: dict[str, set[float]] = {}
    for kind in _CHOICE:
        for section in counted:
            if section.kind == kind:
                result[_name(section)] = {common + sum(section.weeks) + extra for extra in electives}
    if any(s.kind == "specialisation" for s in counted) and any(s.kind == "focus" for s in counted):
        return _combined(counted, common, electives)
    return result or {"": {common + extra for extra in electives}}


def _combined(sections: list[Section], common: float, electives: set[float]) -> dict[str, set[float]]:
    """Specialisations that divide again: with and without each focus below or beside them."""
    foci = {0.0} | {float(sum(s.weeks)) for s in sections if s.kind == "focus"}
    return {
        _name(s): {common + sum(s.weeks) + focus + extra for focus in foci for extra in electives}
        for s in sections
        if s.kind == "specialisation"
    }


def _name(section: Section) -> str:
    return f"Abschnitt {section.key}" if section.key else section.title[:80]


def _sums_of_choices(electives: list[Section]) -> set[float]:
    """Every sum a choice among elective positions can reach; whole sections count as one choice too."""
    reached = {0.0}
    for section in electives:
        for position in section.positions:
            weeks = sum(cell.counted for block in position.blocks for cell in block.cells)
            if weeks:
                reached |= {total + weeks for total in reached if total + weeks <= 400}
    return reached
