"""Services of schools in the test's database, and the steps of signing in with one."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.peers.provider import SECRET, STYLES, Peer, path_of
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

SECRET_VARIABLE = "ZWEIKLANG_TEST_PEER_SECRET"


def service(peer: Peer, key: str, **more: Any) -> IdentityProvider:
    """Returns the peer as a service of ours; `key` is one of its clients."""
    values = {
        "name": f"Testportal {key}",
        "issuer": peer.url,
        "client_id": f"zweiklang-{key}",
        "secret_reference": f"env:{SECRET_VARIABLE}",
        "style": key if key in STYLES else "plain",
        "scopes": STYLES.get(key, STYLES["plain"]),
        **more,
    }
    with as_system("tests"):
        return IdentityProvider.objects.create(key=key, **values)


def linked(person: Person, provider: IdentityProvider, subject: str) -> SchoolIdentity:
    """The school account belongs to that person."""
    with as_system("tests"):
        return SchoolIdentity.objects.create(
            person=person, provider=provider, subject=subject, linked_by=SchoolIdentity.LinkedBy.SIGNED_IN
        )


def sets_out(browser: Client, key: str, **query: str) -> str:
    """Returns the address to which our page sends the browser."""
    answer = browser.get(reverse("people:school_sign_in", args=[key]), query)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def signs_in(browser: Client, peer: Peer, key: str, **query: str) -> HttpResponse:
    """Walks all the way; returns our answer to the browser's coming back."""
    return browser.get(path_of(peer.walk(sets_out(browser, key, **query))))


def signed_in(browser: Client) -> str | None:
    """Returns the id of who is signed in, or None."""
    return browser.session.get("_auth_user_id")


__all__ = ["SECRET", "SECRET_VARIABLE", "linked", "service", "sets_out", "signed_in", "signs_in"]
