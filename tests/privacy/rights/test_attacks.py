"""Ways around the rules of requests that somebody might try."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.clients import standing_as
from tests.privacy.rights.conftest import ask, desk_of
from tests.worlds import ACTOR, World
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.public import hold, lift_hold
from zweiklang.privacy.retention.holds import wait_for_deletion
from zweiklang.privacy.rights.asking import ask_correction
from zweiklang.privacy.rights.deciding import accept
from zweiklang.privacy.rights.erasure.erasing import erase_person
from zweiklang.privacy.rights.restriction import lift, restrict
from zweiklang.rooms.public import Restriction, Room, as_system, team_room

SYSTEM = system_actor("erasure")


def _restricted() -> bool:
    with as_system(ACTOR):
        return Restriction.objects.filter(lifted_at=None).exists()


def _restrict(world: World) -> RightsRequest:
    request, head = ask(world.first.apprentice, "restriction"), world.people["head_of_school"]
    with standing_as(head):
        desk = desk_of(head, request)
        accept(actor_of(head), desk=desk, asked=request, answer="Ja.", legal_basis="Art. 18")
    return request


def _correction(person: Person, key: str) -> RightsRequest:
    with standing_as(person):
        return ask_correction(actor_of(person), person=person, fact_key=key, wanted="anders")


def test_a_firm_does_not_lift_the_schools_restriction_by_some_other_request_it_was_sent(
    client_of, world_a: World
) -> None:
    """A correction went to the firm, whose leader would otherwise see the training record again."""
    to_firm = _correction(world_a.first.apprentice, f"trainers:{world_a.first.contract.pk}")
    assert to_firm.organisation == world_a.first.firm.organisation
    granted = _restrict(world_a)
    manager = client_of(world_a.first.firm.training_manager)
    where = reverse("privacy:rights_case", args=[to_firm.room_id, to_firm.pk])
    assert manager.get(where).status_code == 200
    lift = reverse("privacy:rights_lift", args=[to_firm.room_id, to_firm.pk])
    assert manager.post(lift).status_code == 404
    assert _restricted()
    head = client_of(world_a.people["head_of_school"])
    assert head.post(reverse("privacy:rights_lift", args=[granted.room_id, granted.pk])).status_code == 302
    assert not _restricted()


def test_a_restriction_is_not_lifted_by_a_request_that_was_never_granted(client_of, world_a: World) -> None:
    granted = _restrict(world_a)
    waiting = ask(world_a.first.apprentice, "restriction")
    head = client_of(world_a.people["head_of_school"])
    assert head.post(reverse("privacy:rights_lift", args=[waiting.room_id, waiting.pk])).status_code == 404
    assert _restricted()
    assert granted.pk != waiting.pk


def test_an_earlier_organisation_does_not_lift_what_a_later_one_restricted(client_of, world_a: World) -> None:
    """As after a change of school: the request that the old head granted once is still in the list there."""
    earlier, person = _restrict(world_a), world_a.first.apprentice
    with standing_as(person):
        lift(actor_of(person), person=person)
    with as_system(ACTOR):
        RightsRequest.objects.create(
            room=team_room(ACTOR, organisation=world_a.chamber), organisation=world_a.chamber, person=person,
            kind="restriction", state="accepted", asked_at=now(), due_on=today(), decided_at=now(),
        )  # fmt: skip
        restrict(ACTOR, person_id=person.pk)
    head = client_of(world_a.people["head_of_school"])
    assert head.post(reverse("privacy:rights_lift", args=[earlier.room_id, earlier.pk])).status_code == 403
    assert _restricted()


def test_the_room_of_a_class_is_no_address_of_the_parents_rule(client_of, world_a: World) -> None:
    """Its class teacher stands in it, but there is no contract."""
    teacher = client_of(world_a.people["class_teacher"])
    where = reverse("privacy:rights_parents_of", args=[world_a.school_class.room_id])
    assert teacher.get(where).status_code == 404


def test_whoever_signed_in_a_held_room_is_not_erased_from_it(world_a: World) -> None:
    """Neither where the room is held nor where the person is whom it is about; nobody else is kept by it."""
    trainer, elsewhere = world_a.first.firm.trainer, world_a.second.firm.trainer
    with as_system(ACTOR):
        room = Room.objects.get(pk=world_a.first.room_id)
    for what in ({"room": room}, {"person": world_a.first.apprentice}):
        held = hold(ACTOR, reason="Klage", **what)
        with pytest.raises(Conflict, match="gesperrt"):
            erase_person(SYSTEM, person=trainer)
        lift_hold(ACTOR, hold_id=held.pk)
    hold(ACTOR, reason="Klage", room=room)
    assert erase_person(SYSTEM, person=elsewhere)


def test_a_hold_waits_for_an_erasure_that_has_begun(world_a: World) -> None:
    """The lock that a hold asks for belongs to the erasure until its transaction ends."""
    before = _advisory_locks()
    erase_person(SYSTEM, person=world_a.second.firm.trainer)
    mine = _advisory_locks() - before
    wait_for_deletion()
    assert mine
    assert _advisory_locks() == before | mine, "the same lock"


def _advisory_locks() -> set[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT classid::bigint, objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        return set(cursor.fetchall())
