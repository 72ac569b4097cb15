"""Forged, foreign, old and used tokens of a school's service: ID tokens sign nobody in, logout tokens sign nobody out."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.peers.provider import SECRET, Peer, soon
from tests.peers.school import SECRET_VARIABLE, linked, service, signed_in, signs_in
from tests.worlds import World
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
