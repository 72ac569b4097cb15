"""Proposals, moves, checks and comparisons, without a database: random years and curricula keep the promises."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.school_lane.checking import findings_of, load_of, sum_in_words
from zweiklang.planning.school_lane.comparing import differences, moves
from zweiklang.planning.school_lane.proposing import MOST_PER_DAY, moved_to, one_after_another
from zweiklang.planning.school_lane.shapes import CurriculumField, Lane, LaneWeek, Placed
from zweiklang.planning.school_lane.weeks import lane_of
from zweiklang.planning.school_lane.wording import span, spans
from zweiklang.schedule.public import CalendarDay

WEEK = timedelta(days=7)
BEGIN = date(2026, 8, 17)


def monday(number: int) -> date:
    return BEGIN + number * WEEK


def lane(*days: int, known: bool = True) -> Lane:
    """Returns a year whose weeks have these numbers of school days; -1: holidays."""
    weeks = [LaneWeek(monday(n), max(0, of), "Ferien" if of < 0 else "") for n, of in enumerate(days)]
    return Lane(tuple(weeks), known)


def field(number: int, hours: int | None = 80, year: int = 2) -> CurriculumField:
    return CurriculumField(UUID(int=number), str(number), f"Thema {number}", year, hours)


def bar(number: int, first: int, last: int, hours: int = 80) -> Placed:
    return Placed(UUID(int=number), monday(first), monday(last), hours)


def said(
    placed: Sequence[Placed], fields: Sequence[CurriculumField], of: Lane, per_day: int = 6
) -> list[str]:
    found = findings_of(placed, fields=fields, lane=of, grade=2, lessons_per_day=per_day)
    return [finding.text for finding in found]


years = st.lists(st.integers(-1, 5), min_size=1, max_size=48).map(lambda days: lane(*days))
curricula = st.lists(st.one_of(st.none(), st.integers(10, 160)), max_size=9).map(
    lambda hours: [field(n, of) for n, of in enumerate(hours, 1)]
)


@given(years, curricula)
def test_a_proposal_has_every_lernfeld_in_order_in_weeks_with_school_and_room_for_all(
    of: Lane, fields: list[CurriculumField]
) -> None:
    placed, per_day = one_after_another(fields, of)
    school = [week.monday for week in of.school]
    if not fields or not school:
        assert placed == []
        return
    assert [one.learning_field_id for one in placed] == [one.id for one in fields]
    assert all(one.first_week in school and one.last_week in school for one in placed)
    assert all(one.hours == wanted.hours for one, wanted in zip(placed, fields, strict=True) if wanted.hours)
    if len(fields) <= len(school):
        begins = [one.first_week for one in placed]
        assert begins[0] == school[0]
        assert placed[-1].last_week == school[-1]
        ends = [one.last_week for one in placed]
        assert begins[1:] == [school[school.index(end) + 1] for end in ends[:-1]]
    load = load_of(placed, of)
    days = {week.monday: week.days for week in of.school}
    if per_day < MOST_PER_DAY:
        assert all(load[week] <= days[week] * per_day + 1e-6 for week in load)


@given(years, curricula)
def test_a_proposal_is_checked_without_a_warning_where_there_is_room(
    of: Lane, fields: list[CurriculumField]
) -> None:
    placed, per_day = one_after_another(fields, of)
    if not placed or per_day == MOST_PER_DAY:
        return
    found = findings_of(placed, fields=fields, lane=of, grade=2, lessons_per_day=per_day)
    assert [one.text for one in found if one.tone == "warning"] == []


def test_hours_decide_how_many_weeks_a_lernfeld_has() -> None:
    placed, per_day = one_after_another([field(1, 40), field(2, 80), field(3, 60)], lane(*[5] * 9))
    assert placed == [bar(1, 0, 1, 40), bar(2, 2, 5, 80), bar(3, 6, 8, 60)]
    assert per_day == 4


def test_more_lernfelder_than_weeks_share_weeks() -> None:
    placed, _ = one_after_another([field(n, 10) for n in range(1, 5)], lane(5, 0, 5))
    assert [one.first_week for one in placed] == [monday(0), monday(0), monday(2), monday(2)]


@given(years, years, st.lists(st.tuples(st.integers(0, 47), st.integers(0, 10)), max_size=8))
def test_a_plan_moves_to_another_year_into_weeks_with_school_and_in_the_same_order(
    old: Lane, new: Lane, weeks: list[tuple[int, int]]
) -> None:
    placed = [bar(n, first, first + length) for n, (first, length) in enumerate(sorted(weeks))]
    found = moved_to(placed, source=old, target=new)
    school = {week.monday for week in new.school}
    if not old.school or not school:
        assert found == []
        return
    assert all(one.first_week in school and one.last_week in school for one in found)
    assert all(one.first_week <= one.last_week for one in found)
    begins = [one.first_week for one in found]
    assert begins == sorted(begins)


@given(years, st.lists(st.tuples(st.integers(0, 47), st.integers(0, 47)), max_size=8))
def test_a_plan_that_lies_in_weeks_with_school_moves_nowhere_in_its_own_year(
    of: Lane, weeks: list[tuple[int, int]]
) -> None:
    school = [week.monday for week in of.school]
    ends = [sorted((a % len(school), b % len(school))) for a, b in weeks] if school else []
    placed = [Placed(UUID(int=n), school[a], school[b], 9) for n, (a, b) in enumerate(ends)]
    assert moved_to(placed, source=of, target=of) == placed


def test_a_year_with_fewer_blocks_keeps_the_proportions() -> None:
    old, new = lane(5, 5, 0, 5, 5, 0, 5, 5), lane(0, 5, 0, 5, 5)
    found = moved_to([bar(1, 0, 1), bar(2, 3, 4), bar(3, 6, 7)], source=old, target=new)
    assert [(one.first_week, one.last_week) for one in found] == [
        (monday(1), monday(1)),
        (monday(3), monday(3)),
        (monday(4), monday(4)),
    ]


def test_hours_that_are_too_few_too_many_or_unknown_are_said_with_numbers() -> None:
    fields = [field(1, 80), field(2, 80), field(3, None), field(4, 40), field(5, 40, year=3)]
    of = lane(*[5] * 12)
    placed = [bar(1, 0, 1, 60), bar(2, 2, 5, 90), bar(3, 6, 7, 20), bar(5, 8, 9, 40)]
    found = said(placed, fields, of)
    assert "LF 1: 60 von 80 Stunden geplant. Es fehlen noch 20." in found
    assert "LF 2: 90 Stunden geplant. Der Rahmenlehrplan sieht 80 vor, das sind 10 mehr." in found
    assert "LF 4 steht noch in keiner Woche." in found
    assert "LF 5 gehört zum 3. Ausbildungsjahr." in found
    assert "Wie viele Stunden der Rahmenlehrplan für LF 3 vorsieht, ist hier nicht bekannt." in found
    assert f"In {span(monday(10), monday(11))} ist Schule, aber noch kein Lernfeld geplant." in found


def test_a_lernfeld_of_another_year_is_not_missed() -> None:
    assert said([bar(1, 0, 1)], [field(1), field(2, year=3)], lane(5, 5, known=False), 8) == []


def test_weeks_that_are_too_full_are_one_sentence_with_numbers() -> None:
    of, fields = lane(5, 5, 5, 2), [field(1, 90), field(2, 40)]
    found = said([bar(1, 0, 2, 90), bar(2, 1, 1, 40)], fields, of)
    assert (
        f"{span(monday(1), monday(1))}: 70 Stunden geplant. Platz ist für 30 (5 Schultage mit je 6)." in found
    )
    found = said([bar(1, 0, 3, 170)], [field(1, 170)], of)
    assert len([text for text in found if "Platz" in text]) == 1
    assert "mehr geplant, als Platz ist" in found[0]
    assert said([bar(1, 0, 2, 90)], [field(1, 90)], lane(5, 5, 5)) == []


def test_a_bar_outside_of_school_is_said_and_holidays_inside_are_not() -> None:
    of, fields = lane(5, 0, 0, 5, -1, -1, 5, 5), [field(1)]
    assert f"LF 1: In {span(monday(1), monday(2))} hat die Klasse keine Schule." in said(
        [bar(1, 1, 2)], fields, of
    )
    warned = findings_of([bar(1, 0, 1)], fields=fields, lane=of, grade=2, lessons_per_day=20)
    assert (warned[0].tone, warned[0].text) == (
        "warning",
        f"LF 1 ({span(monday(0), monday(1))}): In {span(monday(1), monday(1))} hat die Klasse keine Schule.",
    )
    between = findings_of([bar(1, 0, 3)], fields=fields, lane=of, grade=2, lessons_per_day=20)
    assert [one.tone for one in between if one.field_id] == ["info"]
    assert not any("LF 1" in text for text in said([bar(1, 3, 6)], fields, of, 20))


def test_two_bars_of_a_lernfeld_in_one_week_are_said() -> None:
    found = said([bar(1, 0, 2, 40), bar(1, 2, 3, 40)], [field(1)], lane(5, 5, 5, 5), 9)
    assert found == [f"LF 1 steht in {span(monday(2), monday(2))} doppelt."]


def test_without_school_days_nothing_is_said_about_them() -> None:
    assert said([bar(1, 0, 0, 80)], [field(1)], lane(5, 5, known=False)) == []


@pytest.mark.parametrize(
    ("of", "placed", "words"),
    [
        (field(1, 80), [bar(1, 0, 0, 60)], "60 von 80 Stunden"),
        (field(1, None), [bar(1, 0, 0, 60)], "60 Stunden"),
        (field(1, 80), [], "noch nicht geplant, 80 Stunden"),
        (field(1, None), [], "noch nicht geplant"),
    ],
)
def test_sums_are_said_in_words(of: CurriculumField, placed: list[Placed], words: str) -> None:
    assert sum_in_words(of, placed) == words


def test_differences_are_said_in_weeks_and_words() -> None:
    fields = [field(n) for n in range(1, 8)]
    was = [bar(1, 0, 3), bar(2, 4, 5), bar(3, 6, 7), bar(4, 8, 9), bar(6, 0, 0, 40), bar(7, 1, 1)]
    now = [bar(1, 4, 7), bar(2, 3, 4), bar(3, 6, 8), bar(5, 8, 9), bar(6, 0, 0, 60), bar(7, 1, 1)]
    found = {one.label[:4]: (one.was, one.now, one.note) for one in differences(was, now, fields=fields)}
    assert found == {
        "LF 1": ("KW 34–37", "KW 38–41", "4 Wochen später"),
        "LF 2": ("KW 38–39", "KW 37–38", "1 Woche früher"),
        "LF 3": ("KW 40–41", "KW 40–42", "1 Woche länger"),
        "LF 4": ("KW 42–43", "", "nicht mehr im Plan"),
        "LF 5": ("", "KW 42–43", "neu im Plan"),
        "LF 6": ("KW 34", "KW 34", "60 statt 40 Stunden"),
    }


def test_moves_are_first_weeks_that_changed() -> None:
    was = [bar(1, 0, 1), bar(1, 8, 9), bar(2, 4, 5), bar(3, 6, 7)]
    now = [bar(1, 0, 1), bar(2, 2, 5), bar(4, 6, 7)]
    found = [
        (move.learning_field_id.int, move.was_first, move.is_first, move.shift) for move in moves(was, now)
    ]
    assert found == [(2, monday(4), monday(2), -2), (3, monday(6), None, 0), (4, None, monday(6), 0)]


@given(st.permutations(range(6)))
def test_the_order_of_bars_makes_no_difference(order: list[int]) -> None:
    placed = [bar(n % 3, n, n + 1) for n in range(6)]
    mixed = [placed[n] for n in order]
    assert differences(placed, mixed, fields=[field(n) for n in range(3)]) == []
    assert moves(placed, mixed) == []


def test_weeks_in_words() -> None:
    assert span(date(2026, 12, 21), date(2027, 1, 4)) == "KW 52 bis KW 1"
    assert (
        spans([monday(4), monday(0), monday(1)])
        == f"{span(monday(0), monday(1))} und {span(monday(4), monday(4))}"
    )


def test_a_lane_begins_and_ends_where_school_can_be() -> None:
    first = date(2026, 8, 1)
    days = [
        CalendarDay(
            day,
            school=day.isoweekday() == 2 and date(2026, 8, 10) <= day < date(2027, 6, 28),
            free=not date(2026, 8, 10) <= day < date(2027, 6, 28),
            why="" if date(2026, 8, 10) <= day < date(2027, 6, 28) else "Sommerferien",
            known=True,
        )
        for day in (first + timedelta(days=n) for n in range(365))
    ]
    found = lane_of(days)
    assert found.known
    assert (found.weeks[0].monday, found.weeks[-1].monday) == (date(2026, 8, 10), date(2027, 6, 21))
    assert {week.days for week in found.weeks} == {1}
    kept = lane_of(days, keep=[date(2026, 8, 3)])
    assert (kept.weeks[0].monday, kept.weeks[0].holiday) == (date(2026, 8, 3), "Sommerferien")
    assert all(week.monday == monday_of(week.monday) for week in kept.weeks)
