"""Erasure: after seven days, by a second person; nothing of the person is left but what others signed and the law keeps."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.clients import standing_as
from tests.privacy.rights.conftest import ask, desk_of, finish_training
from tests.privacy.rights.traces import SYSTEM
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import (
    Pupil,
    TrainerAssignment,
    derive_rooms,
)
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.organisations.public import Post
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of, can_sign_in
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.public import hold, lift_hold
from zweiklang.privacy.rights.deciding import accept, stop_erasure
from zweiklang.privacy.rights.erasure.carrying_out import carry_out_erasure
from zweiklang.privacy.rights.erasure.erasing import erase_person
from zweiklang.privacy.rights.erasure.preview import preview_of
from zweiklang.records.public import Comment, RecordAct, Week
from zweiklang.rooms.public import Membership, as_system, secured_models


def _accept(person: Person, request: RightsRequest) -> Erasure:
    with standing_as(person):
        desk = desk_of(person, request)
        accept(actor_of(person), desk=desk, asked=request, answer="Ja.", legal_basis="Art. 17 DSGVO")
    with as_system(ACTOR):
        return Erasure.objects.select_related("person").get(request=request)


def _ripen(erasure: Erasure) -> None:
    """The seven days are over."""
    with as_system(ACTOR):
        Erasure.objects.filter(pk=erasure.pk).update(not_before=now() - timedelta(minutes=1))


def _carry_out(person: Person, erasure: Erasure) -> Erasure:
    with standing_as(person):
        return carry_out_erasure(actor_of(person), erasure=erasure)


def _planned(world: World) -> Erasure:
    return _accept(world.people["head_of_school"], ask(finish_training(world), "erasure", note="privat"))


def test_nobody_is_a_member_signs_in_or_is_signed_in_any_more(client_of, world_a: World) -> None:
    person = world_a.people["trainer"]
    client = client_of(person)
    assert client.get(reverse("web:today")).status_code == 200
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    erase_person(SYSTEM, person=person)
    assert client.get(reverse("web:today")).status_code == 302
    with as_system(ACTOR):
        person.refresh_from_db()
        assert person.name == "Gelöschte Person"
        assert not person.is_active
        assert not can_sign_in(person)
        assert not person.has_usable_password()
        assert not Membership.objects.filter(person=person).exists()
        assert not Session.objects.filter(session_key=key).exists()
        assert not Post.objects.filter(person=person).exists()


def test_memberships_do_not_come_back_when_rooms_are_derived_anew(finished: Person, world_a: World) -> None:
    trainer = world_a.people["deputy_trainer"]
    erase_person(SYSTEM, person=trainer)
    derive_rooms(ACTOR, contracts=[world_a.first.contract.pk], classes=[world_a.school_class.pk])
    with as_system(ACTOR):
        later = Membership.objects.filter(person=trainer).exclude(last_day__lt=today())
        assert not later.exists()


def test_what_others_need_stays_without_the_name(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    with as_system(ACTOR):
        signed = RecordAct.objects.filter(person=trainer).count()
        said = Comment.objects.filter(author=trainer).count()
        assert signed
    erase_person(SYSTEM, person=trainer)
    with as_system(ACTOR):
        acts = RecordAct.objects.filter(person=trainer).select_related("person")
        assert acts.count() == signed
        assert Comment.objects.filter(author=trainer).count() == said
        assert {act.person.name for act in acts} == {"Gelöschte Person"}
        ends = TrainerAssignment.objects.filter(person=trainer).values_list("last_day", flat=True)
        assert set(ends) == {today() - timedelta(days=1)}


def test_the_own_room_is_empty_but_for_the_register(finished: Person, world_a: World) -> None:
    room_id = world_a.first.room_id
    erase_person(SYSTEM, person=finished)
    kept = {"rooms_room", "rooms_membership", "rooms_jurisdiction", "apprenticeships_contract"}
    kept |= {"apprenticeships_trainerassignment", "offices_contractchange"}
    with as_system(ACTOR):
        for model, security in secured_models():
            if security.key == "room_id" and model._meta.db_table not in kept:
                assert not model._default_manager.filter(room=room_id).exists(), model
        capacities = set(Membership.objects.filter(room=room_id).values_list("capacity", flat=True))
        assert capacities <= {"chamber_adviser"}
        assert not Pupil.objects.filter(person=finished).exists()


def test_the_other_apprentice_loses_nothing(finished: Person, world_a: World) -> None:
    other = world_a.second.room_id

    def rows() -> dict[type, int]:
        with as_system(ACTOR):
            found = (model for model, security in secured_models() if security.key == "room_id")
            return {model: model._default_manager.filter(room=other).count() for model in found}

    before = rows()
    erase_person(SYSTEM, person=finished)
    assert rows() == before


def test_a_running_contract_stands_in_the_way(world_a: World) -> None:
    with pytest.raises(Conflict, match="läuft bis"):
        erase_person(SYSTEM, person=world_a.first.apprentice)
    request = ask(world_a.first.apprentice, "erasure")
    with pytest.raises(Conflict, match="läuft bis"):
        _accept(world_a.people["head_of_school"], request)
    with as_system(ACTOR):
        assert RightsRequest.objects.get(pk=request.pk).state == "open"
        assert Week.objects.filter(room=world_a.first.room_id).exists()


def test_a_legal_hold_stands_in_the_way_also_after_the_decision(finished: Person, world_a: World) -> None:
    erasure = _accept(world_a.people["head_of_school"], ask(finished, "erasure"))
    _ripen(erasure)
    held = hold(SYSTEM, person=finished, reason="Klage")
    with pytest.raises(Conflict, match="gesperrt"):
        _carry_out(world_a.people["school_office"], erasure)
    with as_system(ACTOR):
        assert Week.objects.filter(room=world_a.first.room_id).exists()
        assert Erasure.objects.get(pk=erasure.pk).done_at is None
    lift_hold(SYSTEM, hold_id=held.pk)
    assert _carry_out(world_a.people["school_office"], erasure).done_at


def test_seven_days_pass_before_anything_is_erased(world_a: World) -> None:
    erasure = _planned(world_a)
    assert erasure.not_before - erasure.decided_at == timedelta(days=7)
    with pytest.raises(Conflict, match="sieben Tage"):
        _carry_out(world_a.people["school_office"], erasure)
    with as_system(ACTOR):
        assert Week.objects.filter(room=world_a.first.room_id).exists()


def test_who_decided_does_not_erase(world_a: World) -> None:
    erasure = _planned(world_a)
    _ripen(erasure)
    with pytest.raises(Refused, match="zweite Person"):
        _carry_out(world_a.people["head_of_school"], erasure)


def test_nor_does_the_database_let_one_person_do_both(world_a: World) -> None:
    erasure = _planned(world_a)
    _ripen(erasure)
    with as_system(ACTOR), pytest.raises(IntegrityError, match="erasure_four_eyes"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(done_by=erasure.decided_by, done_at=now())


@pytest.mark.parametrize("capacity", ["class_teacher", "trainer", "training_manager", "chamber_adviser"])
def test_nobody_outside_of_the_organisation_erases(capacity: str, world_a: World) -> None:
    erasure = _planned(world_a)
    _ripen(erasure)
    with pytest.raises(Refused):
        _carry_out(world_a.people[capacity], erasure)


def test_erased_once_it_cannot_be_again(world_a: World) -> None:
    erasure = _planned(world_a)
    _ripen(erasure)
    done = _carry_out(world_a.people["school_office"], erasure)
    assert done.counts["records_week"] > 0
    with pytest.raises(Conflict, match="schon gelöscht"):
        _carry_out(world_a.people["school_office"], erasure)


def test_that_it_happened_stays_what_was_asked_does_not(world_a: World) -> None:
    person, erasure = world_a.first.apprentice, _planned(world_a)
    _ripen(erasure)
    _carry_out(world_a.people["school_office"], erasure)
    with as_system(ACTOR):
        request = RightsRequest.objects.get(pk=erasure.request_id)
        kept = Erasure.objects.get(pk=erasure.pk)
        assert (request.note, request.answer) == ("", "")
        assert (kept.decided_by, kept.done_by) == (
            world_a.people["head_of_school"],
            world_a.people["school_office"],
        )
        mail = OutgoingMail.objects.get(template="privacy/email/erasure_done")
        assert (mail.address, mail.person) == (person.email, None)


@pytest.mark.parametrize("who", ["person", "head"])
def test_it_can_be_stopped_within_the_seven_days(who: str, world_a: World) -> None:
    erasure, head = _planned(world_a), world_a.people["head_of_school"]
    person = head if who == "head" else world_a.first.apprentice
    with standing_as(person):
        desk = desk_of(head, erasure) if who == "head" else None
        stop_erasure(actor_of(person), erasure=erasure, desk=desk)
        with pytest.raises(Conflict, match="schon angehalten"):
            stop_erasure(actor_of(person), erasure=erasure, desk=desk)
    _ripen(erasure)
    with pytest.raises(Conflict, match="angehalten"):
        _carry_out(world_a.people["school_office"], erasure)


def test_nobody_else_stops_it(worlds: Worlds) -> None:
    erasure = _planned(worlds.a)
    for person in (
        worlds.a.people["school_office"],
        worlds.a.people["trainer"],
        worlds.b.people["head_of_school"],
    ):
        with standing_as(person), pytest.raises(Refused):
            stop_erasure(actor_of(person), erasure=erasure)


def test_where_there_is_no_second_person_the_land_erases(land: Person, world_a: World) -> None:
    with as_system(ACTOR):
        Post.objects.filter(organisation=world_a.school, capacity="school_office").delete()
    erasure = _planned(world_a)
    _ripen(erasure)
    assert _carry_out(land, erasure).done_by == land


def test_where_there_is_one_the_land_does_not(land: Person, world_a: World) -> None:
    erasure = _planned(world_a)
    _ripen(erasure)
    with pytest.raises(Refused):
        _carry_out(land, erasure)


def test_the_pages_lead_from_the_decision_to_the_end(client_of, world_a: World) -> None:
    request = ask(finish_training(world_a), "erasure")
    head, office = client_of(world_a.people["head_of_school"]), client_of(world_a.people["school_office"])
    case = reverse("privacy:rights_case", args=[request.room_id, request.pk])
    assert "Wochen des Ausbildungsnachweises" in head.get(case).content.decode()
    assert head.post(case, {"act": "annehmen", "answer": "Ja."}).status_code == 302
    mine = client_of(world_a.first.apprentice).get(reverse("privacy:rights_index")).content.decode()
    assert "wird gelöscht" in mine
    erase = reverse("privacy:rights_erase", args=[request.room_id, request.pk])
    assert "Jetzt endgültig löschen" not in office.get(erase).content.decode()
    with as_system(ACTOR):
        _ripen(Erasure.objects.get(request=request))
    assert "Jetzt endgültig löschen" not in head.get(erase).content.decode()
    assert "Jetzt endgültig löschen" in office.get(erase).content.decode()
    assert office.post(erase).status_code == 302
    page = office.get(case).content.decode()
    assert "Gelöschte Person" in page
    assert world_a.first.apprentice.family_name not in page


def test_a_preview_changes_nothing_and_says_what_goes(finished: Person, world_a: World) -> None:
    with standing_as(finished):
        preview = preview_of(actor_of(finished), finished)
    counts = {line.what: line.count for line in preview.goes}
    with as_system(ACTOR):
        assert (
            counts["Wochen des Ausbildungsnachweises"]
            == Week.objects.filter(room=world_a.first.room_id).count()
            > 0
        )
    assert preview.obstacles == ()
    assert [line.what for line in preview.kept]


def test_who_is_held_learns_of_it_by_the_answer_and_not_by_looking(finished: Person, world_a: World) -> None:
    hold(SYSTEM, person=finished, reason="Klage")
    with standing_as(finished):
        assert preview_of(actor_of(finished), finished).obstacles == ()
    head = world_a.people["head_of_school"]
    with standing_as(head):
        assert "gesperrt" in preview_of(actor_of(head), finished).obstacles[0]


def test_only_the_system_erases(world_a: World) -> None:
    with pytest.raises(Refused):
        erase_person(actor_of(world_a.people["head_of_school"]), person=world_a.people["trainer"])
