"""Legal holds: nothing of a person or room is deleted while one stands; only the Land sets and lifts them."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.clients import standing_as
from tests.privacy.retention.nights import record_ends, spend
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import LegalHold
from zweiklang.privacy.public import hold, is_held, lift_hold
from zweiklang.privacy.retention.holds import held, hold_what
from zweiklang.records.public import Line, RecordAct, Week
from zweiklang.rooms.public import Membership, Room, as_system


def _weeks(room_id: UUID) -> int:
    with as_system(ACTOR):
        return Week.objects.filter(room=room_id).count()


def _pass(world: World) -> None:
    """The record's time is over, and everybody was warned."""
    for days in (60, 14, 0):
        spend(record_ends(world) - timedelta(days=days))


def test_of_a_held_person_nothing_is_deleted_and_of_others_everything(worlds: Worlds) -> None:
    first, second = worlds.a.first, worlds.a.second
    hold(ACTOR, person=first.apprentice, reason="Klage")
    _pass(worlds.a)
    assert _weeks(first.room_id) == 4
    assert _weeks(second.room_id) == 0
    with as_system(ACTOR):
        assert Line.objects.filter(room=first.room_id).exists()
        assert RecordAct.objects.filter(room=first.room_id).exists()
        assert Membership.objects.filter(room=first.room_id, person=first.apprentice).exists()


def test_of_a_held_room_nothing_is_deleted(worlds: Worlds) -> None:
    first = worlds.a.first
    with as_system(ACTOR):
        room = Room.objects.get(pk=first.room_id)
        members = Membership.objects.filter(room=room).count()
    hold(ACTOR, room=room, reason="Prüfung")
    _pass(worlds.a)
    spend(record_ends(worlds.a) + timedelta(days=3 * 366))
    assert _weeks(first.room_id) == 4
    with as_system(ACTOR):
        assert Membership.objects.filter(room=room).count() == members
        assert not Room.objects.filter(pk=worlds.a.second.room_id).exists()


def test_who_is_named_in_a_held_room_keeps_the_name(worlds: Worlds) -> None:
    first = worlds.a.first
    with as_system(ACTOR):
        room = Room.objects.get(pk=first.room_id)
    hold(ACTOR, room=room, reason="Prüfung")
    for days in (60, 14, 0, -400, -414, -428, -500):
        spend(record_ends(worlds.a) - timedelta(days=days))
    with as_system(ACTOR):
        trainer, other = (Person.objects.get(pk=one.firm.trainer.pk) for one in (first, worlds.a.second))
    assert trainer.name == first.firm.trainer.name
    assert other.name == "Gelöschte Person"


def test_once_lifted_it_goes_the_next_night(worlds: Worlds) -> None:
    first = worlds.a.first
    standing = hold(ACTOR, person=first.apprentice, reason="Klage")
    _pass(worlds.a)
    assert _weeks(first.room_id) == 4
    lift_hold(ACTOR, hold_id=standing.pk)
    end = record_ends(worlds.a)
    spend(end + timedelta(days=1))
    assert _weeks(first.room_id) == 4, "held, so nobody was warned: first the warning, then fourteen days"
    spend(end + timedelta(days=14))
    assert _weeks(first.room_id) == 4
    spend(end + timedelta(days=15))
    assert _weeks(first.room_id) == 0


def test_whoever_it_is_about_is_held(worlds: Worlds) -> None:
    first, second = worlds.a.first, worlds.a.second
    assert not is_held(first.apprentice.pk)
    with as_system(ACTOR):
        room = Room.objects.get(pk=first.room_id)
    by_room = hold(ACTOR, room=room, reason="Prüfung")
    by_person = hold(ACTOR, person=second.apprentice, reason="Klage")
    assert is_held(first.apprentice.pk)
    assert is_held(second.apprentice.pk)
    assert not is_held(first.firm.trainer.pk), "the room is not about the trainer"
    for one in (by_room, by_person):
        lift_hold(ACTOR, hold_id=one.pk)
    assert not is_held(first.apprentice.pk)
    assert not is_held(second.apprentice.pk)


@pytest.mark.parametrize("known_by", ["contract", "room"])
def test_a_room_is_about_its_apprentice_by_contract_or_by_its_own_word(known_by: str, worlds: Worlds) -> None:
    first = worlds.a.first
    person = first.apprentice
    with as_system(ACTOR):
        if known_by == "contract":
            Room.objects.filter(pk=first.room_id).update(concerns=None)
        else:
            person = worlds.roomless["newcomer"]
            Room.objects.filter(pk=first.room_id).update(concerns=person)
        room = Room.objects.get(pk=first.room_id)
    standing = hold(ACTOR, person=person, reason="Klage")
    with as_system(ACTOR):
        assert held().rooms == {first.room_id}
    lift_hold(ACTOR, hold_id=standing.pk)
    assert not is_held(person.pk)
    hold(ACTOR, room=room, reason="Prüfung")
    assert is_held(person.pk)


def test_only_the_land_sets_and_lifts(worlds: Worlds) -> None:
    person = worlds.a.first.apprentice
    standing = hold(ACTOR, person=person, reason="Klage")
    others = [*worlds.a.people.values(), worlds.roomless["support"], worlds.crossing.person]
    for somebody in others:
        with standing_as(somebody), pytest.raises(Refused):
            hold(actor_of(somebody), person=worlds.a.second.apprentice, reason="Klage")
        with standing_as(somebody), pytest.raises(Refused):
            lift_hold(actor_of(somebody), hold_id=standing.pk)
        with standing_as(somebody), pytest.raises(Refused):
            hold_what(actor_of(somebody), whom=worlds.a.second.apprentice.email, reason="Klage")
    with as_system(ACTOR):
        assert LegalHold.objects.filter(lifted_at=None).count() == 1
    land = worlds.roomless["land"]
    with standing_as(land):
        lift_hold(actor_of(land), hold_id=standing.pk)
        set_again = hold(actor_of(land), person=person, reason="Neue Klage")
    assert set_again.set_by_name == land.name


def test_one_hold_at_a_time_and_lifted_once(worlds: Worlds) -> None:
    person = worlds.a.first.apprentice
    standing = hold(ACTOR, person=person, reason="Klage")
    with pytest.raises(Conflict):
        hold(ACTOR, person=person, reason="Klage")
    lift_hold(ACTOR, hold_id=standing.pk)
    with pytest.raises(Conflict):
        lift_hold(ACTOR, hold_id=standing.pk)
    hold(ACTOR, person=person, reason="Noch eine")


@pytest.mark.parametrize(
    "written", ["{email}", " {EMAIL} ", "{person}", "https://zweiklang.example/ausbildung/{room}/?tab=1"]
)
def test_what_the_land_writes_finds_person_or_room(written: str, worlds: Worlds) -> None:
    first, land = worlds.a.first, worlds.roomless["land"]
    whom = written.format(
        email=first.apprentice.email,
        EMAIL=first.apprentice.email.upper(),
        person=first.apprentice.pk,
        room=first.room_id,
    )
    with standing_as(land):
        found = hold_what(actor_of(land), whom=whom, reason="Klage")
    assert (found.person_id, found.room_id) in {(first.apprentice.pk, None), (None, first.room_id)}
    assert is_held(first.apprentice.pk)


@pytest.mark.parametrize(
    "written",
    ["niemand@welten.example", "irgendwas", "01900000-0000-7000-8000-00000000000f", "", "'; DROP TABLE"],
)
def test_what_is_nobody_is_said_so(written: str, worlds: Worlds) -> None:
    land = worlds.roomless["land"]
    with standing_as(land), pytest.raises(Rejected) as refused:
        hold_what(actor_of(land), whom=written, reason="Klage")
    assert refused.value.field == "whom"


def test_a_hold_is_read_by_who_set_it_and_by_nobody_it_concerns(worlds: Worlds) -> None:
    land, first = worlds.roomless["land"], worlds.a.first
    with standing_as(land):
        hold(actor_of(land), person=first.apprentice, reason="Klage")
        assert LegalHold.objects.count() == 1
    for somebody in (first.apprentice, first.firm.trainer, worlds.a.people["head_of_school"]):
        with standing_as(somebody):
            assert LegalHold.objects.count() == 0
            assert LegalHold.objects.filter(person=first.apprentice).count() == 0
