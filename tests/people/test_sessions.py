"""The statements with which every request begins: the session, and its person."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.worlds import Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.people.models import Person
from zweiklang.people.sessions import SessionStore


@pytest.fixture
def store(db: None) -> SessionStore:
    """A session that holds something."""
    made = SessionStore()
    made["what"] = "kept"
    made.create()
    return made


def test_a_session_gives_what_it_holds(store) -> None:
    assert SessionStore(store.session_key)["what"] == "kept"


def test_an_expired_session_is_empty_and_loses_its_key(store) -> None:
    Session.objects.filter(pk=store.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    found = SessionStore(store.session_key)
    assert found.get("what") is None
    assert found.session_key is None


def test_an_unknown_key_is_not_taken_over(db: None) -> None:
    found = SessionStore("a" * 32)
    assert not found.get("what")
    assert found.session_key is None


def test_a_session_changed_by_hand_is_empty(store) -> None:
    Session.objects.filter(pk=store.session_key).update(session_data="changed:1:no")
    assert SessionStore(store.session_key).get("what") is None


def test_a_person_is_found_by_id_with_every_field(worlds: Worlds) -> None:
    person = worlds.a.people["trainer"]
    found = Person.objects.get(pk=person.pk)
    assert found == person
    assert found == Person.objects.get(email=person.email)
    assert {f.attname: getattr(found, f.attname) for f in Person._meta.concrete_fields} == {
        f.attname: getattr(Person.objects.filter(pk=person.pk)[0], f.attname)
        for f in Person._meta.concrete_fields
    }


def test_nobody_is_found_by_an_unknown_id(db: None) -> None:
    with pytest.raises(Person.DoesNotExist):
        Person.objects.get(pk=new_id())


def test_somebody_who_may_not_sign_in_any_more_is_signed_out_at_once(worlds: Worlds, client_of) -> None:
    client = client_of(worlds.a.people["trainer"])
    assert client.get("/").status_code == 200
    Person.objects.filter(pk=worlds.a.people["trainer"].pk).update(is_active=False)
    assert client.get("/").status_code == 302
