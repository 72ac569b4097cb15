"""Says by its content which file of a school's times this is, and hands it to the reader for it."""

from zweiklang.interfaces.untis.gpu_lines import GpuLine, lines_of
from zweiklang.interfaces.untis.substitution import looks_like_substitution, substitutions_of
from zweiklang.interfaces.untis.timetable import (
    from_lines,
    looks_like_timetable,
    read_validity,
    timetable_of,
)
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import TimetableFile

UNKNOWN = (
    "Die Datei {name} ist weder ein Stundenplan (Untis GPU001) noch eine Liste von Vertretungen (Untis GPU014). Exportieren Sie sie in "
    "Untis unter „Import/Export“ als TXT-Datei. Ferien (GPU018), Kalender und Blockpläne lesen Sie bei den Kalendern ein."
)


def read_timetable(data: bytes, name: str, *, lessons: bytes | None = None) -> TimetableFile:
    """Returns what the file says; raises Unreadable, and nothing else, where nothing could be read.

    `lessons`: the school's GPU002, which says from when to when each lesson of a GPU001 is valid. `name` appears in sentences only.
    """
    text = lines_of(data, _is_known)
    for line in text.lines if text else ():
        if looks_like_substitution(line):
            assert text is not None
            return substitutions_of(text)
        if looks_like_timetable(line):
            assert text is not None
            return timetable_of(from_lines(text), read_validity(lessons) if lessons else None)
    raise Unreadable(UNKNOWN.format(name=f"„{name[-60:]}“" if name.isprintable() else ""))


def _is_known(line: GpuLine) -> bool:
    return looks_like_timetable(line) or looks_like_substitution(line)
