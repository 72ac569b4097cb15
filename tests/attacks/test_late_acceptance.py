"""Between an invitation or a report and its answer facts change: what was right then gives nobody what is wrong now."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.joining.guests import (
    ACTOR,
    CONTACT,
    NewFirm,
    accepts,
    asks_for_digits,
    browser,
    comes_in,
    digits_in_mail,
    new_firm,
    types_code,
    types_digits,
)
from tests.worlds import World, Worlds
from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    Guardianship,
    PersonalDetails,
    Pupil,
    TrainerAssignment,
    assign_trainer,
    conclude_contract,
    hold_post,
)
from zweiklang.joining.chambers.asking import ask_school, take_in
from zweiklang.joining.public import Guest, Invitation, Invited, Issued, invite
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
DAY = timedelta(days=1)


@pytest.fixture
def newcomer(world_a: World) -> NewFirm:
    """World A's pupil and the firm nobody has joined for."""
    return new_firm(world_a)


def _merge(source: Organisation, target: Organisation) -> None:
    with as_system(ACTOR):
        Organisation.objects.filter(pk=source.pk).update(state="merged", merged_into=target)


def _contract_of(newcomer: NewFirm) -> Contract | None:
    with as_system(ACTOR):
        return Contract.objects.filter(apprentice=newcomer.pupil.person).select_related("firm").first()


def _by_account(client: Client, code: str) -> HttpResponse:
    types_code(client, code)
    client.post(reverse("joining:proof"), {"do": "account"})
    return accepts(client)


def _guardian(world: World, pupil: Pupil, *, email: str) -> Issued:
    head = world.people["head_of_school"]
    guest = Guest(kind="guardian", email=email, apprentices=[Invited(pupil=pupil)])
    with standing_as(head):
        return invite(actor_of(head), organisation=world.school, guest=guest, channel="letter")


def _pupil(contract: Contract, **changes: Any) -> Pupil:
    with as_system(ACTOR):
        Pupil.objects.filter(contract=contract).update(**changes)
        return Pupil.objects.select_related("person", "contract").get(contract=contract)


def test_an_invitation_of_a_firm_merged_since_leads_into_the_firm_it_is_now(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    now_it_is = newcomer.world.first.firm.organisation
    _merge(newcomer.firm, newcomer.world.second.firm.organisation)
    _merge(newcomer.world.second.firm.organisation, now_it_is)
    assert comes_in(client, issued.code)["Location"] == reverse("joining:done")
    contract = _contract_of(newcomer)
    assert contract
    assert contract.firm == now_it_is
    post = Post.objects.get(person__email=CONTACT)
    assert (post.organisation, post.capacity) == (now_it_is, "trainer")
    assert newcomer.pupil.person.name in client.get(reverse("joining:done")).content.decode()
    assert client.get(reverse("apprenticeships:room", args=[contract.room_id])).status_code == 200
    for other in (newcomer.world.first, newcomer.world.second):
        assert client.get(reverse("apprenticeships:room", args=[other.room_id])).status_code == 404


def test_a_merged_firms_own_invitation_takes_no_address_that_nobody_can_confirm(newcomer: NewFirm) -> None:
    firm, manager = newcomer.world.first.firm.organisation, newcomer.world.people["training_manager"]
    guest = Guest(kind="trainer", firm=firm, apprentices=[Invited(contract=newcomer.world.first.contract)])
    with standing_as(manager):
        issued = invite(actor_of(manager), organisation=firm, guest=guest, channel="letter")
    _merge(firm, newcomer.firm)
    answer = comes_in(browser(), issued.code, address="wer@irgendwo.example")
    assert answer.status_code == 404
    assert not Person.objects.filter(email="wer@irgendwo.example").exists()


@pytest.mark.parametrize("how", ["moved", "left"])
def test_a_school_confirms_no_contract_of_a_pupil_who_is_there_no_longer(
    how: str, newcomer: NewFirm, worlds: Worlds
) -> None:
    issued, client = newcomer.invited(), browser()
    with as_system(ACTOR):
        elsewhere = {"school": worlds.b.school, "room_id": worlds.b.team_room_id, "external_id": ""}
        changes: dict[str, Any] = elsewhere if how == "moved" else {"left_on": today() - DAY}
        Pupil.objects.filter(pk=newcomer.pupil.pk).update(**changes)
    types_code(client, issued.code)
    asks_for_digits(client)
    types_digits(client, digits_in_mail())
    page = client.get(reverse("joining:accept")).content.decode()
    assert newcomer.pupil.person.family_name not in page
    assert accepts(client).status_code == 404
    assert _contract_of(newcomer) is None
    assert not Person.objects.filter(email=CONTACT).exists()


def test_one_letter_makes_no_manager_where_somebody_has_led_before(newcomer: NewFirm) -> None:
    with as_system(ACTOR):
        hold_post(
            ACTOR,
            person=newcomer.world.people["other_trainer"],
            organisation=newcomer.firm,
            capacity="training_manager",
            first_day=today() - 30 * DAY,
            last_day=today() - DAY,
        )
    comes_in(browser(), newcomer.invited().code)
    posts = Post.objects.filter(person__email=CONTACT)
    assert [post.capacity for post in posts] == ["trainer"]


@pytest.mark.parametrize("kind", ["trainer", "deputy", "staff"])
def test_what_is_meant_for_one_colleague_is_not_for_another(
    kind: str, newcomer: NewFirm, client_of: Clients
) -> None:
    firm, manager = newcomer.world.first.firm, newcomer.world.people["training_manager"]
    guest = Guest(
        kind=kind,
        email="neue.leitung@a1.example",
        firm=firm.organisation,
        capacity="training_manager" if kind == "staff" else "",
    )
    with standing_as(manager):
        issued = invite(actor_of(manager), organisation=firm.organisation, guest=guest, channel="letter")
    with as_system(ACTOR):
        hold_post(
            ACTOR, person=firm.trainer, organisation=firm.organisation, capacity="trainer", first_day=today()
        )
    assert _by_account(client_of(firm.trainer), issued.code).status_code == 404
    with as_system(ACTOR):
        assert Invitation.objects.get(pk=issued.invitation.pk).state == "open"


def test_an_apprentice_does_not_become_the_own_trainer(newcomer: NewFirm, client_of: Clients) -> None:
    person = newcomer.world.pupil
    issued = newcomer.invited(email=person.email)
    assert "Niemand bildet sich selbst aus" in _by_account(client_of(person), issued.code).content.decode()
    assert _contract_of(newcomer) is None
    assert not Post.objects.filter(person=person).exists()


def test_an_apprentice_does_not_become_the_own_guardian(newcomer: NewFirm, client_of: Clients) -> None:
    first = newcomer.world.first
    issued = _guardian(newcomer.world, _pupil(first.contract), email=first.apprentice.email)
    assert "vertritt sich selbst" in _by_account(client_of(first.apprentice), issued.code).content.decode()
    with as_system(ACTOR):
        assert not Guardianship.objects.filter(person=first.apprentice).exists()


def test_nobody_represents_somebody_of_age(newcomer: NewFirm) -> None:
    first, of_age = newcomer.world.first, today().replace(day=1, year=today().year - 19)
    issued = _guardian(newcomer.world, _pupil(first.contract), email="mutter@daheim.example")
    with as_system(ACTOR):
        PersonalDetails.objects.filter(room=first.room_id).update(born_on=of_age)
    assert comes_in(browser(), issued.code, address="mutter@daheim.example").status_code == 404
    with as_system(ACTOR):
        assert not Guardianship.objects.filter(person__email="mutter@daheim.example").exists()
    with pytest.raises(Rejected):
        _guardian(newcomer.world, _pupil(first.contract, born_on=of_age), email="mutter@daheim.example")


def test_who_has_two_children_at_the_school_is_asked_in_for_both(newcomer: NewFirm) -> None:
    for one in (newcomer.world.first, newcomer.world.second):
        _guardian(newcomer.world, _pupil(one.contract), email="mutter@daheim.example")
    with as_system(ACTOR):
        found = Invitation.objects.filter(email="mutter@daheim.example").values_list("state", flat=True)
        assert list(found) == ["open", "open"]


def test_nobody_gives_an_apprentice_to_herself_in_the_firm_either(newcomer: NewFirm) -> None:
    firm, contract = newcomer.world.first.firm, newcomer.world.first.contract
    with standing_as(firm.training_manager), pytest.raises(Rejected):
        assign_trainer(
            actor_of(firm.training_manager),
            contract=contract,
            person=newcomer.world.first.apprentice,
            capacity="deputy_trainer",
            first_day=date(today().year, 1, 1),
        )
    with as_system(ACTOR):
        assert not TrainerAssignment.objects.filter(person=newcomer.world.first.apprentice).exists()


def test_a_school_puts_nobody_elses_account_out_of_a_contract(worlds: Worlds) -> None:
    world, office = worlds.a, worlds.a.people["school_office"]
    with as_system(ACTOR):
        apprentice = Person.objects.create(
            given_name="Uwe", family_name="Ohneadresse", sort_key="ohneadresse"
        )
        provider = IdentityProvider.objects.create(
            key="portal", name="Portal", issuer="https://portal.example", client_id="x", scopes=[]
        )
        SchoolIdentity.objects.create(
            person=apprentice, provider=provider, subject="uwe", linked_by="signed_in"
        )
        old = world.first.contract
        terms = ContractTerms(
            apprentice=apprentice,
            firm=old.firm,
            chamber=old.chamber,
            occupation=old.occupation,
            first_day=old.first_day,
            last_day=old.last_day,
            born_on=old.first_day.replace(year=old.first_day.year - 18),
            confirmed_by=old.chamber,
        )
        contract = conclude_contract(ACTOR, terms=terms)
    adviser = world.people["chamber_adviser"]
    with standing_as(adviser):
        proposal = ask_school(actor_of(adviser), contract=contract, school=world.school)
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world.pupil)
    with standing_as(office), pytest.raises(Conflict):
        take_in(actor_of(office), proposal=proposal, pupil=pupil)
    with as_system(ACTOR):
        assert Contract.objects.get(pk=contract.pk).apprentice == apprentice
