"""Reads one iCalendar file: its events on Hesse's days, and what could not be read, line by line."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import perf_counter

from zweiklang.interfaces.ical.ends import rule_of
from zweiklang.interfaces.ical.lines import MOST_EVENTS, Component, components, decoded
from zweiklang.interfaces.ical.repeating import MOST_SERIES, repeats, times_of
from zweiklang.interfaces.ical.values import Moment, NotRead, Zones, day_of, length, one
from zweiklang.interfaces.tables.cells import clean
from zweiklang.schedule.public import (
    CALENDAR_KINDS,
    CalendarFile,
    CalendarUnreadable,
    Ends,
    ReadEvent,
    Remark,
)

KIND = CALENDAR_KINDS[0]
LONGEST_TITLE = 150
_LONGEST_KEY = 200
_MOST_REMARKS = 300
_NO_TITLE = "Termin"
_MIDNIGHT = time()
_PATIENCE = 8.0
"""Seconds for all series of a file: a rule that never comes true ("every 30 February") is walked to the year 9999 by the library."""
_TOO_HARD = "Der Kalender enthält Wiederholungen, die sich nicht ausrechnen lassen. Bitte tragen Sie diese Termine einzeln ein."


@dataclass(frozen=True, slots=True)
class Draft:
    """An event of the file before its series is written out. `written` is the length between DTSTART and DTEND as they stand."""

    component: Component
    uid: str
    title: str
    start: Moment
    written: timedelta | None
    by_end: bool
    sequence: int
    stands_for: Moment | None
    cancelled: bool

    @property
    def whole_days(self) -> bool:
        """Returns whether it names days, not times."""
        return not isinstance(self.start, datetime)


@dataclass(slots=True)
class _Notes:
    errors: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def error(self, line: int, reason: str) -> None:
        if len(self.errors) < _MOST_REMARKS:
            self.errors.append(Remark(line, reason))

    def remark(self, line: int, reason: str) -> None:
        if len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(Remark(line, reason))


def read_ical(data: bytes, *, ends: Ends = Ends.AUTO) -> CalendarFile:
    """Returns the events of the file in order; raises CalendarUnreadable where it is no calendar at all."""
    zones, notes = Zones(), _Notes()
    drafts = _newest(_drafts(components(decoded(data)), zones, notes), notes)
    rule, why = _rule(drafts, ends)
    events = sorted(
        _written_out(drafts, rule, zones, notes),
        key=lambda one: (one.first_day, one.starts or _MIDNIGHT, one.key),
    )
    for name in sorted(zones.unknown)[:10]:
        notes.remark(
            0, f"Die Zeitzone „{clean(name)[:40]}“ ist unbekannt. Ihre Zeiten gelten als Zeiten in Hessen."
        )
    if len(events) > MOST_EVENTS:
        notes.error(0, f"Der Kalender hat mehr als {MOST_EVENTS} Termine. Die späteren fehlen.")
    kept = tuple(events[:MOST_EVENTS])
    return CalendarFile(KIND, kept, tuple(notes.errors), tuple(notes.remarks), rule if why else "", why)


def _drafts(found: Iterable[Component], zones: Zones, notes: _Notes) -> Iterator[Draft]:
    for component in found:
        if component.name == "VTIMEZONE":
            zones.define(component)
            continue
        for line, name in component.broken:
            notes.remark(line, f"Die Angabe {name} lässt sich nicht lesen.")
        if not component.closed:
            notes.remark(
                component.line, "Der Termin hat kein Ende (END:VEVENT). Gelesen ist, was von ihm da ist."
            )
        try:
            yield _draft(component, zones)
        except NotRead as problem:
            notes.error(component.line, str(problem))


def _draft(component: Component, zones: Zones) -> Draft:
    begin = component.first("DTSTART")
    if begin is None:
        raise NotRead("Der Termin hat keinen lesbaren Beginn (DTSTART).")
    start = one(begin, zones)
    end, stands_for = component.first("DTEND"), component.first("RECURRENCE-ID")
    return Draft(
        component,
        uid=_text(component, "UID"),
        title=clean(_text(component, "SUMMARY"))[:LONGEST_TITLE] or _NO_TITLE,
        start=start,
        written=length(start, end, component.first("DURATION"), zones),
        by_end=end is not None,
        sequence=_number(_text(component, "SEQUENCE")),
        stands_for=one(stands_for, zones) if stands_for else None,
        cancelled=_text(component, "STATUS").strip().upper() == "CANCELLED",
    )


def _text(component: Component, name: str) -> str:
    found = component.first(name)
    return found.value if found else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


# --- Doubles and exceptions of series -----------------------------------------------------------------------------


def _newest(drafts: Iterable[Draft], notes: _Notes) -> list[Draft]:
    """Of drafts with one UID the newest version; where versions are the same and days differ, the program gave one UID to many events."""
    found: dict[tuple[str, ...], Draft] = {}
    for draft in drafts:
        key = _identity(draft)
        known = found.get(key)
        if known is None or (known.sequence < draft.sequence and draft.uid):
            found[key] = draft
        elif _content(known) != _content(draft) and known.sequence == draft.sequence:
            notes.remark(
                draft.component.line,
                "Zwei verschiedene Termine haben dieselbe Kennung (UID). Beide sind übernommen.",
            )
            found[(*key, *_content(draft))] = draft
    return list(found.values())


def _identity(draft: Draft) -> tuple[str, ...]:
    stands_for = draft.stands_for.isoformat() if draft.stands_for else ""
    return (draft.uid, stands_for) if draft.uid else ("", stands_for, *_content(draft))


def _content(draft: Draft) -> tuple[str, str, str]:
    return draft.title, draft.start.isoformat(), str(draft.written)


def _rule(drafts: list[Draft], wanted: Ends) -> tuple[Ends, str]:
    """The rule for whole days and its reason; no reason where nothing in the file depends on it."""
    spans = [
        (day_of(draft.start), day_of(draft.start) + draft.written)
        for draft in drafts
        if draft.whole_days and draft.by_end and draft.written is not None
    ]
    if not spans:
        return Ends.EXCLUSIVE, ""
    if wanted is not Ends.AUTO:
        return wanted, "So haben Sie es gewählt."
    return rule_of(spans)


# --- Writing out --------------------------------------------------------------------------------------------------


def _written_out(drafts: list[Draft], rule: Ends, zones: Zones, notes: _Notes) -> Iterator[ReadEvent]:
    replaced: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.stands_for is not None and draft.uid:
            replaced.setdefault(draft.uid, set()).add(_mark(draft.stands_for))
    series, began = 0, perf_counter()
    for draft in drafts:
        if perf_counter() - began > _PATIENCE:
            raise CalendarUnreadable(_TOO_HARD)
        series += repeats(draft.component)
        if series > MOST_SERIES and repeats(draft.component):
            notes.error(draft.component.line, f"Der Kalender hat mehr als {MOST_SERIES} Serien. Diese fehlt.")
        elif not draft.cancelled:
            yield from _times(draft, replaced.get(draft.uid, set()), rule, zones, notes)


def _times(draft: Draft, replaced: set[str], rule: Ends, zones: Zones, notes: _Notes) -> Iterator[ReadEvent]:
    if draft.stands_for is not None or not repeats(draft.component):
        yield _event(draft, draft.start, _key(draft, draft.stands_for), rule)
        return
    if draft.component.first("EXRULE"):
        notes.remark(
            draft.component.line, "Ausnahmen nach einer Regel (EXRULE) sind veraltet und nicht gelesen."
        )
    try:
        starts = times_of(draft.component, draft.start, zones)
    except NotRead as problem:
        notes.error(draft.component.line, str(problem))
        return
    for start in starts:
        if _mark(start) not in replaced:
            yield _event(draft, start, _key(draft, start), rule)


def _mark(value: Moment) -> str:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value.isoformat()


def _key(draft: Draft, of: Moment | None) -> str:
    """Names the event in the next version of the file, too. Without a UID its title and day must do."""
    key = draft.uid or f"{draft.title}|{draft.start.isoformat()}"
    if of is not None:
        key = f"{key}#{_mark(of)}"
    return key if len(key) <= _LONGEST_KEY else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def _event(draft: Draft, start: Moment, key: str, rule: Ends) -> ReadEvent:
    if not isinstance(start, datetime):
        return ReadEvent(key, draft.component.line, draft.title, start, _last_day(draft, start, rule))
    # The length is by the clock on the wall, so the end is reckoned there, too.
    until = start.replace(tzinfo=None) + (draft.written or timedelta(0))
    begins, ends, last = start.time(), until.time(), until.date()
    if ends == _MIDNIGHT and last > start.date():
        last -= timedelta(days=1)
        if begins == _MIDNIGHT:  # how some programs write whole days
            return ReadEvent(key, draft.component.line, draft.title, start.date(), last)
    same = draft.written is None or not draft.written
    return ReadEvent(
        key, draft.component.line, draft.title, start.date(), last, begins, None if same else ends
    )


def _last_day(draft: Draft, start: date, rule: Ends) -> date:
    """Without an end the event takes its day; a duration always counts days."""
    if draft.written is None:
        return start
    whole = timedelta(days=draft.written.days)
    if draft.by_end and rule is Ends.INCLUSIVE:
        return start + whole
    return max(start, start + whole - timedelta(days=1))
