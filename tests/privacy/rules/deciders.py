"""Those who decide about rules in a world, and short ways to ask for their pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clients import PersonClient
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import derive_organisation
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post, add_post
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import EmergencyBrake, Membership, ReleaseDecision, as_system, team_room

WHY = "Die Schulkonferenz hat am 3. November zugestimmt."
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """The room in which somebody decides, and that person's browser."""

    room_id: UUID
    browser: Client
    person: Person

    def url(self, name: str, *more: Any) -> str:
        """Returns the address of a page of rules of this room."""
        return reverse(f"privacy:{name}", args=[self.room_id, *more])

    def page(self, name: str = "rules_room", *more: Any) -> str:
        """Returns a page as text; it must be there."""
        answer = self.browser.get(self.url(name, *more))
        assert answer.status_code == 200
        return answer.content.decode()

    def send(
        self, category: str, capacity: str, state: str, step: str = "decide", **more: Any
    ) -> HttpResponse:
        """Sends the form of a cell as it stands on its page, with this state; `more` are other fields."""
        address = self.url("rules_cell", category, capacity)
        standing = fields_of(self.browser.get(address).content.decode())
        sent = {"effective_on": today(), **standing, "state": state, "reason": WHY, "step": step, **more}
        return self.browser.post(address, {name: str(value) for name, value in sent.items()})

    def post(self, name: str, *more: Any, **values: Any) -> HttpResponse:
        """Posts to an address of this room."""
        return self.browser.post(self.url(name, *more), values)


class _Fields(HTMLParser):
    """What the fields of the page's own form hold: inputs, the checked radio, text areas."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.text_of = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an input, or that a text area begins."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values[name] = given.get("value") or ""
        self.text_of = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        """Notes what stands in a text area."""
        if self.text_of:
            self.values[self.text_of] = self.values.get(self.text_of, "") + data.removeprefix("\n")


def fields_of(page: str) -> dict[str, str]:
    """Returns what the fields in the page's content hold, but for the token against forgery."""
    parser = _Fields()
    parser.feed(page.partition("<main")[2].partition("</main")[0])
    return {name: value for name, value in parser.values.items() if name != "csrfmiddlewaretoken"}


def browser_of(person: Person) -> Client:
    """Returns a browser in which that person is signed in."""
    client = PersonClient()
    client.force_login(person)
    return client


def place_of(person: Person, room_id: UUID) -> Place:
    """Returns the person at that room's pages."""
    return Place(room_id, browser_of(person), person)


def head_of(world: World) -> Place:
    """Returns the head of school at the school's team room."""
    return place_of(world.people["head_of_school"], world.team_room_id)


def land_of(worlds: Worlds) -> Place:
    """Returns the Land's person in the authority's team room, which a world does not derive by itself."""
    authority = Organisation.objects.get(name="Testbehörde")
    derive_organisation(ACTOR, authority.pk)
    with as_system(ACTOR):
        return place_of(worlds.roomless["land"], team_room(ACTOR, organisation=authority).pk)


def second_of_land() -> Place:
    """Returns another person with the Land's post."""
    authority = Organisation.objects.get(name="Testbehörde")
    with as_system(ACTOR):
        person = add_person(
            ACTOR, email="land2@welten.example", given_name="Zweite", family_name="Landperson"
        )
        add_post(ACTOR, person=person, organisation=authority, capacity="land", first_day=today() - DAY)
    derive_organisation(ACTOR, authority.pk)
    with as_system(ACTOR):
        return place_of(person, team_room(ACTOR, organisation=authority).pk)


def manager_of(world: World) -> Place:
    """Returns the first firm's training manager in its team room."""
    firm = world.first.firm
    with as_system(ACTOR):
        room = team_room(ACTOR, organisation=firm.organisation)
    return place_of(firm.training_manager, room.pk)


def class_teacher_of(world: World) -> Place:
    """Returns the class teacher in the room of the class."""
    return place_of(world.people["class_teacher"], world.school_class.room_id)


def adviser_of(world: World) -> Place:
    """Returns the chamber's adviser in its team room."""
    with as_system(ACTOR):
        room = team_room(ACTOR, organisation=world.chamber)
    return place_of(world.people["chamber_adviser"], room.pk)


def end_post(organisation: Organisation, person: Person) -> None:
    """The person's posts there ended yesterday."""
    with as_system(ACTOR):
        Post.objects.filter(organisation=organisation, person=person).update(last_day=today() - DAY)
    derive_organisation(ACTOR, organisation.pk)


def carried(world: World, who: str = "trainer", on: date | None = None) -> dict[str, str | None]:
    """Returns what that person carries in the first apprenticeship on that day: scope and first day of data (None: no limit)."""
    day = on or today()
    with as_system(ACTOR):
        rows = Membership.objects.filter(
            room=world.first.room_id, person=world.people[who], first_day__lte=day
        )
        return {
            scope: (row.starts or {}).get(scope)
            for row in rows.exclude(last_day__lt=day)
            for scope in row.scopes
        }


def decisions() -> list[ReleaseDecision]:
    """Returns all decisions in the order in which they were taken."""
    return list(ReleaseDecision.objects.order_by("decided_at", "pk"))


def brakes() -> list[EmergencyBrake]:
    """Returns all brakes in the order in which they were pulled."""
    return list(EmergencyBrake.objects.order_by("closed_at", "pk"))
