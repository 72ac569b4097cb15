"""What the tests of joining have in common: a pupil whose firm is not in yet, and browsers that come in."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clients import PersonClient, standing_as
from tests.mailing import delivered
from tests.worlds import World
from zweiklang.apprenticeships.public import Pupil
from zweiklang.curricula.public import Occupation
from zweiklang.joining.public import Guest, Invited, Issued, invite
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, add_organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system

ACTOR = system_actor("tests")
CONTACT = "ausbildung@neubetrieb.example"


@dataclass(frozen=True, slots=True)
class NewFirm:
    """A firm nobody has joined for yet, and the school's pupil who is trained there."""

    world: World
    firm: Organisation
    pupil: Pupil

    def guest(self, *, email: str = CONTACT) -> Guest:
        """Returns the firm as the school invites it."""
        one = Invited(
            pupil=self.pupil,
            occupation=Occupation.objects.get(regulation__document_number="TEST1"),
            first_day=date(today().year - 1, 8, 1),
            last_day=date(today().year + 2, 7, 31),
        )
        return Guest(kind="firm", email=email, firm=self.firm, chamber=self.world.chamber, apprentices=[one])

    def invited(self, *, channel: str = "letter", email: str = CONTACT) -> Issued:
        """The head of school has invited the firm."""
        head = self.world.people["head_of_school"]
        with standing_as(head):
            return invite(
                actor_of(head), organisation=self.world.school, guest=self.guest(email=email), channel=channel
            )


def new_firm(world: World) -> NewFirm:
    """The world's pupil without contract has a birthday and a firm that is known by name only."""
    cache.clear()  # the counters of tries
    with as_system(ACTOR):
        firm = add_organisation(
            ACTOR, kind="firm", name=f"Neubetrieb {world.name} GmbH", town="Kassel", postcode="34117"
        )
        Pupil.objects.filter(person=world.pupil).update(born_on=date(today().year - 19, 3, 4))
        pupil = Pupil.objects.select_related("person", "contract").get(person=world.pupil)
    return NewFirm(world, firm, pupil)


def browser() -> Client:
    """Returns a browser in which nobody is signed in."""
    return PersonClient()


def types_code(client: Client, code: str) -> HttpResponse:
    """The code of a letter is typed in."""
    return client.post(reverse("joining:entrance"), {"code": code})


def asks_for_digits(client: Client, **fields: Any) -> HttpResponse:
    """The button "Einmal-Code senden" is pressed."""
    return client.post(reverse("joining:proof"), {"do": "send", **fields})


def digits_in_mail(address: str = CONTACT) -> str:
    """Returns the newest one-time code that went to the address."""
    letters = [m for m in delivered() if m.to == [address] and "Einmal-Code" in str(m.subject)]
    assert letters, [(m.to, m.subject) for m in delivered()]
    found = re.search(r"\b\d{6}\b", str(letters[-1].body))
    assert found
    return found[0]


def types_digits(client: Client, digits: str) -> HttpResponse:
    """The one-time code is typed in."""
    return client.post(reverse("joining:check"), {"digits": digits})


def accepts(client: Client, **fields: Any) -> HttpResponse:
    """Name and declaration are sent."""
    data = {"given_name": "Angela", "family_name": "Neumann", "declaration": "on", **fields}
    return client.post(reverse("joining:accept"), data)


def comes_in(client: Client, code: str, *, address: str = CONTACT, **fields: Any) -> HttpResponse:
    """Everything from the code of the letter to the declaration; returns the last answer."""
    assert types_code(client, code).status_code == 302
    asks_for_digits(client, email=address)
    assert types_digits(client, digits_in_mail(address)).status_code == 302
    return accepts(client, **fields)
