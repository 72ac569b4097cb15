"""Attacks on signing in with school accounts, against a certified provider. Each is refused with the same page."""

import re
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.peers.provider import SECRET, Peer, path_of
from tests.peers.school import SECRET_VARIABLE, linked, service, sets_out, signed_in, signs_in
from tests.worlds import PASSWORD, World
from zweiklang.apprenticeships.public import Pupil
from zweiklang.organisations.public import Organisation
from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system


@pytest.fixture(autouse=True)
def _quiet(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    cache.clear()
    peer.sits("anna")


@pytest.fixture
def teacher(world_a: World, peer: Peer) -> Person:
    """Somebody whose school account "anna" is linked at the service "plain"."""
    person = world_a.people["class_teacher"]
    linked(person, service(peer, "plain"), "anna")
    return person


def _refused(browser: Client, address: str) -> None:
    """The page says only that it did not work, and nobody is signed in."""
    answer = browser.get(path_of(address))
    assert answer.status_code == 400
    assert "Das hat nicht geklappt" in answer.content.decode()
    assert signed_in(browser) is None


def _changed(address: str, **query: str | None) -> str:
    """The same address with other parameters; None takes one away."""
    parts = urlsplit(address)
    kept = {name: values[0] for name, values in parse_qs(parts.query).items()}
    wanted = {name: value for name, value in {**kept, **query}.items() if value is not None}
    return parts._replace(query=urlencode(wanted)).geturl()


# --- The answer of the service


def test_an_answer_counts_once(peer: Peer, teacher: Person, client_of) -> None:
    browser = client_of(None)
    address = peer.walk(sets_out(browser, "plain"))
    browser.get(path_of(address))
    browser.post(reverse("account_logout"))
    _refused(browser, address)


def test_an_answer_counts_only_in_the_browser_that_asked(peer: Peer, teacher: Person, client_of) -> None:
    """Otherwise an attacker could sign a victim in as himself and read what the victim writes then."""
    address = peer.walk(sets_out(client_of(None), "plain"))
    _refused(client_of(None), address)
    waiting = client_of(None)
    sets_out(waiting, "plain")
    _refused(waiting, address)


@pytest.mark.parametrize("state", ["", "x", None])
def test_an_answer_without_our_state_does_not_count(
    state: str | None, peer: Peer, teacher: Person, client_of
) -> None:
    browser = client_of(None)
    _refused(browser, _changed(peer.walk(sets_out(browser, "plain")), state=state))


def test_the_answer_of_one_service_is_not_even_shown_to_another(
    peer: Peer, teacher: Person, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mix-up: the attacker runs one of several services and wants the code of another."""
    shown: list[object] = []
    monkeypatch.setattr(
        "zweiklang.people.school_accounts.protocol.ask", lambda *args, **_: shown.append(args)
    )
    service(peer, "schulconnex")
    browser = client_of(None)
    address = peer.walk(sets_out(browser, "schulconnex"))
    _refused(browser, address.replace("/schulconnex/", "/plain/"))
    assert shown == []


@pytest.mark.parametrize("issuer", ["https://evil.example", "", None])
def test_an_answer_with_another_issuer_or_none_does_not_count(
    issuer: str | None, peer: Peer, teacher: Person, client_of
) -> None:
    browser = client_of(None)
    _refused(browser, _changed(peer.walk(sets_out(browser, "plain")), iss=issuer))


def test_a_code_stolen_from_another_browser_does_not_count(peer: Peer, teacher: Person, client_of) -> None:
    """PKCE: the code belongs to a verifier that only the other browser's session knows."""
    stolen = parse_qs(urlsplit(peer.walk(sets_out(client_of(None), "plain"))).query)["code"][0]
    browser = client_of(None)
    _refused(browser, _changed(peer.walk(sets_out(browser, "plain")), code=stolen))


def test_a_token_with_the_nonce_of_another_request_does_not_count(
    peer: Peer, teacher: Person, client_of
) -> None:
    browser = client_of(None)
    address = peer.walk(sets_out(browser, "plain"))
    session = browser.session
    for kept in session["people.school_errands"].values():
        kept["errand"]["nonce"] = "another"
    session.save()
    _refused(browser, address)


def test_an_answer_after_ten_minutes_does_not_count(
    peer: Peer, teacher: Person, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(None)
    address = peer.walk(sets_out(browser, "plain"))
    later = time.time() + 601
    monkeypatch.setattr("zweiklang.people.school_accounts.arriving.time.time", lambda: later)
    _refused(browser, address)


def test_a_service_that_was_switched_off_signs_in_nobody(peer: Peer, teacher: Person, client_of) -> None:
    from zweiklang.people.identities import IdentityProvider
    from zweiklang.rooms.public import as_system

    browser = client_of(None)
    address = peer.walk(sets_out(browser, "plain"))
    with as_system("tests"):
        IdentityProvider.objects.update(active=False)
    assert browser.get(path_of(address)).status_code == 404
    assert signed_in(browser) is None


# --- Whose account is it?


def test_an_e_mail_address_alone_links_nobody(peer: Peer, world_a: World, client_of) -> None:
    """The service says, verified, that the stranger has the address of somebody who has an account here."""
    victim = world_a.people["class_teacher"]
    Person.objects.filter(pk=victim.pk).update(email="anna.kern@schule.example")
    service(peer, "plain", roster_links=True)
    browser = client_of(None)
    assert signs_in(browser, peer, "plain")["Location"] == reverse("people:school_unknown")
    assert signed_in(browser) is None
    assert not SchoolIdentity.objects.exists()


@pytest.mark.parametrize("way", ["address", "school account"])
def test_an_id_the_school_writes_into_its_own_list_opens_no_account_that_exists(
    way: str, peer: Peer, world_a: World, client_of
) -> None:
    with as_system("tests"):
        Organisation.objects.filter(pk=world_a.school.pk).update(number="6270")
        pupil = Pupil.objects.select_related("person").get(contract=world_a.first.contract)
        Pupil.objects.filter(pk=pupil.pk).update(external_id="schulconnex:bela")
    provider = service(peer, "plain", roster_links=True)
    if way == "school account":
        linked(pupil.person, provider, "her own")
        pupil.person.emailaddress_set.all().delete()
        Person.objects.filter(pk=pupil.person_id).update(email="")
    peer.sits("bela")
    browser = client_of(None)
    assert signs_in(browser, peer, "plain")["Location"] == reverse("people:school_unknown")
    assert signed_in(browser) is None
    assert not SchoolIdentity.objects.filter(subject="bela").exists()


def test_the_page_for_an_unknown_school_account_is_the_same_whether_the_address_is_known(
    peer: Peer, world_a: World, client_of
) -> None:
    service(peer, "plain")
    pages = []
    for address in ("anna.kern@schule.example", "somebody.else@schule.example"):
        Person.objects.filter(pk=world_a.people["trainer"].pk).update(email=address)
        browser = client_of(None)
        page = browser.get(signs_in(browser, peer, "plain")["Location"]).content.decode()
        pages.append(re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", page))
    assert pages[0] == pages[1]


def test_a_linked_school_account_does_not_move_to_who_happens_to_be_signed_in(
    peer: Peer, teacher: Person, world_a: World, client_of
) -> None:
    attacker = world_a.people["other_trainer"]
    browser = client_of(None)
    browser.post(reverse("account_login"), {"login": attacker.email, "password": PASSWORD})
    signs_in(browser, peer, "plain")
    assert signed_in(browser) == str(teacher.pk), (
        "who has the school account is that person, not the attacker"
    )
    assert SchoolIdentity.objects.get().person_id == teacher.pk


def test_a_school_account_waiting_in_another_browser_cannot_be_linked(
    peer: Peer, world_a: World, client_of
) -> None:
    service(peer, "plain")
    signs_in(client_of(None), peer, "plain")
    attacker = client_of(None)
    person = world_a.people["other_trainer"]
    attacker.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    attacker.post(reverse("people:school_link"))
    assert not SchoolIdentity.objects.exists()


def test_a_school_account_that_waits_is_forgotten_after_twenty_minutes(
    peer: Peer, world_a: World, client_of
) -> None:
    service(peer, "plain")
    browser, person = client_of(None), world_a.people["class_teacher"]
    signs_in(browser, peer, "plain")
    session = browser.session
    session["people.pending_school_account"]["until"] = time.time() - 1
    session.save()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    browser.post(reverse("people:school_link"))
    assert not SchoolIdentity.objects.exists()


def test_a_person_whose_account_was_closed_does_not_come_in_by_school_account(
    peer: Peer, teacher: Person, client_of
) -> None:
    Person.objects.filter(pk=teacher.pk).update(is_active=False)
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert browser.get("/").status_code == 302


def test_another_school_account_does_not_confirm(
    peer: Peer, teacher: Person, world_a: World, client_of
) -> None:
    other = world_a.people["other_trainer"]
    browser = client_of(other)
    answer = browser.get(reverse("people:school_confirm", args=["plain"]), {"next": "/konto/2fa/"})
    assert browser.get(path_of(peer.walk(answer["Location"]))).status_code == 400
    assert browser.get(reverse("mfa_add_webauthn")).status_code == 302


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_a_school_account_leads_to_no_other_site(wanted: str, peer: Peer, teacher: Person, client_of) -> None:
    browser = client_of(None)
    assert signs_in(browser, peer, "plain", next=wanted)["Location"] == "/"


def test_a_forged_host_does_not_change_where_the_service_sends_people_back(
    peer: Peer, teacher: Person, client_of
) -> None:
    address = reverse("people:school_sign_in", args=["plain"])
    answer = client_of(None).get(address, HTTP_X_FORWARDED_HOST="evil.example")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/konto/schule/plain/zurueck/"]


def test_nobody_links_a_school_account_by_raw_sql(peer: Peer, teacher: Person, world_a: World) -> None:
    attacker = world_a.people["other_trainer"]
    with (
        standing_as(attacker),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE people_schoolidentity SET person_id = %s", [attacker.pk])
    assert SchoolIdentity.objects.get().person_id == teacher.pk
