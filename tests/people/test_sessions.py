"""The statements with which every request begins: the session, and its person."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.people.models import Person
from zweiklang.people.sessions import SessionStore, looking_for_the_person


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


def test_a_page_asks_for_session_and_person_at_once(worlds: Worlds, client_of) -> None:
    client = client_of(worlds.a.people["trainer"])
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    reading = [one["sql"] for one in asked if "people_person" in one["sql"] and '"password"' in one["sql"]]
    assert len(reading) == 1
    assert "django_session" in reading[0]


def test_a_session_that_is_in_nobodys_list_has_its_person_too(worlds: Worlds, client_of) -> None:
    client = client_of(worlds.a.people["trainer"])
    UserSession.objects.filter(session_key=client.session.session_key).delete()
    assert client.get("/").status_code == 200


def test_the_session_says_who_it_is_and_no_list(worlds: Worlds, client_of) -> None:
    trainer, teacher = worlds.a.people["trainer"], worlds.a.people["class_teacher"]
    client = client_of(trainer)
    UserSession.objects.filter(session_key=client.session.session_key).update(user=teacher)
    assert client.get("/").wsgi_request.user == trainer


def test_what_was_read_with_a_session_is_used_for_nothing_else(worlds: Worlds, client_of) -> None:
    trainer = worlds.a.people["trainer"]
    store = SessionStore(client_of(trainer).session.session_key)
    assert store.get("_auth_user_id") == str(trainer.pk)
    Person.objects.filter(pk=trainer.pk).update(given_name="Neu")
    assert Person.objects.get(pk=trainer.pk).given_name == "Neu"
    with looking_for_the_person(store):
        assert Person.objects.get(pk=worlds.a.people["class_teacher"].pk).given_name != "Neu"
        assert Person.objects.get(pk=trainer.pk).given_name == trainer.given_name
    assert Person.objects.get(pk=trainer.pk).given_name == "Neu"


def test_nobody_is_found_by_an_unknown_id(db: None) -> None:
    with pytest.raises(Person.DoesNotExist):
        Person.objects.get(pk=new_id())


def test_somebody_who_may_not_sign_in_any_more_is_signed_out_at_once(worlds: Worlds, client_of) -> None:
    client = client_of(worlds.a.people["trainer"])
    assert client.get("/").status_code == 200
    Person.objects.filter(pk=worlds.a.people["trainer"].pk).update(is_active=False)
    assert client.get("/").status_code == 302
