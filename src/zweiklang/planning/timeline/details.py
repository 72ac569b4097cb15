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
    return Details(long_field(field), facts, tuple(relations), tuple(_field_acts(field, timeline, standings)))


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
        tuple(_entry_acts(entry, standing)),
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


def _field_acts(field: TaughtField, timeline: Timeline, standings: Mapping[UUID, Standing]) -> Iterable[Act]:
    """Yields where the class's teachers move the Lernfeld or suggest it to the firms, and where a firm suggests it to the school."""
    wish = f"?art=verschieben&lernfeld={field.learning_field_id}"
    for one in timeline.classes:
        standing = standings.get(one.room_id)
        yield from _act(standing, Scope.LESSONS_WRITE, "Lernfelder planen", "planning:fields")
        yield from _act(
            standing, Scope.SCHEDULE_WRITE, "Betrieben vorschlagen", "planning:new_class_proposal", wish
        )
    if len(timeline.lanes) == 1:
        standing = standings.get(timeline.lanes[0].room_id)
        label = "Der Schule eine andere Zeit vorschlagen"
        yield from _act(standing, Scope.SCHEDULE_DECIDE, label, "planning:new_proposal", wish)


def _entry_acts(entry: Entry, standing: Standing | None) -> Iterable[Act]:
    """Yields where the firm changes and moves the part of its plan, and where a teacher suggests another time."""
    yield from _act(standing, Scope.PLAN_WRITE, "Abschnitt ändern", "planning:plan", f"{entry.id}/")
    yield from _act(
        standing, Scope.PLAN_WRITE, "Abschnitt verschieben", "planning:plan", f"{entry.id}/verschieben/"
    )
    label, wish = "Dem Betrieb eine andere Zeit vorschlagen", f"?art=tauschen&abschnitt={entry.id}"
    yield from _act(standing, Scope.SCHEDULE_WRITE, label, "planning:new_proposal", wish)


def _act(standing: Standing | None, scope: Scope, label: str, url_name: str, rest: str = "") -> Iterable[Act]:
    """Yields the act for whoever carries the scope there."""
    if standing and standing.carries(scope) and (address := page_address(url_name, standing.room_id)):
        yield label, address + rest
