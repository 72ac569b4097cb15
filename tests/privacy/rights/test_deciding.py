"""Answering: by the right people, once, with reason and basis; a correction is really made."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.clients import standing_as
from tests.privacy.rights.conftest import ask, desk_of
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Contract, Guardianship, PersonalDetails, Pupil, guardianship_end
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.organisations.public import Post
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.asking import ask_correction, withdraw_request
from zweiklang.privacy.rights.deciding import accept, accept_correction, decline
from zweiklang.privacy.rights.responsibility import desk_in
from zweiklang.rooms.public import Membership, Restriction, as_system

OTHERS = (
    "apprentice",
    "second_apprentice",
    "trainer",
    "training_manager",
    "class_teacher",
    "guardian",
    "chamber_adviser",
)


def _correction(person: Person, key: str, wanted: str = "anders") -> RightsRequest:
    with standing_as(person):
        return ask_correction(actor_of(person), person=person, fact_key=key, wanted=wanted)


def _decline(person: Person, request: RightsRequest) -> RightsRequest:
    with standing_as(person):
        desk = desk_of(person, request)
        return decline(actor_of(person), desk=desk, asked=request, answer="Nein.", legal_basis="§ 34 BBiG")


def _state(request: RightsRequest) -> str:
    with as_system(ACTOR):
        return RightsRequest.objects.get(pk=request.pk).state


def test_the_person_reads_the_answer_and_gets_a_mail_without_it(client_of, world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    _decline(world_a.people["head_of_school"], request)
    page = client_of(world_a.first.apprentice).get(reverse("privacy:rights_index")).content.decode()
    assert "Nein." in page
    assert "§ 34 BBiG" in page
    with as_system(ACTOR):
        mail = OutgoingMail.objects.get(template="privacy/email/request_answered")
    assert mail.address == world_a.first.apprentice.email
    assert "Nein." not in mail.text


def test_the_school_office_answers_corrections_and_nothing_else(world_a: World) -> None:
    office = world_a.people["school_office"]
    with pytest.raises(Refused, match="Schulleitung"):
        _decline(office, ask(world_a.first.apprentice, "erasure"))
    assert _decline(office, _correction(world_a.first.apprentice, "name")).state == "declined"


@pytest.mark.parametrize("capacity", OTHERS)
def test_nobody_else_finds_the_desk(capacity: str, client_of, world_a: World) -> None:
    request = ask(world_a.second.apprentice, "erasure")
    client = client_of(world_a.people[capacity])
    where = reverse("privacy:rights_case", args=[request.room_id, request.pk])
    assert client.get(where).status_code == 404
    assert client.post(where, {"act": "annehmen", "answer": "Ja."}).status_code == 404
    assert _state(request) == "open"


def test_a_request_is_not_found_at_another_desk(client_of, worlds: Worlds) -> None:
    request = ask(worlds.a.first.apprentice, "erasure")
    head = worlds.b.people["head_of_school"]
    client = client_of(head)
    for room_id in (request.room_id, worlds.b.team_room_id):
        assert client.get(reverse("privacy:rights_case", args=[room_id, request.pk])).status_code == 404


def test_a_leader_answers_at_the_own_desk_only(worlds: Worlds) -> None:
    """Somebody who leads two schools, or a call that mixes them up: the desk must be the request's."""
    asked, head = ask(worlds.a.first.apprentice, "objection"), worlds.b.people["head_of_school"]
    with standing_as(head):
        desk = desk_in(actor_of(head), worlds.b.team_room_id)
        with pytest.raises(Refused, match="an die der Antrag ging"):
            decline(actor_of(head), desk=desk, asked=asked, answer="Nein.", legal_basis="§ 1")
    assert _state(asked) == "open"


def test_nobody_decides_about_the_own_request(world_a: World) -> None:
    """Asked as somebody led by another; then the asker becomes the leader."""
    office, head = world_a.people["school_office"], world_a.people["head_of_school"]
    request = ask(office, "objection")
    assert request.organisation == world_a.school
    with as_system(ACTOR):
        RightsRequest.objects.filter(pk=request.pk).update(person=head)
    with pytest.raises(Refused, match="eigenen Antrag"):
        _decline(head, request)


def test_answered_twice_the_second_is_told_so(world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    head = world_a.people["head_of_school"]
    _decline(head, request)
    with pytest.raises(Conflict, match="schon entschieden"):
        _decline(head, request)
    assert _state(request) == "declined"


def test_what_was_withdrawn_meanwhile_is_not_answered(world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    with standing_as(world_a.first.apprentice):
        withdraw_request(actor_of(world_a.first.apprentice), asked=request)
    with pytest.raises(Conflict, match="zurückgezogen"):
        _decline(world_a.people["head_of_school"], request)


@pytest.mark.parametrize(("answer", "basis", "field"), [("", "§ 1", "answer"), ("Nein.", " ", "legal_basis")])
def test_a_refusal_says_why_and_on_which_basis(answer: str, basis: str, field: str, world_a: World) -> None:
    request, head = ask(world_a.first.apprentice, "erasure"), world_a.people["head_of_school"]
    with standing_as(head), pytest.raises(Rejected) as refused:
        decline(actor_of(head), desk=desk_of(head, request), asked=request, answer=answer, legal_basis=basis)
    assert refused.value.field == field
    assert _state(request) == "open"


def test_an_accepted_name_stands_everywhere_and_can_be_taken_back_as_an_import(world_a: World) -> None:
    person, head = world_a.first.apprentice, world_a.people["head_of_school"]
    request = _correction(person, "name")
    values = {"given_name": "Alexandra", "family_name": "Neumann"}
    with standing_as(head):
        desk = desk_of(head, request)
        accept_correction(actor_of(head), desk=desk, asked=request, answer="", values=values)
    person.refresh_from_db()
    assert person.name == "Alexandra Neumann"
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=person)
        assert pupil.match_key.startswith("neumann,alexandra")
        assert world_a.school.import_runs.filter(kind="hand", changes__name__contains="Alex").exists()


def test_an_accepted_date_of_birth_moves_the_end_of_the_guardians_access(world_a: World) -> None:
    person, head = world_a.first.apprentice, world_a.people["head_of_school"]
    request, born_on = _correction(person, "born_on"), today() - timedelta(days=16 * 365)
    with standing_as(head):
        desk = desk_of(head, request)
        accept_correction(actor_of(head), desk=desk, asked=request, answer="", values={"born_on": born_on})
    with as_system(ACTOR):
        assert PersonalDetails.objects.get(room=world_a.first.room_id).born_on == born_on
        last = Membership.objects.get(room=world_a.first.room_id, capacity="guardian").last_day
    assert last == min(guardianship_end(born_on), world_a.first.contract.last_day)


def test_a_fact_with_a_page_of_its_own_must_be_corrected_there_first(client_of, world_a: World) -> None:
    adviser = world_a.people["chamber_adviser"]
    contract = world_a.first.contract
    request = _correction(world_a.first.apprentice, f"contract.number:{contract.pk}", "K 7")
    client = client_of(adviser)
    where = reverse("privacy:rights_case", args=[request.room_id, request.pk])
    assert reverse("offices:contract", args=[contract.room_id]) in client.get(where).content.decode()
    page = client.post(where, {"act": "annehmen", "answer": "Erledigt."})
    assert page.status_code == 422
    assert "Da steht noch" in page.content.decode()
    assert _state(request) == "open"
    with as_system(ACTOR):
        Contract.objects.filter(pk=contract.pk).update(number="K 7")
    assert client.post(where, {"act": "annehmen", "answer": "Erledigt."}).status_code == 302
    assert _state(request) == "accepted"


def test_who_is_no_guardian_loses_the_access_at_once(world_a: World) -> None:
    guardian, head = world_a.people["guardian"], world_a.people["head_of_school"]
    with as_system(ACTOR):
        link = Guardianship.objects.get(person=guardian)
    request = _correction(guardian, f"guardian:{link.pk}", "Ich vertrete Alex nicht.")
    with standing_as(head):
        accept_correction(actor_of(head), desk=desk_of(head, request), asked=request, answer="", values={})
    with as_system(ACTOR):
        assert not Membership.objects.filter(person=guardian, last_day__gte=today()).exists()
        assert not Membership.objects.filter(person=guardian, last_day=None).exists()


def test_a_granted_restriction_closes_the_room_within_the_request(client_of, world_a: World) -> None:
    request = ask(world_a.first.apprentice, "restriction")
    trainer, head = client_of(world_a.people["trainer"]), client_of(world_a.people["head_of_school"])
    weeks = reverse("records:weeks", args=[world_a.first.room_id])
    assert trainer.get(weeks).status_code == 200
    where = reverse("privacy:rights_case", args=[request.room_id, request.pk])
    assert head.post(where, {"act": "annehmen", "answer": "Eingeschränkt."}).status_code == 302
    assert trainer.get(weeks).status_code == 404
    room = reverse("apprenticeships:room", args=[world_a.first.room_id])
    assert "eingeschränkt" in trainer.get(room).content.decode()
    assert client_of(world_a.first.apprentice).get(weeks).status_code == 200


def test_the_person_and_the_head_lift_a_restriction_nobody_else_does(client_of, worlds: Worlds) -> None:
    world = worlds.a
    request = ask(world.first.apprentice, "restriction")
    head = world.people["head_of_school"]
    with standing_as(head):
        accept(
            actor_of(head), desk=desk_of(head, request), asked=request, answer="Ja.", legal_basis="Art. 18"
        )
    lift = reverse("privacy:rights_lift", args=[request.room_id, request.pk])
    assert client_of(world.people["school_office"]).post(lift).status_code == 403
    assert client_of(worlds.b.people["head_of_school"]).post(lift).status_code == 404
    with as_system(ACTOR):
        assert Restriction.objects.filter(lifted_at=None).exists()
    assert client_of(world.first.apprentice).post(reverse("privacy:rights_lift_own")).status_code == 302
    with as_system(ACTOR):
        assert not Restriction.objects.filter(lifted_at=None).exists()


def test_an_objection_is_heeded_only_with_what_was_done(world_a: World) -> None:
    request, head = ask(world_a.first.apprentice, "objection"), world_a.people["head_of_school"]
    with standing_as(head), pytest.raises(Rejected) as refused:
        accept(actor_of(head), desk=desk_of(head, request), asked=request, answer="", legal_basis="Art. 21")
    assert refused.value.field == "answer"
    assert _state(request) == "open"


def test_the_land_answers_who_leads_alone(client_of, land: Person, world_a: World) -> None:
    head = world_a.people["head_of_school"]
    request = ask(head, "objection")
    client = client_of(land)
    assert head.name in client.get(reverse("privacy:rights_desk", args=[request.room_id])).content.decode()
    where = reverse("privacy:rights_case", args=[request.room_id, request.pk])
    assert client.post(where, {"act": "annehmen", "answer": "Geändert."}).status_code == 302
    assert _state(request) == "accepted"
    assert client_of(head).get(where).status_code == 404


def test_the_land_reads_no_requests_of_schools(client_of, land: Person, world_a: World) -> None:
    """Neither in the school's room nor at the own desk, where the Land reads in the system role."""
    request, own = (
        ask(world_a.first.apprentice, "erasure"),
        ask(world_a.people["head_of_school"], "objection"),
    )
    for room_id in (request.room_id, own.room_id):
        where = reverse("privacy:rights_case", args=[room_id, request.pk])
        assert client_of(land).get(where).status_code == 404


def test_whose_post_of_the_land_has_ended_answers_nothing(client_of, land: Person, world_a: World) -> None:
    request = ask(world_a.people["head_of_school"], "objection")
    with as_system(ACTOR):
        Post.objects.filter(person=land).update(
            last_day=today() - timedelta(days=1), first_day=date(2020, 1, 1)
        )
    where = reverse("privacy:rights_desk", args=[request.room_id])
    assert client_of(land).get(where).status_code == 404
