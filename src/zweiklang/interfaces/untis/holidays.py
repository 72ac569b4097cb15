"""Reads GPU018 (Ferien): 0 short name, 1 name, 2 first day, 3 last day (both free), 4 "F" for a public holiday.

Each line is a time without lessons at this school. Those everybody in Hesse knows anyway are left out by whoever applies the file.
"""

import re

from zweiklang.interfaces.untis.gpu_lines import GpuLine, day_of, is_day, lines_of
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import CALENDAR_KINDS, CalendarFile, ReadEvent, Remark

KIND = CALENDAR_KINDS[2]
_LONGEST_NAME = 80
_LONGEST = 100
"""Days. The summer holidays are six weeks; a line that is much longer has a wrong year."""
_SAYS_SO = re.compile(r"ferien|feiertag|frei\b|konferenz|studientag|pädagogisch", re.IGNORECASE)


def looks_like_holiday(line: GpuLine) -> bool:
    """Returns whether the line is one of GPU018."""
    return (
        4 <= len(line.cells) <= 8
        and bool(line.at(0) or line.at(1))
        and not line.at(0).isdecimal()
        and is_day(line.at(2))
        and is_day(line.at(3))
    )


def read_gpu018(data: bytes) -> CalendarFile | None:
    """Returns the free times of a school, or None for a file that is none of this kind."""
    try:
        text = lines_of(data, looks_like_holiday)
    except Unreadable:
        return None
    if text is None:
        return None
    events: dict[str, ReadEvent] = {}
    errors = []
    for line in text.lines:
        found = _event(line)
        if isinstance(found, ReadEvent):
            events.setdefault(found.key, found)
        else:
            errors.append(Remark(line.number, found))
    return CalendarFile(KIND, events=tuple(events.values()), errors=tuple(errors))


def _event(line: GpuLine) -> ReadEvent | str:
    """The event, or a sentence for what is not as expected."""
    first, last = day_of(line.at(2)), day_of(line.at(3))
    if line.broken or first is None or last is None:
        return 'Erwartet werden Name, erster und letzter Tag, zum Beispiel "Ferien";"Herbstferien";20261005;20261017;'
    if last < first or (last - first).days > _LONGEST:
        return f"Der letzte Tag ({last:%d.%m.%Y}) passt nicht zum ersten ({first:%d.%m.%Y})."
    name = (line.at(1) or line.at(0))[:_LONGEST_NAME]
    title = name if _SAYS_SO.search(name) else f"{name} (unterrichtsfrei)"
    return ReadEvent(f"{line.at(0) or name}/{first.isoformat()}"[:120], line.number, title, first, last)
