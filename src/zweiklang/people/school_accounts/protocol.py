"""OpenID Connect, the part of the client: code flow with PKCE, state and nonce; every signature is checked.

OpenID Connect Core 1.0, RFC 7636 (PKCE), RFC 9207 (issuer in the answer), Back-Channel Logout 1.0.
"""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jwt
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

from zweiklang.kernel.clock import now
from zweiklang.people.identities import IdentityProvider
from zweiklang.people.school_accounts.conversation import ServiceFailed, ask, discover, published_keys

# No symmetric ones: with them a stolen client secret would sign in anybody. And never "none".
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY, LOGOUT_TOKEN_AGE = 60, 300
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class TokenRefused(ServiceFailed):
    """A token that must not count: forged, for somebody else, too old, or used before."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a browser takes along to the service and must bring back; kept in its session meanwhile."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Errand":
        """Returns one with three secrets nobody can guess."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(64))

    @property
    def challenge(self) -> str:
        """Returns what the service may know of the verifier (S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def authorization_address(
    provider: IdentityProvider, errand: Errand, *, back_to: str, ask_anew: bool = False
) -> str:
    """Returns where the browser goes; `ask_anew`: the service must ask who it is, even somebody signed in there."""
    fixed = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back_to,
        "scope": " ".join(provider.scopes),
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": errand.challenge,
        "code_challenge_method": "S256",
    }
    if ask_anew:
        fixed |= {"prompt": "login", "max_age": "0"}
    endpoint = discover(provider)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode({**provider.parameters, **fixed})}"


def redeem(
    provider: IdentityProvider, errand: Errand, *, code: str, back_to: str
) -> tuple[str, dict[str, Any]]:
    """Returns the ID token, and its claims with those of the userinfo endpoint; raises ServiceFailed or TokenRefused."""
    service = discover(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "code_verifier": errand.verifier,
    }
    answer = ask("POST", service["token_endpoint"], **_as_client(provider, service, form))
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise TokenRefused("the answer holds no ID token")
    claims = id_token_claims(provider, token, nonce=errand.nonce)
    return token, {**_userinfo(service, answer.get("access_token"), claims), **claims}


def id_token_claims(provider: IdentityProvider, token: str, *, nonce: str) -> dict[str, Any]:
    """Returns the claims of an ID token that was made by this service, for us, for this errand, and holds now."""
    claims = signed_claims(provider, token, required=("exp", "iat", "sub", "iss", "aud"))
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise TokenRefused("the nonce is another one")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise TokenRefused("the token was made for another client")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise TokenRefused("the subject is none")
    return claims


def logout_claims(provider: IdentityProvider, token: str) -> dict[str, Any]:
    """Returns the claims of a logout token (Back-Channel Logout 1.0, 2.6); the same token counts once."""
    claims = signed_claims(provider, token, required=("iss", "aud", "iat", "exp", "jti"))
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise TokenRefused("this is no logout token")
    if "nonce" in claims:
        raise TokenRefused("a logout token has no nonce; this is an ID token in disguise")
    if not any(isinstance(claims.get(name), str) and claims[name] for name in ("sid", "sub")):
        raise TokenRefused("the token says nobody")
    if now().timestamp() - float(claims["iat"]) > LOGOUT_TOKEN_AGE:
        raise TokenRefused("the token is old")
    if not cache.add(f"oidc.logout.{provider.pk}.{claims['jti']}", True, 2 * LOGOUT_TOKEN_AGE):
        raise TokenRefused("the token has been used")
    return claims


def signed_claims(provider: IdentityProvider, token: str, *, required: tuple[str, ...]) -> dict[str, Any]:
    """Returns the claims of a token signed by one of the service's published keys, made by it for us, within its time."""
    try:
        header: dict[str, Any] = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise TokenRefused(f"{header.get('alg')} is no algorithm we take")
        key = _key(provider, header)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": list(required)},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise TokenRefused(f"{type(error).__name__}: {error}") from error
    return claims


def end_session_address(provider: IdentityProvider, *, id_token: str, back_to: str) -> str:
    """Returns where somebody signs out of the service too (RP-Initiated Logout 1.0); "" if it offers none."""
    endpoint = discover(provider).get("end_session_endpoint")
    if not isinstance(endpoint, str):
        return ""
    query = {"id_token_hint": id_token, "client_id": provider.client_id, "post_logout_redirect_uri": back_to}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def client_secret(provider: IdentityProvider) -> str:
    """Returns the secret that the reference names; "" for a public client, which has PKCE alone."""
    kind, _, place = provider.secret_reference.partition(":")
    try:
        if kind == "file":
            return Path(place).read_text(encoding="utf-8").strip()
        return os.environ[place] if kind else ""
    except (KeyError, OSError) as error:
        raise ServiceFailed(f"{provider.key}: {provider.secret_reference} is not there") from error


def _as_client(
    provider: IdentityProvider, service: Mapping[str, Any], form: dict[str, str]
) -> dict[str, Any]:
    """Returns how the token endpoint learns who we are: HTTP basic, the default of the standard, or in the form."""
    secret = client_secret(provider)
    methods = service.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if secret and "client_secret_basic" in methods:
        credentials = urlencode({provider.client_id: secret}).split(
            "=", 1
        )  # RFC 6749, 2.3.1: form-encoded first
        return {"data": form, "auth": (credentials[0], credentials[1])}
    more = {"client_secret": secret} if secret else {}
    return {"data": {**form, "client_id": provider.client_id, **more}}


def _userinfo(service: Mapping[str, Any], access: Any, claims: Mapping[str, Any]) -> dict[str, Any]:
    """Returns more claims about the same subject; the ID token has the last word about what it says itself."""
    endpoint = service.get("userinfo_endpoint")
    if not isinstance(endpoint, str) or not isinstance(access, str):
        return {}
    said = ask("GET", endpoint, headers={"Authorization": f"Bearer {access}"})
    if said.get("sub") != claims["sub"]:
        raise TokenRefused("userinfo speaks of somebody else")
    return said


def _key(provider: IdentityProvider, header: Mapping[str, Any]) -> Any:
    """Returns the published key of the token; asks once more if it is not among those we know."""
    for anew in (False, True):
        for one in published_keys(provider, anew=anew):
            same = one.get("kid") == header.get("kid") and one.get("use", "sig") == "sig"
            if same and one.get("alg", header["alg"]) == header["alg"]:
                return jwt.PyJWK.from_json(json.dumps(one), algorithm=header["alg"]).key
    raise TokenRefused("the service has published no such key")
