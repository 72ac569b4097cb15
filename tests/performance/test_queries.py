"""Each page sends a fixed number of statements, whether there is little or much to show.

Counted without BEGIN, SAVEPOINT and COMMIT, in a process that has shown the page before.
The numbers stand here so that one more is a decision: at most 12, list pages 8.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.bench.browsing import statements
from tests.bench.pages import Cast, Page, pages_of
from tests.clients import PersonClient, show_before, standing_as
from tests.worlds import Worlds
from zweiklang.apprenticeships.public import (
    ContractTerms,
    SchoolClass,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    enrol,
    link_guardian,
)
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of, add_person
from zweiklang.records.public import Comment, Line, Week, submit_week
from zweiklang.rooms.public import as_system

ACTOR = system_actor("tests")
EXPECTED = {
    "today (apprentice)": 11,
    "today (trainer)": 10,
    "today (class_teacher)": 11,
    "today (guardian)": 10,
    "apprenticeships (trainer)": 6,
    "apprenticeships (class_teacher)": 6,
    "room": 6,
    "who sees what": 11,
    "class": 7,
    "weeks": 5,
    "week, writing": 9,
    "week, signing": 8,
    "week, school days": 7,
    "week, guardian": 7,
    "history of a week": 8,
    "waiting for signature": 5,
    "coverage": 11,
    "plan items (partial)": 9,
    "new line (partial)": 3,
    "saving a field": 8,
    "occupations": 4,
    "occupation": 9,
}
MORE = 6
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"


def _cast(worlds: Worlds) -> Cast:
    first, weeks = worlds.a.first, worlds.a.first.weeks
    roles = ("apprentice", "trainer", "class_teacher", "guardian")
    return Cast(
        room_id=first.room_id,
        class_room_id=worlds.a.school_class.room_id,
        occupation_id=first.contract.occupation_id,
        people={role: worlds.a.people[role].pk for role in roles},
        draft=weeks.monday("draft"),
        submitted=weeks.monday("submitted"),
        signed=weeks.monday("signed"),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a page took: the statements, and the bytes of the answer."""

    statements: list[str]
    size: int


type Counts = dict[str, Opened]


@pytest.fixture(scope="module")
def counts(stored_worlds: Callable[[], Worlds], django_db_blocker: DjangoDbBlocker) -> tuple[Counts, Counts]:
    """Every page with few rows, and every page with many: counted once, because the many rows take a second to write."""
    with django_db_blocker.unblock(), transaction.atomic():
        worlds = stored_worlds()
        few = _count(worlds)
        _write_much(worlds)
        many = _count(worlds)
        transaction.set_rollback(True)
    return few, many


def _count(worlds: Worlds) -> Counts:
    return {page.name: _open(page, worlds.a.people[page.who]) for page in pages_of(_cast(worlds))}


def _open(page: Page, person: Person) -> Opened:
    """The page as that person opens it; what it changed is taken back."""
    with transaction.atomic():
        browser = PersonClient()
        browser.force_login(person)
        if page.data is None:
            # A process keeps the plan of an occupation, and knows whose list of looks says so already.
            show_before(browser, page.path)
        with statements() as found:
            answer = browser.get(page.path) if page.data is None else browser.post(page.path, page.data)
        assert answer.status_code == 200, page.name
        transaction.set_rollback(True)
    # The last statement is the test browser's own: it makes the database forget the person.
    return Opened([sql for sql in found if sql != FORGETTING], len(answer.content))


def test_the_fixed_numbers_cover_every_page_and_keep_the_limits(worlds: Worlds) -> None:
    pages = {page.name: page for page in pages_of(_cast(worlds))}
    assert set(EXPECTED) == set(pages)
    assert {name: n for name, n in EXPECTED.items() if n > pages[name].most} == {}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_page_sends_its_fixed_number_of_statements_with_few_rows_and_with_many(
    name: str, counts: tuple[Counts, Counts]
) -> None:
    few, many = (found[name].statements for found in counts)
    assert len(few) == EXPECTED[name], "\n".join(few)
    assert len(many) == EXPECTED[name], "\n".join(many)


def test_the_many_rows_are_on_the_pages(counts: tuple[Counts, Counts]) -> None:
    """Otherwise the test above would compare few with few."""
    few, many = counts
    names = (
        "waiting for signature",
        "class",
        "apprenticeships (trainer)",
        "today (trainer)",
        "week, signing",
    )
    assert [name for name in names if many[name].size < few[name].size + MORE * 40] == []


def _write_much(worlds: Worlds) -> None:
    """World A has more apprentices of the same trainer, class and guardian, and more weeks, lines and comments of each."""
    first, people = worlds.a.first, worlds.a.people
    for number in range(MORE):
        _more_apprentices(worlds, number)
    monday = first.weeks.monday("open")
    for number in range(1, MORE + 1):
        _submitted_week(people["apprentice"], first.contract, monday - timedelta(weeks=number))
    with standing_as(people["trainer"]):
        for state in ("submitted", "signed", "draft"):
            week = first.weeks.row[state]
            lines = Line.objects.filter(week=week)
            Comment.objects.bulk_create(
                Comment(
                    room_id=first.room_id,
                    week=week,
                    line=line,
                    author=people["trainer"],
                    text="Gut beschrieben.",
                )
                for line in [None, *lines] * MORE
            )
    with standing_as(people["apprentice"]):
        _lines(first.weeks.row["draft"], first.weeks.plan_items)
    connection.check_constraints()


def _more_apprentices(worlds: Worlds, number: int) -> None:
    first, people = worlds.a.first, worlds.a.people
    contract, year = first.contract, first.contract.first_day
    with as_system(ACTOR):
        person = add_person(
            ACTOR, email=f"more{number}@welten.example", given_name="Mo", family_name=f"Mehr {number}"
        )
        terms = ContractTerms(
            apprentice=person,
            firm=contract.firm,
            chamber=contract.chamber,
            occupation=contract.occupation,
            curriculum=contract.curriculum,
            first_day=year,
            last_day=contract.last_day,
            born_on=today() - timedelta(days=17 * 365),
        )
        made = conclude_contract(ACTOR, terms=terms)
        assign_trainer(ACTOR, contract=made, person=people["trainer"], capacity="trainer", first_day=year)
        link_guardian(ACTOR, contract=made, person=people["guardian"], first_day=year)
        enrol(
            ACTOR, contract=made, school_class=worlds.a.school_class, first_day=_begins(worlds.a.school_class)
        )
        teacher = add_person(
            ACTOR, email=f"teacher{number}@welten.example", given_name="Lo", family_name=f"Lehrt {number}"
        )
        assign_teacher(
            ACTOR,
            school_class=worlds.a.school_class,
            person=teacher,
            capacity="subject_teacher",
            first_day=_begins(worlds.a.school_class),
        )
    _submitted_week(person, made, first.weeks.monday("open"))


def _begins(school_class: SchoolClass) -> date:
    return date(school_class.school_year, 8, 1)


def _submitted_week(apprentice: Person, contract, monday: date) -> None:
    with standing_as(apprentice):
        week = Week.objects.create(room_id=contract.room_id, contract=contract, monday=monday)
        _lines(week, [])
        submit_week(actor_of(apprentice), room_id=contract.room_id, monday=monday)


def _lines(week: Week, plan_items: list) -> None:
    Line.objects.bulk_create(
        Line(
            room_id=week.room_id,
            week=week,
            day=week.monday,
            place="school" if n % 2 else "company",
            text=f"Mehr {n}",
            minutes=30,
            plan_items=plan_items[:2],
            order=10 + n,
        )
        for n in range(MORE)
    )
