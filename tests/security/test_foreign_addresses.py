"""Where we ask other servers, a service that was taken over does not lead us to what only we can reach."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from zweiklang.people.identities import IdentityProvider
from zweiklang.people.school_accounts import conversation
from zweiklang.people.school_accounts.conversation import ServiceFailed, discover, require_neighbour

ISSUER = "https://anmeldung.schule.example"


def _described(monkeypatch: pytest.MonkeyPatch, issuer: str, **endpoints: Any) -> IdentityProvider:
    """A service that describes itself like that."""
    cache.clear()
    said = {"issuer": issuer} | {name: f"{issuer}/{name}" for name in conversation.ENDPOINTS} | endpoints
    monkeypatch.setattr(conversation, "ask", lambda method, address, **_: said)
    return IdentityProvider(pk=uuid4(), key="schule", issuer=issuer)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:5432/",
        "http://localhost/keys",
        "https://[::1]/keys",
        "https://[::ffff:127.0.0.1]/keys",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/keys",
        "https://db.localhost/keys",
        "http://anmeldung.schule.example/keys",
        "file:///etc/passwd",
        "",
        None,
    ],
)
@pytest.mark.parametrize("endpoint", conversation.ENDPOINTS)
def test_a_service_names_no_address_of_this_machine(
    endpoint: str, address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ServiceFailed):
        discover(_described(monkeypatch, ISSUER, **{endpoint: address}))


@pytest.mark.parametrize(
    "address", [f"{ISSUER}/keys", "https://keys.schule.example/x", "https://10.2.3.4/keys"]
)
def test_a_service_names_its_own_and_other_servers(address: str) -> None:
    """Networks of the Land have inner addresses; which service is asked at all the Land has decided."""
    assert require_neighbour(address, issuer=ISSUER) == address


def test_a_service_on_this_machine_stays_there_for_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    described = _described(monkeypatch, "http://127.0.0.1:9000")
    assert discover(described)["jwks_uri"] == "http://127.0.0.1:9000/jwks_uri"
