"""How far practice is from theory: each definition of docs/planning-timeline.md, and what holds for any plans."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.planning.timeline.lanes import entry, field, link, monday
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.links.shapes import Link
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import (
    LONG_TOGETHER,
    MOMENT_WEEKS,
    MOST_PROPOSED,
    NEAR_WEEKS,
    align,
    holding,
    nearest,
    overlap,
    place,
)

# Theory in weeks 10 to 13; practice from … to …; how it lies, and by how many weeks.
PLACES = {
    "practice in the same weeks": (10, 13, "with", 0),
    "practice begins in theory's last week": (13, 20, "with", 0),
    "practice begins the week after": (14, 17, "before", 1),
    "practice begins eight weeks after": (13 + NEAR_WEEKS, 30, "before", NEAR_WEEKS),
    "practice begins nine weeks after": (14 + NEAR_WEEKS, 30, "long_before", NEAR_WEEKS + 1),
    "theory begins when half of the practice is over": (6, 13, "with", 0),
    "theory begins when more than half of the practice is over": (5, 13, "after", -5),
    "practice ends before theory begins": (2, 4, "after", -8),
    "one week of practice, theory the week after": (9, 9, "after", -1),
    "half a year of practice, theory soon after it begins": (7, 33, "with", 0),
}


@pytest.mark.parametrize("name", PLACES)
def test_practice_lies_to_theory_as_the_documents_say(name: str) -> None:
    first, last, kind, distance = PLACES[name]
    assert place(field("5", 10, 13), entry("3", first, last)) == (kind, distance)


def test_the_placement_that_fits_best_counts_and_too_early_counts_twice() -> None:
    early, late = field("5", 0, 1), field("5", 20, 22, piece=2)
    assert nearest([early, late], entry("3", 10, 12)) == (early, "long_before", 9)
    assert nearest([early, late], entry("3", 16, 17)) == (late, "after", -4)
    assert nearest([], entry("3", 10, 12)) is None


def test_each_link_is_a_match_and_several_skills_are_one() -> None:
    found = align(
        [field("5", 10, 13)],
        [entry("3", 14, 17)],
        [link("3", "5", skill="a"), link("3", "5", skill="b", votes=3)],
    )
    assert [(match.kind, match.distance_weeks, match.link.skill) for match in found.matches] == [
        ("before", 1, "b")
    ]
    assert (found.gaps, found.unlinked_entries, found.unlinked_fields) == ((), (), ())


def test_a_lernfeld_without_any_planned_position_is_a_gap() -> None:
    links = [link("3", "5"), link("4", "6")]
    found = align([field("5", 10, 13), field("6", 14, 16)], [entry("3", 14, 17)], links)
    assert [(gap.what, gap.field and gap.field.number) for gap in found.gaps] == [("unplanned", "6")]
    assert [match.kind for match in found.matches if match.entry is None] == ["none"]


def test_a_lernfeld_of_which_one_position_is_planned_is_no_gap() -> None:
    found = align([field("5", 10, 13)], [entry("3", 14, 17)], [link("3", "5"), link("4", "5")])
    assert found.gaps == ()


def test_practice_whose_theory_comes_later_is_a_gap_that_names_the_nearest() -> None:
    links = [link("3", "5"), link("3", "6")]
    found = align([field("5", 20, 22), field("6", 10, 13)], [entry("3", 2, 4)], links)
    assert [(gap.what, gap.field and gap.field.number) for gap in found.gaps] == [("later", "6")]


def test_practice_with_one_lernfeld_in_time_is_no_gap() -> None:
    links = [link("3", "5"), link("3", "6")]
    found = align([field("5", 20, 22), field("6", 0, 1)], [entry("3", 2, 4)], links)
    assert found.gaps == ()


def test_practice_whose_lernfeld_nobody_plans_is_a_gap() -> None:
    found = align(
        [field("5", 10, 13)], [entry("3", 14, 17), entry("4", 18, 19)], [link("3", "5"), link("4", "9")]
    )
    assert [(gap.what, gap.entry and gap.entry.number) for gap in found.gaps] == [("untaught", "4")]


def test_without_one_of_the_lanes_nothing_is_missing() -> None:
    assert align([], [entry("3", 2, 4)], [link("3", "5")]).gaps == ()
    assert align([field("5", 2, 4)], [], [link("3", "5")]).gaps == ()


def test_a_position_planned_twice_in_the_same_weeks_is_told() -> None:
    twice = [entry("3", 2, 6), entry("3", 5, 9, piece=2), entry("3", 20, 22, piece=3)]
    found = align([], twice, [])
    assert [(one.what, one.weeks, len(one.entries)) for one in found.duplicates] == [("twice", 2, 2)]


@pytest.mark.parametrize(("weeks", "told"), [(LONG_TOGETHER, True), (LONG_TOGETHER - 1, False)])
def test_theory_and_practice_side_by_side_for_long_are_told(weeks: int, told: bool) -> None:
    found = align([field("5", 10, 9 + weeks)], [entry("3", 10, 30)], [link("3", "5")])
    assert [one.what for one in found.duplicates] == (["together"] if told else [])


@pytest.mark.parametrize(("first", "weeks"), [(10, 0), (12, 2), (10 + MOMENT_WEEKS, MOMENT_WEEKS)])
def test_practice_soon_after_theory_began_is_a_good_moment(first: int, weeks: int) -> None:
    found = align([field("5", 10, 13)], [entry("3", first, first + 5)], [link("3", "5")])
    assert [one.weeks for one in found.moments] == [weeks]


@pytest.mark.parametrize("first", [9, 11 + MOMENT_WEEKS])
def test_practice_before_or_long_after_is_no_good_moment(first: int) -> None:
    assert align([field("5", 10, 13)], [entry("3", first, first + 5)], [link("3", "5")]).moments == ()


def test_what_has_no_link_is_told_apart() -> None:
    found = align(
        [field("5", 10, 13), field("6", 14, 15)], [entry("3", 14, 17), entry("4", 18, 19)], [link("3", "5")]
    )
    assert [one.number for one in found.unlinked_entries] == ["4"]
    assert [one.number for one in found.unlinked_fields] == ["6"]


def test_confirmed_links_go_before_the_annex_and_the_annex_before_proposals() -> None:
    confirmed, official = link("1", "5"), link("2", "5", standing="proposed", source="annex")
    computed = link("3", "5", standing="proposed")
    assert holding([computed, official, confirmed]) == [confirmed]
    assert holding([computed, official]) == [official]
    assert holding([computed]) == [computed]


def test_of_proposals_the_best_three_count_and_none_that_people_refuse() -> None:
    proposals = [link(str(at), "5", standing="proposed", score=at / 10) for at in range(6)]
    refused = link("9", "5", standing="proposed", score=0.9, votes=-1)
    kept = holding([*proposals, refused])
    assert sorted(one.score for one in kept) == [0.3, 0.4, 0.5]
    voted = link("8", "5", standing="proposed", score=0.0, votes=2)
    assert voted in holding([*proposals, voted])
    assert len(holding([*proposals, voted])) == MOST_PROPOSED


WEEKS = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda one: (one[0], one[0] + one[1]))
NUMBERS, POSITIONS = st.sampled_from(["5", "6", "7"]), st.sampled_from(["1", "2", "3", "4"])


@st.composite
def lanes(draw: st.DrawFn) -> tuple[list[TaughtField], list[Entry], list[Link]]:
    """Any school plan with any plan of an apprentice and any links."""
    fields = [
        field(number, *weeks, piece=at)
        for at, (number, weeks) in enumerate(draw(st.lists(st.tuples(NUMBERS, WEEKS), max_size=6)))
    ]
    entries = [
        entry(position, *weeks, piece=at)
        for at, (position, weeks) in enumerate(draw(st.lists(st.tuples(POSITIONS, WEEKS), max_size=8)))
    ]
    pairs = draw(st.lists(st.tuples(POSITIONS, NUMBERS), unique=True, max_size=8))
    return fields, entries, [link(position, number) for position, number in pairs]


@given(lanes())
def test_every_planned_and_linked_part_is_matched_once_for_each_lernfeld(
    drawn: tuple[list[TaughtField], list[Entry], list[Link]],
) -> None:
    fields, entries, links = drawn
    found = align(fields, entries, links)
    wanted = sorted((one.id, a.id) for one in links for a in entries if a.position_id == one.position_id)
    assert sorted((match.link.id, match.entry.id) for match in found.matches if match.entry) == wanted
    for match in found.matches:
        assert (match.kind == "none") == (match.field is None or match.entry is None)
        assert (match.distance_weeks is None) == (match.kind == "none")


@given(lanes())
def test_kinds_distances_and_weeks_never_contradict_each_other(
    drawn: tuple[list[TaughtField], list[Entry], list[Link]],
) -> None:
    for match in align(*drawn).matches:
        if not match.field or not match.entry or match.distance_weeks is None:
            continue
        shared, distance = overlap(match.field, match.entry), match.distance_weeks
        expected = {
            "with": distance == 0 and shared > 0,
            "before": 1 <= distance <= NEAR_WEEKS and not shared,
        }
        expected |= {"long_before": distance > NEAR_WEEKS and not shared, "after": distance < 0}
        assert expected[match.kind]
        if match.kind == "after":
            assert match.field.first_week == match.entry.first_week - timedelta(weeks=distance)


@given(lanes(), st.integers(-30, 30))
def test_moving_both_lanes_alike_changes_nothing(
    drawn: tuple[list[TaughtField], list[Entry], list[Link]], by: int
) -> None:
    fields, entries, links = drawn

    def moved[T: (TaughtField, Entry)](one: T) -> T:
        shift = timedelta(weeks=by)
        return replace(one, first_week=one.first_week + shift, last_week=one.last_week + shift)

    before = align(fields, entries, links)
    after = align([moved(one) for one in fields], [moved(one) for one in entries], links)
    assert [(one.link.id, one.kind, one.distance_weeks) for one in after.matches] == [
        (one.link.id, one.kind, one.distance_weeks) for one in before.matches
    ]
    assert [one.what for one in after.gaps] == [one.what for one in before.gaps]
    assert [one.weeks for one in after.moments] == [one.weeks for one in before.moments]


@given(lanes())
def test_no_placement_of_a_lernfeld_would_have_fitted_better(
    drawn: tuple[list[TaughtField], list[Entry], list[Link]],
) -> None:
    fields, entries, links = drawn
    for match in align(fields, entries, links).matches:
        if match.field and match.entry and match.distance_weeks is not None:
            costs = [
                place(one, match.entry)[1]
                for one in fields
                if one.learning_field_id == match.link.learning_field_id
            ]
            assert _cost(match.distance_weeks) == min(map(_cost, costs))


def _cost(distance: int) -> int:
    return distance if distance >= 0 else -2 * distance


@given(lanes())
def test_a_gap_of_a_part_of_the_plan_has_nothing_in_time(
    drawn: tuple[list[TaughtField], list[Entry], list[Link]],
) -> None:
    found = align(*drawn)
    in_time = {
        match.entry.id
        for match in found.matches
        if match.entry and match.kind in ("with", "before", "long_before")
    }
    lacking = {gap.entry.id for gap in found.gaps if gap.entry}
    assert not in_time & lacking
    if drawn[0] and drawn[1]:
        matched = {match.entry.id for match in found.matches if match.entry}
        assert lacking == matched - in_time


def test_weeks_of_the_tests_are_mondays() -> None:
    assert monday(0).weekday() == 0
