"""Restricted data are kept: no night deletes them, and the person may still have them erased."""

from datetime import timedelta

import pytest

from tests.privacy.retention.nights import at, record_ends, spend
from tests.worlds import ACTOR, Worlds
from zweiklang.people.public import Person
from zweiklang.privacy.models import DeletionNotice
from zweiklang.privacy.rights.erasure.erasing import erase_person
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_system, lift_restriction, restrict_person


def _weeks(room_id: object) -> int:
    with as_system(ACTOR):
        return Week.objects.filter(room=room_id).count()


def test_of_restricted_data_nothing_is_deleted_until_the_restriction_is_lifted(worlds: Worlds) -> None:
    first, second = worlds.a.first, worlds.a.second
    restrict_person(ACTOR, person_id=first.apprentice.pk)
    end = record_ends(worlds.a)
    for day in (end - timedelta(days=60), end - timedelta(days=14), end):
        spend(day)
    assert _weeks(first.room_id) == 4
    assert _weeks(second.room_id) == 0
    with as_system(ACTOR):
        assert not DeletionNotice.objects.filter(person=first.apprentice).exists()
    with at(end + timedelta(days=1)):
        lift_restriction(ACTOR, person_id=first.apprentice.pk)
    spend(end + timedelta(days=1))
    assert _weeks(first.room_id) == 4, "nobody was warned"
    spend(end + timedelta(days=16))
    assert _weeks(first.room_id) == 0


def test_who_is_restricted_stays_a_person_and_may_be_erased(worlds: Worlds) -> None:
    first = worlds.a.first
    restrict_person(ACTOR, person_id=first.apprentice.pk)
    end = record_ends(worlds.a)
    for days in (60, 14, 0, -400, -414, -428, -500):
        spend(end - timedelta(days=days))
    with as_system(ACTOR):
        person = Person.objects.get(pk=first.apprentice.pk)
    assert person.name == first.apprentice.name
    with at(end + timedelta(days=501)):
        erase_person(ACTOR, person=person)
    with as_system(ACTOR), pytest.raises(Week.DoesNotExist):
        Week.objects.filter(room=first.room_id).order_by("pk")[0:1].get()
