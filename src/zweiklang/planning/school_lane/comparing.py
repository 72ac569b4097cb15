"""What became different between two versions of a lane, in words and as moves. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from zweiklang.planning.school_lane import wording
from zweiklang.planning.school_lane.shapes import CurriculumField, Difference, FieldMove, Placed

type Bars = list[Placed]


def differences(
    was: Iterable[Placed], now: Iterable[Placed], *, fields: Sequence[CurriculumField]
) -> list[Difference]:
    """Returns what became of each Lernfeld that is placed otherwise, in order of the curriculum; `fields` holds those of both."""
    old, new = _by_field(was), _by_field(now)
    found = []
    for field in fields:
        before, after = old[field.id], new[field.id]
        if before == after:
            continue
        found.append(
            Difference(field.label, _where(before), _where(after), wording.listed(_notes(before, after)))
        )
    return found


def moves(was: Iterable[Placed], now: Iterable[Placed]) -> list[FieldMove]:
    """Returns the Lernfelder that begin in another week, are new, or are gone; earliest first."""
    old, new = _by_field(was), _by_field(now)
    found = []
    for key in {**old, **new}:
        before = old[key][0].first_week if old[key] else None
        after = new[key][0].first_week if new[key] else None
        if before != after:
            shift = (after - before).days // 7 if before and after else 0
            found.append(FieldMove(key, before, after, shift))
    return sorted(
        found, key=lambda move: (move.is_first or move.was_first or date.max, str(move.learning_field_id))
    )


def _by_field(placed: Iterable[Placed]) -> defaultdict[UUID, Bars]:
    found = defaultdict[UUID, Bars](list)
    for one in sorted(placed, key=lambda one: (one.first_week, one.last_week, one.hours)):
        found[one.learning_field_id].append(one)
    return found


def _where(bars: Bars) -> str:
    return wording.listed([wording.span(one.first_week, one.last_week) for one in bars])


def _notes(before: Bars, after: Bars) -> list[str]:
    if not before:
        return ["neu im Plan"]
    if not after:
        return ["nicht mehr im Plan"]
    shift = (after[0].first_week - before[0].first_week).days // 7
    found = [f"{wording.weeks(abs(shift))} {'später' if shift > 0 else 'früher'}"] if shift else []
    # Of a Lernfeld that moved, holidays may lie inside now: its weeks say enough.
    longer = 0 if shift else _length(after) - _length(before)
    if longer:
        found.append(f"{wording.weeks(abs(longer))} {'länger' if longer > 0 else 'kürzer'}")
    was, now = (sum(one.hours for one in bars) for bars in (before, after))
    if was != now:
        found.append(f"{now} statt {wording.hours(was)}")
    return found or ["anders verteilt"]


def _length(bars: Bars) -> int:
    return sum((one.last_week - one.first_week).days // 7 + 1 for one in bars)
