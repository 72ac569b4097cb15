"""What a person saw of a week, as one digest: nobody signs what they did not see."""

import hashlib
import json
from collections.abc import Iterable

from zweiklang.records.models import Line

SCHOOL_PLACES = frozenset({Line.Place.SCHOOL})
ABSENCES = frozenset({Line.Place.HOLIDAY, Line.Place.LEAVE, Line.Place.SICK})


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
        ]
        for line in lines
        if not school_only or line.place in SCHOOL_PLACES
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
