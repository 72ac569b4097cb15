"""The next eight weeks as a list: what the school teaches, what begins or runs at the firm, and how both go together. Pure."""

from dataclasses import dataclass
from datetime import date

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.timeline.axis import Week
from zweiklang.planning.timeline.shapes import Lane, Timeline
from zweiklang.planning.timeline.wording import long_entry, long_field, relation, short_entry, short_field

# Below so many plans each part of a week is a line of its own; above, only what begins is told.
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
    few = len(lanes) <= FEW
    lines: list[str] = []
    hints: list[str] = []
    for lane in lanes:
        name = lane.name if len(lanes) > 1 else ""
        here = [one for one in lane.entries if one.first_week <= monday <= one.last_week]
        told = here if few else [one for one in here if one.first_week == monday]
        lines += [_practice(one, monday, name) for one in told]
        hints += [
            text for one in told if one.first_week == monday for text in _hints(one, lane, timeline, name)
        ]
    return AheadWeek(
        label=week.label,
        now=monday <= timeline.axis.today <= date.fromordinal(monday.toordinal() + 6),
        school=week.school_words or "keine Schule",
        fields=tuple(dict.fromkeys(long_field(one) for one in timeline.fields if one.first_week <= monday <= one.last_week))
        if week.school else (),
        practice=tuple(lines),
        hints=tuple(hints),
        notes=tuple(filter(None, (f"Kurs: {week.course}" if week.course else "", "Urlaub" if week.leave else ""))),
    )  # fmt: skip


def _practice(entry: Entry, monday: date, name: str) -> str:
    place = f" ({entry.department})" if entry.department else ""
    begins = " · beginnt" if entry.first_week == monday else ""
    what = f"{name}: {short_entry(entry)}" if name else long_entry(entry)
    return f"{what}{place}{begins}"


def _hints(entry: Entry, lane: Lane, timeline: Timeline, name: str) -> list[str]:
    who = f"{name}: " if name else ""
    found = [
        f"{who}{short_entry(entry)} · {relation(match, timeline.names)}"
        for match in lane.alignment.of_entry(entry.id)
        if match.field
    ]
    moments = [one for one in lane.alignment.moments if one.entry.id == entry.id]
    return found + [
        f"{who}Guter Zeitpunkt: {short_field(one.field)} hat gerade begonnen" for one in moments[:1]
    ]
