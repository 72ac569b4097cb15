"""The page frame: language, theme, navigation, skip link, messages."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests.web.pages import Elements, page, sample_person, sample_request
from zweiklang.web.navigation import Entry, main_navigation


def frame(request: HttpRequest) -> str:
    return page("web/errors/404.html", request=request)


def test_page_is_german_and_has_one_title_and_one_heading() -> None:
    html = frame(sample_request())
    assert '<html lang="de"' in html
    assert html.count("<h1") == 1
    assert "<title>Diese Seite gibt es hier nicht – Zweiklang</title>" in html


def test_skip_link_meets_the_main_part() -> None:
    elements = Elements(frame(sample_request()))
    assert elements.one("a", **{"class": "zk-skip"})["href"] == "#inhalt"
    assert elements.one("main")["id"] == "inhalt"


def test_signed_out_page_has_no_navigation_no_token_and_no_person() -> None:
    html = frame(sample_request())
    assert "Hauptnavigation" not in html
    assert "csrf-token" not in html
    assert "data-person" not in html


def test_signed_in_page_names_the_person_and_offers_sign_out() -> None:
    person = sample_person()
    html = frame(sample_request(person=person))
    assert f'data-person="{person.pk}"' in html
    assert ">MK<" in html
    assert Elements(html).one("form", action="/konto/logout/")


def test_name_of_a_person_is_escaped() -> None:
    assert "<b>" not in frame(sample_request(person=sample_person(given_name="<b>Mira</b>")))


@pytest.mark.parametrize(
    ("cookie", "preference", "shown"),
    [
        (None, "system", None),
        (None, "dark", "dark"),
        ("light", "dark", "light"),
        ("dark", "system", "dark"),
        ("<script>", "light", "light"),
        ("system", "dark", None),
    ],
)
def test_theme_is_the_choice_of_the_device_then_of_the_person(
    cookie: str | None, preference: str, shown: str | None
) -> None:
    request = sample_request(
        person=sample_person(theme=preference), **({"zk_theme": cookie} if cookie else {})
    )
    assert Elements(frame(request)).one("html").get("data-kern-theme") == shown


def test_text_size_is_rendered_by_the_server() -> None:
    assert Elements(frame(sample_request(zk_text_size="largest"))).one("html")["data-text-size"] == "largest"


def test_every_page_links_to_imprint_privacy_accessibility_and_help() -> None:
    links = {a.get("href") for tag, a in Elements(frame(sample_request())).found if tag == "a"}
    assert {"/impressum/", "/datenschutz/", "/barrierefreiheit/", "/hilfe/"} <= links


def current(path: str) -> list[str]:
    return [entry.label for entry in main_navigation(path) if entry.current]


def test_navigation_marks_where_one_is() -> None:
    assert current("/") == ["Heute"]
    assert current("/hilfe/") == ["Hilfe"]
    assert current("/konto/2fa/") == []


def test_navigation_has_at_most_six_entries_and_only_pages_that_exist() -> None:
    entries = main_navigation("/")
    assert 1 < len(entries) <= 6
    assert all(isinstance(entry, Entry) and entry.href.startswith("/") for entry in entries)


def test_every_form_of_a_page_carries_the_token_of_its_cookie(worlds, client_of) -> None:
    client = client_of(worlds.a.people["trainer"])
    response = client.get("/")
    html = response.content.decode()
    tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html))
    tokens |= set(re.findall(r'<meta name="csrf-token" content="(\w+)"', html))
    assert len(tokens) == 1, "made once a page"
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = client.cookies
    data = {"csrfmiddlewaretoken": tokens.pop(), "theme": "dark", "next": "/"}
    assert checking.post(reverse("web:display"), data).status_code == 302
    assert checking.post(reverse("web:display"), data | {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
