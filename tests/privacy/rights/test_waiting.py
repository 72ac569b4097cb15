"""Heute: requests with their day, erasures that are ripe, turning 18, the notice about parents."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.clients import standing_as
from tests.privacy.rights.conftest import ask, desk_of, finish_training
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import PersonalDetails
from zweiklang.kernel.clock import now, today
from zweiklang.organisations.public import Post
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.rights.adulthood import tell_of_adulthood
from zweiklang.privacy.rights.deciding import accept
from zweiklang.rooms.public import as_system


def born(world: World, born_on: date) -> None:
    """The first apprentice was born on that day."""
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=world.first.room_id).update(born_on=born_on)


def turning_18(on: date) -> date:
    """Returns the date of birth of whoever turns 18 on that day."""
    return on.replace(year=on.year - 18, day=min(on.day, 28) if on.month == 2 else on.day)


def _today(client_of, person: Person) -> str:
    return client_of(person).get(reverse("web:today")).content.decode()


def test_whoever_answers_sees_the_request_and_its_day(client_of, world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    page = _today(client_of, world_a.people["head_of_school"])
    assert f"Löschung: {world_a.first.apprentice.name}" in page
    assert reverse("privacy:rights_case", args=[request.room_id, request.pk]) in page
    for capacity in ("class_teacher", "trainer", "chamber_adviser", "second_apprentice"):
        assert "Löschung:" not in _today(client_of, world_a.people[capacity]), capacity


def test_a_day_that_is_over_is_said(client_of, world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    with as_system(ACTOR):
        RightsRequest.objects.filter(pk=request.pk).update(due_on=today() - timedelta(days=1))
    assert "nötig" in _today(client_of, world_a.people["head_of_school"])


def test_the_land_sees_what_waits_for_it(client_of, land: Person, world_a: World) -> None:
    head = world_a.people["head_of_school"]
    ask(head, "objection")
    assert f"Widerspruch: {head.name}" in _today(client_of, land)


def test_the_land_sees_a_ripe_erasure_for_which_there_is_no_second_person(
    client_of, land: Person, world_a: World
) -> None:
    request = ask(finish_training(world_a), "erasure")
    head = world_a.people["head_of_school"]
    with standing_as(head):
        desk = desk_of(head, request)
        accept(actor_of(head), desk=desk, asked=request, answer="Ja.", legal_basis="Art. 17 DSGVO")
    where = reverse("privacy:rights_erase", args=[request.room_id, request.pk])
    with as_system(ACTOR):
        Erasure.objects.filter(request=request).update(not_before=now() - timedelta(minutes=1))
    assert where not in _today(client_of, land)
    assert client_of(land).get(where).status_code == 404
    with as_system(ACTOR):
        Post.objects.filter(organisation=world_a.school, capacity="school_office").delete()
    assert where in _today(client_of, land)
    assert client_of(land).post(where).status_code == 302
    assert where not in _today(client_of, land)


@pytest.mark.parametrize(("days", "told"), [(30, True), (1, True), (31, False), (0, False)])
def test_both_are_told_thirty_days_before_the_18th_birthday(
    days: int, told: bool, client_of, world_a: World
) -> None:
    born(world_a, turning_18(today() + timedelta(days=days)))
    assert ("Sie werden bald volljährig" in _today(client_of, world_a.first.apprentice)) is told
    if days:
        assert ("wird bald volljährig" in _today(client_of, world_a.people["guardian"])) is told
    assert tell_of_adulthood(ACTOR) == (2 if told else 0)
    with as_system(ACTOR):
        mails = OutgoingMail.objects.filter(template="privacy/email/adulthood_near")
        addresses = set(mails.values_list("address", flat=True))
        assert not any(world_a.first.apprentice.given_name in mail.text.partition("\n")[2] for mail in mails)
    wanted = {world_a.first.apprentice.email, world_a.people["guardian"].email} if told else set()
    assert addresses == wanted


def test_told_every_night_it_is_one_mail(world_a: World) -> None:
    born(world_a, turning_18(today() + timedelta(days=20)))
    tell_of_adulthood(ACTOR)
    tell_of_adulthood(ACTOR)
    with as_system(ACTOR):
        assert OutgoingMail.objects.filter(template="privacy/email/adulthood_near").count() == 2


def test_somebody_without_guardians_is_told_nothing(client_of, world_a: World) -> None:
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=world_a.second.room_id).update(
            born_on=turning_18(today() + timedelta(days=20))
        )
    assert "volljährig" not in _today(client_of, world_a.second.apprentice)
    assert tell_of_adulthood(ACTOR) == 0


def test_an_adult_pupil_reads_the_notice_once(client_of, world_a: World) -> None:
    client, words = client_of(world_a.second.apprentice), "Darf die Schule Ihre Eltern informieren?"
    assert words in _today(client_of, world_a.second.apprentice)
    assert words not in _today(client_of, world_a.first.apprentice)
    client.post(reverse("privacy:rights_parents_choice", args=["gelesen"]))
    assert words not in _today(client_of, world_a.second.apprentice)
