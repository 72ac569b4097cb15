"""How law, plan and record of one position stand to each other: marks in words, from the worst down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.curricula.public import PlannedTime

# The record of the last weeks is still being written, signed and returned.
GRACE = timedelta(weeks=3)
# Regulations give gross time: school, leave and holidays take nearly half of it, and a line often belongs to several positions.
LITTLE = 1 / 3


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


def marks_of(time: PlannedTime | None, recorded: float | None, this_week: date) -> tuple[Look, ...]:
    """Returns the marks of a position, worst first; none where there is no training plan (`time` None).

    `recorded`: weeks written down, None where the person may not read them.
    """
    if time is None:
        return ()
    keys = _planned(time, recorded, this_week) if time.stretches else _unplanned(time, recorded)
    return tuple(look for key, look in LOOKS.items() if key in keys)


def _unplanned(time: PlannedTime, recorded: float | None) -> set[str]:
    if recorded:
        return {"ohne-plan"}
    if not time.expected:
        return set()
    return {"ungeplant" if recorded is None else "nichts"}


def _planned(time: PlannedTime, recorded: float | None, this_week: date) -> set[str]:
    keys = {key for key, holds in (("partner", time.partner_wanted), ("knapp", time.short)) if holds}
    little = time.over_before(this_week - GRACE) * LITTLE
    if recorded is not None and recorded < little:
        keys.add("vorbei")
    elif recorded and not time.goes_on(this_week):
        keys.add("erledigt")
    if time.runs_in(this_week):
        keys.add("jetzt")
    elif time.goes_on(this_week):
        keys.add("spaeter")
    return keys
