"""Attacks on entries of schools (pupils and teachers from a file): a code on paper is no key to somebody's account."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.joining.guests import (
    ACTOR,
    accepts,
    asks_for_digits,
    browser,
    digits_in_mail,
    new_firm,
    types_code,
    types_digits,
)
from tests.mailing import delivered
from tests.worlds import World
from zweiklang.joining.public import Guest, Invitation, Issued, invite
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
THIEF = "finder@brief.example"


@pytest.fixture
def entry(world_a: World) -> Person:
    """World A's pupil as a file makes one: without any account."""
    new_firm(world_a)
    world_a.pupil.emailaddress_set.all().delete()
    Person.objects.filter(pk=world_a.pupil.pk).update(email="")
    return Person.objects.get(pk=world_a.pupil.pk)


def _invited(world: World, entry: Person, *, email: str = "", kind: str = "pupil") -> Issued:
    office = world.people["school_office"]
    guest = Guest(kind=kind, person=entry, email=email)
    with standing_as(office):
        return invite(actor_of(office), organisation=world.school, guest=guest, channel="letter")


def _proves(client: Client, code: str, address: str) -> None:
    assert types_code(client, code).status_code == 302
    asks_for_digits(client, email=address)
    assert types_digits(client, digits_in_mail(address)).status_code == 302


def _signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_who_finds_a_letter_is_not_signed_in_as_the_pupil_before_the_school_has_confirmed(
    world_a: World, entry: Person, client_of: Clients
) -> None:
    issued, finder = _invited(world_a, entry), browser()
    _proves(finder, issued.code, THIEF)
    page = accepts(finder)
    assert "bestätigt" in page.content.decode()
    assert _signed_in(finder) is None
    assert Person.objects.get(pk=entry.pk).email == ""
    office = client_of(world_a.people["school_office"])
    where = [world_a.team_room_id, issued.invitation.pk]
    assert THIEF in office.get(reverse("joining:invitation", args=where)).content.decode()
    office.post(reverse("joining:act", args=[*where, "ablehnen"]))
    assert Person.objects.get(pk=entry.pk).email == ""
    assert not entry.emailaddress_set.exists()
    assert delivered()[-1].to == [THIEF]


def test_after_the_schools_word_the_pupil_signs_in_with_the_proven_address(
    world_a: World, entry: Person, client_of: Clients
) -> None:
    issued, own = _invited(world_a, entry), browser()
    _proves(own, issued.code, "pia@daheim.example")
    accepts(own)
    office = client_of(world_a.people["school_office"])
    office.post(reverse("joining:act", args=[world_a.team_room_id, issued.invitation.pk, "bestaetigen"]))
    assert Person.objects.get(pk=entry.pk).email == "pia@daheim.example"


def test_an_address_that_was_declined_is_not_on_record_in_the_next_letter(
    world_a: World, entry: Person, client_of: Clients
) -> None:
    issued, finder = _invited(world_a, entry), browser()
    _proves(finder, issued.code, THIEF)
    accepts(finder)
    office, where = client_of(world_a.people["school_office"]), [world_a.team_room_id, issued.invitation.pk]
    office.post(reverse("joining:act", args=[*where, "ablehnen"]))
    office.post(reverse("joining:act", args=[*where, "neu"]), {"channel": "spoken"})
    with as_system(ACTOR):
        assert Invitation.objects.get(person=entry, state="open").email == ""


def test_an_open_letter_does_not_sign_in_as_somebody_who_has_an_account_by_now(
    world_a: World, entry: Person
) -> None:
    issued, finder = _invited(world_a, entry), browser()
    Person.objects.filter(pk=entry.pk).update(email="pia@daheim.example")
    _proves(finder, issued.code, THIEF)
    accepts(finder)
    assert _signed_in(finder) is None
    with as_system(ACTOR):
        assert Invitation.objects.get(pk=issued.invitation.pk).claimed_by_id is None


def test_the_office_issues_no_old_letter_anew_to_get_into_an_account(
    world_a: World, entry: Person, client_of: Clients
) -> None:
    issued, office = _invited(world_a, entry), client_of(world_a.people["school_office"])
    where = [world_a.team_room_id, issued.invitation.pk]
    office.post(reverse("joining:act", args=[*where, "zurueckziehen"]))
    Person.objects.filter(pk=entry.pk).update(email="pia@daheim.example")
    office.post(reverse("joining:act", args=[*where, "neu"]), {"channel": "spoken"})
    with as_system(ACTOR):
        assert not Invitation.objects.filter(person=entry, state="open").exists()


def test_a_school_invites_nobody_who_is_no_pupil_of_its_own(world_a: World, entry: Person) -> None:
    stranger = Person.objects.create(given_name="Fremde", family_name="Person", sort_key="person fremde")
    for kind in ("pupil", "teacher"):
        with pytest.raises(Rejected):
            _invited(world_a, stranger, kind=kind)


def test_the_office_does_not_take_the_entry_of_the_head_of_school(world_a: World, entry: Person) -> None:
    with as_system(ACTOR):
        head = Person.objects.create(given_name="Neue", family_name="Leitung", sort_key="leitung neue")
        first_day = world_a.first.contract.first_day
        for capacity in ("head_of_school", "teacher"):
            Post.objects.create(
                person=head, organisation=world_a.school, capacity=capacity, first_day=first_day
            )
    with pytest.raises(Rejected):
        _invited(world_a, head, email="sina@privat.example", kind="teacher")
