"""Lines of "Heute" about a day on which lessons are cancelled: for apprentice and firm, until their side has said who comes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import show_before, standing_as
from tests.schedule.release.days import day_url, keep_day, say, school_day
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, my_standings
from zweiklang.schedule.models import Closure
from zweiklang.schedule.public import days_waiting

ClientOf = Callable[[Person | None], Client]


def lines(person: Person) -> list[str]:
    with standing_as(person):
        return [f"{one.title} {one.note}" for one in days_waiting(actor_of(person), my_standings().values())]


def test_apprentice_and_firm_are_asked_and_nobody_else(world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    assert len(lines(world_a.people["apprentice"])) == 1
    asked = lines(world_a.people["trainer"])
    assert len(asked) == 1
    assert world_a.people["apprentice"].name in asked[0]
    assert "2 von 6 Stunden fallen aus." in asked[0]
    for persona in ("class_teacher", "subject_teacher", "guardian", "head_of_school", "chamber_adviser"):
        assert lines(world_a.people[persona]) == []


def test_heute_shows_the_line_with_its_act(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    page = client_of(world_a.people["apprentice"]).get(reverse("web:today")).content.decode()
    assert "2 von 6 Stunden fallen aus." in page
    assert day_url(world_a.first) in page


def test_nothing_waits_once_the_own_side_has_answered(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    say(client_of(world_a.people["apprentice"]), world_a.first, "stays")
    assert lines(world_a.people["apprentice"]) == []
    assert "bleibt weg" in lines(world_a.people["trainer"])[0]
    say(client_of(world_a.people["deputy_trainer"]), world_a.first, "stays")
    assert lines(world_a.people["trainer"]) == []


def test_another_answer_of_the_other_side_asks_again(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    say(client_of(world_a.people["apprentice"]), world_a.first, "stays")
    say(client_of(world_a.people["trainer"]), world_a.first, "comes")
    assert "Der Betrieb: bitte kommen." in lines(world_a.people["apprentice"])[0]


def test_who_spoke_last_is_not_asked_again(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    say(client_of(world_a.people["trainer"]), world_a.first, "comes")
    say(client_of(world_a.people["apprentice"]), world_a.first, "stays")
    assert lines(world_a.people["apprentice"]) == []
    assert len(lines(world_a.people["trainer"])) == 1


def test_a_day_without_anything_cancelled_asks_nobody(world_a: World) -> None:
    keep_day(world_a, school_day())
    assert lines(world_a.people["apprentice"]) == []


@pytest.mark.parametrize("has_school", [True, False])
def test_a_closed_school_asks_only_those_who_had_school(has_school: bool, world_a: World) -> None:
    day = school_day()
    if has_school:
        keep_day(world_a, day)
    with as_system(ACTOR):
        Closure.objects.create(school=world_a.school, first_day=day, last_day=day, declared_as="Schulleitung")
    assert bool(lines(world_a.people["apprentice"])) == has_school


def test_the_day_after_tomorrow_can_wait(world_a: World) -> None:
    keep_day(world_a, today() + timedelta(days=2), cancelled=(5, 6))
    assert lines(world_a.people["apprentice"]) == []


def test_a_day_without_news_costs_one_statement(world_a: World, client_of: ClientOf) -> None:
    show_before(client_of(world_a.people["trainer"]), reverse("web:today"))
    for persona, most in (("trainer", 1), ("apprentice", 1), ("class_teacher", 0)):
        with standing_as(world_a.people[persona]):
            standings = my_standings().values()
            with CaptureQueriesContext(connection) as asked:
                days_waiting(actor_of(world_a.people[persona]), standings)
            assert len(asked) <= most
