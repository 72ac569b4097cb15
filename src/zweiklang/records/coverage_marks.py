"""How law, plan and record of one position stand to each other: marks in words, from the worst down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.curricula.public import PlannedPosition, PlannedTime, Standing

# The record of the last weeks is still being written, signed and returned.
GRACE = timedelta(weeks=3)
# Regulations give gross time: school, leave and holidays take nearly half of it, and a line often belongs to several positions.
LITTLE = 1 / 3
# Weeks of the plan that may be missing without a word: plans have whole weeks, regulations months and half weeks.
TOLERATED = 0.5


@dataclass(frozen=True, slots=True)
class Look:
    """A mark as word, icon and tone. `key` stands in the address of the filter."""

    key: str
    label: str
    icon: str
    tone: str


LOOKS: Mapping[str, Look] = {
    look.key: look
    for look in (
        Look("vorbei", "laut Plan vorbei, kaum nachgewiesen", "clock", "warning"),
        Look("nichts", "weder geplant noch nachgewiesen", "danger", "danger"),
        Look("ungeplant", "nicht geplant", "warning", "warning"),
        Look("knapp", "weniger geplant als vorgesehen", "warning", "warning"),
        Look("ohne-plan", "nachgewiesen, nicht geplant", "info", "info"),
        Look("partner", "Partner gesucht", "people", "info"),
        Look("jetzt", "jetzt an der Reihe", "today", "info"),
        Look("spaeter", "kommt noch", "calendar", ""),
        Look("erledigt", "geplant und nachgewiesen", "check", "success"),
    )
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One position in weeks. `law`: the least the regulation gives, 0 for none. `plan` None: there is no training plan; `chosen`: the plan
    has the position, be it without a week. `recorded` None: the person may not read it. `timed`: the regulation gives some position time.
    """

    position: PlannedPosition
    law: float
    plan: PlannedTime | None
    chosen: bool
    recorded: float | None
    timed: bool

    @property
    def expected(self) -> bool:
        """Returns whether the position belongs into the plan: what holds for all or was chosen, and has time of its own where any has."""
        holds = self.chosen or self.position.standing is Standing.HOLDS
        return holds and (self.position.low is not None or not self.timed)


def marks_of(measured: Measured, this_week: date) -> tuple[Look, ...]:
    """Returns the marks of a position, worst first; none where there is no training plan."""
    time = measured.plan
    if time is None:
        return ()
    keys = _planned(measured, time, this_week) if time.stretches else _unplanned(measured)
    return tuple(look for key, look in LOOKS.items() if key in keys)


def _unplanned(measured: Measured) -> set[str]:
    if measured.recorded:
        return {"ohne-plan"}
    if not measured.expected:
        return set()
    return {"ungeplant" if measured.recorded is None else "nichts"}


def _planned(measured: Measured, time: PlannedTime, this_week: date) -> set[str]:
    keys = {"partner"} if time.partner_wanted else set()
    if time.weeks < measured.law - TOLERATED:
        keys.add("knapp")
    little = time.over_before(this_week - GRACE) * LITTLE
    if measured.recorded is not None and measured.recorded < little:
        keys.add("vorbei")
    elif measured.recorded and not time.goes_on(this_week):
        keys.add("erledigt")
    if time.runs_in(this_week):
        keys.add("jetzt")
    elif time.goes_on(this_week):
        keys.add("spaeter")
    return keys
