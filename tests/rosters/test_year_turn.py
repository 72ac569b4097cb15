"""The turn of a school year: classes move up, leavers close, first years open; and it can be taken back."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Enrolment, Pupil, SchoolClass, derive_rooms
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import Membership, as_system
from zweiklang.rosters.grades import grade_of, next_label
from zweiklang.rosters.public import undo_run
from zweiklang.rosters.turning import TurnClass, TurnPupil, plan_turn
from zweiklang.rosters.year_turn import digest_of_turn, turn_of, turn_year

YEAR = 2027


def pupil(name: str, ends: str = "") -> TurnPupil:
    return TurnPupil(new_id(), name, date.fromisoformat(ends) if ends else None)


def one(label: str, grade: int, *pupils: TurnPupil) -> TurnClass:
    return TurnClass(new_id(), label, grade, "Fachinformatiker/-in", pupils)


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("10FI1", "11FI1"),
        ("12FIA", "13FIA"),
        ("01T", "02T"),
        ("13FI", "14FI"),
        ("FI1", ""),
        ("2024A", ""),
        ("10", "11"),
    ],
)
def test_a_label_that_begins_with_a_grade_counts_on(label: str, after: str) -> None:
    assert next_label(label) == after


@pytest.mark.parametrize(
    ("label", "stated", "grade"),
    [("11FI1", "", 2), ("10FI1", "12/2", 3), ("FIA", "", 1), ("FIA", "2", 2), ("02T", "", 2)],
)
def test_the_grade_is_read_from_file_or_label(label: str, stated: str, grade: int) -> None:
    assert grade_of(label, stated) == grade


def test_classes_move_up_and_first_years_open_empty() -> None:
    turn = plan_turn([one("10FI1", 1, pupil("Mia")), one("11FI1", 2, pupil("Ole"))], year=YEAR)
    assert [(s.label, s.grade, len(s.pupils)) for s in turn.steps] == [
        ("10FI1", 1, 0),
        ("11FI1", 2, 1),
        ("12FI1", 3, 1),
    ]


def test_who_ends_before_the_new_year_leaves_and_who_does_not_goes_on() -> None:
    old = one("12FI1", 3, pupil("Mia", "2027-07-31"), pupil("Ole", "2028-01-31"))
    turn = plan_turn([old], year=YEAR)
    assert [leaver.pupil.name for leaver in turn.leavers] == ["Mia"]
    assert [(s.label, s.grade, [p.name for p in s.pupils]) for s in turn.steps] == [("13FI1", 4, ["Ole"])]


def test_without_a_known_end_the_third_year_is_the_last() -> None:
    turn = plan_turn([one("11FI1", 2, pupil("Mia")), one("12FI1", 3, pupil("Ole"))], year=YEAR)
    assert [(leaver.pupil.name, "letzte" in leaver.reason) for leaver in turn.leavers] == [("Ole", True)]


def test_a_label_without_a_grade_stays() -> None:
    turn = plan_turn([one("FIA", 1, pupil("Mia"))], year=YEAR)
    assert [(s.label, s.grade) for s in turn.steps] == [("FIA", 2)]


@pytest.fixture
def next_year(world_a: World) -> int:
    """The school year after the world's."""
    assert world_a.school_class.label == "11FIa"
    return school_year(today()) + 1


def test_the_turn_moves_everybody_and_can_be_taken_back(world_a: World, next_year: int) -> None:
    with as_system(ACTOR):
        derive_rooms(
            ACTOR,
            classes=[world_a.school_class.pk],
            contracts=[world_a.first.contract.pk, world_a.second.contract.pk],
        )
    before = tables.digest()
    turn = turn_of(ACTOR, school=world_a.school, year=next_year)
    run = turn_year(ACTOR, school=world_a.school, year=next_year, seen=digest_of_turn(turn))
    with as_system(ACTOR):
        new = SchoolClass.objects.get(school=world_a.school, school_year=next_year)
        assert (new.label, new.grade) == ("12FIa", 3)
        begins = date(next_year, 8, 1)
        assert set(Enrolment.objects.filter(school_class=new).values_list("first_day", flat=True)) == {begins}
        members = Membership.objects.filter(room=new.room)
        assert len({m.person_id for m in members.filter(capacity="apprentice")}) == 3
        leads = members.filter(capacity="class_teacher").order_by("first_day")
        # Before the first day only to prepare it: two pieces of one membership.
        assert {m.person_id for m in leads} == {world_a.people["class_teacher"].pk}
        assert [m.first_day for m in leads][-1] == begins
        old = Enrolment.objects.get(contract=world_a.first.contract, school_class=world_a.school_class)
        assert old.last_day == date(next_year, 7, 31)
        lea = Membership.objects.filter(room=world_a.first.contract.room, capacity="class_teacher")
        assert {m.first_day for m in lea if m.person == world_a.people["class_teacher"]} >= {begins}
    undo_run(ACTOR, run_id=run.pk)
    after = tables.digest()
    assert {name for name in after if after[name] != before[name]} == {
        "rosters_importrun",
        "rosters_importchange",
    }


def test_a_second_turn_has_nothing_to_do(world_a: World, next_year: int) -> None:
    turn = turn_of(ACTOR, school=world_a.school, year=next_year)
    turn_year(ACTOR, school=world_a.school, year=next_year, seen=digest_of_turn(turn))
    before = tables.digest()
    again = turn_of(ACTOR, school=world_a.school, year=next_year)
    assert (again.steps, again.leavers) == ((), ())
    with pytest.raises(Conflict):
        turn_year(ACTOR, school=world_a.school, year=next_year, seen=digest_of_turn(again))
    assert tables.digest() == before


def test_a_turn_that_was_not_seen_is_not_done(world_a: World, next_year: int) -> None:
    turn = turn_of(ACTOR, school=world_a.school, year=next_year)
    with as_system(ACTOR):
        Pupil.objects.filter(school=world_a.school, contract=None).update(
            training_ends=date(next_year, 6, 30)
        )
    before = tables.digest()
    with pytest.raises(Conflict, match="noch einmal"):
        turn_year(ACTOR, school=world_a.school, year=next_year, seen=digest_of_turn(turn))
    assert tables.digest() == before


def test_the_office_turns_the_year_on_one_page(
    client_of: Callable[[Person | None], Client], world_a: World, next_year: int
) -> None:
    office = client_of(world_a.people["head_of_school"])
    address = reverse("rosters:turn", args=[world_a.team_room_id])
    ahead = (
        f"{address}?jahr=naechstes"
        if "nichts zu wechseln" in office.get(address).content.decode()
        else address
    )
    shown = office.get(ahead)
    assert "12FIa" in shown.content.decode()
    seen = digest_of_turn(turn_of(ACTOR, school=world_a.school, year=next_year))
    answer = office.post(ahead, {"seen": seen}, follow=True)
    assert "Rückgängig machen" in answer.content.decode()
