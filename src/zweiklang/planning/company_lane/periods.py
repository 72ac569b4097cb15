"""When a period of a regulation is, in months since the training began: "1.-18. Monat" is from 0 to 18."""

import re

from zweiklang.curricula.public import months_of

_YEARS = re.compile(r"(\d)\.(?: und (\d)\.)? Ausbildungsjahr(, 2\. Halbjahr)?")


def stretch_of(label: str, months: float) -> tuple[float, float]:
    """Returns first and last month of the period (start exclusive, end inclusive), cut to a training of that many months.

    A label that names no stretch of time is the whole training; so is one that lies behind its end.
    """
    start, end = months_of(label) or _in_pieces(label) or (0.0, months)
    return (start, min(end, months)) if start < months else (0.0, months)


def _in_pieces(label: str) -> tuple[float, float] | None:
    """Returns the stretch of "2. Ausbildungsjahr, 2. Halbjahr, 3. und 4. Ausbildungsjahr"."""
    found = [match.groups() for match in _YEARS.finditer(label)]
    if not found:
        return None
    starts = [(int(first) - 1) * 12.0 + (6.0 if half else 0.0) for first, _, half in found]
    ends = [int(last or first) * 12.0 for first, last, _ in found]
    return min(starts), max(ends)
