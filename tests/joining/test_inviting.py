"""Schools, chambers and firms ask people in: whole classes, single persons; letters, mails, codes to read out."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.clients import show_before, standing_as
from tests.joining.guests import (
    ACTOR,
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
from tests.worlds import World
from zweiklang.apprenticeships.public import Contract, Guardianship, Pupil, PupilContact
from zweiklang.joining.public import Invitation, InvitedApprentice
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_room

CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


@pytest.fixture
def newcomer(world_a: World) -> NewFirm:
    """World A's pupil and the firm nobody has joined for."""
    found = new_firm(world_a)
    with as_system(ACTOR):
        Pupil.objects.filter(pk=found.pupil.pk).update(
            firm_name=found.firm.name.upper(), firm_postcode="34117", firm_town="Kassel"
        )
    return found


def _team(organisation: Organisation) -> object:
    with as_system(ACTOR):
        return team_room(ACTOR, organisation=organisation).pk


def _sends(client, newcomer: NewFirm, **more: object) -> HttpResponse:
    """The head sends the page of the class with the pupil ticked; the group's fields are those of the page."""
    url = reverse("joining:firms", args=[newcomer.world.team_room_id])
    page = client.get(url).content.decode()
    assert newcomer.pupil.person.name in page
    key = re.search(r'id="g-([0-9a-f-]+)">\s*<legend class="zk-card__title">NEUBETRIEB', page)
    assert key, page
    data = {
        "who": str(newcomer.pupil.pk),
        f"firm-{key[1]}": str(newcomer.firm.pk),
        "chamber": str(newcomer.world.chamber.pk),
        **more,
    }
    return client.post(url, data)


def test_the_letter_of_a_class_opens_the_door(newcomer: NewFirm, client_of) -> None:
    client = client_of(newcomer.world.people["head_of_school"])
    response = _sends(client, newcomer, channel="letter")
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) == 1
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "de-DE"
    with standing_as(newcomer.world.people["head_of_school"]):
        invitation = Invitation.objects.get(state="open")
    assert (invitation.firm, invitation.channel) == (newcomer.firm, "letter")


def test_a_code_to_read_out_is_shown_once_and_works(newcomer: NewFirm, client_of) -> None:
    client = client_of(newcomer.world.people["school_office"])
    page = _sends(client, newcomer, channel="spoken").content.decode()
    code = CODE.search(page)
    assert code, page
    listed = client.get(reverse("joining:invitations", args=[newcomer.world.team_room_id])).content.decode()
    assert newcomer.firm.name in listed
    assert code[0] not in listed
    comes_in(browser(), code[0], address="firma@neubetrieb.example")
    with as_system(ACTOR):
        assert not Contract.objects.filter(apprentice=newcomer.pupil.person).exists(), "nobody confirmed yet"


def test_the_firm_with_the_same_name_is_proposed_with_reasons_and_not_taken_silently(
    newcomer: NewFirm, client_of
) -> None:
    client = client_of(newcomer.world.people["head_of_school"])
    url = reverse("joining:firms", args=[newcomer.world.team_room_id])
    page = client.get(url).content.decode()
    assert "gleicher Name, gleiche Postleitzahl" in page
    assert "keiner davon: neuer Betrieb" in page
    before = Organisation.objects.count()
    key = re.search(r'name="firm-([0-9a-f]+)"', page)
    assert key
    client.post(url, {"who": str(newcomer.pupil.pk), "chamber": str(newcomer.world.chamber.pk)})
    with standing_as(newcomer.world.people["head_of_school"]):
        assert not Invitation.objects.filter(state="open").exists(), "nobody said which firm it is"
    data = {"who": str(newcomer.pupil.pk), f"firm-{key[1]}": "new", "chamber": str(newcomer.world.chamber.pk)}
    client.post(url, data)
    assert Organisation.objects.count() == before + 1


def test_without_a_birthday_nobody_is_invited(newcomer: NewFirm, client_of) -> None:
    with as_system(ACTOR):
        Pupil.objects.filter(pk=newcomer.pupil.pk).update(born_on=None)
    client = client_of(newcomer.world.people["head_of_school"])
    assert (
        "fehlt: Geburtsdatum"
        in client.get(reverse("joining:firms", args=[newcomer.world.team_room_id])).content.decode()
    )
    assert _sends(client, newcomer, channel="letter").status_code == 302
    with standing_as(newcomer.world.people["head_of_school"]):
        assert not Invitation.objects.filter(state="open").exists()


def test_who_ticks_nobody_is_told_what_to_do_and_stays_where_he_was(newcomer: NewFirm, client_of) -> None:
    client = client_of(newcomer.world.people["head_of_school"])
    url = reverse("joining:firms", args=[newcomer.world.team_room_id])
    answer = client.post(url, {"channel": "letter"})
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert "Kreuzen Sie an, wen Sie einladen möchten." in client.get(url).content.decode()


def test_the_chamber_invites_a_firm_of_its_register(world_a: World, client_of) -> None:
    client, room = client_of(world_a.people["chamber_adviser"]), _team(world_a.chamber)
    contract = world_a.second.contract
    page = client.get(reverse("joining:firms", args=[room]), {"q": "a2"}).content.decode()
    assert world_a.second.apprentice.name in page
    assert world_a.first.apprentice.name not in page
    data = {"who": str(contract.pk), f"email-{contract.firm_id}": "leitung@a2.example", "channel": "email"}
    client.post(reverse("joining:firms", args=[room]) + "?q=a2", data)
    [letter] = [m for m in delivered() if m.to == ["leitung@a2.example"]]
    token = str(letter.body).split("/einladung/l/")[1].split("/")[0]
    other = browser()
    other.post(reverse("joining:link", args=[token]), {"do": "send"})
    types_digits(other, digits_in_mail("leitung@a2.example"))
    assert accepts(other)["Location"] == reverse("joining:done")
    assert other.get(reverse("apprenticeships:room", args=[contract.room_id])).status_code == 200


def test_a_pupil_gets_an_account_for_the_entry_the_school_has(world_a: World, client_of) -> None:
    new_firm(world_a)
    Person.objects.filter(pk=world_a.pupil.pk).update(email="")
    world_a.pupil.emailaddress_set.all().delete()
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world_a.pupil)
    client, room = client_of(world_a.people["school_office"]), world_a.team_room_id
    url = reverse("joining:persons", args=[room, "auszubildende"])
    assert world_a.pupil.name in client.get(url).content.decode()
    data = {"who": str(pupil.pk), f"email-{pupil.pk}": "pia@daheim.example", "channel": "spoken"}
    code = CODE.search(client.post(url, data).content.decode())
    assert code
    own = browser()
    types_code(own, code[0])
    asks_for_digits(own)
    types_digits(own, digits_in_mail("pia@daheim.example"))
    assert "given_name" not in own.get(reverse("joining:accept")).content.decode()
    accepts(own)
    assert Person.objects.get(pk=world_a.pupil.pk).email == "pia@daheim.example"
    assert own.get(reverse("web:today")).status_code == 200
    assert client.get(url).content.decode().count(world_a.pupil.name) == 0


def test_a_guardian_comes_in_for_a_minor_with_a_contract(world_a: World, client_of) -> None:
    new_firm(world_a)
    born = today().replace(day=1, year=today().year - 17)
    with as_system(ACTOR):
        pupil = Pupil.objects.get(contract=world_a.first.contract)
        Pupil.objects.filter(pk=pupil.pk).update(born_on=born)
        contact = PupilContact.objects.get(pupil=pupil)
    client = client_of(world_a.people["head_of_school"])
    url = reverse("joining:persons", args=[world_a.team_room_id, "vertretung"])
    page = client.get(url).content.decode()
    assert world_a.first.apprentice.name in page
    code = CODE.search(client.post(url, {"who": str(contact.pk), "channel": "spoken"}).content.decode())
    assert code
    comes_in(browser(), code[0], address="kontakt@welten.example")
    with as_system(ACTOR):
        assert Guardianship.objects.filter(
            contract=world_a.first.contract, person__email="kontakt@welten.example"
        ).exists()


def test_a_teacher_gets_an_account(world_a: World, client_of) -> None:
    new_firm(world_a)
    with as_system(ACTOR):
        teacher = Person.objects.create(given_name="Lars", family_name="Lehrer", sort_key="lehrer lars")
        teacher.posts.create(organisation=world_a.school, capacity="teacher", first_day=today())
    client = client_of(world_a.people["head_of_school"])
    url = reverse("joining:persons", args=[world_a.team_room_id, "lehrkraefte"])
    data = {"who": str(teacher.pk), f"email-{teacher.pk}": "lars@schule.example", "channel": "spoken"}
    code = CODE.search(client.post(url, data).content.decode())
    assert code
    comes_in(browser(), code[0], address="lars@schule.example")
    assert Person.objects.get(pk=teacher.pk).email == "lars@schule.example"


def test_a_firm_asks_a_second_trainer_in_for_one_of_its_apprentices(world_a: World, client_of) -> None:
    new_firm(world_a)
    client = client_of(world_a.people["training_manager"])
    url = reverse("joining:colleague", args=[_team(world_a.first.contract.firm)])
    data = {
        "kind": "trainer",
        "given_name": "Tom",
        "family_name": "Zweitausbilder",
        "email": "tom@a1.example",
        "contracts": [str(world_a.first.contract.pk)],
        "channel": "spoken",
    }
    code = CODE.search(client.post(url, data).content.decode())
    assert code
    own = browser()
    comes_in(own, code[0], address="tom@a1.example")
    assert own.get(reverse("apprenticeships:room", args=[world_a.first.room_id])).status_code == 200
    assert own.get(reverse("apprenticeships:room", args=[world_a.second.room_id])).status_code == 404


def test_what_waits_is_confirmed_on_the_page_of_the_invitation(newcomer: NewFirm, client_of) -> None:
    issued, guest = newcomer.invited(email=""), browser()
    comes_in(guest, issued.code, address="neu@daheim.example")
    client, room = client_of(newcomer.world.people["school_office"]), newcomer.world.team_room_id
    page = client.get(reverse("joining:invitation", args=[room, issued.invitation.pk])).content.decode()
    assert "neu@daheim.example" in page
    client.post(reverse("joining:act", args=[room, issued.invitation.pk, "bestaetigen"]))
    assert newcomer.pupil.person.name in guest.get(reverse("joining:done")).content.decode()
    history = client.get(reverse("joining:invitation", args=[room, issued.invitation.pk])).content.decode()
    assert "bestätigt" in history


def test_a_revoked_invitation_opens_nothing_and_a_new_one_does(newcomer: NewFirm, client_of) -> None:
    issued = newcomer.invited()
    client, room = client_of(newcomer.world.people["head_of_school"]), newcomer.world.team_room_id
    client.post(reverse("joining:act", args=[room, issued.invitation.pk, "zurueckziehen"]))
    assert types_code(browser(), issued.code).status_code == 404
    again = client.post(
        reverse("joining:act", args=[room, issued.invitation.pk, "neu"]), {"channel": "spoken"}
    )
    code = CODE.search(again.content.decode())
    assert code
    assert types_code(browser(), issued.code).status_code == 404
    assert types_code(browser(), code[0]).status_code == 302


def test_a_remark_is_shown_until_it_is_ticked_off(newcomer: NewFirm, client_of) -> None:
    issued = newcomer.invited()
    with as_system(ACTOR):
        row = InvitedApprentice.objects.get(invitation=issued.invitation)
    comes_in(browser(), issued.code, **{f"correction-{row.pk}": "Beginn war am 1. September."})
    client, room = client_of(newcomer.world.people["head_of_school"]), newcomer.world.team_room_id
    url = reverse("joining:invitation", args=[room, issued.invitation.pk])
    assert "Beginn war am 1. September." in client.get(url).content.decode()
    client.post(reverse("joining:act", args=[room, issued.invitation.pk, "erledigt"]))
    assert "Beginn war am 1. September." not in client.get(url).content.decode()


def test_a_mail_expires_after_fourteen_days(newcomer: NewFirm) -> None:
    issued = newcomer.invited(channel="email")
    link = reverse("joining:link", args=[issued.token])
    with standing_at(now() + timedelta(days=13, hours=23)):
        assert browser().get(link).status_code == 200
    with standing_at(now() + timedelta(days=14, minutes=1)):
        assert browser().get(link).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("invitations", 11), ("firms", 30), ("reports", 10)])
def test_a_list_takes_as_many_statements_for_many_as_for_one(
    name: str, most: int, newcomer: NewFirm, client_of, django_assert_num_queries
) -> None:
    # Session with person, transaction and its settings are three of them; each visit in the system role takes six more than it reads.
    client = client_of(newcomer.world.people["head_of_school"])
    url = reverse(f"joining:{name}", args=[newcomer.world.team_room_id])
    for _ in range(4):
        newcomer.invited()
        # The first look of a day at somebody's data is written down, later ones are not.
        show_before(client, url)
        with django_assert_num_queries(most):
            assert client.get(url).status_code == 200
