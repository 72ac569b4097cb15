"""Attacks on signing in. Each is refused, and the refusal tells nothing that was not known before."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clients import PersonClient
from tests.mailing import delivered
from tests.worlds import PASSWORD, World
from zweiklang.people.public import Person

LOGIN = "account_login"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
    "/\t/evil.example/",
]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def victim(world_a: World) -> Person:
    return world_a.people["trainer"]


def _enter(browser: Client, person: Person | str, password: str = PASSWORD, **more: str) -> HttpResponse:
    login = person if isinstance(person, str) else person.email
    return browser.post(reverse(LOGIN), {"login": login, "password": password, **more})


def _who(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def _page(answer: HttpResponse, *, without: str) -> tuple[int, str, str]:
    """Status, text and place of an answer, without what differs by chance or was typed in."""
    text = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", answer.content.decode())
    return answer.status_code, text.replace(without, ""), answer.headers.get("Location", "")


# --- Sessions


def test_a_session_key_planted_before_signing_in_is_worth_nothing_afterwards(
    victim: Person, client_of
) -> None:
    browser, attacker = client_of(None), PersonClient()
    browser.get(reverse(LOGIN))
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["zk_session"] = attacker.cookies["zk_session"] = session.session_key
    _enter(browser, victim)
    assert _who(browser) == str(victim.pk)
    assert browser.session.session_key != session.session_key
    assert attacker.get("/").status_code == 302
    assert not UserSession.objects.filter(session_key=session.session_key).exists()


def test_a_session_key_of_the_attackers_own_choice_is_not_taken(victim: Person, client_of) -> None:
    browser = client_of(None)
    browser.cookies["zk_session"] = "a" * 32
    _enter(browser, victim)
    assert browser.session.session_key != "a" * 32


def test_a_stolen_session_ends_when_the_owner_signs_out_everywhere(victim: Person, client_of) -> None:
    thief, owner = client_of(None), client_of(None)
    _enter(thief, victim)
    _enter(owner, victim)
    owner.post(reverse("usersessions_list"))
    assert (thief.get("/").status_code, owner.get("/").status_code) == (302, 200)


def test_a_stolen_session_ends_when_the_password_changes(victim: Person, client_of) -> None:
    thief, owner = client_of(None), client_of(None)
    _enter(thief, victim)
    _enter(owner, victim)
    new = "vier blaue Fahrräder singen"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert owner.post(reverse("account_change_password"), data).status_code == 302
    assert (thief.get("/").status_code, owner.get("/").status_code) == (302, 200)


@pytest.mark.parametrize(
    "page",
    ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "people:remove_code_list"],
)
def test_a_stolen_session_of_last_week_adds_and_removes_no_factor(
    page: str, victim: Person, client_of
) -> None:
    thief = client_of(victim)
    for answer in (thief.get(reverse(page)), thief.post(reverse(page), {"code": "1", "name": "mine"})):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (
            302,
            reverse("account_reauthenticate"),
        )
    assert not Authenticator.objects.filter(user=victim).exists()


def test_a_stolen_session_of_somebody_without_a_password_is_asked_for_a_proof_too(
    victim: Person, client_of
) -> None:
    """allauth waves through whoever has neither password nor second factor."""
    victim.set_unusable_password()
    victim.save()
    answer = client_of(victim).get(reverse("mfa_add_webauthn"))
    assert answer["Location"].split("?")[0] == reverse("people:confirm_by_code")


def test_signing_out_needs_a_token_of_the_page(victim: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(victim, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(reverse("account_logout")).status_code == 403
    browser.get(reverse("account_logout"))
    assert _who(browser) == str(victim.pk)


def test_signing_somebody_in_from_another_site_needs_a_token_of_the_page(victim: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert _enter(browser, victim).status_code == 403
    assert _who(browser) is None


# --- Who has an account here?


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(victim: Person, client_of) -> None:
    pages = [
        _page(_enter(client_of(None), login, "falsch"), without=login)
        for login in (victim.email, "niemand@welten.example")
    ]
    assert pages[0] == pages[1]


def test_an_account_that_was_closed_gets_the_same_page_as_an_unknown_one(victim: Person, client_of) -> None:
    Person.objects.filter(pk=victim.pk).update(is_active=False)
    pages = [
        _page(_enter(client_of(None), login, "falsch"), without=login)
        for login in (victim.email, "niemand@welten.example")
    ]
    assert pages[0] == pages[1]


def test_an_account_that_was_closed_opens_with_no_password(victim: Person, client_of) -> None:
    Person.objects.filter(pk=victim.pk).update(is_active=False)
    browser = client_of(None)
    _enter(browser, victim)
    assert _who(browser) is None


def test_asking_for_a_new_password_gets_the_same_page_for_everybody(victim: Person, client_of) -> None:
    pages = []
    for email in (victim.email, "niemand@welten.example"):
        answer = client_of(None).post(reverse("account_reset_password"), {"email": email})
        pages.append(_page(answer, without=email))
    assert pages[0] == pages[1]


def test_asking_for_a_code_to_sign_in_gets_the_same_page_for_everybody(victim: Person, client_of) -> None:
    pages = []
    for email in (victim.email, "niemand@welten.example"):
        browser = client_of(None)
        answer = browser.post(reverse("account_request_login_code"), {"email": email})
        asked = _page(answer, without=email)
        wrong = browser.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})
        pages.append((asked, _page(wrong, without=email)))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("kind", ["unknown", "wrong password", "no password", "closed"])
def test_every_attempt_costs_one_password_hash(
    kind: str, victim: Person, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock tells nothing: by far the longest part of an attempt is done once, whoever is asked for."""
    if kind == "no password":
        victim.set_unusable_password()
        victim.save()
    if kind == "closed":
        Person.objects.filter(pk=victim.pk).update(is_active=False)
    hashed: list[str] = []
    _count(monkeypatch, hashed, "encode")
    _count(monkeypatch, hashed, "verify")
    _enter(client_of(None), "niemand@welten.example" if kind == "unknown" else victim, "falsch")
    assert len(hashed) == 1


def _count(monkeypatch: pytest.MonkeyPatch, hashed: list[str], method: str) -> None:
    before: Callable[..., object] = getattr(Argon2PasswordHasher, method)

    def counted(*args: object, **kwargs: object) -> object:
        hashed.append(method)
        return before(*args, **kwargs)

    monkeypatch.setattr(Argon2PasswordHasher, method, counted)


def test_the_limit_of_attempts_is_the_same_for_unknown_addresses(victim: Person, client_of) -> None:
    told = []
    for login in (victim.email, "niemand@welten.example"):
        browser = client_of(None)
        answers = [_page(_enter(browser, login, "falsch"), without=login) for _ in range(7)]
        told.append(answers)
    assert told[0] == told[1]
    assert told[0][0] != told[0][6], "the limit was reached"


def test_guessing_goes_on_for_nobody_after_five_wrong_passwords_even_with_the_right_one(
    victim: Person, client_of
) -> None:
    for _ in range(5):
        _enter(client_of(None), victim, "falsch")
    browser = client_of(None)
    _enter(browser, victim)
    assert _who(browser) is None


# --- Where links and answers lead


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(wanted: str, victim: Person, client_of) -> None:
    browser = client_of(None)
    answer = browser.post(
        reverse(LOGIN) + "?next=" + wanted, {"login": victim.email, "password": PASSWORD, "next": wanted}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_out_and_confirming_lead_to_no_other_site(wanted: str, victim: Person, client_of) -> None:
    browser = client_of(None)
    _enter(browser, victim)
    confirmed = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": wanted})
    assert confirmed["Location"] == "/"
    assert browser.post(reverse("account_logout"), {"next": wanted})["Location"] == reverse(LOGIN)


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST"])
def test_a_forged_host_does_not_get_into_the_mail_with_the_new_password(
    header: str, victim: Person, client_of
) -> None:
    value = "host=evil.example" if header == "HTTP_FORWARDED" else "evil.example"
    client_of(None).post(reverse("account_reset_password"), {"email": victim.email}, **{header: value})
    body = delivered()[-1].body
    assert "http://testserver/konto/" in body
    assert "evil" not in body


def test_a_request_for_another_host_is_not_answered_and_sends_no_mail(victim: Person, client_of) -> None:
    answer = client_of(None).post(
        reverse("account_reset_password"), {"email": victim.email}, HTTP_HOST="evil.example"
    )
    assert answer.status_code == 400
    assert delivered() == []
