"""The law's sum rule in words: what the chosen parts add up to against 52 weeks for each year. A violation is a warning, never a block."""

from dataclasses import dataclass
from uuid import UUID

from zweiklang.curricula.public import Standing
from zweiklang.planning.company_lane.calendar import DAYS_PER_MONTH, Calendar
from zweiklang.planning.company_lane.checking import number, span
from zweiklang.planning.company_lane.demand import Demand

_CLOSE = 0.5
STANDINGS = {
    Standing.HOLDS: "gilt",
    Standing.CHOICE: "zur Wahl",
    Standing.VOLUNTARY: "freiwillig",
    Standing.OTHER: "",
}


@dataclass(frozen=True, slots=True)
class SumRow:
    """One section: its weeks in words, and whether they count."""

    id: UUID
    label: str
    title: str
    state: str
    weeks: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """All sections, the sum with its judgement, and what else is to be known. `tone`: success, info or warning."""

    rows: tuple[SumRow, ...]
    tone: str
    sentence: str
    notes: tuple[str, ...]


def sums_of(demand: Demand, calendar: Calendar) -> Sums:
    """Returns the sums of the chosen parts."""
    rows = tuple(
        SumRow(
            one.id,
            one.label,
            one.title,
            "gewählt" if one.chosen and one.standing is not Standing.HOLDS else STANDINGS[one.standing],
            span(one.low, one.high) if one.high else "ohne Zeitangabe",
            one.chosen,
        )
        for one in demand.sections
    )
    tone, sentence = _judged(demand)
    return Sums(rows, tone, sentence, (*_of_contract(demand, calendar), *_of_law(demand)))


def _judged(demand: Demand) -> tuple[str, str]:
    target = demand.target
    if demand.even:
        return (
            "info",
            "Die Ausbildungsordnung nennt keine Zeiten. Der Plan gibt jedem Teil gleich viel; bitte passen Sie ihn an.",
        )
    voluntary = sum(
        (one.low + one.high) / 2
        for one in demand.sections
        if one.chosen and one.standing is Standing.VOLUNTARY
    )
    low, high = demand.low - voluntary, demand.high - voluntary
    of = f"{span(low, high).rpartition(' ')[0]} von {number(target)} Wochen ({number(demand.months)} Monate, 52 Wochen im Jahr)"
    if low - _CLOSE <= target <= high + _CLOSE:
        return "success", f"Die Summe stimmt: {of}."
    if high < target:
        open_choice = any(not one.chosen and one.standing is Standing.CHOICE for one in demand.sections)
        hint = " Es ist noch etwas zu wählen." if open_choice else ""
        return (
            "warning",
            f"Die Summe ist zu klein: {of}. Es fehlen {span(target - high, target - high)}.{hint}",
        )
    return "warning", f"Die Summe ist zu groß: {of}, also {span(low - target, low - target)} zu viel."


def _of_contract(demand: Demand, calendar: Calendar) -> list[str]:
    if calendar.ratio == 1.0:
        return []
    months = round(((calendar.last_day - calendar.first_day).days + 1) / DAYS_PER_MONTH)
    word = "verkürzt, § 8 BBiG" if calendar.ratio < 1 else "verlängert, § 8 Abs. 2 oder § 7a BBiG"
    return [
        f"Der Vertrag dauert {months} statt {number(demand.months)} Monate ({word}). Zeiträume und Wochen der Verordnung"
        f" sind hier im gleichen Verhältnis {'gekürzt' if calendar.ratio < 1 else 'gestreckt'}."
    ]


def _of_law(demand: Demand) -> list[str]:
    return [f"Zur Verordnung selbst: {text}" for text in demand.warnings]
