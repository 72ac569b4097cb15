"""A plan from nothing: periods, block weeks, shortened contracts, what has no time of its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.planning.company_lane.weeks import contract_of_months
from zweiklang.curricula.models import Position, Section
from zweiklang.curricula.public import Standing
from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.checking import amounts
from zweiklang.planning.company_lane.demand import HEADING, NOT_CHOSEN, Demand, Row, demand
from zweiklang.planning.company_lane.periods import stretch_of
from zweiklang.planning.company_lane.shapes import Entry, NewEntry
from zweiklang.planning.company_lane.spreading import spread

HALVES = ["1.-18. Monat", "19.-36. Monat"]
Line = tuple[str, list[str]]


def section(kind: str = "mandatory", periods: Sequence[str] = HALVES, **more: Any) -> Section:
    values = {"annex": "Anlage", "key": "A", "unit": "weeks", **more}
    return Section(kind=kind, periods=list(periods), order=0, **values)


def rows(of: Section, *lines: Line) -> list[Row]:
    """Each line: number, and a printed time per period ("", "8", "4-6", "^" for a cell that reaches down, or words)."""
    return [
        Row(
            Position(section=of, number=number, title=f"Teil {number}", order=n),
            of,
            ([_cell(c) for c in cells],),
        )
        for n, (number, cells) in enumerate(lines)
    ]


def _cell(text: str) -> dict[str, Any]:
    if text == "^":
        return {"text": "", "low": 0, "high": 0, "continues": True}
    low, _, high = text.partition("-")
    if not low.isdigit():
        return {"text": text}
    return {"text": text, "low": int(low), "high": int(high or low)}


def asked(*of: tuple[Section, Standing, list[Row]], chosen: Sequence[UUID] = (), months: int = 36) -> Demand:
    found = [row for _, _, some in of for row in some]
    return demand([(one, standing) for one, standing, _ in of], found, chosen=chosen, months=months, name="X")


def of_position(entries: Sequence[NewEntry], row: Row) -> list[NewEntry]:
    return [one for one in entries if one.position_id == row.position.pk]


def as_entries(made: Sequence[NewEntry]) -> list[Entry]:
    return [
        Entry(
            id=UUID(int=n), room_id=UUID(int=0), position_id=one.position_id, section="", number="", title="",
            first_week=one.first_week, last_week=one.last_week, department_id=None, department="",
            responsible_id=None, locked=False, partner_wanted=False, note="",
        )
        for n, one in enumerate(made)
    ]  # fmt: skip


@pytest.fixture
def three_years() -> Calendar:
    return contract_of_months(36)


def test_positions_stand_in_their_periods_with_their_weeks(three_years: Calendar) -> None:
    part = section()
    first, second = rows(part, ("1", ["30", ""]), ("2", ["48", "78"]))
    made = spread(asked((part, Standing.HOLDS, [first, second])), three_years)
    border = three_years.weeks[three_years.span(0, 18)[1]].monday
    (one,) = of_position(made.entries, first)
    assert one.first_week == three_years.first
    assert one.last_week < border
    assert abs((one.last_week - one.first_week).days / 7 + 1 - 30) <= 1
    assert made.shortened == ()
    assert max(entry.last_week for entry in made.entries) >= three_years.weeks[-2].monday


def test_block_weeks_are_bridged_and_take_no_time_from_anybody() -> None:
    calendar = contract_of_months(36, school_blocks=True)
    part = section()
    lines = rows(
        part, *[(str(n), ["13", ""]) for n in range(6)], *[(str(n), ["", "13"]) for n in range(6, 12)]
    )
    wanted = asked((part, Standing.HOLDS, lines))
    made = spread(wanted, calendar)
    for one in made.entries:
        ends = [calendar.weeks[calendar.at(day)] for day in (one.first_week, one.last_week)]
        assert all(week.days for week in ends), "no bar begins or ends in a block week"
    for amount in amounts(wanted, calendar, as_entries(made.entries)):
        assert abs(amount.planned - 13) <= 1.5


def test_a_shortened_contract_shortens_all_alike_and_says_so() -> None:
    calendar = contract_of_months(24, regulation=36)
    part = section()
    lines = rows(part, ("1", ["78", ""]), ("2", ["", "78"]))
    made = spread(asked((part, Standing.HOLDS, lines)), calendar)
    lengths = [(one.last_week - one.first_week).days // 7 + 1 for one in made.entries]
    assert lengths == pytest.approx([52, 52], abs=1)
    assert [(one.asked, round(one.given)) for one in made.shortened] == [(78, 52), (78, 52)]


def test_what_does_not_fit_into_its_period_is_shortened_alone(three_years: Calendar) -> None:
    part = section()
    lines = rows(part, ("1", ["100", ""]), ("2", ["100", ""]), ("3", ["", "40"]))
    made = spread(asked((part, Standing.HOLDS, lines)), three_years)
    assert {one.position_id for one in made.shortened} == {row.position.pk for row in lines[:2]}
    assert [round(one.given) for one in made.shortened] == pytest.approx([39, 39], abs=1)


def test_positions_without_time_are_kept_apart_with_the_words_of_the_regulation(
    three_years: Calendar,
) -> None:
    part = section()
    lines = rows(part, ("1", ["während der gesamten Ausbildung", ""]), ("2", ["20", ""]))
    wanted = asked((part, Standing.HOLDS, lines))
    assert [one.why for one in wanted.positions] == ["während der gesamten Ausbildung", ""]
    assert not of_position(spread(wanted, three_years).entries, lines[0])


def test_a_cell_that_reaches_down_is_shared(three_years: Calendar) -> None:
    part = section()
    wanted = asked((part, Standing.HOLDS, rows(part, ("1", ["12", ""]), ("2", ["^", ""]), ("3", ["^", ""]))))
    assert [need.weeks for need in wanted.needs] == [4, 4, 4]


def test_electives_count_only_once_chosen(three_years: Calendar) -> None:
    base, choice = section(), section("elective", key="B")
    held, offered = rows(base, ("1", ["20", ""])), rows(choice, ("1", ["", "10"]), ("2", ["", "10"]))
    parts = ((base, Standing.HOLDS, held), (choice, Standing.CHOICE, offered))
    nothing, one, both = (
        asked(*parts, chosen=chosen) for chosen in ([], [offered[1].position.pk], [choice.pk])
    )
    assert [d.low for d in (nothing, one, both)] == [20, 30, 40]
    assert [p.why for p in one.positions] == ["", NOT_CHOSEN, ""]


def test_a_regulation_without_any_time_is_laid_evenly(three_years: Calendar) -> None:
    part = section(unit="none", periods=[])
    lines = [
        Row(Position(section=part, number=number, title=number, order=n), part, ([],))
        for n, number in enumerate(("1", "1.1", "1.2", "2"))
    ]
    wanted = asked((part, Standing.HOLDS, lines))
    assert wanted.even
    assert [one.why for one in wanted.positions] == [HEADING, "", "", ""]
    lengths = [(e.last_week - e.first_week).days // 7 + 1 for e in spread(wanted, three_years).entries]
    assert lengths == pytest.approx([52, 52, 52], abs=1)


@pytest.mark.parametrize(
    ("label", "stretch"),
    [
        ("1.-18. Monat", (0, 18)),
        ("2. Ausbildungsjahr (2. Halbjahr)", (18, 24)),
        ("3. und 4. Ausbildungsjahr", (24, 42)),
        ("2. Ausbildungsjahr, 2. Halbjahr, 3. und 4. Ausbildungsjahr", (18, 42)),
        ("Gesamte Ausbildung", (0, 42)),
    ],
)
def test_labels_of_periods_are_months(label: str, stretch: tuple[float, float]) -> None:
    assert stretch_of(label, 42) == stretch
