"""What readers of calendar files hand over, before anybody decided what an event means."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

FILE_KINDS = ("Kalenderdatei (iCal)", "Blockplan (Tabelle)", "Untis GPU018, Ferien")
"""What readers call the kinds of files; other kinds of imports have pages of their own."""


class CalendarUnreadable(ValueError):
    """Nothing of the file could be read; `reason` says in German why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ends(StrEnum):
    """How the end of events of whole days is meant: RFC 5545 names the day after the last one, many feeds name the last one itself."""

    AUTO = "auto"
    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a line of the file, in a German sentence. `line` 0: about the whole file."""

    line: int
    reason: str
    sheet: str = ""

    @property
    def place(self) -> str:
        """Returns "Zeile 7", with the sheet where there are several, or ""."""
        where = f"Zeile {self.line}" if self.line else ""
        return f"Blatt „{self.sheet}“, {where}" if self.sheet and where else where


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One thing on one or more days in a row, both inclusive, in Hesse's time. Without `starts` it takes whole days.

    `key` names it within its file or feed: a UID, with the day where the event repeats. Tables also say `class_label`, and for weekly school
    days `weekdays` (1 is Monday) and `weeks` (every, odd, even).
    """

    key: str
    line: int
    title: str
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    class_label: str = ""
    weekdays: tuple[int, ...] = ()
    weeks: str = "every"
    sheet: str = ""

    @property
    def days(self) -> int:
        """Returns how many days it lasts."""
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar that was read: `errors` are events that were left out, `remarks` what is doubtful about those that are in.

    `ends` is the rule that was used for the last day of whole-day events, `ends_why` the reason in words; both empty where none was needed.
    """

    kind: str
    events: tuple[ReadEvent, ...] = ()
    errors: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    ends: str = ""
    ends_why: str = ""

    @property
    def names_classes(self) -> bool:
        """Returns whether its events say for themselves which class they are of."""
        return any(event.class_label for event in self.events)
