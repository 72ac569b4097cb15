"""What the time line says in words: relations, gaps, things done twice, good moments. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import Alignment, Duplicate, Gap, Kind, Match, Moment
from zweiklang.planning.timeline.shapes import FieldName, Lane, Timeline

# Sign and word of each kind: what the line's colour and dashes say, for those who do not see them.
SIGNS: dict[Kind, str] = {"with": "=", "before": "›", "long_before": "»", "after": "!", "none": "–"}
WORDS: dict[Kind, str] = {
    "with": "zur gleichen Zeit",
    "before": "kurz vorher in der Schule",
    "long_before": "lange vorher in der Schule",
    "after": "erst nachher in der Schule",
    "none": "noch nicht in einem Schulplan",
}
_WEEK = timedelta(weeks=1)
# Of more people the list says how many.
MOST_NAMES = 3
# The best first: a bar that belongs to several Lernfelder shows the best it has.
BEST: tuple[Kind, ...] = ("with", "before", "long_before", "after", "none")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about an apprentice's plan; `name`: of whom; empty where there is only one. `tone`: warning, info or success."""

    tone: str
    name: str
    text: str
    shows: str


def short_entry(entry: Entry) -> str:
    """Returns "A 3" for number 3 of "Abschnitt A", and the number alone where the section has no letter."""
    key = entry.section.removeprefix("Abschnitt ").strip() if entry.section.startswith("Abschnitt ") else ""
    return entry.number if not key or entry.number.startswith(key) else f"{key} {entry.number}"


def long_entry(entry: Entry) -> str:
    """Returns "A 3 Titel der Position"."""
    return f"{short_entry(entry)} {entry.title}".strip()


def short_field(field: TaughtField) -> str:
    """Returns "LF 5"."""
    return f"LF {field.number}"


def long_field(field: TaughtField) -> str:
    """Returns "LF 5 Software anpassen"."""
    return f"{short_field(field)} {field.title}"


def weeks_words(first: date, last: date) -> str:
    """Returns "KW 12", "KW 12–15", or "KW 52 bis KW 3" over the turn of a year."""
    begin, end = first.isocalendar().week, last.isocalendar().week
    if end < begin:
        return f"KW {begin} bis KW {end}"
    return f"KW {begin}" if first == last else f"KW {begin}–{end}"


def number_of_weeks(number: int) -> str:
    """Returns "1 Woche", "3 Wochen"."""
    return "1 Woche" if number == 1 else f"{number} Wochen"


def line_label(match: Match) -> str:
    """Returns what stands on the line between both bars: "zugleich", "nach 3 W", "6 W zu früh"."""
    if match.distance_weeks is None or match.kind == "with":
        return "zugleich"
    if match.kind == "after":
        return f"{-match.distance_weeks} W zu früh"
    return f"nach {match.distance_weeks} W"


def relation(match: Match, names: Mapping[UUID, FieldName]) -> str:
    """Returns how practice lies to theory: "LF 5: endet 3 Wochen vorher"."""
    field = match.field
    if field is None or match.distance_weeks is None:
        return f"{_name(match.link.learning_field_id, names)}: steht noch in keinem Plan der Schule, den Sie sehen"
    name, distance = short_field(field), match.distance_weeks
    if match.kind == "with":
        return f"{name}: zur gleichen Zeit"
    if match.kind == "after":
        return f"{name}: beginnt erst {number_of_weeks(-distance)} nach der Praxis"
    when = "in der Woche vorher" if distance == 1 else f"{number_of_weeks(distance)} vorher"
    return f"{name}: endet {when}" + (" (lange her)" if match.kind == "long_before" else "")


def _name(learning_field_id: UUID, names: Mapping[UUID, FieldName]) -> str:
    known = names.get(learning_field_id)
    return known.short if known else "Ein Lernfeld"


def best_kind(matches: list[Match]) -> Kind | None:
    """Returns the best of these kinds; None without a match."""
    kinds = {match.kind for match in matches}
    return next((kind for kind in BEST if kind in kinds), None)


def remarks_of(timeline: Timeline) -> list[Remark]:
    """Returns what there is to say about the plans in the year shown: what is missing first, then what is double, then good moments."""
    many = len(timeline.lanes) > 1
    found = [
        remark
        for lane in timeline.lanes
        for remark in _of_lane(lane.alignment, timeline, lane.name if many else "")
    ]
    order = {"warning": 0, "info": 1, "success": 2}
    return sorted(_together(found), key=lambda one: order[one.tone])


def _together(remarks: list[Remark]) -> list[Remark]:
    """Returns what is said of several once, with their names."""
    names: dict[tuple[str, str], list[str]] = {}
    for one in remarks:
        names.setdefault((one.tone, one.text), []).append(one.name)
    first = {(one.tone, one.text): one for one in reversed(remarks)}
    return [replace(first[key], name=some_names(of)) for key, of in names.items()]


def some_names(names: Sequence[str]) -> str:
    """Returns "Ada, Ben und Cem", of more than three "Ada, Ben und 4 weitere"; each once."""
    known = [name for name in dict.fromkeys(names) if name]
    if len(known) > MOST_NAMES:
        return f"{', '.join(known[: MOST_NAMES - 1])} und {len(known) - MOST_NAMES + 1} weitere"
    return " und ".join(filter(None, (", ".join(known[:-1]), *known[-1:])))


def _of_lane(alignment: Alignment, timeline: Timeline, name: str) -> list[Remark]:
    gaps = [_gap(gap, timeline, name) for gap in alignment.gaps if _can_be_filled(gap, timeline)]
    doubles = [_duplicate(one, name) for one in alignment.duplicates if _matters(one.entries[0], timeline)]
    moments = [_moment(one, name) for one in alignment.moments if _to_come(one, timeline)]
    return [*gaps, *doubles, *moments]


def _can_be_filled(gap: Gap, timeline: Timeline) -> bool:
    """Practice can still follow a Lernfeld that is over; a part of the plan that is over stays where it was."""
    if gap.entry:
        return _matters(gap.entry, timeline)
    return gap.field is not None and timeline.axis.holds(gap.field.first_week, gap.field.last_week)


def _matters(entry: Entry, timeline: Timeline) -> bool:
    return timeline.axis.holds(entry.first_week, entry.last_week) and not _gone(entry.last_week, timeline)


def _gone(last_week: date, timeline: Timeline) -> bool:
    """What is over this year nobody can move any more; of another year everything is told."""
    return timeline.axis.now is not None and last_week + _WEEK <= timeline.axis.today


def _to_come(moment: Moment, timeline: Timeline) -> bool:
    first = moment.field.first_week
    return not _gone(moment.entry.last_week, timeline) and timeline.axis.holds(first, first)


def _gap(gap: Gap, timeline: Timeline, name: str) -> Remark:
    if gap.entry is None:
        assert gap.field
        text = f"{long_field(gap.field)} ({weeks_words(gap.field.first_week, gap.field.last_week)}): Dazu steht noch nichts im Ausbildungsplan."
        return Remark("warning", name, text, show_field(gap.field))
    entry, shows = gap.entry, show_entry(gap.entry)
    start = f"{long_entry(entry)} ({weeks_words(entry.first_week, entry.last_week)})"
    if gap.what == "later" and gap.field:
        return Remark(
            "warning", name, f"{start}: Die Schule behandelt {short_field(gap.field)} erst danach.", shows
        )
    return Remark("info", name, f"{start}: {_untaught(gap, timeline)}", shows)


def _untaught(gap: Gap, timeline: Timeline) -> str:
    """Returns why nothing linked has a place in a plan of the school: it belongs to another year, or nobody has planned it."""
    of = {_name(link.learning_field_id, timeline.names) for link in gap.links}
    names, many = some_names(sorted(of, key=lambda name: (len(name), name))), len(of) > 1
    known = [timeline.names.get(link.learning_field_id) for link in gap.links]
    years = {one.year for one in known if one}
    shown = {one.year for one in timeline.shown_fields}
    if len(years) == 1 and shown:
        [year] = years
        if year < min(shown):
            verb, been = ("gehören", "waren") if many else ("gehört", "war")
            return f"{names} {verb} zum {year}. Ausbildungsjahr und {been} vermutlich schon Unterricht."
        if year > max(shown):
            return f"{names} {'kommen' if many else 'kommt'} erst im {year}. Ausbildungsjahr."
    return f"{names} {'stehen' if many else 'steht'} in keinem Plan der Schule, den Sie sehen."


def _duplicate(one: Duplicate, name: str) -> Remark:
    entry, weeks = one.entries[0], number_of_weeks(one.weeks)
    if one.field is None:
        text = f"{long_entry(entry)} steht zweimal im Plan, {weeks} davon zur gleichen Zeit."
        return Remark("warning", name, text, show_entry(entry))
    text = f"{short_field(one.field)} und {long_entry(entry)} laufen {weeks} nebeneinander: Eine Absprache spart Wiederholungen."
    return Remark("info", name, text, show_entry(entry))


def _moment(one: Moment, name: str) -> Remark:
    begins = f"{long_field(one.field)} beginnt in KW {one.field.first_week.isocalendar().week}"
    follows = "in derselben Woche" if one.weeks == 0 else f"{number_of_weeks(one.weeks)} später"
    text = f"{begins}, {long_entry(one.entry)} {follows}: ein guter Zeitpunkt."
    return Remark("success", name, text, show_entry(one.entry))


def show_entry(entry: Entry) -> str:
    """Returns the value of the address that shows the entry's details."""
    return f"e-{entry.id}"


def show_field(field: TaughtField) -> str:
    """Returns the value of the address that shows the Lernfeld's details."""
    return f"f-{field.placement_id}"


def lane_state(lane: Lane) -> str:
    """Returns what stands where there are no bars; empty where there are some."""
    if not lane.seen:
        return "Der Betrieb hat den Plan nicht freigegeben."
    return "" if lane.entries else "Noch kein Ausbildungsplan."
