"""Requests to a sign-in service: short, without redirects, only over TLS, and what hardly ever changes is remembered for an hour."""

import json
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from django.core.cache import cache

from zweiklang.people.identities import IdentityProvider

TIMEOUT = (3, 6)
LARGEST = 512 * 1024
REMEMBERED = 3600
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ServiceFailed(Exception):
    """The service does not answer, or says something it must not say. The message is for the log, never for people."""


def require_secure(address: Any) -> str:
    """Returns the address; raises ServiceFailed unless it is https (or this very machine, for tests and trials)."""
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        return str(address)
    raise ServiceFailed(f"{address!r} is not an https address")


def require_neighbour(address: Any, *, issuer: str) -> str:
    """Returns an address that the service names; raises ServiceFailed where it leads to this very machine or the link, and the issuer does not.

    A service that somebody has taken over could otherwise make us ask what only we can reach.
    """
    safe = require_secure(address)
    host, own = urlsplit(safe).hostname or "", urlsplit(issuer).hostname or ""
    if host != own and _is_ours_alone(host):
        raise ServiceFailed(f"{safe!r} leads to this machine")
    return safe


def _is_ours_alone(host: str) -> bool:
    try:
        found = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    inner = getattr(found, "ipv4_mapped", None) or found
    return bool(inner.is_loopback or inner.is_link_local or inner.is_unspecified)


def discover(provider: IdentityProvider) -> dict[str, Any]:
    """Returns the service's description of itself (OpenID Connect Discovery), which must carry our issuer."""
    key = f"oidc.discovery.{provider.pk}.{provider.issuer}"
    known: dict[str, Any] | None = cache.get(key)
    if known is None:
        address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
        known = ask("GET", address)
        if known.get("issuer") != provider.issuer:
            raise ServiceFailed(f"the service calls itself {known.get('issuer')!r}, not {provider.issuer!r}")
        for endpoint in ENDPOINTS:
            require_neighbour(known.get(endpoint), issuer=provider.issuer)
        cache.set(key, known, REMEMBERED)
    return known


def published_keys(provider: IdentityProvider, *, anew: bool = False) -> list[dict[str, Any]]:
    """Returns the service's signing keys; `anew` asks again, at most once a minute, for a key that has just been changed."""
    address = discover(provider)["jwks_uri"]
    key = f"oidc.keys.{provider.pk}.{address}"
    known: dict[str, Any] | None = cache.get(key)
    if known is None or (anew and cache.add(f"{key}.asked", True, 60)):
        known = ask("GET", address)
        cache.set(key, known, REMEMBERED)
    keys = known.get("keys")
    return [one for one in keys if isinstance(one, dict)] if isinstance(keys, list) else []


def ask(method: str, address: str, **options: Any) -> dict[str, Any]:
    """Returns the JSON object that the address answers with; raises ServiceFailed for anything else."""
    try:
        with requests.request(
            method, require_secure(address), timeout=TIMEOUT, allow_redirects=False, stream=True, **options
        ) as response:
            body = response.raw.read(LARGEST + 1, decode_content=True)
            if response.status_code != requests.codes.ok or len(body) > LARGEST:
                raise ServiceFailed(f"{address} answers {response.status_code}")
            said = json.loads(body)
    except (requests.RequestException, OSError, ValueError) as error:
        raise ServiceFailed(f"{address}: {type(error).__name__}") from error
    if not isinstance(said, dict):
        raise ServiceFailed(f"{address} answers with something else than an object")
    return said
