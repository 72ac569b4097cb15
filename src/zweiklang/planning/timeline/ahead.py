"""The next eight weeks as a list: what the school teaches, what begins or runs at the firm, and how both go together. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.timeline.axis import Week
from zweiklang.planning.timeline.shapes import Lane, Timeline
from zweiklang.planning.timeline.wording import (
    long_entry,
    long_field,
    relation,
    short_entry,
    short_field,
    some_names,
)

# Of more plans only what begins is told.
FEW = 3


@dataclass(frozen=True, slots=True)
class AheadWeek:
    """One week of the list: when, what school is that week, Lernfelder, lines of the firm, hints."""

    label: str
    now: bool
    school: str
    fields: tuple[str, ...]
    practice: tuple[str, ...]
    hints: tuple[str, ...]
    notes: tuple[str, ...]


def weeks_ahead(timeline: Timeline) -> list[AheadWeek]:
    """Returns the next eight weeks; of another school year its first eight."""
    seen = [lane for lane in timeline.lanes if lane.seen]
    return [_week(week, timeline, seen) for week in timeline.ahead]


def _week(week: Week, timeline: Timeline, lanes: list[Lane]) -> AheadWeek:
    monday = week.monday
    here = [
        (lane, one) for lane in lanes for one in lane.entries if one.first_week <= monday <= one.last_week
    ]
    if len(lanes) > FEW:
        here = [(lane, one) for lane, one in here if one.first_week == monday]
    hints = [
        (text, lane.name)
        for lane, one in here
        if one.first_week == monday
        for text in _hints(one, lane, timeline)
    ]
    taught = (one for one in timeline.fields if one.first_week <= monday <= one.last_week and week.school)
    notes = (f"Kurs: {week.course}" if week.course else "", "Urlaub" if week.leave else "")
    return AheadWeek(
        label=week.label,
        now=monday <= timeline.axis.today < monday + timedelta(weeks=1),
        school=week.school_words or "keine Schule",
        fields=tuple(dict.fromkeys(long_field(one) for one in taught)),
        practice=_together([(_practice(one, monday), lane.name) for lane, one in here], many=len(lanes) > 1),
        hints=_together(hints, many=len(lanes) > 1),
        notes=tuple(filter(None, notes)),
    )


def _together(lines: list[tuple[str, str]], *, many: bool) -> tuple[str, ...]:
    """Returns each text once; of several apprentices with their names."""
    names: dict[str, list[str]] = {}
    for text, name in lines:
        names.setdefault(text, []).append(name)
    return tuple(f"{text}: {some_names(of)}" if many else text for text, of in names.items())


def _practice(entry: Entry, monday: date) -> str:
    place = f" ({entry.department})" if entry.department else ""
    return f"{long_entry(entry)}{place}" + (" · beginnt" if entry.first_week == monday else "")


def _hints(entry: Entry, lane: Lane, timeline: Timeline) -> list[str]:
    found = [
        f"{short_entry(entry)} · {relation(match, timeline.names)}"
        for match in lane.alignment.of_entry(entry.id)
        if match.field
    ]
    moments = [one for one in lane.alignment.moments if one.entry.id == entry.id]
    return found + [f"Guter Zeitpunkt: {short_field(one.field)} hat gerade begonnen" for one in moments[:1]]
