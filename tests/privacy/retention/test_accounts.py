"""Accounts end twelve months after the last membership or post; who is still named is a placeholder, who is named nowhere is gone."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection

from tests.clients import standing_as
from tests.mailing import delivered
from tests.privacy.retention.nights import NIGHTLY, at, spend
from tests.worlds import ACTOR, Worlds
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Refused
from zweiklang.kernel.retention import plus_months
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person, actor_of, add_person, forget_people
from zweiklang.people.sessions import tidy
from zweiklang.privacy.models import Departure
from zweiklang.privacy.retention.accounts import end_accounts, rule_of_accounts
from zweiklang.privacy.retention.running import preview
from zweiklang.records.public import RecordAct
from zweiklang.rooms.public import as_system


def _leave(worlds: Worlds) -> tuple[Person, date]:
    """Somebody with nothing but a post leaves today; returns who, and the day from which the account is deleted."""
    with as_system(ACTOR):
        person = worlds.roomless["support"]
        Post.objects.filter(person=person).update(last_day=today())
    return person, rule_of_accounts().due_from(today())


def _exists(person: Person) -> bool:
    with as_system(ACTOR):
        return Person.objects.filter(pk=person.pk, email=person.email, is_active=True).exists()


def test_an_account_ends_twelve_months_after_the_last_post_and_not_a_day_before(worlds: Worlds) -> None:
    person, end = _leave(worlds)
    assert end == plus_months(today(), 12) + timedelta(days=1)
    spend(today() + timedelta(days=1))
    with as_system(ACTOR):
        assert Departure.objects.get(person=person).last_day == today()
    for days in (60, 14, 1):
        spend(end - timedelta(days=days))
    assert _exists(person)
    spend(end)
    assert not _exists(person)


def test_whoever_leaves_is_warned_twice(worlds: Worlds) -> None:
    person, end = _leave(worlds)
    for days in (300, 61, 60, 30, 14, 2):
        spend(end - timedelta(days=days))
    mails = [mail for mail in delivered() if mail.to == [person.email]]
    assert len(mails) == 2
    assert all("Konto" in mail.subject for mail in mails)


def test_who_is_back_stays(worlds: Worlds) -> None:
    person, end = _leave(worlds)
    for days in (60, 14):
        spend(end - timedelta(days=days))
    with as_system(ACTOR):
        Post.objects.filter(person=person).update(last_day=None)
    spend(end)
    assert _exists(person)
    with as_system(ACTOR):
        assert not Departure.objects.filter(person=person).exists()


def test_a_preview_counts_accounts_from_their_day_on_and_nobody_who_is_back(worlds: Worlds) -> None:
    person, end = _leave(worlds)
    spend(today() + timedelta(days=1))

    def told(on: date) -> int:
        return preview(NIGHTLY, on=on).counts.get("people_person", 0)

    before, on_its_day = told(end - timedelta(days=1)), told(end)
    assert on_its_day == before + 1
    with as_system(ACTOR):
        Post.objects.filter(person=person).update(last_day=None)
    assert told(end) == before


def test_an_account_that_nothing_names_is_gone_altogether(worlds: Worlds) -> None:
    with as_system(ACTOR):
        person = add_person(ACTOR, email="kurz@welten.example", given_name="Kurz", family_name="Dabei")
    first = today() + timedelta(days=1)
    spend(first)
    end = rule_of_accounts().due_from(first)
    for days in (60, 14, 0):
        spend(end - timedelta(days=days))
    with as_system(ACTOR):
        assert not Person.objects.filter(pk=person.pk).exists()
        assert not EmailAddress.objects.filter(email="kurz@welten.example").exists()


def test_who_has_signed_becomes_a_placeholder(worlds: Worlds) -> None:
    trainer = worlds.a.first.firm.trainer
    end_accounts(ACTOR, person_ids=[trainer.pk])
    with as_system(ACTOR):
        left = Person.objects.get(pk=trainer.pk)
        assert RecordAct.objects.filter(person=trainer, act="signed").exists()
    assert (left.name, left.email, left.is_active) == ("Gelöschte Person", "", False)
    assert "person" in left.sort_key
    assert not left.has_usable_password()


def test_an_ended_account_is_signed_in_nowhere(worlds: Worlds) -> None:
    person = worlds.a.first.firm.trainer
    with as_system(ACTOR):
        key = UserSession.objects.get(user=person).session_key
    end_accounts(ACTOR, person_ids=[person.pk])
    with as_system(ACTOR):
        assert not Session.objects.filter(session_key=key).exists()
        assert not UserSession.objects.filter(user=person).exists()
        assert not EmailAddress.objects.filter(user=person).exists()


def test_who_looked_at_the_data_of_an_ended_account_is_forgotten(worlds: Worlds) -> None:
    first, trainer = worlds.a.first, worlds.a.first.firm.trainer
    for concerned in (first.apprentice, worlds.a.second.apprentice):
        with standing_as(concerned), as_system(ACTOR), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO rooms_look (day, concerned_id, viewer_id, room_id, category, capacity)"
                " VALUES (%s, %s, %s, %s, 'records', 'trainer')",
                [today(), concerned.pk, trainer.pk, first.room_id],
            )
    end_accounts(ACTOR, person_ids=[first.apprentice.pk])
    seen = {}
    for concerned in (first.apprentice, worlds.a.second.apprentice):
        with standing_as(concerned), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM rooms_look")
            seen[concerned.pk] = cursor.fetchone()[0]
    assert seen == {first.apprentice.pk: 0, worlds.a.second.apprentice.pk: 1}


def test_the_accounts_of_others_stay(worlds: Worlds) -> None:
    with as_system(ACTOR):
        before = Person.objects.filter(is_active=True).count()
    end_accounts(ACTOR, person_ids=[worlds.a.first.firm.trainer.pk])
    with as_system(ACTOR):
        assert Person.objects.filter(is_active=True).count() == before - 1


def test_nobody_ends_accounts_but_the_system(worlds: Worlds) -> None:
    actor = actor_of(worlds.roomless["land"])
    with pytest.raises(Refused):
        forget_people(actor, person_ids=[worlds.a.first.apprentice.pk])


def test_expired_sessions_go_with_their_line_in_the_list(worlds: Worlds) -> None:
    person, other = worlds.a.first.apprentice, worlds.a.second.apprentice
    with as_system(ACTOR):
        key = UserSession.objects.get(user=person).session_key
        Session.objects.filter(session_key=key).update(expire_date=now() - timedelta(seconds=1))
        tidy()
        assert not Session.objects.filter(session_key=key).exists()
        assert not UserSession.objects.filter(user=person).exists()
        assert UserSession.objects.filter(user=other).exists()


def test_nothing_of_a_living_world_ends(worlds: Worlds) -> None:
    with at(today()), as_system(ACTOR):
        before = Person.objects.filter(is_active=True).count()
    spend(today())
    with as_system(ACTOR):
        assert Person.objects.filter(is_active=True).count() == before
