"""The picture: where things stand. Labels never overlap each other, whatever the plans; what is not in the year is not drawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings

from tests.planning.timeline.lanes import ROOM, entry, field, link, monday
from tests.planning.timeline.test_alignment import lanes
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.links.shapes import Link
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import align
from zweiklang.planning.timeline.axis import Axis, Week, year_weeks
from zweiklang.planning.timeline.drawn import Picture
from zweiklang.planning.timeline.picture import BAR, LEFT, LETTER, SMALL, draw
from zweiklang.planning.timeline.shapes import Lane, Timeline

TODAY = date(2026, 11, 21)


def axis(year: int = 2026) -> Axis:
    first, last = year_weeks(year)
    count = (last - first).days // 7 + 1
    return Axis(year, tuple(Week(first + timedelta(weeks=at), school=(0, 2)) for at in range(count)), TODAY)


def timeline(fields: list[TaughtField], *plans: list[Entry], links: list[Link]) -> Timeline:
    found = tuple(
        Lane(ROOM, f"Alex {at}", "Betrieb", True, tuple(plan), align(fields, plan, links))
        for at, plan in enumerate(plans)
    )
    return Timeline(axis(), (), tuple(fields), found, {}, (), linked=bool(links))


def drawn(of: Timeline, *, lines: bool = True, selected: str = "") -> Picture:
    return draw(of, href=lambda shows: f"?zeige={shows}", selected=selected, lines=lines, title="Bild")


type Box = tuple[float, float, float, float]


def label_boxes(picture: Picture) -> Iterator[Box]:
    """Yields the room that each bar with its label and each label of a line takes."""
    for row in picture.rows:
        for bar in row.bars:
            end = bar.label.x + len(bar.label.text) * LETTER if bar.label.outside else bar.x + bar.width
            yield bar.x, bar.y, end, bar.y + BAR
    for line in picture.lines:
        if line.label:
            yield (
                line.label.x - line.width / 2,
                line.label.y - 12,
                line.label.x + line.width / 2,
                line.label.y + 4,
            )


def overlapping(picture: Picture) -> list[tuple[Box, Box]]:
    return [
        (one, other)
        for one, other in combinations(label_boxes(picture), 2)
        if one[0] < other[2] - 0.01 and other[0] < one[2] - 0.01 and one[1] < other[3] and other[1] < one[3]
    ]


@settings(max_examples=60)
@given(lanes(), lanes())
def test_no_label_overlaps_another_bar_or_label(
    one: tuple[list[TaughtField], list[Entry], list[Link]],
    other: tuple[list[TaughtField], list[Entry], list[Link]],
) -> None:
    picture = drawn(timeline(one[0], one[1], other[1], links=one[2]))
    assert overlapping(picture) == []
    for row in picture.rows:
        for bar in row.bars:
            assert row.y <= bar.y
            assert bar.y + BAR <= row.y + row.height
            assert bar.x >= LEFT
            assert bar.x + bar.width <= picture.width
    assert picture.height >= max(row.y + row.height for row in picture.rows)


def test_many_links_between_the_same_weeks_still_have_labels_that_do_not_overlap() -> None:
    fields = [field(str(at), 10, 12) for at in range(5)]
    plan = [entry(str(at), 14, 15) for at in range(5)]
    links = [link(str(at), str(to)) for at in range(5) for to in range(5)]
    picture = drawn(timeline(fields, plan, links=links))
    assert len(picture.lines) == 25
    assert sum(line.label is not None for line in picture.lines) == 25
    assert overlapping(picture) == []


def test_a_line_spans_the_distance_and_says_it() -> None:
    picture = drawn(timeline([field("5", 10, 13)], [entry("3", 17, 20)], links=[link("3", "5")]))
    line = picture.lines[0]
    theory, practice = picture.rows[0].bars[0], picture.rows[1].bars[0]
    assert (line.kind, line.label and line.label.text) == ("before", "nach 4 W")
    assert theory.x <= line.x1 <= theory.x + theory.width < line.x2 <= practice.x + practice.width
    assert (line.y1, line.y2) == (theory.y + BAR, practice.y)
    assert line.said == "A 3, LF 5: endet 4 Wochen vorher"


def test_the_sign_in_the_bar_says_what_its_colour_says() -> None:
    plan = [entry("1", 10, 12), entry("2", 14, 15), entry("3", 30, 31), entry("4", 5, 6), entry("9", 35, 40)]
    links = [link(str(at), "5") for at in range(1, 5)]
    bars = drawn(timeline([field("5", 10, 13)], plan, links=links), lines=False).rows[1].bars
    assert {(bar.kind, bar.label.text[0]) for bar in bars} == {
        ("with", "="), ("before", "›"), ("long_before", "»"), ("after", "!"), ("unlinked", "A"),
    }  # fmt: skip


def test_what_lies_outside_the_year_is_not_drawn_and_what_crosses_its_edge_is_cut() -> None:
    plan = [entry("1", -60, -50), entry("2", -8, 2), entry("3", 60, 70)]
    picture = drawn(timeline([], plan, links=[]))
    [bar] = picture.rows[1].bars
    assert (bar.x, bar.said.startswith("A 2 Position 2, KW 29–39")) == (LEFT + 1, True)


def test_the_chosen_bar_is_marked_and_every_bar_leads_to_its_details() -> None:
    part = entry("3", 17, 20)
    picture = drawn(timeline([field("5", 10, 13)], [part], links=[]), selected=f"e-{part.id}")
    assert [bar.selected for row in picture.rows for bar in row.bars] == [False, True]
    assert picture.rows[1].bars[0].href == f"?zeige=e-{part.id}"


def test_a_plan_that_is_not_shown_says_so_instead_of_bars() -> None:
    of = timeline([field("5", 10, 13)], [], links=[])
    hidden = replace(of.lanes[0], seen=False)
    states = [row.state for row in drawn(replace(of, lanes=(of.lanes[0], hidden))).rows]
    assert states == ["", "Noch kein Ausbildungsplan.", "Der Betrieb hat den Plan nicht freigegeben."]


def test_today_stands_in_its_own_year_only() -> None:
    of = timeline([], [], links=[])
    assert drawn(of).now is not None
    assert drawn(replace(of, axis=axis(2025))).now is None


def test_names_of_months_and_holidays_fit_their_weeks() -> None:
    weeks = tuple(
        replace(week, school=(), free="Herbstferien" if at in (9, 10) else "")
        for at, week in enumerate(axis().weeks)
    )
    picture = drawn(replace(timeline([], [], links=[]), axis=replace(axis(), weeks=weeks)))
    [holidays] = picture.breaks
    assert (holidays.text, len(holidays.text) * SMALL <= 2 * 22) == ("Herbst", True)
    starts = [x for _, x in picture.months]
    for (text, x), end in zip(picture.months, [*starts[1:], picture.width], strict=True):
        assert x + 4 + len(text) * LETTER <= end


def test_the_axis_holds_the_whole_school_year() -> None:
    for year in range(2020, 2040):
        first, last = year_weeks(year)
        assert first <= date(year, 8, 1) < first + timedelta(weeks=1)
        assert last <= date(year + 1, 7, 31) < last + timedelta(weeks=1)
    assert monday(0) in {week.monday for week in axis().weeks}
