"""What was decided about the rules, in the order in which it was decided, and what is still to come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from zweiklang.privacy.rules.choosing import default_of
from zweiklang.privacy.rules.selectors import LAND, Body, Decisions, Key
from zweiklang.privacy.rules.wording import WHO, Look, look_of, moved
from zweiklang.rooms.public import ReleaseDecision, rule_categories, rule_cells


@dataclass(frozen=True, slots=True)
class Change:
    """One decision: which cell, from what to what, from which day on, why.

    `author` is for the people of that organisation only. `replaced`: a later decision for the same day took its place.
    """

    id: UUID
    label: str
    who: str
    before: Look
    after: Look
    verb: str
    effective_on: date
    decided_at: datetime
    reason: str
    author: str
    decided_as: str
    replaced: bool
    moves: bool

    @property
    def decided_on(self) -> date:
        """Returns the day on which it was decided."""
        return self.decided_at.date()


def changes_of(decisions: Decisions, body: Body, *, authors: bool = False) -> list[Change]:
    """Returns what the body decided, newest first."""
    rows = [row for row in decisions.rows if row.body == body.kind and _is_of(row, body)]
    rows.sort(key=_decided, reverse=True)
    return [_change(row, decisions, body, authors=authors) for row in rows]


def coming_of(decisions: Decisions, body: Body, *, after: date) -> list[Change]:
    """Returns the body's changes of days to come, the next one first; what was taken back before its day is none."""
    changes = (one for one in changes_of(decisions, body) if one.effective_on > after and not one.replaced)
    rows = {row.pk: row for row in decisions.rows}
    return sorted((one for one in changes if _moves_then(rows[one.id], decisions, body)), key=_effective)


def state_before(row: ReleaseDecision, decisions: Decisions, body: Body) -> str:
    """Returns what the body's rule for the cell would be on that decision's day without it and all later ones."""
    earlier = [
        one
        for one in decisions.of(body, _key(row))
        if _decided(one) < _decided(row) and one.effective_on <= row.effective_on
    ]
    return earlier[-1].state if earlier else start_state(decisions, body, _key(row), row.effective_on)


def start_state(decisions: Decisions, body: Body, key: Key, on: date) -> str:
    """Returns what holds for the body on that day if it never decided about the cell."""
    start = str(rule_cells()[key].state)
    if body.kind == "land":
        return start
    by_land = decisions.last(LAND, key, on)
    return default_of(body, by_land.state if by_land else start)


def last_of(decisions: Decisions, body: Body, key: Key) -> ReleaseDecision | None:
    """Returns the decision about the cell that the body took last, whenever it takes effect."""
    return max(decisions.of(body, key), key=_decided, default=None)


def _moves_then(row: ReleaseDecision, decisions: Decisions, body: Body) -> bool:
    day_before = row.effective_on - timedelta(days=1)
    last = decisions.last(body, _key(row), day_before)
    held = last.state if last else start_state(decisions, body, _key(row), day_before)
    return held != row.state


def _change(row: ReleaseDecision, decisions: Decisions, body: Body, *, authors: bool) -> Change:
    before = state_before(row, decisions, body)
    return Change(
        id=row.pk,
        label=rule_categories()[row.category].label,
        who=WHO[row.capacity],
        before=look_of(before),
        after=look_of(row.state),
        verb=moved(before, row.state),
        effective_on=row.effective_on,
        decided_at=row.decided_at,
        reason=row.reason,
        author=row.decided_by.name if authors and row.decided_by else "",
        decided_as=row.decided_as,
        replaced=any(
            _decided(one) > _decided(row) and one.effective_on == row.effective_on
            for one in decisions.of(body, _key(row))
        ),
        moves=before != row.state,
    )


def _is_of(row: ReleaseDecision, body: Body) -> bool:
    return body.id == (row.class_room_id if row.body == "class" else row.organisation_id)


def _key(row: ReleaseDecision) -> Key:
    return row.category, row.capacity


def _decided(row: ReleaseDecision) -> tuple[datetime, UUID]:
    return row.decided_at, row.pk


def _effective(change: Change) -> date:
    return change.effective_on
