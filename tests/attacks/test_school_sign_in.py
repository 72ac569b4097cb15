"""Attacks on signing in with school accounts, against a certified provider. Each is refused with the same page."""

import base64
import hashlib
import hmac
import json
import re
import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.peers.provider import SECRET, Peer, path_of, soon
from tests.peers.school import SECRET_VARIABLE, linked, service, sets_out, signed_in, signs_in
from tests.worlds import PASSWORD, World
from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.public import Person
from zweiklang.people.school_accounts.protocol import LOGOUT_EVENT, TokenRefused, id_token_claims

NONCE = "n" * 32


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


def test_the_answer_of_one_service_does_not_count_for_another(peer: Peer, teacher: Person, client_of) -> None:
    """Mix-up: the attacker runs one of several services and wants the code of another."""
    service(peer, "schulconnex")
    browser = client_of(None)
    address = peer.walk(sets_out(browser, "schulconnex"))
    _refused(browser, address.replace("/schulconnex/", "/plain/"))


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


# --- Tokens


def _id_token(peer: Peer, **more: Any) -> dict[str, Any]:
    claims = {"iss": peer.url, "aud": "zweiklang-plain", "sub": "anna", "nonce": NONCE, **soon(), **more}
    return _said(claims)


def _said(claims: dict[str, Any]) -> dict[str, Any]:
    """Spans of time count from now; what is None is not said."""
    now = int(time.time())
    told = {name: value for name, value in claims.items() if value is not None}
    return {
        name: now + int(value.total_seconds()) if isinstance(value, timedelta) else value
        for name, value in told.items()
    }


def test_a_token_made_by_the_service_for_us_is_taken(peer: Peer, db: None) -> None:
    """Otherwise the refusals below would prove nothing."""
    token = peer.signs(_id_token(peer))
    assert id_token_claims(service(peer, "plain"), token, nonce=NONCE)["sub"] == "anna"


@pytest.mark.parametrize(
    "more",
    [
        {"aud": "zweiklang-foreign"},
        {"aud": ["zweiklang-foreign", "another"]},
        {"aud": ["zweiklang-plain", "zweiklang-foreign"], "azp": "zweiklang-foreign"},
        {"aud": ["zweiklang-plain", "zweiklang-foreign"]},
        {"azp": "zweiklang-foreign"},
        {"iss": "https://evil.example"},
        {"nonce": "other"},
        {"nonce": None},
        {"exp": timedelta(seconds=-120)},
        {"exp": None},
        {"iat": None},
        {"iat": timedelta(seconds=600)},
        {"nbf": timedelta(seconds=600)},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"sub": ["anna"]},
    ],
    ids=str,
)
def test_a_token_for_another_by_another_or_of_another_time_does_not_count(
    more: dict[str, Any], peer: Peer, db: None
) -> None:
    token = peer.signs(_id_token(peer, **more))
    with pytest.raises(TokenRefused):
        id_token_claims(service(peer, "plain"), token, nonce=NONCE)


def _signed(header: dict[str, Any], claims: dict[str, Any], key: bytes | None) -> str:
    def part(value: dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    head = part(header) + b"." + part(claims)
    signature = hmac.digest(key, head, hashlib.sha256) if key else b""
    return (head + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "none"}, None),
        ({"alg": "None"}, None),
        ({"alg": "none", "kid": "peer"}, None),
        ({"alg": "HS256", "kid": "peer"}, SECRET.encode()),
        ({"alg": "HS256"}, b""),
        ({"alg": "RS256", "kid": "peer"}, b"guess"),
        ({"alg": "RS256", "kid": "unknown"}, b"guess"),
        ({"alg": "RS256"}, b"guess"),
        ({"alg": "ES256", "kid": "peer"}, b"guess"),
    ],
    ids=str,
)
def test_a_forged_signature_does_not_count(
    header: dict[str, Any], key: bytes | None, peer: Peer, db: None
) -> None:
    token = _signed(header, _id_token(peer), key)
    with pytest.raises(TokenRefused):
        id_token_claims(service(peer, "plain"), token, nonce=NONCE)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "x" * 9000, "\x00", "ä.ö.ü", '{"alg":"none"}'])
def test_what_is_no_token_does_not_count(token: str, peer: Peer, db: None) -> None:
    with pytest.raises(TokenRefused):
        id_token_claims(service(peer, "plain"), token, nonce=NONCE)


# --- Logout tokens


def _logout_token(peer: Peer, typ: str = "logout+jwt", **more: Any) -> str:
    claims = {
        "iss": peer.url,
        "aud": "zweiklang-plain",
        "sub": "anna",
        "jti": f"j{time.time_ns()}",
        "events": {LOGOUT_EVENT: {}},
        **soon(),
        **more,
    }
    return peer.signs(_said(claims), typ)


def _says_goodbye(client_of, token: str, key: str = "plain") -> int:
    address = reverse("people:school_backchannel", args=[key])
    return int(client_of(None).post(address, {"logout_token": token}).status_code)


@pytest.mark.parametrize(
    "more",
    [
        {"aud": "zweiklang-foreign"},
        {"iss": "https://evil.example"},
        {"events": None},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": {LOGOUT_EVENT: "yes"}},
        {"nonce": NONCE},
        {"iat": timedelta(seconds=-900)},
        {"exp": timedelta(seconds=-120)},
        {"jti": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_logout_token_that_is_none_ends_no_session(
    more: dict[str, Any], peer: Peer, teacher: Person, client_of
) -> None:
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert _says_goodbye(client_of, _logout_token(peer, **more)) == 400
    assert signed_in(browser) == str(teacher.pk)


def test_an_id_token_does_not_sign_anybody_out(peer: Peer, teacher: Person, client_of) -> None:
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    token = browser.session["people.school_visit"]["token"]
    assert _says_goodbye(client_of, token) == 400
    assert signed_in(browser) == str(teacher.pk)


def test_a_logout_token_counts_once(peer: Peer, teacher: Person, client_of) -> None:
    token = _logout_token(peer)
    assert _says_goodbye(client_of, token) == 200
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert _says_goodbye(client_of, token) == 400
    assert signed_in(browser) == str(teacher.pk)


def test_a_logout_token_of_one_service_ends_no_session_of_another(
    peer: Peer, teacher: Person, client_of
) -> None:
    linked(teacher, service(peer, "foreign"), "anna")
    browser = client_of(None)
    signs_in(browser, peer, "foreign")
    assert _says_goodbye(client_of, _logout_token(peer)) == 200
    assert signed_in(browser) == str(teacher.pk)


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
