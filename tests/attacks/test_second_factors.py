"""Attacks on codes, links and second factors: guessed, used again, taken from somebody else."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.mailing import delivered
from tests.worlds import PASSWORD, World
from zweiklang.people.public import Person


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def victim(world_a: World) -> Person:
    return world_a.people["trainer"]


def _enter(browser: Client, person: Person | str, password: str = PASSWORD, **more: str) -> HttpResponse:
    login = person if isinstance(person, str) else person.email
    return browser.post(reverse("account_login"), {"login": login, "password": password, **more})


def _who(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


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
