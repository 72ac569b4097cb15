"""How people write time: "7:30", "7,5", "7 h 30", "45 min"."""

import re
from collections.abc import Callable

from zweiklang.kernel.errors import Rejected

LONGEST_DAY = 24 * 60
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int]], ...] = (
    (re.compile(r"(\d{1,2}):([0-5]\d)"), lambda m: int(m[1]) * 60 + int(m[2])),
    (re.compile(r"(\d{1,2})\s*h\s*([0-5]?\d)?(?:\s*min)?"), lambda m: int(m[1]) * 60 + int(m[2] or 0)),
    (re.compile(r"(\d{1,4})\s*min"), lambda m: int(m[1])),
    (
        re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?(?:\s*(?:h|std\.?|stunden))?"),
        lambda m: round(float(f"{m[1]}.{m[2] or 0}") * 60),
    ),
)


def parse_minutes(text: str, *, most: int = LONGEST_DAY) -> int | None:
    """Returns minutes, None for an empty text; raises Rejected with an example for anything that is no time or longer than `most`."""
    cleaned = text.strip().lower()
    if not cleaned:
        return None
    for pattern, value in _FORMS:
        if match := pattern.fullmatch(cleaned):
            minutes = value(match)
            if minutes <= most:
                return minutes
            raise Rejected(f"Das sind mehr als {most // 60} Stunden. Bitte prüfen.", field="minutes")
    raise Rejected("Bitte die Dauer so schreiben: 7:30 oder 7,5.", field="minutes")


def show_minutes(value: int | None) -> str:
    """Returns "7:30" for an input field, "" for None."""
    return "" if value is None else f"{value // 60}:{value % 60:02d}"
