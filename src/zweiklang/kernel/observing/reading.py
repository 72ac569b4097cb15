"""Who may read what a process measures: whoever asks this machine directly, or knows the token."""

from collections.abc import Mapping
from ipaddress import ip_address

from django.conf import settings
from django.utils.crypto import constant_time_compare

# A proxy on this machine asks from here too; what it adds tells it.
_ADDED_BY_PROXIES = (
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "forwarded",
    "via",
)
_NEAR = {"localhost", "127.0.0.1", "[::1]"}


def may_read(address: str, headers: Mapping[str, str]) -> bool:
    """Returns whether the one who asks from `address` with these headers (names in small letters) may read the metrics."""
    word, _, token = headers.get("authorization", "").partition(" ")
    if settings.METRICS_TOKEN and word.lower() == "bearer":
        return constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    return _is_loopback(address) and _is_direct(headers)


def _is_direct(headers: Mapping[str, str]) -> bool:
    host = headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in _NEAR and not any(header in headers for header in _ADDED_BY_PROXIES)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
