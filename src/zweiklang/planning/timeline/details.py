"""What the page says about one bar: the panel below the picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.tabs import page_address
from zweiklang.planning.timeline.alignment import Match
from zweiklang.planning.timeline.shapes import Lane, Timeline
from zweiklang.planning.timeline.wording import (
    SIGNS,
    WORDS,
    long_entry,
    long_field,
    number_of_weeks,
    relation,
    show_entry,
    show_field,
    weeks_words,
)
from zweiklang.rooms.public import Scope, Standing

type Act = tuple[str, str]
# Label, address and the scope that opens it, of the pages where one does something about a bar.
CLASS_ACTS = (
    ("Lernfelder verschieben", "planning:fields", Scope.LESSONS_WRITE),
    ("Allen Betrieben etwas vorschlagen", "planning:new_class_proposal", Scope.SCHEDULE_WRITE),
)
ROOM_ACTS = (
    ("Im Ausbildungsplan ändern", "planning:plan", Scope.PLAN_WRITE),
    ("Etwas vorschlagen", "planning:new_proposal", Scope.DEVELOPMENT_WRITE),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A line about a link: its sign and word (what the line's dashes say), and the sentence."""

    kind: str
    sign: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """One bar: title, facts as label and text, how it lies to the other lane, and what one can do now."""

    title: str
    facts: tuple[tuple[str, str], ...]
    relations: tuple[Relation, ...]
    acts: tuple[Act, ...]


def details_of(timeline: Timeline, shows: str, standings: Mapping[UUID, Standing]) -> Details | None:
    """Returns the details of the bar with that value, None if there is none such."""
    for field in timeline.shown_fields:
        if show_field(field) == shows:
            return _of_field(field, timeline, standings)
    for lane in timeline.lanes:
        for entry in lane.entries:
            if show_entry(entry) == shows:
                return _of_entry(entry, lane, timeline, standings.get(lane.room_id))
    return None


def _of_field(field: TaughtField, timeline: Timeline, standings: Mapping[UUID, Standing]) -> Details:
    many = len(timeline.lanes) > 1
    relations = [
        _relation(match, f"{lane.name}, {long_entry(match.entry)}" if many else long_entry(match.entry))
        for lane in timeline.lanes
        for match in lane.alignment.of_field(field.learning_field_id)
        if match.entry
    ]
    facts = (
        ("Unterricht", _when(field)),
        ("Stunden", f"{field.hours} Unterrichtsstunden"),
        ("Ausbildungsjahr", f"{field.year}."),
        ("Fassung", f"{field.version}. Fassung der Jahresplanung"),
    )
    rooms = [one.room_id for one in timeline.classes]
    acts = _acts((standings[room] for room in rooms if room in standings), CLASS_ACTS)
    return Details(long_field(field), facts, tuple(relations), acts)


def _of_entry(entry: Entry, lane: Lane, timeline: Timeline, standing: Standing | None) -> Details:
    relations = [
        Relation(match.kind, SIGNS[match.kind], WORDS[match.kind], relation(match, timeline.names))
        for match in lane.alignment.of_entry(entry.id)
    ]
    facts = [
        ("Wer", f"{lane.name}, {lane.firm}"),
        ("Im Betrieb", f"{_when(entry)} ({number_of_weeks(entry.weeks)})"),
        ("Wo", entry.department),
        ("Bemerkung", entry.note),
        ("Partner", "Der Betrieb sucht einen Partner dafür." if entry.partner_wanted else ""),
        ("Planer", "Der Planer verschiebt diesen Abschnitt nicht." if entry.locked else ""),
    ]
    kept = tuple((label, text) for label, text in facts if text)
    return Details(
        f"{entry.section}: {entry.number} {entry.title}",
        kept,
        tuple(relations),
        _acts([standing] if standing else [], ROOM_ACTS),
    )


def _relation(match: Match, whose: str) -> Relation:
    distance = match.distance_weeks or 0
    if match.kind == "with":
        text = f"{whose}: zur gleichen Zeit"
    elif match.kind == "after":
        text = f"{whose}: beginnt {number_of_weeks(-distance)} vor dem Lernfeld"
    elif match.kind == "none":
        text = f"{whose}: in einem anderen Schuljahr"
    else:
        text = f"{whose}: beginnt {number_of_weeks(distance)} danach"
    return Relation(match.kind, SIGNS[match.kind], WORDS[match.kind], text)


def _when(part: Entry | TaughtField) -> str:
    friday = part.last_week + timedelta(days=4)
    days = f"{formats.day_long(part.first_week)} bis {formats.day_long(friday)}"
    return f"{weeks_words(part.first_week, part.last_week)}, {days}"


def _acts(standings: Iterable[Standing], pages: Iterable[tuple[str, str, Scope]]) -> tuple[Act, ...]:
    return tuple(
        (label, address)
        for standing in standings
        for label, url_name, scope in pages
        if standing.carries(scope) and (address := page_address(url_name, standing.room_id))
    )
