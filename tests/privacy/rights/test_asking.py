"""Asking: each right reaches whoever decides, once, and nobody else reads it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.privacy.rights.conftest import ask
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.retention import plus_months
from zweiklang.organisations.public import Post
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.asking import MOST_A_DAY, ask_correction, ask_decision, remind, withdraw_request
from zweiklang.privacy.rights.facts import facts_of, own_facts
from zweiklang.privacy.rights.responsibility import responsible_for
from zweiklang.rooms.public import as_system


def _decides(person: Person) -> object:
    with as_system(ACTOR):
        return responsible_for(person.pk)


def _mails(template: str) -> set[str]:
    with as_system(ACTOR):
        rows = OutgoingMail.objects.filter(template=f"privacy/email/{template}")
        return set(rows.values_list("address", flat=True))


@pytest.mark.parametrize("capacity", ["apprentice", "second_apprentice", "guardian"])
def test_the_school_decides_about_its_apprentices_and_their_guardians(capacity: str, world_a: World) -> None:
    assert _decides(world_a.people[capacity]) == world_a.school


def test_the_own_organisation_decides_about_whoever_works_there(worlds: Worlds) -> None:
    people = worlds.a.people
    with as_system(ACTOR):
        Post.objects.create(person=people["trainer"], organisation=worlds.a.first.firm.organisation,
                            capacity="trainer", first_day=today())  # fmt: skip
    assert _decides(people["trainer"]) == worlds.a.first.firm.organisation
    assert _decides(people["school_office"]) == worlds.a.school


@pytest.mark.parametrize("capacity", ["head_of_school", "training_manager", "chamber_adviser"])
def test_the_only_leader_asks_the_land(capacity: str, worlds: Worlds) -> None:
    land = worlds.roomless["land"].posts.get(capacity="land").organisation
    assert _decides(worlds.a.people[capacity]) == land


def test_a_second_leader_decides_about_the_first(world_a: World) -> None:
    with as_system(ACTOR):
        Post.objects.create(person=world_a.people["school_office"], organisation=world_a.school,
                            capacity="head_of_school", first_day=today())  # fmt: skip
    assert _decides(world_a.people["head_of_school"]) == world_a.school


def test_without_anybody_to_decide_the_operator_is_named(worlds: Worlds) -> None:
    with as_system(ACTOR):
        Post.objects.filter(capacity__in=["land", "head_of_school"]).delete()
    with pytest.raises(Rejected, match="Schreiben Sie bitte an"):
        ask(worlds.roomless["newcomer"], "erasure")


def test_an_answer_is_due_in_a_month_and_both_sides_are_told(world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    assert request.due_on == plus_months(today(), 1)
    assert _mails("request_received") == {world_a.first.apprentice.email}
    assert _mails("request_waits") == {world_a.people["head_of_school"].email}


def test_a_correction_of_a_contract_reaches_the_chamber_and_its_advisers(world_a: World) -> None:
    person = world_a.first.apprentice
    key = f"contract.last_day:{world_a.first.contract.pk}"
    with standing_as(person):
        request = ask_correction(actor_of(person), person=person, fact_key=key, wanted="31. August")
    assert request.organisation == world_a.chamber
    assert request.shown
    assert _mails("request_waits") == {world_a.people["chamber_adviser"].email}


def test_a_correction_of_the_name_reaches_head_and_office_of_the_school(world_a: World) -> None:
    person = world_a.first.apprentice
    with standing_as(person):
        ask_correction(actor_of(person), person=person, fact_key="name", wanted="Alexa")
    wanted = {world_a.people[c].email for c in ("head_of_school", "school_office")}
    assert _mails("request_waits") == wanted


def test_asked_twice_it_is_one_request(world_a: World) -> None:
    ask(world_a.first.apprentice, "objection")
    with pytest.raises(Conflict, match="schon gestellt"):
        ask(world_a.first.apprentice, "objection")
    ask(world_a.first.apprentice, "restriction")
    with as_system(ACTOR):
        assert RightsRequest.objects.filter(person=world_a.first.apprentice, state="open").count() == 2


def test_nobody_asks_for_somebody_else(world_a: World) -> None:
    actor = actor_of(world_a.people["trainer"])
    with standing_as(world_a.people["trainer"]), pytest.raises(Refused):
        ask_decision(actor, person=world_a.first.apprentice, kind="erasure", note="")
    with standing_as(world_a.people["trainer"]), pytest.raises(Refused):
        ask_correction(actor, person=world_a.first.apprentice, fact_key="name", wanted="X")


def test_only_ones_own_facts_are_corrected(worlds: Worlds) -> None:
    person = worlds.a.first.apprentice
    key = f"contract.last_day:{worlds.b.first.contract.pk}"
    with standing_as(person), pytest.raises(Rejected) as refused:
        ask_correction(actor_of(person), person=person, fact_key=key, wanted="morgen")
    assert refused.value.field == "fact"


def test_an_objection_says_why(world_a: World) -> None:
    with pytest.raises(Rejected) as refused:
        ask(world_a.first.apprentice, "objection", note=" ")
    assert refused.value.field == "note"


def test_withdrawn_it_can_be_asked_again(world_a: World) -> None:
    person = world_a.first.apprentice
    request = ask(person, "erasure")
    with standing_as(person):
        assert withdraw_request(actor_of(person), asked=request).state == "withdrawn"
        with pytest.raises(Conflict):
            withdraw_request(actor_of(person), asked=request)
    ask(person, "erasure")


def test_asking_and_withdrawing_in_turns_ends_for_the_day(world_a: World) -> None:
    person = world_a.first.apprentice
    for _ in range(MOST_A_DAY):
        request = ask(person, "erasure")
        with standing_as(person):
            withdraw_request(actor_of(person), asked=request)
    with pytest.raises(Conflict, match="genug Anträge"):
        ask(person, "erasure")
    ask(world_a.second.apprentice, "erasure")


def test_nobody_withdraws_the_request_of_another(world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    for capacity in ("second_apprentice", "head_of_school"):
        person = world_a.people[capacity]
        with standing_as(person), pytest.raises(Refused):
            withdraw_request(actor_of(person), asked=request)


def test_everybody_sees_facts_of_their_own_only(worlds: Worlds) -> None:
    """Every name of another person among the facts is one the person knows already; facts of the other world are none."""
    here = {person.name for person in worlds.a.people.values()} | {worlds.crossing.person.name}
    other_world = {person.name for person in worlds.b.people.values()} - here
    for person in [*worlds.a.people.values(), *worlds.roomless.values()]:
        with standing_as(person):
            facts = own_facts(actor_of(person))
        assert facts[0].value == person.name
        assert not any(name in fact.value for fact in facts for name in other_world)


def test_a_fact_is_found_again_by_its_key(world_a: World) -> None:
    with as_system(ACTOR):
        keys = [fact.key for fact in facts_of(world_a.first.apprentice.pk)]
    assert len(keys) == len(set(keys))
    assert {"name", "born_on", f"contract.number:{world_a.first.contract.pk}"} <= set(keys)


def test_who_answers_is_reminded_once_in_the_last_week(world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    assert remind(ACTOR) == 0
    with as_system(ACTOR):
        RightsRequest.objects.filter(pk=request.pk).update(due_on=today() + timedelta(days=5))
    assert remind(ACTOR) == remind(ACTOR) == 1
    with as_system(ACTOR):
        assert OutgoingMail.objects.filter(template="privacy/email/request_waits").count() == 2


def test_the_organisation_reads_the_request_in_its_room_and_nobody_else_does(worlds: Worlds) -> None:
    request = ask(worlds.a.first.apprentice, "erasure", note="privat")
    for world in (worlds.a, worlds.b):
        for capacity, person in world.people.items():
            reads = world is worlds.a and capacity in {"head_of_school", "school_office"}
            with standing_as(person):
                visible = tables.visible("privacy_rightsrequest", request.room_id)
            assert (str(request.pk) in visible) is reads, (world.name, capacity)


def test_the_pages_take_a_request_and_show_it(client_of, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)
    form = {"fact": "name", "wanted": "Alexandra", "note": "Steht so im Ausweis."}
    assert client.post(reverse("privacy:rights_correction"), form).status_code == 302
    again = client.post(reverse("privacy:rights_correction"), form)
    assert again.status_code == 422
    assert "schon gestellt" in again.content.decode()
    page = client.get(reverse("privacy:rights_index")).content.decode()
    assert "Alexandra" in page
    assert "wartet auf Antwort" in page
    others = client_of(world_a.second.apprentice).get(reverse("privacy:rights_index")).content.decode()
    assert "Alexandra" not in others


def test_an_erasure_is_asked_for_only_by_who_has_read_what_stays(client_of, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)
    where = reverse("privacy:rights_ask", args=["loeschung"])
    page = client.get(where).content.decode()
    assert "§ 34 BBiG" in page
    assert "§ 43 Abs. 1 Nr. 2 BBiG" in page
    assert client.post(where, {"note": ""}).status_code == 422
    assert client.post(where, {"note": "", "understood": "on"}).status_code == 302


@pytest.mark.parametrize("name", ["privacy:rights_withdraw", "privacy:rights_stop_own"])
def test_foreign_requests_are_not_found(name: str, client_of, world_a: World) -> None:
    request = ask(world_a.first.apprentice, "erasure")
    client = client_of(world_a.second.apprentice)
    for request_id in (request.pk, UUID(int=7)):
        assert client.post(reverse(name, args=[request_id])).status_code == 404
    with as_system(ACTOR):
        assert RightsRequest.objects.get(pk=request.pk).state == "open"


def test_an_unknown_kind_is_not_found(client_of, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)
    assert client.get(reverse("privacy:rights_ask", args=["alles"])).status_code == 404
