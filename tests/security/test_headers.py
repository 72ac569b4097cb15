"""Every answer of every address, in process: what it says to the browser; and that the check sees what is missing."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.access.addresses import arguments, walk
from tests.security.headers import directives, faults, faults_of_cookie
from tests.worlds import PASSWORD, World, Worlds
from zweiklang.config.wsgi import application
from zweiklang.people.public import Person
from zweiklang.web import errors

type Clients = Callable[[Person | None], Client]

# Shown in a frame of the sign-in service, empty, without a cookie: that is what single sign-out in the browser is.
FRAMED = "people:school_frontchannel"
# Read by programs that know neither pages nor windows.
FOR_MACHINES = [one.name for one in walk() if one.name.startswith(("web:health_", "web:metrics"))]
GOOD = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "private, no-store",
}


def test_an_answer_with_everything_has_no_fault() -> None:
    assert faults(GOOD, "/", https=True) == []


@pytest.mark.parametrize("name", GOOD)
def test_every_missing_header_is_a_fault(name: str) -> None:
    assert len(faults({k: v for k, v in GOOD.items() if k != name}, "/", https=True)) == 1


@pytest.mark.parametrize(
    "policy",
    [
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        "default-src 'none'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        "default-src 'none'; object-src *; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    ],
)
def test_a_policy_that_allows_more_is_a_fault(policy: str) -> None:
    assert faults(GOOD | {"Content-Security-Policy": policy}, "/", https=True)


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("__Host-zk_session=x; HttpOnly; Path=/; SameSite=Lax; Secure", True),
        ("zk_session=x; HttpOnly; Path=/; SameSite=Lax; Secure", False),
        ("__Host-zk_session=x; HttpOnly; Path=/; SameSite=Lax", False),
        ("__Host-zk_session=x; Path=/; SameSite=Lax; Secure", False),
        ("__Host-zk_session=x; HttpOnly; Path=/konto/; SameSite=Lax; Secure", False),
        ("zk_theme=dark; HttpOnly; Path=/; SameSite=None; Secure", False),
    ],
)
def test_cookies_are_looked_at(line: str, fine: bool) -> None:
    assert (faults_of_cookie(line, https=True) == []) is fine


@pytest.mark.slow
@pytest.mark.parametrize("persona", ["class_teacher", "nobody"])
def test_every_address_tells_the_browser_what_it_may_not(
    persona: str, world_a: World, client_of: Clients
) -> None:
    client, found = client_of(world_a.people.get(persona)), []
    for address in (one for one in walk() if one.name not in (FRAMED, *FOR_MACHINES)):
        url = reverse(address.name, kwargs=arguments(address, world_a))
        for response in (client.get(url), client.generic("BREW", url)):
            found += [
                f"{address.name} {response.status_code}: {one}"
                for one in faults(response.headers, url, https=False)
            ]
    assert found == []


def test_what_stands_in_a_frame_of_a_sign_in_service_can_do_nothing(db: None) -> None:
    response = Client().get(reverse(FRAMED, args=["unbekannt"]))
    assert directives(response["Content-Security-Policy"])["default-src"] == {"'none'"}
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("name", FOR_MACHINES)
def test_what_machines_read_is_kept_by_nobody_and_sets_no_cookie(name: str, db: None) -> None:
    response = Client().get(reverse(name))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"no-store", "no-cache"} & set(response["Cache-Control"].replace(",", "").split())
    assert not response.cookies


def test_a_page_that_was_never_there_and_a_fault_say_the_same(
    worlds: Worlds, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(worlds.a.people["trainer"])
    client.raise_request_exception = False
    missing = client.get("/gibt-es-nicht/")
    monkeypatch.setattr("zweiklang.web.search.query_of", lambda *_, **__: 1 / 0)
    broken = client.get(reverse("web:search"), {"q": "Netz"})
    assert (missing.status_code, broken.status_code) == (404, 500)
    for response in (missing, broken):
        assert faults(response.headers, "/x/", https=False) == []
        assert "no-store" in response["Cache-Control"]


def test_a_refusal_at_the_door_allows_nothing() -> None:
    sent: list[tuple[str, str]] = []
    application({"CONTENT_TYPE": "a/b; charset=hex"}, lambda status, headers: sent.extend(headers))
    headers = dict(sent)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


def test_the_last_resort_has_nothing_inline() -> None:
    text = errors.server_error(RequestFactory().get("/")).content.decode() + errors.LAST_RESORT
    assert "<script" not in text.replace("<script src=", "")
    assert "style=" not in text
    assert "onclick" not in text


def test_every_cookie_of_a_sign_in_is_closed(worlds: Worlds) -> None:
    cache.clear()
    client = Client()
    client.get(reverse("account_login"))
    person = worlds.a.people["trainer"]
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("web:display"), {"theme": "dark", "text_size": "large", "next": "/"})
    lines = {name: morsel.OutputString() for name, morsel in client.cookies.items()}
    assert {"zk_session", "zk_csrf", "zk_theme", "zk_text_size"} <= set(lines)
    assert {
        name: found for name, line in lines.items() if (found := faults_of_cookie(line, https=False))
    } == {}
