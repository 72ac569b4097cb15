"""What an event of a calendar means for a school: proposed from its name and length, corrected by people in the preview. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.schedule.models import CalendarSource, FreeDay
from zweiklang.schedule.sources.shapes import ReadEvent


class Target(StrEnum):
    """What an event becomes."""

    BLOCK = "block"
    WEEKLY = "weekly"
    EXAM = "exam"
    EVENT = "event"
    FREE = "free"
    EXTRA = "extra"
    SKIP = "skip"


LABELS: Mapping[Target, str] = {
    Target.BLOCK: "Schulzeit (Block)",
    Target.WEEKLY: "Schulzeit (feste Wochentage)",
    Target.EXAM: "Prüfung oder Klassenarbeit",
    Target.EVENT: "Termin der Klasse",
    Target.FREE: "unterrichtsfrei",
    Target.EXTRA: "zusätzlicher Schultag",
    Target.SKIP: "nicht übernehmen",
}
FOR_CLASS = (Target.BLOCK, Target.EXAM, Target.EVENT, Target.FREE, Target.EXTRA, Target.SKIP)
FOR_SCHOOL = (Target.FREE, Target.SKIP)
FOR_TABLE = (Target.BLOCK, Target.WEEKLY, Target.SKIP)
PERIODS = frozenset({Target.BLOCK, Target.WEEKLY})

_FREE = re.compile(
    r"ferien|feiertag|\bfrei\b|unterrichtsfrei|schulfrei|kein unterricht|entfällt|fällt aus|konferenz|studientag|pädagogischer tag|"
    r"beweglich|brückentag",
    re.IGNORECASE,
)
_EXAM = re.compile(r"prüfung|klausur|klassenarbeit|\btest\b|examen|abschluss", re.IGNORECASE)
_EXTRA = re.compile(r"zusätzlich\w* (?:schul|unterricht)|nachholtag|zusatzunterricht", re.IGNORECASE)
_BLOCK = re.compile(
    r"block|berufsschule|schulwoche|unterrichtswoche|\bbs\b|präsenzwoche|schulphase", re.IGNORECASE
)
_CONFERENCE = re.compile(r"konferenz|studientag|pädagogisch|fortbildung", re.IGNORECASE)
_FLEXIBLE = re.compile(r"beweglich|brückentag", re.IGNORECASE)
_WEEK = 5
LONGEST_NAME, LONGEST_TITLE = 100, 150
"""What FreeDay and SchoolEvent hold; cut here, so that the next comparison finds the same words."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An event as it will stand in the calendar. For `FREE` of a school `kind` is FreeDay's."""

    key: str
    target: Target
    first_day: date
    last_day: date
    title: str = ""
    starts: time | None = None
    ends: time | None = None
    weekdays: tuple[int, ...] = ()
    weeks: str = "every"
    kind: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """Returns all that people see of it: two with the same content are the same, whatever their file calls them."""
        title = "" if self.target in PERIODS else self.title
        return (
            self.target, self.first_day, self.last_day, title, self.starts, self.ends, self.weekdays, self.weeks, self.kind
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Events of a file that are called alike, and what they would become: people correct a group, not three hundred events."""

    key: str
    title: str
    number: int
    first_day: date
    last_day: date
    target: Target


def proposed(event: ReadEvent, *, whole_school: bool) -> Target:
    """Returns what the event most likely means for a class, or for a whole school."""
    if event.weekdays:
        return Target.WEEKLY
    if event.class_label:
        return Target.BLOCK
    if _FREE.search(event.title):
        return Target.SKIP if known_as_free(event) else Target.FREE
    if whole_school:
        return Target.SKIP
    return _for_class(event)


def _for_class(event: ReadEvent) -> Target:
    if _EXAM.search(event.title):
        return Target.EXAM
    if _EXTRA.search(event.title):
        return Target.EXTRA
    whole_days = event.starts is None
    if whole_days and (_BLOCK.search(event.title) or _is_weeks(event)):
        return Target.BLOCK
    return Target.EVENT


def _is_weeks(event: ReadEvent) -> bool:
    """Whole school weeks, Monday to Friday, whatever they are called."""
    return event.days >= _WEEK and event.first_day.weekday() == 0 and event.last_day.weekday() >= 4


def for_subscription(event: ReadEvent, fills: str) -> Target:
    """Returns what the event becomes where a subscription fills only one thing."""
    target = proposed(event, whole_school=fills == CalendarSource.Fills.FREE_DAYS)
    if fills == CalendarSource.Fills.FREE_DAYS or target is Target.SKIP:
        return target
    if fills == CalendarSource.Fills.PERIODS:
        whole_days = event.starts is None
        return Target.BLOCK if whole_days and target in (Target.BLOCK, Target.EVENT) else Target.SKIP
    return Target.EVENT if target is Target.BLOCK else target


def known_as_free(event: ReadEvent) -> bool:
    """Returns whether each working day of it is in the holidays of Hesse anyway."""
    days = (event.first_day + timedelta(days=number) for number in range(event.days))
    return all(day.weekday() > 4 or public_holiday(day) or school_holiday(day) for day in days)


def group_key(event: ReadEvent) -> str:
    """Returns the name without numbers and years: "Block 3" and "Block 4" are one group."""
    if event.class_label:
        return "weekly" if event.weekdays else "block"
    return re.sub(r"[\d\W_]+", " ", event.title).strip().casefold() or "?"


def groups_of(
    events: Iterable[ReadEvent], *, whole_school: bool, chosen: Mapping[str, Target] | None = None
) -> list[Group]:
    """Returns the groups of a file by their first day, with what was chosen or else is proposed for most of them."""
    found: dict[str, list[ReadEvent]] = {}
    for event in events:
        found.setdefault(group_key(event), []).append(event)
    chosen = chosen or {}
    groups = [
        Group(
            key,
            members[0].title,
            len(members),
            min(one.first_day for one in members),
            max(one.last_day for one in members),
            chosen.get(key) or _most(proposed(one, whole_school=whole_school) for one in members),
        )
        for key, members in found.items()
    ]
    return sorted(groups, key=lambda group: (group.first_day, group.key))


def _most(targets: Iterable[Target]) -> Target:
    known = list(targets)
    return max(dict.fromkeys(known), key=known.count)


def meant(event: ReadEvent, target: Target, *, whole_school: bool) -> Meant | None:
    """Returns the event as it will stand in the calendar, or None where nothing of it will."""
    if target is Target.SKIP:
        return None
    if target is Target.WEEKLY and not event.weekdays:
        target = Target.BLOCK  # school on no weekday is none; on every one it is a block
    period = target in PERIODS
    weekly = target is Target.WEEKLY
    return Meant(
        event.key,
        target,
        event.first_day,
        event.last_day,
        "" if period else event.title[: LONGEST_NAME if whole_school else LONGEST_TITLE],
        None if period or whole_school else event.starts,
        None if period or whole_school else event.ends,
        event.weekdays if weekly else (),
        event.weeks if weekly else "every",
        _free_kind(event.title) if whole_school else "",
    )


def _free_kind(title: str) -> str:
    if _FLEXIBLE.search(title):
        return FreeDay.Kind.FLEXIBLE
    return FreeDay.Kind.CONFERENCE if _CONFERENCE.search(title) else FreeDay.Kind.OTHER
