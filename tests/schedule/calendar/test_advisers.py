"""A chamber's advisers see when its apprentices have school, and nobody who is in the class."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import (
    derive_class,
    derive_organisation,
    end_contract,
    enrol,
    hold_post,
    open_class,
)
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import Membership, as_system
from zweiklang.schedule.calendar.views import many
from zweiklang.schedule.models import SchoolPeriod

ClientOf = Callable[[Person | None], Client]
DAY = timedelta(days=1)


def _memberships(world: World) -> list[tuple[object, ...]]:
    with as_system(ACTOR):
        rows = Membership.objects.filter(room_id=world.school_class.room_id, capacity="chamber_adviser")
        columns = rows.values_list("pk", "person_id", "first_day", "last_day", "scopes")
        return sorted((pk, person, first, last, tuple(scopes)) for pk, person, first, last, scopes in columns)


def test_the_adviser_sees_the_blockplan_of_class_and_apprentice(client_of: ClientOf, world_a: World) -> None:
    monday = monday_of(date(world_a.school_class.school_year, 9, 20))
    with as_system(ACTOR):
        SchoolPeriod.objects.filter(room_id=world_a.school_class.room_id).delete()
        SchoolPeriod.objects.create(
            room_id=world_a.school_class.room_id, kind="block", first_day=monday, last_day=monday + 4 * DAY
        )
    adviser = client_of(world_a.people["chamber_adviser"])
    for name, room in (
        ("calendar:class_week", world_a.school_class.room_id),
        ("calendar:room_week", world_a.first.room_id),
    ):
        page = adviser.get(f"{reverse(name, args=[room])}?tag={monday.isoformat()}").content.decode()
        assert page.count("Schule</") >= 5, name


def test_the_adviser_sees_nobody_and_no_topic_in_the_class(client_of: ClientOf, world_a: World) -> None:
    room_id, person = world_a.school_class.room_id, world_a.people["chamber_adviser"]
    with standing_as(person):
        for table in ("rooms_membership", "rooms_jurisdiction", "schedule_lessontopic"):
            assert tables.visible(table, room_id) == set(), table
    page = client_of(person).get(reverse("apprenticeships:school_class", args=[room_id])).content.decode()
    assert world_a.first.apprentice.family_name not in page
    index = client_of(person).get(reverse("apprenticeships:index")).content.decode()
    assert f"/{room_id}/" not in index


def test_a_new_adviser_is_in_the_classes_at_once_and_deriving_again_changes_nothing(world_a: World) -> None:
    with as_system(ACTOR):
        person = add_person(ACTOR, email="neu@kammer.example", given_name="Nora", family_name="Neuberatung")
    hold_post(
        ACTOR,
        person=person,
        organisation=world_a.chamber,
        capacity="chamber_adviser",
        first_day=today(),
        last_day=today() + 10 * DAY,
    )
    found = _memberships(world_a)
    assert (person.pk, today(), today() + 10 * DAY, ("schedule",)) in {row[1:] for row in found}
    derive_class(ACTOR, world_a.school_class)
    assert _memberships(world_a) == found
    derive_organisation(ACTOR, world_a.chamber.pk)
    assert _memberships(world_a) == found


def test_the_adviser_leaves_the_class_with_the_last_apprentice_of_the_chamber(world_a: World) -> None:
    adviser = world_a.people["chamber_adviser"]
    end_contract(ACTOR, contract=world_a.first.contract, last_day=today() - DAY)
    with standing_as(adviser):
        assert tables.visible("schedule_schoolperiod", world_a.school_class.room_id)
    end_contract(ACTOR, contract=world_a.second.contract, last_day=today() - DAY)
    with standing_as(adviser):
        assert not tables.visible("apprenticeships_schoolclass", world_a.school_class.room_id)


def test_the_year_of_all_classes_has_pages(
    client_of: ClientOf, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = world_a.school_class.school_year
    for label in ("11X", "11Y"):
        other = open_class(ACTOR, school=world_a.school, label=label, school_year=year, grade=2)
        enrol(ACTOR, contract=world_a.second.contract, school_class=other, first_day=date(year, 8, 1))
    monkeypatch.setattr(many, "PER_PAGE", 2)
    adviser = client_of(world_a.people["chamber_adviser"])
    first, second = (
        adviser.get(f"{reverse('calendar:years')}?seite={number}").content.decode() for number in (1, 2)
    )
    assert "Seite 1 von 2" in first
    assert ("11X" in first, "11Y" in first, "11Y" in second) == (True, False, True)
