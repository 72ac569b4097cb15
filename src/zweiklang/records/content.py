"""What a person saw of a week, as one digest: nobody signs what they did not see."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from zweiklang.kernel import formats
from zweiklang.records.models import Line

SCHOOL_PLACES = frozenset({Line.Place.SCHOOL})
ABSENCES = frozenset({Line.Place.HOLIDAY, Line.Place.LEAVE, Line.Place.SICK})


def says_something(lines: Iterable[Line]) -> bool:
    """Returns whether a week has more than empty lines."""
    return any(line.text.strip() or line.school_text or line.place in ABSENCES for line in lines)


def certified(released_on: date | None) -> str:
    """Returns what stands beside the school's words in a line, "" for a line without."""
    return (
        f"Unterrichtsthema laut Klassenbuch, freigegeben am {formats.day_long(released_on)}"
        if released_on
        else ""
    )


def digest_of(lines: Iterable[Line], *, school_only: bool = False) -> str:
    """Returns the SHA-256 (hex) of the lines in a canonical form, independent of their order in the list; with `school_only` of school lines."""
    rows = sorted(
        [
            str(line.pk),
            line.day.isoformat() if line.day else "",
            line.place,
            line.text,
            line.minutes or 0,
            sorted(str(item) for item in line.plan_items),
            # Only where there are some, so that a digest of before stays what it was.
            *((str(line.topic), line.school_text, str(line.released_on)) if line.topic else ()),
        ]
        for line in lines
        if not school_only or line.place in SCHOOL_PLACES
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def own_words(line: Line) -> dict[str, object]:
    """Returns the values of a line after which the school's words in it are the apprentice's."""
    text = "\n".join(filter(None, [line.school_text, line.text]))
    return {"text": text, "topic": None, "school_text": "", "released_on": None}
