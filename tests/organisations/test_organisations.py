"""Organisations are found again by number or name, and written by imports only."""

from datetime import timedelta

import pytest

from tests.worlds import ACTOR, Worlds
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Refused
from zweiklang.organisations.public import Organisation, add_organisation, add_post, posts_at, posts_of
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system

DAY = timedelta(days=1)


def test_a_school_keeps_its_row_when_its_name_changes(db: None) -> None:
    with as_system(ACTOR):
        old = add_organisation(ACTOR, kind="school", name="Alte Schule", number="4711", town="Kassel")
        new = add_organisation(ACTOR, kind="school", name="Neue Schule", number="4711", town="Kassel")
    assert new.pk == old.pk
    assert Organisation.objects.get(number="4711").name == "Neue Schule"


def test_two_firms_of_one_name_in_two_towns_are_two(db: None) -> None:
    with as_system(ACTOR):
        firms = {
            add_organisation(ACTOR, kind="firm", name="Müller GmbH", town=town).pk
            for town in ("Kassel", "Fulda", "Kassel")
        }
    assert len(firms) == 2


def test_people_do_not_write_organisations(worlds: Worlds) -> None:
    actor = actor_of(worlds.a.people["head_of_school"])
    with pytest.raises(Refused, match="Importe"):
        add_organisation(actor, kind="firm", name="Eigene GmbH")
    assert not Organisation.objects.filter(name="Eigene GmbH").exists()


def test_posts_of_a_person_are_those_of_the_day(worlds: Worlds) -> None:
    person, firm = worlds.roomless["newcomer"], worlds.a.first.firm.organisation
    with as_system(ACTOR):
        post = add_post(
            ACTOR,
            person=person,
            organisation=firm,
            capacity="trainer",
            first_day=today() - DAY,
            last_day=today() + DAY,
        )
        again = add_post(
            ACTOR,
            person=person,
            organisation=firm,
            capacity="trainer",
            first_day=today() - DAY,
            last_day=today(),
        )
    assert again.pk == post.pk
    assert [p.pk for p in posts_of(person.pk, on=today())] == [post.pk]
    assert not posts_of(person.pk, on=today() + DAY)
    assert not posts_of(person.pk, on=today() - 2 * DAY)
    assert post in posts_at(firm.pk, "trainer")
    assert not posts_at(firm.pk, "support")
