"""Builds the view of one week: days, lines, remarks, acts, and what the person may do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import Decision, not_now
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.kernel.ids import new_id
from zweiklang.records import policy
from zweiklang.records.content import SCHOOL_PLACES, certified, digest_of, says_something
from zweiklang.records.filling.facts import facts_of
from zweiklang.records.filling.marks import Mark, mark_of
from zweiklang.records.filling.proposing import weekday_first
from zweiklang.records.filling.shapes import Proposal, SchoolTopic
from zweiklang.records.filling.taking import offered_in
from zweiklang.records.minutes import show_minutes
from zweiklang.records.models import Line, RecordAct, Week
from zweiklang.records.plan_items import Plan, reading_plan
from zweiklang.records.selectors import LOOKS, head_of
from zweiklang.records.shapes import (
    ActView,
    CommentView,
    DayView,
    Head,
    LineView,
    ProposalView,
    WeekView,
)
from zweiklang.records.week_rows import ActRow, CommentRow, WeekRows, week_rows
from zweiklang.records.weeks import training_year, week_slug
from zweiklang.rooms.public import Scope, Standing, capacity_label

WEEK_KEY = "week"


@dataclass(frozen=True, slots=True)
class _Filled:
    """What fills an open week for its writer: proposals, and the topics as the school says them now. Nothing for anybody else."""

    proposals: tuple[Proposal, ...] = ()
    topics: Mapping[UUID, SchoolTopic] | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """What all days of a page share."""

    head: Head
    plan: Plan
    writable: bool
    filled: _Filled
    comments: Mapping[UUID | None, Iterable[CommentView]] = field(default_factory=dict)


def week_view(actor: Actor, *, room_id: UUID, monday: date, standing: Standing, extra: str = "") -> WeekView:
    """Returns the week as this person may see it, with one more empty line in the day (or "week") `extra`.

    Raises Http404 outside the contract's term. Four queries, and those of `facts_of` for who may write.
    """
    head = head_of(room_id)
    if (
        monday + timedelta(days=6) < head.first_day
        or monday > head.last_day
        or not standing.carries(Scope.SCHOOL_RECORDS)
    ):
        raise Http404
    rows = week_rows(room_id, monday)
    week, lines = rows.week, rows.lines
    comments = _comments(rows.comments)
    digest, school_digest = digest_of(lines), digest_of(lines, school_only=True)
    writable = bool(policy.may_write(actor, week, standing=standing))
    plan = reading_plan(head.plan, {i for line in lines for i in line.plan_items})
    page = _Page(head, plan, writable, _filled(head, monday, rows) if writable else _Filled(), comments)
    state = week.state if week else "open"
    return WeekView(
        head=head,
        monday=monday,
        slug=week_slug(monday),
        label=formats.week(monday),
        year=training_year(head.first_day, monday),
        number=(monday - monday_of(head.first_day)).days // 7 + 1,
        exists=week is not None,
        state=state,
        look=LOOKS[state],
        days=_days(page, monday, lines, extra=extra),
        total=formats.minutes(sum(line.minutes or 0 for line in lines)),
        acts=tuple(_act(act) for act in rows.acts),
        comments=tuple(comments[None]),
        digest=digest,
        school_digest=school_digest,
        school_only=not standing.carries(Scope.RECORDS),
        decisions=_decisions(actor, rows, standing, monday=monday, digests=(digest, school_digest)),
        refused=len(week.refused) if week and writable else 0,
        returned_reason=next((a.reason for a in reversed(rows.acts) if a.act in {"returned", "unlocked"}), "")
        if state == "returned"
        else "",
        **_neighbours(head, monday),
    )


def _filled(head: Head, monday: date, rows: WeekRows) -> _Filled:
    facts = facts_of(head, monday)
    offered = offered_in(facts, week=rows.week, lines=list(rows.lines))
    return _Filled(offered, {topic.id: topic for topic in facts.topics})


def _neighbours(head: Head, monday: date) -> dict[str, str]:
    earlier, later = monday - timedelta(days=7), monday + timedelta(days=7)
    return {
        "previous_slug": week_slug(earlier) if earlier + timedelta(days=6) >= head.first_day else "",
        "next_slug": week_slug(later) if later <= min(head.last_day, today()) else "",
    }


def _decisions(
    actor: Actor, rows: WeekRows, standing: Standing, *, monday: date, digests: tuple[str, str]
) -> dict[str, Decision]:
    week, lines = rows.week, rows.lines
    noted = {(a.act, a.digest) for a in rows.acts if a.person_id == actor.person_id}
    content = says_something(lines)
    school = any(line.place in SCHOOL_PLACES for line in lines)
    decisions = {
        "write": policy.may_write(actor, week, standing=standing),
        "submit": policy.may_submit(actor, week, standing=standing, monday=monday, has_content=content),
        "comment": policy.may_comment(actor, week, standing=standing),
        "note_school": policy.may_note_school(
            actor,
            week,
            standing=standing,
            has_school_lines=school,
            noted=("school_noted", digests[1]) in noted,
        ),
        "note_guardian": policy.may_note_guardian(
            actor, week, standing=standing, noted=("guardian_noted", digests[0]) in noted
        ),
    }
    on_week = {
        "withdraw": policy.may_withdraw,
        "sign": policy.may_sign,
        "return": policy.may_return,
        "unlock": policy.may_unlock,
    }
    for name, ask in on_week.items():
        decisions[name] = (
            ask(actor, week, standing=standing) if week else not_now("Diese Woche hat noch niemand begonnen.")
        )
    return decisions


def _comments(rows: Iterable[CommentRow]) -> dict[UUID | None, list[CommentView]]:
    by_line: dict[UUID | None, list[CommentView]] = defaultdict(list)
    for row in rows:
        by_line[row.line_id].append(
            CommentView(row.author, formats.initials(row.author), row.text, formats.moment(row.written_at))
        )
    return by_line


def _act(act: ActRow) -> ActView:
    return ActView(
        act.act,
        RecordAct.Act(act.act).label,
        act.who,
        capacity_label(act.capacity),
        formats.moment(act.at),
        act.reason,
    )


def _days(page: _Page, monday: date, lines: Sequence[Line], *, extra: str) -> tuple[DayView, ...]:
    by_day: dict[date | None, list[LineView]] = defaultdict(list)
    sums: dict[date | None, int] = defaultdict(int)
    for line in lines:
        by_day[line.day].append(_line_view(line, page))
        sums[line.day] += line.minutes or 0
    more = {_key(day): day for day in (None, *(monday + timedelta(days=i) for i in range(7)))}
    if page.writable and extra in more:
        by_day[more[extra]].append(new_line(more[extra]))
    proposed: dict[date | None, list[ProposalView]] = defaultdict(list)
    for one in page.filled.proposals:
        proposed[one.date if page.head.daily else None].append(_proposal_view(one, page))
    return tuple(
        _day(
            day,
            by_day[day] or ([new_line(day)] if page.writable else []),
            sums[day],
            proposed=proposed.get(day, []),
        )
        for day in _shown_days(page.head, monday, {*by_day, *proposed})
    )


def _key(day: date | None) -> str:
    return day.isoformat() if day else WEEK_KEY


def further_days(view: WeekView) -> list[tuple[str, str]]:
    """Returns key and name of the days of the week that are not shown yet but lie in the contract: who works on a Saturday adds it."""
    shown = {day.date for day in view.days}
    days = [view.monday + timedelta(days=i) for i in range(7)]
    inside = [day for day in days if view.head.first_day <= day <= view.head.last_day and day not in shown]
    return [(day.isoformat(), formats.WEEKDAY_NAMES[day.weekday()]) for day in inside]


def _shown_days(head: Head, monday: date, by_day: set[date | None]) -> list[date | None]:
    """Monday to Friday in the daily form, the week as a whole in the weekly one; any other day that has lines or proposals."""
    week = [monday + timedelta(days=i) for i in range(7)]
    used = {day for day in by_day if day is not None}
    usual = set(week[:5]) if head.daily else set()
    days: list[date | None] = [
        d for d in week if (d in usual or d in used) and head.first_day <= d <= head.last_day
    ]
    return [None, *days] if not head.daily or None in by_day else days


def _day(day: date | None, lines: list[LineView], total: int, *, proposed: Iterable[ProposalView]) -> DayView:
    if day is None:
        return DayView(
            None,
            WEEK_KEY,
            "Ganze Woche",
            "",
            formats.minutes(total),
            tuple(lines),
            proposals=tuple(proposed),
        )
    note = public_holiday(day) or school_holiday(day)
    return DayView(
        day,
        day.isoformat(),
        formats.day(day),
        note,
        formats.minutes(total),
        tuple(lines),
        is_today=day == today(),
        proposals=tuple(proposed),
    )


def _line_view(line: Line, page: _Page) -> LineView:
    """Returns a stored line as shown."""
    topics, plan = page.filled.topics, page.plan
    mark = mark_of(line, topics) if topics is not None else Mark.NONE
    now = topics.get(line.topic) if topics and line.topic and mark is Mark.CHANGED else None
    return LineView(
        id=line.pk,
        name=field_stem(line.pk, line.day),
        place=line.place,
        place_label=line.get_place_display(),
        text=line.text,
        minutes=show_minutes(line.minutes),
        minutes_label=formats.minutes(line.minutes) if line.minutes else "",
        plan_items=tuple((plan.code(i), plan.label(i)) for i in line.plan_items),
        comments=tuple(page.comments.get(line.pk, ())),
        school_text=line.school_text,
        certified=certified(line.released_on),
        mark=mark if mark in {Mark.CHANGED, Mark.WITHDRAWN} else "",
        school_now=now.wording if now else "",
    )


def _proposal_view(one: Proposal, page: _Page) -> ProposalView:
    topic = one.topic
    text = topic.wording if topic else one.text if page.head.daily else weekday_first(one)
    return ProposalView(
        key=one.key,
        source=one.source,
        place_label=Line.Place(one.place).label,
        text=text,
        minutes=formats.minutes(one.minutes) if one.minutes else "",
        plan=page.plan.label(topic.plan_item) if topic and topic.plan_item else "",
        certified=certified(topic.released_on) if topic else "",
        alone=one.alone,
    )


def new_line(day: date | None, *, place: str = Line.Place.COMPANY) -> LineView:
    """Returns an empty line with a fresh id; it is stored with its first saved field."""
    line_id = new_id()
    return LineView(
        line_id, field_stem(line_id, day), place, Line.Place(place).label, "", "", "", (), is_new=True
    )


def field_stem(line_id: UUID, day: date | None) -> str:
    """Returns the stem of a line's field names: "line_<id>_<day or week>"."""
    return f"line_{line_id}_{_key(day)}"


def week_id_of(room_id: UUID, monday: date) -> UUID:
    """Returns the id of a week that was begun; raises Http404 otherwise."""
    found = Week.objects.filter(room_id=room_id, monday=monday).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found
