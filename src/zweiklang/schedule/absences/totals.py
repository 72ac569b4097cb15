"""Sums of one school year's absences that explain themselves: each with its days and what was decided."""

from collections import defaultdict
from collections.abc import Iterable

from zweiklang.kernel import formats
from zweiklang.schedule.absences.shapes import AbsenceRow, Total

SHOWN_AT_ONCE = 4
PARTLY = {"absent": "Stundenweise gefehlt", "late": "Verspätet", "left_early": "Früher gegangen"}


def totals_of(rows: list[AbsenceRow]) -> list[Total]:
    """Returns the sums of these entries: whole days, whole lessons, and what was missed in parts."""
    whole = [row for row in rows if row.whole_day]
    lessons = [row for row in rows if row.kind == "absent" and row.minutes is None and row.period is not None]
    found = [
        _total("Gefehlt", whole, "1 Tag" if len(whole) == 1 else f"{len(whole)} Tage"),
        _total(
            "Einzelne Stunden gefehlt",
            lessons,
            "1 Stunde" if len(lessons) == 1 else f"{len(lessons)} Stunden",
        ),
    ]
    for kind, label in PARTLY.items():
        some = [row for row in rows if row.kind == kind and row.minutes is not None]
        minutes = sum(row.minutes or 0 for row in some)
        found.append(_total(label, some, f"{len(some)}-mal, zusammen {formats.minutes(minutes)}"))
    return [total for total in found if total.days]


def _total(label: str, rows: Iterable[AbsenceRow], figure: str) -> Total:
    held = sorted(rows, key=lambda row: (row.day, row.period or 0))
    states: defaultdict[str, int] = defaultdict(int)
    for row in held:
        states[row.state_label] += 1
    days = [
        f"{formats.day(row.day)} ({row.period}. Stunde)" if row.period else formats.day(row.day)
        for row in held
    ]
    return Total(
        label,
        figure,
        ", ".join(days),
        ", ".join(f"{count} {state}" for state, count in states.items()),
        len(held) > SHOWN_AT_ONCE,
    )
