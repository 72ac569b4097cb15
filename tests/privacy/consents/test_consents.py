"""Consents: who is asked, who answers, what it opens, and that taking it back closes before the page answers."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import (
    Guardianship,
    PersonalDetails,
    derive_apprenticeship,
    link_guardian,
)
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, add_person
from zweiklang.privacy.models import ConsentRefusal
from zweiklang.rooms.public import Consent, as_system

CELL = {"category": "absences", "capacity": "trainer"}
YES = CELL | {"answer": "yes", "agreed": "on"}
ClientOf = Callable[[Person | None], Client]


def page_of(client: Client, room: UUID) -> str:
    return client.get(reverse("privacy:consents_room", args=[room])).content.decode()


def answer(client: Client, room: UUID, **data: str) -> HttpResponse:
    return client.post(reverse("privacy:consents_answer", args=[room]), data)


def withdraw(client: Client, room: UUID, consent: Consent) -> HttpResponse:
    return client.post(reverse("privacy:consents_withdraw", args=[room, consent.pk]))


def opened(person: Person, room: UUID, as_person) -> bool:
    """What row-level security itself answers: does the category open the room to the person?"""
    with as_person(person), connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (my_rooms('absences'))", [room])
        return bool(cursor.fetchone()[0])


def only_consent(room: UUID) -> Consent:
    with as_system(ACTOR):
        return Consent.objects.get(room=room)


@pytest.fixture
def asked(world_a: World) -> World:
    """The school asks for consent before firms see absences."""
    school_decides(world_a, "absences", "consent")
    return world_a


def test_nobody_is_asked_while_no_rule_asks(world_a: World, client_of: ClientOf) -> None:
    client = client_of(world_a.second.apprentice)
    assert "Keine offene Frage" in page_of(client, world_a.second.room_id)
    assert "Einwilligung" not in client.get("/").content.decode()
    assert answer(client, world_a.second.room_id, **YES).status_code == 302
    with as_system(ACTOR):
        assert not Consent.objects.exists()


def test_an_adult_consents_and_the_category_is_open_at_once(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room, trainer = asked.second.room_id, asked.second.firm.trainer
    client = client_of(asked.second.apprentice)
    assert "Ich bin einverstanden, dass Ausbilder/in den Bereich „Fehlzeiten“ sieht" in page_of(client, room)
    assert not opened(trainer, room, as_person)
    assert answer(client, room, **YES).status_code == 302
    assert opened(trainer, room, as_person)
    assert not opened(asked.first.firm.trainer, asked.first.room_id, as_person)
    consent = only_consent(room)
    assert (consent.concerned, consent.given_by) == (asked.second.apprentice, asked.second.apprentice)
    assert "eingewilligt" in page_of(client, room)


def test_withdrawing_closes_before_the_page_answers_and_changes_nothing_else(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room, trainer = asked.second.room_id, asked.second.firm.trainer
    client = client_of(asked.second.apprentice)
    answer(client, room, **YES)
    withdraw(client, room, only_consent(room))
    assert not opened(trainer, room, as_person)
    with as_person(trainer), connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (my_rooms('records'))", [room])
        assert cursor.fetchone()[0]
    page = page_of(client, room)
    assert "Was war" in page
    assert only_consent(room).text in page
    assert withdraw(client, room, only_consent(room)).status_code == 302
    assert only_consent(room).withdrawn_by == asked.second.apprentice


def test_a_yes_without_the_tick_is_none(asked: World, client_of: ClientOf, as_person) -> None:
    room = asked.second.room_id
    response = answer(client_of(asked.second.apprentice), room, **CELL, answer="yes")
    assert response.status_code == 422
    assert "Setzen Sie das Häkchen" in response.content.decode()
    assert not opened(asked.second.firm.trainer, room, as_person)


def test_a_no_is_kept_closes_nothing_and_is_not_asked_again(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room = asked.second.room_id
    client = client_of(asked.second.apprentice)
    assert "Einwilligung: Fehlzeiten für Ausbilder/in" in client.get("/").content.decode()
    for _ in range(2):
        assert answer(client, room, **CELL, answer="no").status_code == 302
    with as_system(ACTOR):
        assert ConsentRefusal.objects.filter(room=room).count() == 1
    assert "Einwilligung: Fehlzeiten" not in client.get("/").content.decode()
    assert "nicht eingewilligt am" in page_of(client, room)
    assert not opened(asked.second.firm.trainer, room, as_person)
    answer(client, room, **YES)
    assert opened(asked.second.firm.trainer, room, as_person)
    with as_system(ACTOR):
        assert not ConsentRefusal.objects.filter(room=room).exists()


def test_who_has_withdrawn_is_not_asked_again_under_heute(asked: World, client_of: ClientOf) -> None:
    room = asked.second.room_id
    client = client_of(asked.second.apprentice)
    answer(client, room, **YES)
    withdraw(client, room, only_consent(room))
    assert "Einwilligung: Fehlzeiten" not in client.get("/").content.decode()
    assert "Bisher: widerrufen am" in page_of(client, room)


def test_a_minor_reads_that_the_guardian_decides_and_may_withdraw(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room, trainer = asked.first.room_id, asked.first.firm.trainer
    minor, guardian = client_of(asked.first.apprentice), client_of(asked.people["guardian"])
    assert "Ihre gesetzliche Vertretung entscheidet" in page_of(minor, room)
    assert "Einwilligung: Fehlzeiten" not in minor.get("/").content.decode()
    assert answer(minor, room, **YES).status_code == 403
    assert answer(minor, room, **CELL, answer="no").status_code == 403
    assert not opened(trainer, room, as_person)
    assert "Einwilligung: Fehlzeiten" in guardian.get("/").content.decode()
    answer(guardian, room, **YES)
    assert opened(trainer, room, as_person)
    assert asked.people["guardian"].name in page_of(minor, room)
    withdraw(minor, room, only_consent(room))
    assert not opened(trainer, room, as_person)


def test_another_guardian_sees_and_withdraws_what_one_gave(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room = asked.first.room_id
    second = add_person(ACTOR, email="zweite@welten.example", given_name="Zara", family_name="Zweite")
    link_guardian(ACTOR, contract=asked.first.contract, person=second, first_day=today())
    answer(client_of(asked.people["guardian"]), room, **YES)
    client = client_of(second)
    assert "eingewilligt" in page_of(client, room)
    assert "Einwilligung: Fehlzeiten" not in page_of(client, room).partition("Was gilt")[0]
    withdraw(client, room, only_consent(room))
    assert not opened(asked.first.firm.trainer, room, as_person)
    assert only_consent(room).withdrawn_by == second


def test_who_was_a_guardian_decides_nothing_any_more(asked: World, client_of: ClientOf, as_person) -> None:
    room, guardian = asked.first.room_id, asked.people["guardian"]
    answer(client_of(guardian), room, **YES)
    consent = only_consent(room)
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=room).update(born_on=today().replace(year=today().year - 19))
        derive_apprenticeship(ACTOR, asked.first.contract)
    client = client_of(guardian)
    assert client.get(reverse("privacy:consents_room", args=[room])).status_code == 404
    assert withdraw(client, room, consent).status_code == 404
    assert only_consent(room).withdrawn_at is None
    assert opened(asked.first.firm.trainer, room, as_person)
    assert withdraw(client_of(asked.first.apprentice), room, consent).status_code == 302
    assert not opened(asked.first.firm.trainer, room, as_person)


@pytest.mark.parametrize(
    "who", ["trainer", "class_teacher", "chamber_adviser", "other_trainer", "head_of_school"]
)
def test_others_neither_see_nor_answer_nor_withdraw(
    asked: World, client_of: ClientOf, as_person, who: str
) -> None:
    room = asked.first.room_id
    answer(client_of(asked.people["guardian"]), room, **YES)
    consent, client = only_consent(room), client_of(asked.people[who])
    assert client.get(reverse("privacy:consents_room", args=[room])).status_code == 404
    assert answer(client, room, **YES).status_code == 404
    assert withdraw(client, room, consent).status_code == 404
    assert only_consent(room).withdrawn_at is None
    with as_person(asked.people[who]):
        assert not Consent.objects.exists()
        assert not ConsentRefusal.objects.exists()


def test_a_consent_of_one_room_is_not_withdrawn_through_another(
    asked: World, client_of: ClientOf, worlds: Worlds
) -> None:
    answer(client_of(asked.second.apprentice), asked.second.room_id, **YES)
    consent = only_consent(asked.second.room_id)
    for person, room in (
        (asked.first.apprentice, asked.first.room_id),
        (asked.second.apprentice, asked.first.room_id),
        (worlds.b.second.apprentice, worlds.b.second.room_id),
    ):
        assert withdraw(client_of(person), room, consent).status_code == 404
    assert only_consent(asked.second.room_id).withdrawn_at is None


def test_what_no_rule_asks_for_is_not_opened_by_a_forged_answer(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room = asked.second.room_id
    client = client_of(asked.second.apprentice)
    for cell in (
        {"category": "absence_reasons", "capacity": "trainer"},
        {"category": "results", "capacity": "trainer"},
        {"category": "absences", "capacity": "subject_teacher"},
    ):
        assert answer(client, room, **cell, answer="yes", agreed="on").status_code == 302
    assert answer(client, room, category="x", capacity="y", answer="yes", agreed="on").status_code == 422
    assert answer(client, room, **CELL, answer="perhaps").status_code == 422
    with as_system(ACTOR):
        assert not Consent.objects.exists()


def test_two_clicks_are_one_consent(asked: World, client_of: ClientOf) -> None:
    for _ in range(2):
        answer(client_of(asked.second.apprentice), asked.second.room_id, **YES)
    only_consent(asked.second.room_id)


def test_a_consent_that_no_rule_needs_any_more_says_so_and_opens_nothing(
    asked: World, client_of: ClientOf, as_person
) -> None:
    room = asked.second.room_id
    client = client_of(asked.second.apprentice)
    answer(client, room, **YES)
    school_decides(asked, "absences", "closed")
    assert not opened(asked.second.firm.trainer, room, as_person)
    assert "sie öffnet nichts" in page_of(client, room)


def test_an_unknown_date_of_birth_counts_as_a_minor(asked: World, client_of: ClientOf) -> None:
    room = asked.second.room_id
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=room).delete()
    assert answer(client_of(asked.second.apprentice), room, **YES).status_code == 403
    with as_system(ACTOR):
        assert not Consent.objects.exists()


def test_the_last_day_of_minority_is_the_guardians(asked: World, client_of: ClientOf) -> None:
    room = asked.first.room_id
    tomorrow = today() + timedelta(days=1)
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=room).update(born_on=tomorrow.replace(year=tomorrow.year - 18))
        derive_apprenticeship(ACTOR, asked.first.contract)
        assert Guardianship.objects.filter(contract=asked.first.contract).exists()
    assert answer(client_of(asked.first.apprentice), room, **YES).status_code == 403
    assert answer(client_of(asked.people["guardian"]), room, **YES).status_code == 302
    assert only_consent(room).given_by == asked.people["guardian"]


def test_the_pages_of_rights_and_of_who_sees_what_lead_there(asked: World, client_of: ClientOf) -> None:
    room = asked.first.room_id
    there = f'href="{reverse("privacy:consents_room", args=[room])}"'
    for person, leads in (
        (asked.first.apprentice, True),
        (asked.people["guardian"], True),
        (asked.first.firm.trainer, False),
    ):
        client = client_of(person)
        rights = client.get(reverse("privacy:rights_index")).content.decode()
        seen = client.get(reverse("privacy:who_sees_what", args=[room])).content.decode()
        assert (there in rights, there in seen) == (leads, leads), person


def test_the_page_needs_few_queries(asked: World, client_of: ClientOf, django_assert_max_num_queries) -> None:
    client, room = client_of(asked.second.apprentice), asked.second.room_id
    page_of(client, room)
    with django_assert_max_num_queries(22):
        page_of(client, room)
