"""Who holds a letter and the mailbox on record is in after a code, six digits, a name and a tick."""

import re
from datetime import timedelta

import pytest
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
from tests.mailing import delivered
from tests.worlds import PASSWORD, World
from zweiklang.apprenticeships.public import Contract, Enrolment, TrainerAssignment
from zweiklang.joining.public import (
    InvitationUse,
    InvitedApprentice,
    PurposeDeclaration,
    confirm_claim,
    decline_claim,
)
from zweiklang.kernel.clock import now, standing_at
from zweiklang.kernel.errors import Refused
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system


@pytest.fixture
def newcomer(world_a: World) -> NewFirm:
    """World A's pupil and the firm nobody has joined for."""
    return new_firm(world_a)


def test_a_trainer_with_letter_and_mailbox_is_in_and_has_her_apprentice(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    response = comes_in(client, issued.code)
    assert (response.status_code, response["Location"]) == (302, reverse("joining:done"))
    page = client.get(reverse("joining:done")).content.decode()
    assert newcomer.pupil.person.name in page
    with as_system(ACTOR):
        contract = Contract.objects.get(apprentice=newcomer.pupil.person)
        trainer = Person.objects.get(email=CONTACT)
        assert (contract.firm, contract.confirmed_by) == (newcomer.firm, newcomer.world.school)
        assert Post.objects.get(person=trainer).capacity == "training_manager"
        assert TrainerAssignment.objects.get(contract=contract).person == trainer
        assert set(Enrolment.objects.filter(pupil=newcomer.pupil).values_list("room", flat=True)) == {
            contract.room_id
        }
        assert PurposeDeclaration.objects.get(person=trainer).version
        said = InvitationUse.objects.filter(invitation=issued.invitation).order_by("at", "pk")
        assert [row.what for row in said] == ["created", "opened", "code_sent", "accepted"]
    room = client.get(reverse("apprenticeships:room", args=[contract.room_id]))
    assert room.status_code == 200
    assert newcomer.pupil.person.name in room.content.decode()


def test_before_the_second_proof_no_page_names_the_apprentice(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    name = newcomer.pupil.person.family_name
    seen = [client.get(reverse("joining:link", args=[issued.token]))]
    seen += [types_code(client, issued.code), client.get(reverse("joining:proof")), asks_for_digits(client)]
    seen += [client.get(reverse("joining:check")), client.get(reverse("joining:accept"))]
    assert [r.status_code for r in seen] == [200, 302, 200, 302, 200, 404]
    assert all(name not in r.content.decode() and CONTACT not in r.content.decode() for r in seen)
    assert all(name not in str(m.body) for m in delivered())
    types_digits(client, digits_in_mail())
    assert name in client.get(reverse("joining:accept")).content.decode()


def test_opening_the_link_uses_nothing_up(newcomer: NewFirm) -> None:
    issued = newcomer.invited(channel="email")
    for _ in range(3):
        assert browser().get(reverse("joining:link", args=[issued.token])).status_code == 200
    client = browser()
    assert client.post(reverse("joining:link", args=[issued.token]), {"do": "send"}).status_code == 302
    types_digits(client, digits_in_mail())
    assert accepts(client)["Location"] == reverse("joining:done")


def test_the_mail_names_the_school_and_nobody_else(newcomer: NewFirm) -> None:
    issued = newcomer.invited(channel="email")
    [letter] = [m for m in delivered() if m.to == [CONTACT]]
    text = str(letter.body)
    assert newcomer.world.school.name in text
    assert issued.token in text
    assert newcomer.pupil.person.family_name not in text
    assert newcomer.firm.name not in str(letter.subject)


def test_an_address_nobody_has_on_record_waits_for_the_school(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(email=""), browser()
    comes_in(client, issued.code, address="neu@daheim.example")
    assert "Warten auf Bestätigung" in client.get(reverse("joining:done")).content.decode()
    person = Person.objects.get(email="neu@daheim.example")
    assert not person.posts.exists()
    with as_system(ACTOR):
        assert not Contract.objects.filter(apprentice=newcomer.pupil.person).exists()
    office = newcomer.world.people["school_office"]
    with standing_as(office):
        confirm_claim(actor_of(office), invitation=issued.invitation)
    assert person.posts.get().organisation == newcomer.firm
    assert any(m.to == ["neu@daheim.example"] and "Zugang" in str(m.subject) for m in delivered())
    assert newcomer.pupil.person.name in client.get(reverse("joining:done")).content.decode()


def test_a_declined_claim_gives_nothing(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(email=""), browser()
    comes_in(client, issued.code, address="neu@daheim.example")
    head = newcomer.world.people["head_of_school"]
    with standing_as(head):
        decline_claim(actor_of(head), invitation=issued.invitation)
    assert not Person.objects.get(email="neu@daheim.example").posts.exists()
    with as_system(ACTOR):
        assert not Contract.objects.filter(apprentice=newcomer.pupil.person).exists()


def test_nobody_confirms_an_own_claim(newcomer: NewFirm, client_of) -> None:
    office = newcomer.world.people["school_office"]
    issued, client = newcomer.invited(email=""), client_of(office)
    types_code(client, issued.code)
    asks_for_digits(client, email=office.email)
    types_digits(client, digits_in_mail(office.email))
    assert accepts(client)["Location"] == reverse("joining:done")
    with standing_as(office), pytest.raises(Refused):
        confirm_claim(actor_of(office), invitation=issued.invitation)


def test_who_has_an_account_signs_in_first_and_keeps_it(newcomer: NewFirm) -> None:
    trainer = newcomer.world.people["trainer"]
    issued, client = newcomer.invited(email=trainer.email), browser()
    types_code(client, issued.code)
    asks_for_digits(client)
    types_digits(client, digits_in_mail(trainer.email))
    assert "Bitte zuerst anmelden" in accepts(client).content.decode()
    where = f"{reverse('account_login')}?next={reverse('joining:accept')}"
    answer = client.post(where, {"login": trainer.email, "password": PASSWORD})
    assert answer["Location"] == reverse("joining:accept")
    assert accepts(client)["Location"] == reverse("joining:done")
    assert {post.organisation for post in trainer.posts.all()} == {newcomer.firm}
    assert Person.objects.filter(email__iexact=trainer.email).count() == 1


def test_signed_in_with_the_address_on_record_no_code_is_needed(newcomer: NewFirm, client_of) -> None:
    trainer = newcomer.world.people["trainer"]
    issued, client = newcomer.invited(email=trainer.email), client_of(trainer)
    types_code(client, issued.code)
    client.post(reverse("joining:proof"), {"do": "account"})
    assert accepts(client)["Location"] == reverse("joining:done")
    assert trainer.posts.filter(organisation=newcomer.firm).exists()


def test_the_second_to_come_in_for_a_firm_is_a_trainer_not_its_manager(newcomer: NewFirm) -> None:
    comes_in(browser(), newcomer.invited().code)
    other = newcomer.invited(email="zweite@neubetrieb.example")
    comes_in(browser(), other.code, address="zweite@neubetrieb.example")
    assert Person.objects.get(email="zweite@neubetrieb.example").posts.get().capacity == "trainer"


def test_a_remark_about_the_contract_reaches_the_school(newcomer: NewFirm) -> None:
    issued = newcomer.invited()
    with as_system(ACTOR):
        row = InvitedApprentice.objects.get(invitation=issued.invitation)
    comes_in(browser(), issued.code, **{f"correction-{row.pk}": "Beginn war am 1. September."})
    with standing_as(newcomer.world.people["head_of_school"]):
        assert InvitedApprentice.objects.get(pk=row.pk).correction == "Beginn war am 1. September."


def test_the_deputy_is_asked_by_mail_and_comes_in(newcomer: NewFirm) -> None:
    client = browser()
    comes_in(client, newcomer.invited().code)
    address = "vertretung@neubetrieb.example"
    fields = {"given_name": "Vera", "family_name": "Tretung", "email": address}
    assert client.post(reverse("joining:done"), fields)["Location"] == reverse("joining:done")
    [letter] = [m for m in delivered() if m.to == [address]]
    token = str(letter.body).split("/einladung/l/")[1].split("/")[0]
    other = browser()
    other.post(reverse("joining:link", args=[token]), {"do": "send"})
    types_digits(other, digits_in_mail(address))
    assert accepts(other)["Location"] == reverse("joining:done")
    with as_system(ACTOR):
        assigned = TrainerAssignment.objects.get(person__email=address)
        assert assigned.capacity == "deputy_trainer"
    assert other.get(reverse("apprenticeships:room", args=[assigned.room_id])).status_code == 200


def test_after_coming_in_a_code_by_mail_is_enough_to_sign_in(newcomer: NewFirm) -> None:
    comes_in(browser(), newcomer.invited().code)
    client = browser()
    client.post(reverse("account_request_login_code"), {"email": CONTACT})
    letters = [m for m in delivered() if m.to == [CONTACT]]
    code = re.search(r"^ {4}(\S+)$", str(letters[-1].body), re.MULTILINE)
    assert code
    response = client.post(reverse("account_confirm_login_code"), {"code": code[1]})
    assert response.status_code == 302
    assert client.get(reverse("web:today")).status_code == 200


def test_a_letter_expires_after_sixty_days(newcomer: NewFirm) -> None:
    issued = newcomer.invited()
    with standing_at(now() + timedelta(days=59, hours=23)):
        assert types_code(browser(), issued.code).status_code == 302
    with standing_at(now() + timedelta(days=60, minutes=1)):
        assert types_code(browser(), issued.code).status_code == 404


def test_a_newer_letter_makes_the_older_one_useless(newcomer: NewFirm) -> None:
    first, second = newcomer.invited(), newcomer.invited()
    assert types_code(browser(), first.code).status_code == 404
    assert types_code(browser(), second.code).status_code == 302


@pytest.mark.parametrize("typed", ["", "   "])
def test_who_types_nothing_is_asked_for_the_code_at_the_field(newcomer: NewFirm, typed: str) -> None:
    response = types_code(browser(), typed)
    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()
