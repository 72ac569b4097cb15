"""Facts about one school year's absences for a talk: counts and days, never a score. Pure: knows no tables and no persons.

They are for the apprentice and the class teacher, at the same time and in the same words. No firm sees them, nothing follows from them.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zweiklang.kernel import formats

WEEKDAYS = ("Montagen", "Dienstagen", "Mittwochen", "Donnerstagen", "Freitagen", "Samstagen", "Sonntagen")


@dataclass(frozen=True, slots=True)
class Missed:
    """What an entry says, as far as facts need it. `edges`: first and last lesson of that day, where the timetable is known."""

    day: date
    kind: str
    minutes: int | None = None
    period: int | None = None
    state: str = "open"
    edges: tuple[int, int] | None = None

    @property
    def whole_day(self) -> bool:
        """Returns whether the whole day was missed."""
        return self.kind == "absent" and self.minutes is None and self.period is None


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence with its days; `since` says from which number on it is said."""

    key: str
    sentence: str
    days: str
    since: str


@cache
def thresholds() -> Mapping[str, Any]:
    """Returns the numbers of thresholds.toml."""
    text = (files("zweiklang.schedule.absences") / "thresholds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def facts_of(entries: Iterable[Missed], *, school_weekdays: Collection[int] = ()) -> list[Fact]:
    """Returns the facts of these entries, all of one school year. `school_weekdays`: on which there is school (1 is Monday), if known."""
    held = sorted(entries, key=lambda one: (one.day, one.period or 0))
    found = (_late(held), _days(held), _weekday(held, school_weekdays), _edges(held))
    return [fact for fact in found if fact]


def _late(held: list[Missed]) -> Fact | None:
    rule, late = thresholds()["late"], [one for one in held if one.kind == "late"]
    if len(late) < rule["times"]:
        return None
    return Fact("late", f"{len(late)}-mal verspätet.", _named(late), rule["since"])


def _days(held: list[Missed]) -> Fact | None:
    rule, whole = thresholds()["days"], [one for one in held if one.whole_day]
    number = len({one.day for one in whole})
    reached = [step for step in rule["steps"] if number >= step]
    if not reached:
        return None
    unexcused = len({one.day for one in whole if one.state == "unexcused"})
    undecided = len({one.day for one in whole if one.state == "open"})
    sentence = (
        f"{number} ganze Tage gefehlt, davon {unexcused} unentschuldigt und {undecided} noch offen. "
        f"Das sind {reached[-1]} Tage oder mehr."
    )
    return Fact("days", sentence, _named(whole), rule["since"])


def _weekday(held: list[Missed], school_weekdays: Collection[int]) -> Fact | None:
    rule = thresholds()["weekday"]
    if len(set(school_weekdays)) < rule["school_days"]:
        return None
    by_weekday: defaultdict[int, list[Missed]] = defaultdict(list)
    whole = [one for one in held if one.whole_day]
    for one in whole:
        by_weekday[one.day.isoweekday()].append(one)
    if not by_weekday:
        return None
    weekday, most = max(by_weekday.items(), key=lambda item: (len(item[1]), -item[0]))
    if len(most) < rule["times"] or len(most) < rule["share"] * len(whole):
        return None
    sentence = f"{len(most)} von {len(whole)} ganzen Fehltagen liegen auf {WEEKDAYS[weekday - 1]}."
    return Fact("weekday", sentence, _named(most), rule["since"])


def _edges(held: list[Missed]) -> Fact | None:
    rule, at_edges = thresholds()["edge"], [one for one in held if _at_edge(one)]
    if len(at_edges) < rule["times"]:
        return None
    sentence = f"{len(at_edges)}-mal in der ersten oder letzten Stunde gefehlt."
    return Fact("edge", sentence, _named(at_edges), rule["since"])


def _at_edge(one: Missed) -> bool:
    """Only single lessons count, and only where it is known which are the first and the last of that day."""
    return bool(one.kind == "absent" and one.edges and one.period in one.edges)


def _named(entries: Iterable[Missed]) -> str:
    return ", ".join(dict.fromkeys(formats.day(one.day) for one in entries))
