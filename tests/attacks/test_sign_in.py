"""Attacks on signing in. Each is refused, and the refusal tells nothing that was not known before."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
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


# --- Codes, links and second factors


def test_a_code_of_the_list_counts_once(victim: Person, client_of) -> None:
    code = RecoveryCodes.activate(victim).get_unused_codes()[0]
    for expected in (str(victim.pk), None):
        browser = client_of(None)
        _enter(browser, victim)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert _who(browser) == expected


def test_after_the_password_alone_nobody_is_in_and_no_page_opens(victim: Person, client_of) -> None:
    RecoveryCodes.activate(victim)
    browser = client_of(None)
    assert _enter(browser, victim)["Location"] == reverse("mfa_authenticate")
    assert _who(browser) is None
    assert browser.get("/").status_code == 302
    assert browser.get(reverse("mfa_generate_recovery_codes")).status_code == 302


def test_codes_are_not_guessed_in_five_tries(victim: Person, client_of) -> None:
    code = RecoveryCodes.activate(victim).get_unused_codes()[0]
    browser = client_of(None)
    _enter(browser, victim)
    for number in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": f"{number:08d}"})
    browser.post(reverse("mfa_authenticate"), {"code": code})
    assert _who(browser) is None


def test_the_code_list_of_another_person_does_not_help(world_a: World, victim: Person, client_of) -> None:
    RecoveryCodes.activate(victim)
    other = RecoveryCodes.activate(world_a.people["other_trainer"]).get_unused_codes()[0]
    browser = client_of(None)
    _enter(browser, victim)
    browser.post(reverse("mfa_authenticate"), {"code": other})
    assert _who(browser) is None


@pytest.mark.parametrize("page", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_the_passkey_of_another_person_is_not_there(
    page: str, world_a: World, victim: Person, client_of
) -> None:
    key = Authenticator.objects.create(user=victim, type="webauthn", data={"name": "Telefon"})
    attacker = client_of(None)
    _enter(attacker, world_a.people["other_trainer"])
    for answer in (attacker.get(reverse(page, args=[key.pk])), attacker.post(reverse(page, args=[key.pk]))):
        assert answer.status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data == {"name": "Telefon"}


def test_the_link_for_a_new_password_counts_once(victim: Person, client_of) -> None:
    client_of(None).post(reverse("account_reset_password"), {"email": victim.email})
    link = re.search(r"http://testserver(/\S+)", delivered()[-1].body)
    assert link
    browser, new = client_of(None), "vier blaue Fahrräder singen"
    page = browser.get(link[1], follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert "gilt nicht mehr" in client_of(None).get(link[1], follow=True).content.decode()


def _asks_for_a_code(victim: Person, client_of) -> tuple[Client, str]:
    """Somebody without a password, and the code just mailed."""
    victim.set_unusable_password()
    victim.save()
    browser = client_of(victim)
    browser.post(reverse("people:send_confirmation_code"))
    found = re.search(r"^\s+(\d{6})$", delivered()[-1].body, re.MULTILINE)
    assert found
    return browser, found[1]


def test_a_mailed_code_confirms_once_and_in_the_browser_that_asked_for_it(victim: Person, client_of) -> None:
    browser, code = _asks_for_a_code(victim, client_of)
    here = reverse("people:confirm_by_code")
    assert client_of(victim).post(here, {"code": code}).status_code == 422
    assert browser.post(here, {"code": code}).status_code == 302
    assert browser.post(here, {"code": code}).status_code == 422
    assert browser.get(reverse("mfa_add_webauthn")).status_code == 200


def test_a_mailed_code_is_dead_after_five_wrong_ones_and_after_ten_minutes(
    victim: Person, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, code = _asks_for_a_code(victim, client_of)
    here = reverse("people:confirm_by_code")
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert browser.post(here, {"code": wrong}).status_code == 422
    assert browser.post(here, {"code": code}).status_code == 422
    browser, code = _asks_for_a_code(victim, client_of)
    later = time.time() + 601
    monkeypatch.setattr("zweiklang.people.sign_in.mail_code.time.time", lambda: later)
    assert browser.post(here, {"code": code}).status_code == 422


def test_mailed_codes_are_not_sent_without_end(victim: Person, client_of) -> None:
    victim.set_unusable_password()
    victim.save()
    browser = client_of(victim)
    for _ in range(6):
        browser.post(reverse("people:send_confirmation_code"))
    assert len(delivered()) == 3


def test_an_address_that_was_never_confirmed_gets_no_code(victim: Person, client_of) -> None:
    victim.set_unusable_password()
    victim.save()
    EmailAddress.objects.filter(user=victim).update(verified=False)
    client_of(victim).post(reverse("people:send_confirmation_code"))
    assert delivered() == []


def test_a_stolen_copy_of_the_database_opens_no_second_factor(victim: Person) -> None:
    codes = RecoveryCodes.activate(victim).get_unused_codes()
    stored = str(Authenticator.objects.get(user=victim).data)
    assert "zk1:" in stored
    assert not any(code in stored for code in codes)


def test_a_code_of_an_app_counts_once(victim: Person, client_of) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(victim, secret)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    for expected in (str(victim.pk), None):
        browser = client_of(None)
        _enter(browser, victim)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert _who(browser) == expected


def test_asking_for_a_code_to_sign_in_gets_the_same_page_for_everybody(victim: Person, client_of) -> None:
    pages = []
    for email in (victim.email, "niemand@welten.example"):
        browser = client_of(None)
        answer = browser.post(reverse("account_request_login_code"), {"email": email})
        asked = _page(answer, without=email)
        wrong = browser.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})
        pages.append((asked, _page(wrong, without=email)))
    assert pages[0] == pages[1]


def test_a_mailed_code_to_sign_in_counts_once_and_not_in_another_browser(victim: Person, client_of) -> None:
    asking, other = client_of(None), client_of(None)
    asking.post(reverse("account_request_login_code"), {"email": victim.email})
    found = re.search(r"^\s+([A-Z0-9]+-?[A-Z0-9]+)$", delivered()[-1].body, re.MULTILINE)
    assert found, delivered()[-1].body
    here = reverse("account_confirm_login_code")
    other.post(here, {"code": found[1]})
    assert _who(other) is None
    asking.post(here, {"code": found[1]})
    assert _who(asking) == str(victim.pk)
    asking.post(reverse("account_logout"))
    asking.post(here, {"code": found[1]})
    assert _who(asking) is None
