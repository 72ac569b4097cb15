"""People who help in confidence, and a case with one of them."""

from dataclasses import dataclass
from uuid import UUID

from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.exchange.help.cases import case_in
from zweiklang.exchange.help.directory import helpers_for, surroundings_of
from zweiklang.exchange.help.services import ask
from zweiklang.exchange.help.shapes import Case, Helper
from zweiklang.exchange.models import HelpContact
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation, add_organisation, add_post
from zweiklang.people.public import Person, actor_of, add_person
from zweiklang.rooms.public import as_system

SECRET = "Ich halte es im Betrieb nicht mehr aus."
REPLY = "Gut, dass Sie schreiben. Morgen um zehn?"


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who helps whoever learns in a world: by message at the school, by message for QuABB, by telephone at the chamber."""

    teacher: Person
    quabb: Person
    of_school: HelpContact
    of_quabb: HelpContact
    of_chamber: HelpContact
    authority: Organisation


def keep_helpers(world: World) -> Helpers:
    """The world has three contacts; two of them take messages."""
    with as_system(ACTOR):
        authority = add_organisation(ACTOR, kind="authority", name="Testland", town="Wiesbaden")
        carrier = add_organisation(ACTOR, kind="authority", name="Landkreis Test", town="Kassel")
        teacher = _person(f"berat.{world.name}", "Bea", "Vertraut", world.school)
        quabb = _person(f"quabb.{world.name}", "Quirin", "Bleib", carrier)
        school = HelpContact.objects.create(
            kind="school", organisation=world.school, person=teacher, name="Bea Vertraut", phone="0561 1234"
        )
        of_quabb = HelpContact.objects.create(
            kind="quabb", organisation=authority, person=quabb, name="Quirin Bleib", hours="montags 9:00"
        )
        chamber = HelpContact.objects.create(
            kind="chamber", organisation=world.chamber, name="Kammertelefon", phone="0561 / 99-0"
        )
    return Helpers(teacher, quabb, school, of_quabb, chamber, authority)


def helper_of(person: Person, contact: HelpContact) -> Helper:
    """Returns the contact as that apprentice finds it."""
    with standing_as(person):
        actor = actor_of(person)
        found = helpers_for(actor, surroundings_of(actor))
    return next(one for one in found if one.id == contact.pk)


def open_case(person: Person, contact: HelpContact, *, text: str = SECRET, key: UUID | None = None) -> UUID:
    """The apprentice has asked that contact; returns the room of the case."""
    helper = helper_of(person, contact)
    with standing_as(person):
        return ask(actor_of(person), helper=helper, message_id=key or new_id(), text=text)


def seen_by(person: Person, case_id: UUID) -> Case:
    """Returns the case as that person finds it."""
    with standing_as(person):
        return case_in(actor_of(person), case_id)


def _person(key: str, given_name: str, family_name: str, organisation: Organisation) -> Person:
    person = add_person(ACTOR, email=f"{key}@welten.example", given_name=given_name, family_name=family_name)
    add_post(ACTOR, person=person, organisation=organisation, capacity="counsellor", first_day=today())
    return person
