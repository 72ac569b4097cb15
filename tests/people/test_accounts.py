"""Accounts: found by the address in any letter case, opened by invitation only, preferences one's own."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.worlds import ACTOR, PASSWORD, Worlds
from zweiklang.kernel.errors import Refused
from zweiklang.kernel.sorting import sort_key
from zweiklang.people.public import Person, actor_of, add_person, change_preferences
from zweiklang.rooms.public import as_system


def _add(email: str) -> Person:
    with as_system(ACTOR):
        return add_person(ACTOR, email=email, given_name="Änne", family_name="Örtel")


def test_a_person_is_found_again_by_the_address_in_any_letter_case(db: None) -> None:
    person = _add("Aenne@Example.org")
    assert person.email == "aenne@example.org"
    assert _add("AENNE@example.org") == person


def test_two_accounts_with_one_address_are_impossible(db: None) -> None:
    _add("aenne@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="AENNE@example.org", given_name="A", family_name="B", sort_key="b a")


def test_umlauts_are_sorted_as_their_base_letters(db: None) -> None:
    assert _add("aenne@example.org").sort_key == sort_key("Ortel Anne")


def test_nobody_opens_accounts_for_others(worlds: Worlds) -> None:
    actor = actor_of(worlds.a.people["training_manager"])
    with pytest.raises(Refused, match="Einladung"):
        add_person(actor, email="neu@example.org", given_name="N", family_name="N")
    assert not Person.objects.filter(email="neu@example.org").exists()


def test_preferences_are_ones_own(worlds: Worlds) -> None:
    mine, other = worlds.a.people["trainer"], worlds.a.people["apprentice"]
    change_preferences(actor_of(mine), person=mine, language="de", text_size="large", theme="dark")
    mine.refresh_from_db()
    assert (mine.text_size, mine.theme) == ("large", "dark")
    with pytest.raises(Refused):
        change_preferences(actor_of(mine), person=other, language="de", text_size="large", theme="dark")
    other.refresh_from_db()
    assert other.theme == "system"


def test_the_password_is_kept_as_argon2id_with_owasps_parameters(worlds: Worlds) -> None:
    assert worlds.a.people["trainer"].password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_signing_in_by_password_leads_to_heute_in_any_letter_case(worlds: Worlds, client_of) -> None:
    client = client_of(None)
    person = worlds.a.people["trainer"]
    response = client.post(reverse("account_login"), {"login": person.email.upper(), "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, reverse("web:today"))
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_and_an_unknown_address_look_the_same(worlds: Worlds, client_of) -> None:
    pages = []
    for login in (worlds.a.people["trainer"].email, "niemand@welten.example"):
        client = client_of(None)
        response = client.post(reverse("account_login"), {"login": login, "password": "falsch"})
        assert "_auth_user_id" not in client.session
        text = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", response.content.decode())
        pages.append((response.status_code, text.replace(login, "")))
    assert pages[0] == pages[1]


def test_nobody_signs_up_alone(worlds: Worlds, client_of) -> None:
    before = Person.objects.count()
    client_of(None).post(
        reverse("account_signup"), {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert Person.objects.count() == before
