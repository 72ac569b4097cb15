"""Who is told that a Lernfeld moved or begins: those whose plan it concerns, once, and nobody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import standing_as
from tests.planning.radar.lanes import entry, link, monday, night, publish, signs
from tests.privacy.deciding import firm_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import ContractTerms, Enrolment, conclude_contract, enrol
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.people.public import add_person
from zweiklang.planning.models import RadarSign
from zweiklang.planning.radar.signs import note_moves, note_soon, settle_past
from zweiklang.planning.school_lane.shapes import FieldMove
from zweiklang.rooms.public import as_system

# Without scopes of their own in the rooms of apprenticeships, or of a foreign one.
OUTSIDE = ("second_apprentice", "other_trainer", "head_of_school", "school_office", "chamber_adviser")


@contextmanager
def in_weeks(number: int) -> Iterator[None]:
    with standing_at(now() + timedelta(weeks=number)):
        yield


@pytest.fixture
def planned(worlds: Worlds) -> World:
    """The first firm of world A practises what LF 7 teaches, right after it; the second firm plans nothing of it."""
    world = worlds.a
    link(worlds.positions[0], "7", confirmed_by=world)
    entry(world.first.room_id, worlds.positions[0], (14, 17))
    entry(world.second.room_id, worlds.positions[1], (14, 17))
    publish(world, lf6=(4, 6), lf7=(10, 13))
    return world


def test_a_moved_lernfeld_makes_a_sign_for_the_plan_it_concerns_and_for_no_other(planned: World) -> None:
    plan = publish(planned, lf6=(4, 6), lf7=(14, 17))
    assert signs(planned.second.room_id) == []
    (sign,) = signs()
    assert sign.room_id == planned.first.room_id
    assert (sign.plan_id, sign.learning_field.number) == (plan.pk, "7")
    assert (sign.was_first, sign.is_first, sign.shift) == (monday(10), monday(14), 4)
    assert sign.made_on == today()


def test_the_sign_names_the_rows_it_came_from(planned: World, worlds: Worlds) -> None:
    own = entry(planned.first.room_id, worlds.positions[0], (18, 19))
    entry(planned.first.room_id, worlds.positions[1], (14, 17))
    publish(planned, lf6=(4, 6), lf7=(20, 23))
    (sign,) = signs()
    assert own.pk in sign.entries
    assert len(sign.entries) == 2


def test_a_first_version_moves_nothing(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (14, 17))
    publish(worlds.a, lf7=(10, 13))
    assert signs() == []


def test_a_week_more_in_the_same_relation_is_no_news(planned: World) -> None:
    publish(planned, lf6=(4, 6), lf7=(9, 12))
    assert signs() == []
    publish(planned, lf6=(4, 6), lf7=(8, 11))
    assert signs() == [], "each time a week: still nothing anybody was told"


def test_further_away_by_two_weeks_in_the_same_relation_is_news(planned: World) -> None:
    publish(planned, lf6=(4, 6), lf7=(8, 11))
    assert [sign.shift for sign in signs()] == [-2]


def test_moved_closer_in_the_same_relation_is_no_news(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (18, 20))
    publish(worlds.a, lf7=(10, 13))
    publish(worlds.a, lf7=(13, 16))
    assert signs() == []


def test_another_relation_is_news_also_where_it_is_a_better_one(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (10, 12))
    publish(worlds.a, lf7=(20, 22))
    publish(worlds.a, lf7=(9, 12))
    assert [sign.shift for sign in signs()] == [-11]


def test_a_lernfeld_that_left_the_plan_is_news(planned: World) -> None:
    publish(planned, lf6=(4, 6))
    (sign,) = signs()
    assert (sign.was_first, sign.is_first, sign.shift) == (monday(10), None, 0)


def test_a_lernfeld_that_came_into_the_plan_is_news(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (10, 12))
    publish(worlds.a, lf6=(4, 6))
    publish(worlds.a, lf6=(4, 6), lf7=(9, 12))
    assert [(sign.was_first, sign.is_first) for sign in signs()] == [(None, monday(9))]


def test_moved_back_the_sign_settles_itself_and_no_other_is_made(planned: World) -> None:
    publish(planned, lf6=(4, 6), lf7=(14, 17))
    publish(planned, lf6=(4, 6), lf7=(10, 13))
    assert signs() == []
    assert [sign.settled_on for sign in signs(is_open=False)] == [today()]


def test_moved_twice_one_sign_is_open_and_counts_from_where_the_firm_was_told(planned: World) -> None:
    publish(planned, lf6=(4, 6), lf7=(14, 17))
    publish(planned, lf6=(4, 6), lf7=(16, 19))
    (sign,) = signs()
    assert (sign.was_first, sign.is_first, sign.shift) == (monday(10), monday(16), 6)
    assert len(signs(is_open=False)) == 1


def test_what_the_firm_has_settled_counts_from_there(planned: World) -> None:
    publish(planned, lf6=(4, 6), lf7=(14, 17))
    with as_system(ACTOR):
        RadarSign.objects.update(settled_on=today())
    publish(planned, lf6=(4, 6), lf7=(20, 23))
    assert [(sign.was_first, sign.shift) for sign in signs()] == [(monday(14), 6)]


def test_without_a_link_nothing_is_said(worlds: Worlds) -> None:
    entry(worlds.a.first.room_id, worlds.positions[0], (14, 17))
    publish(worlds.a, lf7=(10, 13))
    publish(worlds.a, lf7=(20, 23))
    assert signs() == []


def test_what_the_school_has_rejected_does_not_count(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a, says="rejected")
    entry(worlds.a.first.room_id, worlds.positions[0], (14, 17))
    publish(worlds.a, lf7=(10, 13))
    publish(worlds.a, lf7=(20, 23))
    assert signs() == []


def test_proposed_links_count_until_the_school_has_confirmed_others(worlds: Worlds) -> None:
    world = worlds.a
    link(worlds.positions[0], "7")
    entry(world.first.room_id, worlds.positions[0], (14, 17))
    publish(world, lf7=(10, 13))
    publish(world, lf7=(20, 23))
    assert len(signs()) == 1
    link(worlds.positions[1], "7", confirmed_by=world)
    publish(world, lf7=(30, 33))
    assert signs() == [], "the confirmed position stands in nobody's plan"


def test_parts_of_a_plan_that_are_over_are_left_alone(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (-6, -1))
    publish(worlds.a, lf7=(10, 13))
    publish(worlds.a, lf7=(20, 23))
    assert signs() == []


def test_weeks_that_are_over_may_be_corrected_without_a_sign(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (2, 4))
    publish(worlds.a, lf7=(-9, -6))
    publish(worlds.a, lf7=(-20, -17))
    assert signs() == []


def test_who_has_left_the_class_is_not_concerned(planned: World) -> None:
    with as_system(ACTOR):
        Enrolment.objects.filter(contract=planned.first.contract).update(last_day=today() - timedelta(days=1))
    publish(planned, lf6=(4, 6), lf7=(20, 23))
    assert signs() == []


def test_another_world_hears_nothing(planned: World, worlds: Worlds) -> None:
    entry(worlds.b.first.room_id, worlds.positions[0], (14, 17))
    publish(planned, lf6=(4, 6), lf7=(20, 23))
    assert {sign.room_id for sign in signs()} == {planned.first.room_id}


def test_a_sign_is_seen_by_those_who_see_the_plan(planned: World, worlds: Worlds) -> None:
    publish(planned, lf6=(4, 6), lf7=(20, 23))
    people = planned.people | {"foreign_teacher": worlds.b.people["class_teacher"], **worlds.roomless}
    seen = {name for name, person in people.items() if _sees(person)}
    assert seen == {"apprentice", "trainer", "deputy_trainer", "training_manager", "guardian"}
    assert not seen & {*OUTSIDE}


def test_a_teacher_sees_a_sign_once_the_firm_shows_its_plan(planned: World) -> None:
    publish(planned, lf6=(4, 6), lf7=(20, 23))
    assert not _sees(planned.people["class_teacher"])
    firm_decides(planned, "open")
    assert _sees(planned.people["class_teacher"])
    assert not _sees(planned.people["other_trainer"])


def _sees(person: object) -> bool:
    with standing_as(person):
        return RadarSign.objects.exists()


def test_two_weeks_before_it_begins_a_lernfeld_is_announced_where_it_fits(worlds: Worlds) -> None:
    world = worlds.a
    link(worlds.positions[0], "7", confirmed_by=world)
    fits = entry(world.first.room_id, worlds.positions[0], (3, 6))
    entry(world.second.room_id, worlds.positions[1], (3, 6))
    publish(world, lf7=(2, 4), lf6=(3, 5))
    night()
    (sign,) = signs(kind="soon")
    assert (sign.room_id, sign.entries, sign.is_first) == (world.first.room_id, [fits.pk], monday(2))
    assert sign.learning_field.number == "7"


@pytest.mark.parametrize("weeks", [(0, 2), (3, 5), (-1, 3)])
def test_what_begins_now_or_later_or_has_begun_is_not_announced(
    worlds: Worlds, weeks: tuple[int, int]
) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=weeks)
    night()
    assert signs(kind="soon") == []


@pytest.mark.parametrize("weeks", [(20, 24), (-3, 2)])
def test_a_part_of_the_plan_far_after_or_before_does_not_fit(worlds: Worlds, weeks: tuple[int, int]) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], weeks)
    publish(worlds.a, lf7=(2, 4))
    night()
    assert signs(kind="soon") == []


def test_it_is_announced_once_however_often_the_job_runs_and_the_plan_is_published(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=(2, 4))
    for _ in range(2):
        night()
    publish(worlds.a, lf7=(2, 4), lf6=(8, 9))
    night()
    assert len(signs(kind="soon")) == 1


def test_a_night_without_a_worker_is_made_up_for(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=(2, 4))
    with in_weeks(1):
        night()
        assert len(signs(kind="soon")) == 1


def test_announced_and_then_moved_the_announcement_settles_itself(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=(2, 4))
    night()
    publish(worlds.a, lf7=(8, 10))
    assert signs(kind="soon") == []
    assert len(signs(kind="soon", is_open=False)) == 1
    assert len(signs(kind="moved")) == 1


def test_what_has_begun_meanwhile_is_settled_at_night(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=(2, 4))
    night()
    with in_weeks(2):
        assert settle_past() == 0
    with in_weeks(3):
        assert settle_past() == 1
    assert signs(kind="soon") == []


def test_only_the_newest_version_counts(worlds: Worlds) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=(2, 4))
    publish(worlds.a, lf7=(12, 14))
    night()
    assert signs(kind="soon") == []


def _more_apprentices(world: World, number: int) -> None:
    """The class has so many more apprentices, each with the same part of the plan as the first."""
    contract = world.first.contract
    for at in range(number):
        person = add_person(
            ACTOR, email=f"more{at}@welten.example", given_name="Mo", family_name=f"Mehr {at}"
        )
        terms = ContractTerms(
            apprentice=person,
            firm=world.first.firm.organisation,
            chamber=world.chamber,
            occupation=contract.occupation,
            curriculum=contract.curriculum,
            first_day=contract.first_day,
            last_day=contract.last_day,
            born_on=contract.first_day.replace(year=contract.first_day.year - 20),
            record_form="weekly",
        )
        with as_system(ACTOR):
            made = conclude_contract(ACTOR, terms=terms)
            enrol(ACTOR, contract=made, school_class=world.school_class, first_day=contract.first_day)
            entry(made.room_id, _first_position(world), (14, 17))


def _first_position(world: World) -> object:
    from zweiklang.curricula.public import Position

    return Position.objects.filter(section__regulation__document_number="TEST1").earliest("order")


def _statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len([one for one in found.captured_queries if "SAVEPOINT" not in one["sql"]])


def test_a_move_and_an_announcement_take_the_same_statements_for_one_apprentice_and_for_many(
    planned: World,
) -> None:
    plan = publish(planned, lf6=(4, 6), lf7=(14, 17))
    move = FieldMove(signs()[0].learning_field_id, monday(10), monday(14), 4)
    counted = []
    for more in (0, 12):
        with as_system(ACTOR):
            RadarSign.objects.all().delete()
        _more_apprentices(planned, more)
        counted.append(_statements(lambda: note_moves(ACTOR, plan=plan, moves=[move])))
        assert len(signs()) == 1 + more
    assert counted[0] == counted[1]
    rooms = [planned.school_class.room_id]
    with in_weeks(12):
        soon = [_statements(lambda: note_soon(rooms))]
    assert len(signs(kind="soon")) == 13
    assert soon[0] <= counted[0]
