"""Which rule holds on a day: start values, the Land's decisions with their words, and those of school, class and firm below."""

from datetime import date, datetime

import pytest

from zweiklang.kernel.clock import BERLIN
from zweiklang.kernel.ids import new_id
from zweiklang.privacy.rules.choosing import choices_for
from zweiklang.privacy.rules.history import changes_of, coming_of
from zweiklang.privacy.rules.selectors import LAND, Body, Decisions, RuleInForce, rules_from
from zweiklang.privacy.rules.wording import law_links
from zweiklang.rooms.public import RULING_CAPACITIES, ReleaseDecision, rule_categories, rule_cells

ABSENCES, LESSONS, PLAN = ("absences", "trainer"), ("lessons", "trainer"), ("plan", "class_teacher")
SCHOOL, FIRM = Body("school", new_id()), Body("firm", new_id())
CLASS = Body("class", SCHOOL.organisation_id, new_id())
TODAY = date(2026, 11, 21)


def row(body: Body, state: str, on: date, *, cell: tuple[str, str] = ABSENCES, hour: int = 8, **words: str):
    return ReleaseDecision(
        body=body.kind,
        organisation_id=body.organisation_id,
        class_room_id=body.class_room_id,
        category=cell[0],
        capacity=cell[1],
        state=state,
        effective_on=on,
        reason="Ein Grund.",
        decided_at=datetime(2026, 9, 1, hour, tzinfo=BERLIN),
        **words,
    )


def rule(
    *rows: ReleaseDecision, cell: tuple[str, str] = ABSENCES, on: date = TODAY, **bodies: Body
) -> RuleInForce:
    ordered = sorted(rows, key=lambda one: (one.effective_on, one.decided_at))
    return rules_from(Decisions(ordered), on, **bodies)[cell]


def test_without_decisions_the_start_values_hold_for_every_cell() -> None:
    found = rules_from(Decisions([]), TODAY)
    assert list(found) == [(one, who) for one in rule_categories() for who in RULING_CAPACITIES]
    for key, one in found.items():
        cell = rule_cells()[key]
        assert (one.state, one.basis, one.sentence, one.easy) == (
            cell.state,
            cell.basis,
            cell.sentence,
            cell.easy,
        )
        assert (one.since, one.decided_by, one.fixed) == (None, "start", bool(cell.bound))


def test_the_land_s_words_hold_from_their_day_on_and_stay_when_a_later_decision_has_none() -> None:
    first = row(LAND, "open", date(2026, 10, 1), sentence="Neue Worte.", basis="§ 39 HSchG", easy="Leicht.")
    later = row(LAND, "closed", date(2026, 11, 1), hour=9)
    assert rule(first, later, on=date(2026, 9, 30)).sentence == rule_cells()[ABSENCES].sentence
    found = rule(first, later)
    assert (found.state, found.since, found.decided_by) == ("closed", date(2026, 11, 1), "land")
    assert (found.sentence, found.basis, found.easy) == ("Neue Worte.", "§ 39 HSchG", "Leicht.")


def test_of_two_decisions_for_one_day_the_later_one_counts() -> None:
    day = date(2026, 10, 1)
    assert rule(row(LAND, "open", day, hour=8), row(LAND, "closed", day, hour=9)).state == "closed"
    assert rule(row(LAND, "open", day, hour=9), row(LAND, "closed", day, hour=8)).state == "open"


def test_nothing_decided_changes_what_the_law_fixes() -> None:
    never = ("absence_reasons", "trainer")
    found = rule(row(LAND, "open", date(2026, 10, 1), cell=never), cell=never)
    assert (found.state, found.decided_by, found.fixed) == ("closed", "start", True)


def test_a_school_counts_for_itself_within_what_the_land_allows() -> None:
    opened = row(SCHOOL, "open", date(2026, 10, 1))
    assert rule(opened).state == "school"
    found = rule(opened, school=SCHOOL)
    assert (found.state, found.since, found.decided_by, found.land_state) == (
        "open",
        date(2026, 10, 1),
        "school",
        "school",
    )
    assert rule(opened, school=Body("school", new_id())).state == "closed"
    closed = row(LAND, "closed", date(2026, 11, 1))
    assert rule(opened, closed, school=SCHOOL).state == "closed"


def test_a_class_counts_where_its_school_leaves_it_to_teachers() -> None:
    by_school, by_class = row(SCHOOL, "teacher", date(2026, 10, 1)), row(CLASS, "open", date(2026, 11, 1))
    found = rule(by_school, by_class, school=SCHOOL, class_=CLASS)
    assert (found.state, found.decided_by, found.school_state) == ("open", "class", "teacher")
    assert rule(by_class, school=SCHOOL, class_=CLASS).state == "closed"


def test_a_firm_counts_for_its_plan() -> None:
    opened = row(FIRM, "open", date(2026, 10, 1), cell=PLAN)
    assert rule(opened, cell=PLAN, firm=FIRM).state == "open"
    assert rule(cell=PLAN, firm=FIRM).state == "closed"
    assert rule(opened, cell=PLAN).state == "firm"


@pytest.mark.parametrize(
    ("body", "cell", "rows", "choices"),
    [
        (LAND, ABSENCES, (), {"closed", "open", "consent", "school", "teacher"}),
        (LAND, LESSONS, (), {"closed", "open", "school", "teacher"}),
        (LAND, PLAN, (), {"closed", "open", "consent", "firm"}),
        (LAND, ("records", "trainer"), (), set()),
        (SCHOOL, ABSENCES, (), {"closed", "open", "consent", "teacher"}),
        (SCHOOL, LESSONS, (), {"closed", "open", "teacher"}),
        (SCHOOL, ("results", "trainer"), (), {"closed", "consent", "teacher"}),
        (SCHOOL, PLAN, (), set()),
        (FIRM, PLAN, (), {"closed", "open"}),
        (FIRM, ABSENCES, (), set()),
        (CLASS, ABSENCES, (), set()),
        (CLASS, ABSENCES, ("teacher",), {"closed", "open"}),
        (CLASS, LESSONS, ("teacher",), {"closed", "open", "teacher"}),
    ],
)
def test_each_body_chooses_among_what_makes_sense_for_it(body, cell, rows, choices) -> None:
    decided = [row(SCHOOL, state, date(2026, 10, 1), cell=cell) for state in rows]
    bodies = {"school": SCHOOL, "class_": CLASS, "firm": FIRM}
    assert (
        set(choices_for(body, rule(*decided, cell=cell, **(bodies if body is not LAND else {})))) == choices
    )


def test_the_history_says_what_was_before_and_what_was_replaced() -> None:
    rows = [
        row(SCHOOL, "open", date(2026, 10, 1), hour=8),
        row(SCHOOL, "closed", date(2026, 12, 1), hour=9),
        row(SCHOOL, "open", date(2026, 12, 1), hour=10),
    ]
    decisions = Decisions(rows)
    found = [(one.before.word, one.after.word, one.replaced) for one in changes_of(decisions, SCHOOL)]
    assert found == [
        ("geschlossen", "offen", False),
        ("offen", "geschlossen", True),
        ("geschlossen", "offen", False),
    ]
    # In December it is open as before: nothing is to come.
    assert coming_of(decisions, SCHOOL, after=TODAY) == []
    assert [one.effective_on for one in coming_of(Decisions(rows[:2]), SCHOOL, after=TODAY)] == [
        date(2026, 12, 1)
    ]


@pytest.mark.parametrize(
    ("basis", "ends"),
    [
        ("§ 14 Abs. 2 BBiG", ["bbig_2005/__14.html"]),
        ("§ 1 JArbSchG; Art. 9 Abs. 2 DSGVO", ["jarbschg/__1.html", "#art_9"]),
        ("§ 83a HSchG", ["rahmen"]),
        ("Erlass vom 1. August 2026", [""]),
    ],
)
def test_words_of_the_land_lead_to_the_law_where_we_know_it(basis: str, ends: list[str]) -> None:
    links = law_links(basis, "§§ 83, 83a HSchG", ("hschg:83",))
    assert "; ".join(text for text, _ in links) == basis
    assert all(
        href.endswith(end) and bool(href) == bool(end) for (_, href), end in zip(links, ends, strict=True)
    )
