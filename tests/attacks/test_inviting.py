"""Attacks by those who may invite somebody, but not everybody: each is refused and changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.joining.guests import (
    ACTOR,
    NewFirm,
    accepts,
    asks_for_digits,
    browser,
    comes_in,
    new_firm,
    types_code,
)
from tests.mailing import delivered
from tests.worlds import World, Worlds
from zweiklang.joining.public import (
    Guest,
    Invitation,
    Invited,
    invite,
)
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import Membership, as_system, team_room

type Clients = Callable[[Person | None], Client]


@pytest.fixture
def newcomer(world_a: World) -> NewFirm:
    """World A's pupil and the firm nobody has joined for."""
    return new_firm(world_a)


def test_a_school_cannot_invite_about_a_pupil_of_another_school(worlds: Worlds, client_of: Clients) -> None:
    here, there = new_firm(worlds.a), new_firm(worlds.b)
    head = worlds.a.people["head_of_school"]
    with standing_as(head), pytest.raises(Rejected):
        invite(actor_of(head), organisation=worlds.a.school, guest=there.guest(), channel="spoken")
    client, room = client_of(head), worlds.a.team_room_id
    before = tables.digest()
    for name, more in (("firms", []), ("persons", ["auszubildende"])):
        data = {"who": str(there.pupil.pk), "channel": "spoken", "chamber": str(worlds.a.chamber.pk)}
        client.post(reverse(f"joining:{name}", args=[room, *more]), data)
    assert tables.digest() == before
    assert here.pupil.pk != there.pupil.pk


def test_a_head_cannot_invite_in_the_name_of_another_school(worlds: Worlds) -> None:
    there, head = new_firm(worlds.b), worlds.a.people["head_of_school"]
    with standing_as(head), pytest.raises(Refused):
        invite(actor_of(head), organisation=worlds.b.school, guest=there.guest(), channel="spoken")


@pytest.mark.parametrize("persona", ["class_teacher", "apprentice", "trainer", "guardian"])
def test_nobody_but_the_office_invites(persona: str, newcomer: NewFirm) -> None:
    person, before = newcomer.world.people[persona], tables.digest()
    with standing_as(person), pytest.raises(Refused):
        invite(actor_of(person), organisation=newcomer.world.school, guest=newcomer.guest(), channel="spoken")
    assert tables.digest() == before


def test_a_firm_cannot_invite_itself_a_trainer_for_a_foreign_apprentice(world_a: World) -> None:
    manager, foreign = world_a.people["training_manager"], world_a.second.contract
    firm = world_a.first.contract.firm
    guest = Guest(kind="trainer", email="x@y.example", firm=firm, apprentices=[Invited(contract=foreign)])
    with standing_as(manager), pytest.raises(Rejected):
        invite(actor_of(manager), organisation=firm, guest=guest, channel="spoken")


def test_a_firm_cannot_ask_people_into_another_firm(world_a: World) -> None:
    manager, firm = world_a.people["training_manager"], world_a.first.contract.firm
    guest = Guest(kind="trainer", email="x@y.example", firm=world_a.second.contract.firm)
    with standing_as(manager), pytest.raises((Rejected, Refused)):
        invite(actor_of(manager), organisation=firm, guest=guest, channel="spoken")


def test_a_firm_cannot_make_managers(world_a: World) -> None:
    manager, firm = world_a.people["training_manager"], world_a.first.contract.firm
    guest = Guest(kind="manager", email="x@y.example", firm=firm)
    with standing_as(manager), pytest.raises(Refused):
        invite(actor_of(manager), organisation=firm, guest=guest, channel="spoken")


def test_acts_on_a_foreign_invitation_are_the_404_of_one_that_never_existed(
    worlds: Worlds, client_of: Clients
) -> None:
    foreign = new_firm(worlds.b).invited().invitation
    client, room = client_of(worlds.a.people["head_of_school"]), worlds.a.team_room_id
    before = tables.digest()
    never = UUID("01900000-0000-7000-8000-000000000000")
    for what in ("zurueckziehen", "neu", "bestaetigen", "ablehnen", "erledigt"):
        answers = [
            client.post(reverse("joining:act", args=[where, which, what]), {"channel": "spoken"})
            for where, which in ((room, foreign.pk), (foreign.room_id, foreign.pk), (room, never))
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert tables.digest() == before


def test_the_host_header_does_not_reach_a_mail(newcomer: NewFirm, client_of: Clients) -> None:
    client = client_of(newcomer.world.people["head_of_school"])
    client.raise_request_exception = False
    url = reverse("joining:firms", args=[newcomer.world.team_room_id])
    assert client.get(url, headers={"host": "evil.example"}).status_code == 400
    newcomer.invited(channel="email")
    guest = browser()
    guest.raise_request_exception = False
    guess = {"code": "ABCD-EFGH-JKLM"}
    answer = guest.post(reverse("joining:entrance"), guess, headers={"x-forwarded-host": "evil.example"})
    assert answer.status_code == 404
    assert delivered()
    assert all("evil.example" not in str(m.message()) for m in delivered())


@pytest.mark.parametrize(
    "address",
    ["a@b.example\nBcc: dieb@boese.example", "a@b.example\r\nSubject: x", "a@b.example,dieb@boese.example"],
)
def test_an_address_cannot_carry_headers(address: str, newcomer: NewFirm) -> None:
    client = browser()
    types_code(client, newcomer.invited(email="").code)
    assert asks_for_digits(client, email=address).status_code == 200
    head = newcomer.world.people["head_of_school"]
    with standing_as(head), pytest.raises(Rejected):
        invite(
            actor_of(head),
            organisation=newcomer.world.school,
            guest=newcomer.guest(email=address),
            channel="email",
        )
    assert delivered() == []


def test_secrets_are_nowhere_in_the_database(newcomer: NewFirm) -> None:
    issued = newcomer.invited()
    with as_system(ACTOR):
        row = Invitation.objects.values().get(pk=issued.invitation.pk)
    text = repr(row)
    assert issued.token not in text
    assert issued.code not in text
    assert issued.code.replace("-", "") not in text


def test_whose_post_has_ended_confirms_nobody(newcomer: NewFirm, client_of: Clients) -> None:
    issued, office = newcomer.invited(email=""), newcomer.world.people["school_office"]
    comes_in(browser(), issued.code, address="neu@daheim.example")
    with as_system(ACTOR):
        room = team_room(ACTOR, organisation=newcomer.world.school)
        room_id = room.pk
        Membership.objects.filter(room=room, person=office).update(last_day=now().date() - timedelta(days=1))
    client = client_of(office)
    answer = client.post(reverse("joining:act", args=[room_id, issued.invitation.pk, "bestaetigen"]))
    assert answer.status_code == 404
    assert not Person.objects.get(email="neu@daheim.example").posts.exists()


def test_nobody_takes_an_own_invitation(newcomer: NewFirm, client_of: Clients) -> None:
    head = newcomer.world.people["head_of_school"]
    issued, own = newcomer.invited(email=head.email), client_of(head)
    before = tables.digest()
    types_code(own, issued.code)
    own.post(reverse("joining:proof"), {"do": "account"})
    assert "eine andere Person" in accepts(own).content.decode()
    after = tables.digest()
    assert {name for name in after if after[name] != before[name]} <= {"joining_invitationuse"}


def test_the_office_confirms_nobody_as_head_of_school(world_a: World, client_of: Clients) -> None:
    head, office = world_a.people["head_of_school"], world_a.people["school_office"]
    guest = Guest(kind="staff", capacity="head_of_school")
    with standing_as(head):
        issued = invite(actor_of(head), organisation=world_a.school, guest=guest, channel="letter")
    comes_in(browser(), issued.code, address="freundin@privat.example")
    where = [world_a.team_room_id, issued.invitation.pk, "bestaetigen"]
    assert client_of(office).post(reverse("joining:act", args=where)).status_code == 403
    with as_system(ACTOR):
        assert not Membership.objects.filter(person__email="freundin@privat.example").exists()
    assert client_of(head).post(reverse("joining:act", args=where)).status_code == 302
    with as_system(ACTOR):
        assert Membership.objects.filter(person__email="freundin@privat.example").exists()
