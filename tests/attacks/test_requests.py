"""Requests no browser sends: every address answers them, none with a 500."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.access.addresses import Address, arguments, walk
from tests.worlds import PASSWORD, World, Worlds
from zweiklang.config.wsgi import application
from zweiklang.people.public import Person
from zweiklang.web.plain_requests import only_utf8

type Clients = Callable[[Person | None], Client]

ADDRESSES = list(walk())
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "BREW")
NASTY = ("\x00", "-1", "9" * 40, "9999-12-31", "\u202e<script>{{7*7}}#{1}$x$", "x" * 5000)
NAMES = [
    "q",
    "page",
    "next",
    "neu",
    "add",
    "remove",
    "do",
    "field",
    "base",
    "value",
    "place",
    "line",
    "comment",
    "reason",
    "seen",
    "zeige",
    "von",
    "entfernt",
    "login",
    "password",
    "email",
    "code",
    "id",
    "session",
    "theme",
    "text_size",
]


def _url(address: Address, world: World) -> str:
    return reverse(address.name, kwargs=arguments(address, world))


def _quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("persona", ["apprentice", "trainer", "nobody"])
def test_no_address_answers_any_method_with_a_fault(persona: str, world_a: World, client_of: Clients) -> None:
    client = _quiet(client_of(world_a.people.get(persona)))
    for address, method in product(ADDRESSES, METHODS):
        status = client.generic(method, _url(address, world_a)).status_code
        assert status < 500, (method, address.name)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_address_answers_nasty_parameters_with_a_fault(
    text: str, world_a: World, client_of: Clients
) -> None:
    values = dict.fromkeys(NAMES, text)
    for address in ADDRESSES:
        # Whoever is signed in is sent away from the pages of sign-in.
        person = None if address.name.startswith("account_") else world_a.people["apprentice"]
        url, client = _url(address, world_a), _quiet(client_of(person))
        assert client.get(url, values).status_code < 500, address.name
        assert client.post(url, values).status_code < 500, address.name


def _through_the_door(content_type: str) -> str:
    """The status with which a request of that type is answered; "200 OK" is what stands behind the door."""
    statuses: list[str] = []

    def behind(environ: dict, start_response: Callable) -> list[bytes]:
        start_response("200 OK", [])
        return [b""]

    only_utf8(behind)({"CONTENT_TYPE": content_type}, lambda status, headers: statuses.append(status))
    return statuses[0]


@pytest.mark.parametrize("charset", ["unicode_escape", "hex", "utf-16", "utf-7", "idna", "latin-1"])
def test_text_in_another_encoding_is_refused(charset: str) -> None:
    assert _through_the_door(f"multipart/form-data; boundary=x; charset={charset}") == "400 Bad Request"


@pytest.mark.parametrize("content_type", ["", "text/plain", "text/plain; charset=UTF8", 'a/b; charset="utf-8"', "a/b; charset=none"])  # fmt: skip
def test_text_in_utf8_is_not(content_type: str) -> None:
    assert _through_the_door(content_type) == "200 OK"


def test_the_served_application_stands_behind_the_door() -> None:
    statuses: list[str] = []
    application({"CONTENT_TYPE": "a/b; charset=hex"}, lambda status, headers: statuses.append(status))
    assert statuses == ["400 Bad Request"]


@pytest.mark.parametrize("cookie", [r'"abcdefgh\000ijk"', r'"abcdefgh\355\240\200"', "x" * 3000, "'; DROP--"])
def test_a_forged_session_cookie_is_nobody(cookie: str, db: None) -> None:
    response = _quiet(Client()).get("/", headers={"cookie": f"zk_session={cookie}"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "target", ["abc", "records:queue", "//evil.example", "/\\evil.example", "https://evil.example/", "http:///evil.example", "javascript:alert(1)//"]
)  # fmt: skip
def test_the_display_choice_leads_nowhere_else(target: str, db: None) -> None:
    response = _quiet(Client()).post(reverse("web:display"), {"next": target, "theme": "dark"})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example/"])
def test_signing_in_leads_nowhere_else(target: str, worlds: Worlds) -> None:
    cache.clear()
    data = {"login": worlds.a.people["trainer"].email, "password": PASSWORD, "next": target}
    response = Client().post(f"{reverse('account_login')}?next={target}", data)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_signing_in_changes_the_session_key(worlds: Worlds) -> None:
    cache.clear()  # the counters of sign-ins
    client = Client()
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["zk_session"] = session.session_key
    client.post(reverse("account_login"), {"login": worlds.a.people["trainer"].email, "password": PASSWORD})
    assert client.session.get("_auth_user_id") == str(worlds.a.people["trainer"].pk)
    assert client.session.session_key != session.session_key


def test_every_post_without_a_token_is_refused_and_changes_nothing(worlds: Worlds) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        worlds.a.people["apprentice"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    before = tables.digest()
    for address in ADDRESSES:
        if address.name != "usersessions_list":  # asked with a session that test browsers do not keep
            assert client.post(_url(address, worlds.a), {}).status_code in {403, 404, 405}, address.name
    assert tables.digest() == before


def test_no_get_changes_anything_in_a_room(worlds: Worlds, client_of: Clients) -> None:
    before = tables.digest()
    for persona in ("apprentice", "trainer", "training_manager", "guardian"):
        for address in ADDRESSES:
            client_of(worlds.a.people[persona]).get(_url(address, worlds.a))
    assert tables.digest() == before


def test_a_method_override_overrides_nothing(world_a: World, client_of: Clients) -> None:
    url = reverse("records:save", args=[world_a.first.room_id, world_a.first.weeks.monday("draft")])
    client = client_of(world_a.first.apprentice)
    response = client.get(url, {"_method": "POST"}, headers={"x-http-method-override": "POST"})
    assert response.status_code == 405


def test_the_wrong_password_and_the_unknown_address_read_the_same(worlds: Worlds) -> None:
    cache.clear()  # the counters of failed sign-ins

    def page(data: dict[str, str], name: str) -> tuple[int, str]:
        response: HttpResponse = Client().post(reverse(name), data)
        text = re.sub(r'value="[^"]*"|content="[^"]*"', "", response.content.decode())
        return response.status_code, text.replace(next(iter(data.values())), "")

    known, unknown = worlds.a.people["trainer"].email, "niemand@welten.example"
    for name, field, more in (
        ("account_login", "login", {"password": "falsch falsch"}),
        ("account_reset_password", "email", {}),
    ):
        assert page({field: known, **more}, name) == page({field: unknown, **more}, name), name


def test_headers_close_the_browser(db: None) -> None:
    headers = Client().get(reverse("account_login")).headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
