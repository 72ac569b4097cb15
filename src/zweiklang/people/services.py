"""Writes of people."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.mailing.kinds import MailKind, Rhythm
from zweiklang.people.mailing.sending import LANGUAGES
from zweiklang.people.mailing.unsubscribing import rhythms, set_rhythm
from zweiklang.people.models import Person
from zweiklang.people.policy import may_change_settings, may_open_account


def actor_of(person: Person | AnonymousUser) -> Actor:
    """Returns the actor of a signed-in person; nobody signed in is a programming error, since views are closed by default."""
    if not isinstance(person, Person):
        raise TypeError("nobody is signed in")
    return Actor(person_id=person.pk, name=person.name)


def add_person(
    actor: Actor, *, email: str, given_name: str, family_name: str, password: str | None = None
) -> Person:
    """A person with that address exists and the address counts as verified; found again by the address."""
    require(may_open_account(actor))
    found = Person.objects.filter(email__iexact=email).first()
    if found:
        return found
    person = Person.objects.create_user(email, password, given_name=given_name, family_name=family_name)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def can_sign_in(person: Person) -> bool:
    """True if the person has an account: an address, a school account, or a passkey. A password alone opens nothing."""
    return (
        bool(person.email)
        or SchoolIdentity.objects.filter(person=person).exists()
        or Authenticator.objects.filter(user=person).exists()
    )


def give_address(actor: Actor, *, person: Person, email: str) -> Person:
    """A person without a way to sign in (a pupil or teacher from a file) has this address, verified; raises Rejected if somebody else does."""
    require(may_open_account(actor))
    address = email.strip().lower()
    if person.email or Person.objects.filter(email__iexact=address).exists():
        raise Rejected("Zu dieser Adresse gibt es schon ein Konto.", field="email")
    person.email = address
    person.save(update_fields=["email"])
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=True)
    return person


def rename_person(actor: Actor, *, person: Person, given_name: str, family_name: str) -> Person:
    """The person has this name everywhere; only system actors: whoever keeps the name has decided so."""
    require(may_open_account(actor))
    given_name, family_name = given_name.strip(), family_name.strip()
    if not given_name or not family_name:
        raise Rejected("Bitte Vorname und Nachname angeben.", field="family_name")
    person.given_name, person.family_name = given_name, family_name
    person.sort_key = sort_key(f"{family_name} {given_name}")
    person.save(update_fields=["given_name", "family_name", "sort_key"])
    return person


def change_preferences(actor: Actor, *, person: Person, language: str, text_size: str, theme: str) -> Person:
    """The person's own preferences are as given; raises Refused for anybody else's."""
    require(may_change_settings(actor, person))
    person.language, person.text_size, person.theme = language, text_size, theme
    person.save(update_fields=["language", "text_size", "theme"])
    return person


def change_mails(actor: Actor, *, person: Person, language: str, chosen: Mapping[MailKind, Rhythm]) -> None:
    """The person gets mails in that language, and those kinds of notice as soon as chosen; raises Refused for anybody else's choice."""
    require(may_change_settings(actor, person))
    if language not in LANGUAGES:
        raise Rejected("Bitte wählen Sie Deutsch oder Englisch.", field="language")
    person.language = language
    person.save(update_fields=["language"])
    before = rhythms(person)
    for kind, rhythm in chosen.items():
        if before[kind] != rhythm:
            set_rhythm(person.pk, kind, rhythm)
