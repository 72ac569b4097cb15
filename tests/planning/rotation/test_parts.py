"""A plan from a week on, and one plan made of today's and the planner's: the past stays, what is locked stays, what stays is no change."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.rotation.test_instance import entries, firms, monday, named, options
from zweiklang.planning.company_lane.shapes import Entry, NewEntry, mondays
from zweiklang.planning.rotation.applying import new_violations
from zweiklang.planning.rotation.instance import placed, question
from zweiklang.planning.rotation.parts import Part, merged, parts_since, proposed_parts
from zweiklang.planning.rotation.shapes import Firm, Options
from zweiklang.planning.solver.solving import solve

ROOM = named("room", 0)
SINCE = monday(20)


def part(position: int, first: int, last: int, department: int | None = None) -> Part:
    place = None if department is None else named("place", department)
    return Part(named("position", position), place, monday(first), monday(last))


def entry(position: int, first: int, last: int, *, locked: bool = False, note: str = "") -> Entry:
    key = named("position", position)
    return Entry(
        named(f"entry{first}-", position), ROOM, key, "Abschnitt A", str(position), "", monday(first), monday(last),
        None, "", None, locked, False, note,
    )  # fmt: skip


def stands(plan: list[NewEntry]) -> list[tuple[object, date, date]]:
    return [(one.position_id, one.first_week, one.last_week) for one in plan]


def test_what_began_before_ends_where_the_planner_begins() -> None:
    plan = merged([entry(1, 15, 25)], [part(1, 30, 33)], {named("position", 1)}, SINCE)
    assert stands(plan) == [
        (named("position", 1), monday(15), monday(19)),
        (named("position", 1), monday(30), monday(33)),
    ]


def test_what_goes_on_as_it_began_stays_one() -> None:
    plan = merged([entry(1, 15, 25, note="mit Prüfstand")], [part(1, 20, 30)], {named("position", 1)}, SINCE)
    assert stands(plan) == [(named("position", 1), monday(15), monday(30))]
    assert plan[0].note == "mit Prüfstand"


def test_a_position_that_is_not_chosen_stays() -> None:
    today = [entry(1, 22, 25), entry(2, 26, 30)]
    plan = merged(today, [part(1, 40, 42), part(2, 20, 22)], {named("position", 1)}, SINCE)
    assert today[1].as_new() in plan
    assert (named("position", 2), monday(20), monday(22)) not in stands(plan)


def test_parts_that_follow_each_other_are_one() -> None:
    assert parts_since([entry(1, 18, 22), entry(1, 23, 25)], SINCE) == [part(1, 20, 25)]


@given(st.data())
def test_the_past_and_what_is_locked_are_never_touched(data: st.DataObject) -> None:
    today = data.draw(entries(ROOM))
    proposed = [
        part(n, first, first + data.draw(st.integers(0, 5)))
        for n, first in data.draw(st.lists(st.tuples(st.integers(0, 5), st.integers(20, 45)), max_size=5))
    ]
    positions = {named("position", n) for n in data.draw(st.sets(st.integers(0, 5)))}
    plan = merged(today, proposed, positions, SINCE)

    def weeks(of: list[NewEntry]) -> set[tuple[object, object, date]]:
        return {
            (one.position_id, one.department_id, week)
            for one in of
            for week in mondays(one.first_week, one.last_week)
            if week < SINCE
        }

    assert weeks(plan) == weeks([one.as_new() for one in today])
    assert {one.as_new() for one in today if one.locked} <= set(plan)


@given(firm=firms(), given_options=options)
def test_the_plan_of_today_as_a_proposal_adds_nothing(firm: Firm, given_options: Options) -> None:
    """Whatever the planner leaves where it is keeps its edges, also beside weeks without a day at the firm."""
    asked, since = question(firm, given_options), given_options.from_week
    today = {one.room_id: one.entries for one in firm.learners}
    placements = [one for learner in firm.learners for one in placed(asked, learner.room_id, learner.entries)]
    for room, found in proposed_parts(asked, placements, today, since).items():
        for one in found:
            assert one.first_week >= since
            assert one.first_week <= one.last_week
        if not _twice(today[room], since):
            held = {one for one in parts_since(today[room], since) if _works(firm, one)}
            assert set(found) == held


def _twice(plan: tuple[Entry, ...], since: date) -> bool:
    weeks = [w for one in plan for w in mondays(one.first_week, one.last_week) if w >= since]
    return len(weeks) != len(set(weeks))


def _works(firm: Firm, one: Part) -> bool:
    calendar = firm.learners[0].calendar
    return any(week.days for week in calendar.between(one.first_week, one.last_week))


@settings(max_examples=12)
@given(firm=firms(), given_options=options)
def test_the_whole_proposal_can_always_be_taken_over(firm: Firm, given_options: Options) -> None:
    """What the engine finds breaks no rule as a plan of stretches either: beside locks, the past, and weeks without a day at the firm."""
    # As they are read: in order of weeks.
    plans = (tuple(sorted(one.entries, key=lambda e: (e.first_week, e.last_week))) for one in firm.learners)
    firm = replace(
        firm, learners=tuple(replace(a, entries=b) for a, b in zip(firm.learners, plans, strict=True))
    )
    asked, since = question(firm, given_options), given_options.from_week
    before = {one.room_id: one.entries for one in firm.learners}
    found = proposed_parts(asked, solve(asked.instance, seconds=0.2, workers=1).placements, before, since)
    after = {}
    for room, entries_today in before.items():
        known = {one.position_id for one in (*entries_today, *found[room])}
        after[room] = merged(entries_today, found[room], known, since)
    assert new_violations(asked, before, after) == []
