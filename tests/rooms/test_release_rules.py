"""Release rules become memberships: what somebody carries today, since which day of data, and on days to come."""

from datetime import date, timedelta

import pytest

from zweiklang.kernel.ids import new_id
from zweiklang.rooms.rules.book import Book, Place, RoomFacts
from zweiklang.rooms.rules.cells import CAPACITIES, State, categories, cells
from zweiklang.rooms.rules.resolution import Grant, Resolver

TODAY = date(2026, 11, 21)
SCHOOL, OTHER_SCHOOL, CLASS, FIRM = (new_id() for _ in range(4))
ABSENCES = ("absences", "trainer")
ROOM = RoomFacts(
    "apprenticeship", (Place(None, None, None, FIRM), Place(date(2026, 8, 1), SCHOOL, CLASS, FIRM))
)


def grants(
    book: Book, *, room: RoomFacts = ROOM, capacity: str = "trainer", last: date | None = None
) -> list[Grant]:
    return Resolver(book, TODAY, {}).grants(room, capacity, first_day=date(2026, 8, 1), last_day=last)


def decided(body, *days: tuple[date, State], cell=ABSENCES) -> Book:
    return Book(decided={body: {cell: tuple(days)}})


def test_every_category_has_a_cell_for_every_capacity():
    assert set(cells()) == {(category, capacity) for category in categories() for capacity in CAPACITIES}


def test_nothing_is_limited_in_time_while_nobody_decided_anything():
    (grant,) = grants(Book())
    assert "records" in grant.scopes
    assert "absences" not in grant.scopes
    assert grant.starts == ()


def test_what_a_school_opens_is_open_from_that_day_of_data_on():
    (grant,) = grants(decided(SCHOOL, (date(2026, 11, 2), State.OPEN)))
    assert "absences" in grant.scopes
    assert dict(grant.starts) == {"absences": date(2026, 11, 2)}


def test_what_is_opened_later_cuts_the_membership_at_that_day():
    day = TODAY + timedelta(days=9)
    today, later = grants(decided(SCHOOL, (day, State.OPEN)), last=date(2027, 7, 31))
    assert "absences" not in today.scopes
    assert (today.last_day, later.first_day, later.last_day) == (
        day - timedelta(days=1),
        day,
        date(2027, 7, 31),
    )
    assert "absences" in later.scopes
    assert dict(later.starts) == {"absences": day}


def test_reopening_does_not_open_what_was_before():
    days = (date(2026, 9, 1), State.OPEN), (date(2026, 10, 1), State.CLOSED), (date(2026, 11, 1), State.OPEN)
    (grant,) = grants(decided(SCHOOL, *days))
    assert dict(grant.starts) == {"absences": date(2026, 11, 1)}


def test_another_school_opens_for_its_own_time_only():
    room = RoomFacts(
        "apprenticeship",
        (Place(date(2025, 8, 1), OTHER_SCHOOL, None, FIRM), Place(date(2026, 8, 1), SCHOOL, CLASS, FIRM)),
    )
    (grant,) = grants(decided(SCHOOL, (date(2024, 1, 1), State.OPEN)), room=room)
    assert dict(grant.starts) == {"absences": date(2026, 8, 1)}
    (grant,) = grants(decided(OTHER_SCHOOL, (date(2024, 1, 1), State.OPEN)), room=room)
    assert "absences" not in grant.scopes


def test_nobody_opens_what_the_law_closes():
    never = ("absence_reasons", "trainer")
    for body in (None, SCHOOL, CLASS, FIRM):
        (grant,) = grants(decided(body, (date(2026, 9, 1), State.OPEN), cell=never))
        assert "absence_reasons" not in grant.scopes


def test_a_consent_opens_from_its_day_on_where_the_rule_asks_for_it():
    book = decided(SCHOOL, (date(2026, 9, 1), State.CONSENT))
    assert "absences" not in grants(book)[0].scopes
    given = RoomFacts(ROOM.kind, ROOM.places, ((ABSENCES, date(2026, 11, 11)),))
    (grant,) = grants(book, room=given)
    assert dict(grant.starts) == {"absences": date(2026, 11, 11)}
    assert "absences" not in grants(Book(), room=given)[0].scopes


def test_a_teacher_decides_where_the_school_leaves_it_to_teachers():
    lessons = ("lessons", "trainer")
    by_school = {lessons: ((date(2026, 9, 1), State.TEACHER),)}
    (grant,) = grants(Book(decided={SCHOOL: by_school}))
    assert "lessons:item" in grant.scopes
    assert "lessons" not in grant.scopes
    by_class = {lessons: ((date(2026, 10, 1), State.OPEN),)}
    (grant,) = grants(Book(decided={SCHOOL: by_school, CLASS: by_class}))
    assert dict(grant.starts) == {"lessons": date(2026, 10, 1), "lessons:item": date(2026, 9, 1)}
    (grant,) = grants(Book(decided={CLASS: by_class}))
    assert not {"lessons", "lessons:item"} & set(grant.scopes)


@pytest.mark.parametrize("body", [None, SCHOOL])
def test_a_brake_closes_to_others_and_leaves_those_who_keep_the_category(body):
    book = decided(SCHOOL, (date(2026, 9, 1), State.OPEN))
    book.brakes = {body: frozenset({"absences"})}
    assert "absences" not in grants(book)[0].scopes
    assert {"absences", "absences:write"} <= set(grants(book, capacity="class_teacher")[0].scopes)
    assert "absences" in grants(book, capacity="apprentice")[0].scopes
    assert "absences" in grants(decided(SCHOOL, (date(2026, 9, 1), State.OPEN)))[0].scopes


def test_a_firm_opens_its_own_plan_to_teachers_and_nothing_else():
    plan = ("plan", "class_teacher")
    (grant,) = grants(decided(FIRM, (date(2026, 9, 1), State.OPEN), cell=plan), capacity="class_teacher")
    assert "plan" in grant.scopes
    (grant,) = grants(decided(FIRM, (date(2026, 9, 1), State.OPEN)))
    assert "absences" not in grant.scopes


def test_deputies_and_training_managers_see_what_the_trainer_sees():
    book = decided(SCHOOL, (date(2026, 11, 2), State.OPEN))
    for capacity in ("deputy_trainer", "training_manager"):
        assert "absences" in grants(book, capacity=capacity)[0].scopes
