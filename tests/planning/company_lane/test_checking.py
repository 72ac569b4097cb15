"""What a plan is told about: missing and short parts, periods, block weeks, overlaps, departments; and the sum rule in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.planning.company_lane.test_spreading import as_entries, asked, rows, section
from tests.planning.company_lane.weeks import contract_of_months
from zweiklang.curricula.models import Section
from zweiklang.curricula.public import Standing
from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.checking import Remark, check, weeks_label
from zweiklang.planning.company_lane.demand import Demand, Row
from zweiklang.planning.company_lane.shapes import Entry, Leave, NewEntry, Place
from zweiklang.planning.company_lane.sums import sums_of

WEEK = timedelta(weeks=1)
YARD = uuid4()


@pytest.fixture
def calendar() -> Calendar:
    return contract_of_months(36)


@pytest.fixture
def part() -> Section:
    return section()


def entry(row: Row, calendar: Calendar, first: int, weeks: int, department: UUID | None = None) -> Entry:
    begins = calendar.first + first * WEEK
    new = NewEntry(row.position.pk, begins, begins + (weeks - 1) * WEEK)
    (made,) = as_entries([new])
    title = {"number": row.position.number, "title": row.position.title}
    return replace(made, id=uuid4(), department_id=department, **title)


def kinds(remarks: Sequence[Remark]) -> list[str]:
    return [one.kind for one in remarks]


def demand_of(part: Section, lines: list[Row], months: int = 36) -> Demand:
    return asked((part, Standing.HOLDS, lines), months=months)


def test_a_plan_that_fits_has_nothing_to_say(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["20", ""]), ("2", ["", "10"]))
    plan = [entry(lines[0], calendar, 0, 20), entry(lines[1], calendar, 100, 10)]
    assert check(demand_of(part, lines), calendar, plan) == []


def test_what_is_missing_or_too_short_is_named_with_both_numbers(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["20", ""]), ("2", ["8-12", ""]))
    found = check(demand_of(part, lines), calendar, [entry(lines[0], calendar, 0, 9)])
    assert kinds(found) == ["missing", "few"]
    assert "nötig: 8 bis 12 Wochen" in found[0].text
    assert "geplant sind etwa 9 Wochen, die Verordnung nennt 20 Wochen" in found[1].text
    long = check(
        demand_of(part, lines),
        calendar,
        [entry(lines[0], calendar, 0, 40), entry(lines[1], calendar, 41, 10)],
    )
    assert (kinds(long), long[0].tone) == (["many"], "info")


def test_a_part_outside_its_period_is_named_but_not_by_a_week(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["10", ""]))
    border = calendar.span(0, 18)[1]
    inside, outside = (entry(lines[0], calendar, border - 10 + more, 10) for more in (1, 5))
    assert check(demand_of(part, lines), calendar, [inside]) == []
    (found,) = check(demand_of(part, lines), calendar, [outside])
    assert (found.kind, found.entry_id) == ("period", outside.id)
    assert "1.-18. Monat" in found.text


def test_a_part_only_in_leave_or_block_weeks_is_named(part: Section) -> None:
    away = contract_of_months(36, leave=(Leave(uuid4(), uuid4(), date(2026, 8, 10), date(2026, 8, 21)),))
    lines = rows(part, ("1", ["2", ""]))
    found = check(demand_of(part, lines), away, [entry(lines[0], away, 1, 2)])
    assert "away" in kinds(found)
    assert "(Urlaub)" in next(one.text for one in found if one.kind == "away")


def test_two_parts_at_once_are_allowed_and_count_half(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["10", ""]), ("2", ["10", ""]))
    plan = [entry(line, calendar, 0, 10) for line in lines]
    found = check(demand_of(part, lines), calendar, plan)
    assert kinds(found) == ["few", "few", "overlap"]
    assert found[-1].tone == "info"


def test_a_full_department_says_places_and_people(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["4", ""]))
    mine = entry(lines[0], calendar, 4, 4, YARD)
    others = {uuid4(): [entry(lines[0], calendar, first, 4, YARD)] for first in (0, 6)}
    place = Place(YARD, "Hof", 1)
    found = check(demand_of(part, lines), calendar, [mine], places=[place], others=others)
    assert kinds(found) == ["full"]
    assert "Hof ist voll" in found[0].text
    assert "1 Platz" in found[0].text
    assert "2 Auszubildende" in found[0].text
    assert (
        check(demand_of(part, lines), calendar, [mine], places=[replace(place, capacity=2)], others=others)
        == []
    )


def test_full_weeks_apart_are_named_apart_and_a_person_counts_once(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["8", ""]))
    mine = entry(lines[0], calendar, 2, 8, YARD)
    twice = [entry(lines[0], calendar, first, 1, YARD) for first in (3, 3, 7)]
    place = Place(YARD, "Hof", 1)
    (found,) = check(demand_of(part, lines), calendar, [mine], places=[place], others={uuid4(): twice})
    apart = (weeks_label(day, day) for day in (calendar.first + 3 * WEEK, calendar.first + 7 * WEEK))
    assert f"({', '.join(apart)})" in found.text
    assert "wären es 2 Auszubildende" in found.text


def test_of_a_period_that_is_over_nothing_is_said(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["", "10"]))
    early = entry(lines[0], calendar, 2, 10)
    assert kinds(check(demand_of(part, lines), calendar, [early], since=early.last_week)) == ["period"]
    assert check(demand_of(part, lines), calendar, [early], since=early.last_week + WEEK) == []


def test_nobody_is_told_that_a_department_is_full_whose_places_are_not_known(
    calendar: Calendar, part: Section
) -> None:
    lines = rows(part, ("1", ["4", ""]))
    mine = entry(lines[0], calendar, 4, 4, YARD)
    others = {uuid4(): [replace(mine, id=uuid4())]}
    place = Place(YARD, "Hof", 1, described=False)
    assert check(demand_of(part, lines), calendar, [mine], places=[place], others=others) == []


def test_of_departments_only_weeks_ahead_are_spoken_of(calendar: Calendar, part: Section) -> None:
    lines = rows(part, ("1", ["4", ""]))
    mine = entry(lines[0], calendar, 4, 4, YARD)
    others = {uuid4(): [replace(mine, id=uuid4())]}
    wanted, place = demand_of(part, lines), Place(YARD, "Hof", 1)
    ahead = check(wanted, calendar, [mine], places=[place], others=others, since=mine.last_week)
    assert weeks_label(mine.last_week, mine.last_week) in ahead[0].text
    assert check(wanted, calendar, [mine], places=[place], others=others, since=mine.last_week + WEEK) == []


def test_a_closed_department_and_one_that_teaches_something_else_are_named(
    calendar: Calendar, part: Section
) -> None:
    lines = rows(part, ("1", ["4", ""]))
    mine = entry(lines[0], calendar, 4, 4, YARD)
    closed = (mine.last_week, mine.last_week + WEEK)
    place = Place(YARD, "Hof", 1, positions=frozenset({uuid4()}), closed=(closed,))
    found = check(demand_of(part, lines), calendar, [mine], places=[place])
    assert kinds(found) == ["closed", "teaches"]
    assert weeks_label(mine.last_week, mine.last_week) in found[0].text


@pytest.mark.parametrize(
    ("weeks", "tone", "words"),
    [
        (["78", "78"], "success", "Die Summe stimmt: 156 von 156 Wochen"),
        (["78", "65"], "warning", "Es fehlen 13 Wochen."),
        (
            ["80", "80"],
            "warning",
            "160 von 156 Wochen (36 Monate, 52 Wochen im Jahr), also 4 Wochen zu viel.",
        ),
        (["70-80", "70-80"], "success", "140 bis 160 von 156 Wochen"),
    ],
)
def test_the_sum_rule_is_told_with_its_numbers(
    calendar: Calendar, part: Section, weeks: list[str], tone: str, words: str
) -> None:
    found = sums_of(demand_of(part, rows(part, ("1", weeks))), calendar)
    assert found.tone == tone
    assert words in found.sentence


def test_a_shortened_contract_is_told_with_its_paragraph(part: Section) -> None:
    short = contract_of_months(30, regulation=36)
    (note,) = sums_of(demand_of(part, rows(part, ("1", ["156", ""]))), short).notes
    assert note.startswith("Der Vertrag dauert 30 statt 36 Monate (verkürzt, § 8 BBiG).")
