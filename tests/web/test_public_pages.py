"""The pages anybody may read, and the display choice."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.web.pages import sample_request
from zweiklang.privacy.public import privacy_notice
from zweiklang.web import pages

OPERATOR = {
    "OPERATOR_NAME": "Schulamt Musterstadt",
    "OPERATOR_ADDRESS": "Am Markt 1, 34117 Kassel",
    "OPERATOR_EMAIL": "hilfe@amt.example",
}


@pytest.fixture
def operator(settings: Settings) -> None:
    for name, value in OPERATOR.items():
        setattr(settings, name, value)


@pytest.mark.django_db
@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("view", [pages.imprint, privacy_notice, pages.accessibility, pages.help_page])
def test_page_needs_no_sign_in_and_names_whom_to_ask(view) -> None:
    assert view.login_required is False
    html = view(sample_request()).content.decode()
    assert "hilfe@amt.example" in html
    assert "TODO" not in html


@pytest.mark.usefixtures("operator")
def test_imprint_names_the_operator() -> None:
    html = pages.imprint(sample_request()).content.decode()
    assert OPERATOR["OPERATOR_NAME"] in html
    assert OPERATOR["OPERATOR_ADDRESS"] in html


def fields(request_text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in request_text.strip().splitlines())


def test_security_txt_has_contact_and_an_expiry_in_the_future(settings: Settings) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = "mailto:sicherheit@amt.example", ""
    answer = pages.security_txt(sample_request())
    lines = fields(answer.content.decode())
    expires = datetime.fromisoformat(lines["Expires"])
    assert answer["Content-Type"].startswith("text/plain")
    assert lines["Contact"] == "mailto:sicherheit@amt.example"
    assert lines["Canonical"].endswith("/.well-known/security.txt")
    assert 100 < (expires - timezone.now()).days < 366


def test_security_txt_expires_when_the_operator_says(settings: Settings) -> None:
    settings.SECURITY_EXPIRES = "2031-05-01"
    assert fields(pages.security_txt(sample_request()).content.decode())["Expires"] == "2031-05-01T00:00:00Z"


def choose(**data: str):
    request = RequestFactory().post(reverse("web:display"), data)
    request.user = AnonymousUser()
    return pages.display(request)


def test_choice_is_kept_on_the_device_and_leads_back() -> None:
    response = choose(theme="dark", next="/hilfe/?a=1")
    assert response["Location"] == "/hilfe/?a=1"
    assert response.cookies["zk_theme"].value == "dark"
    assert response.cookies["zk_theme"]["httponly"]
    assert "zk_text_size" not in response.cookies


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example/", "javascript:alert(1)"])
def test_choice_never_leads_to_another_site(target: str) -> None:
    assert choose(theme="light", next=target)["Location"] == "/"


def test_unknown_choice_is_not_kept() -> None:
    assert choose(theme="pink", text_size="999").cookies == {}


def test_choice_is_posted_not_fetched() -> None:
    assert pages.display(sample_request("/anzeige/")).status_code == 405
