"""The printed code list: a full second factor by itself, which stays when other factors go."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.worlds import PASSWORD, World
from zweiklang.people.public import Person

LIST = Authenticator.Type.RECOVERY_CODES


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def trainer(world_a: World) -> Person:
    return world_a.people["trainer"]


@pytest.fixture
def browser(trainer: Person, client_of) -> Client:
    """Signed in a moment ago, so that nothing has to be confirmed."""
    browser: Client = client_of(None)
    browser.post(reverse("account_login"), {"login": trainer.email, "password": PASSWORD})
    return browser


def _has_list(person: Person) -> bool:
    return Authenticator.objects.filter(user=person, type=LIST).exists()


def test_somebody_without_any_other_factor_makes_one(trainer: Person, browser: Client) -> None:
    answer = browser.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert "Codeliste drucken" in answer.content.decode()
    assert _has_list(trainer)


def test_the_page_has_twenty_codes_and_crosses_out_those_that_were_used(
    trainer: Person, browser: Client, client_of
) -> None:
    codes = RecoveryCodes.activate(trainer)
    first = codes.get_unused_codes()[0]
    other = client_of(None)
    other.post(reverse("account_login"), {"login": trainer.email, "password": PASSWORD})
    other.post(reverse("mfa_authenticate"), {"code": f"{first[:4]} {first[4:]}"})
    page = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert page.count('class="zk-code-list__number"') == 20
    assert f"<del>{first[:4]} {first[4:]}</del>" in page


def test_the_list_stays_when_the_app_goes_with_the_codes_already_used(
    trainer: Person, browser: Client
) -> None:
    TOTP.activate(trainer, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(trainer)
    assert codes.validate_code(codes.get_unused_codes()[0])
    left = codes.get_unused_codes()
    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(user=trainer, type="totp").exists()
    kept = Authenticator.objects.get(user=trainer, type=LIST)
    assert RecoveryCodes(kept).get_unused_codes() == left


def test_the_list_stays_when_the_last_key_goes(trainer: Person, browser: Client) -> None:
    key = Authenticator.objects.create(user=trainer, type="webauthn", data={"name": "Schlüssel"})
    RecoveryCodes.activate(trainer)
    assert browser.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 302
    assert _has_list(trainer)


def test_without_a_list_taking_the_app_away_makes_none(trainer: Person, browser: Client) -> None:
    TOTP.activate(trainer, "JBSWY3DPEHPK3PXP")
    browser.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=trainer).exists()


def test_the_list_goes_when_its_owner_says_so(trainer: Person, browser: Client, client_of) -> None:
    RecoveryCodes.activate(trainer)
    assert (
        "genügt zum Anmelden wieder Ihr Passwort"
        in browser.get(reverse("people:remove_code_list")).content.decode()
    )
    browser.post(reverse("people:remove_code_list"))
    assert not _has_list(trainer)
    other = client_of(None)
    other.post(reverse("account_login"), {"login": trainer.email, "password": PASSWORD})
    assert other.session.get("_auth_user_id") == str(trainer.pk)


def test_new_codes_end_the_old_ones(trainer: Person, browser: Client) -> None:
    old = RecoveryCodes.activate(trainer).get_unused_codes()
    browser.post(reverse("mfa_generate_recovery_codes"))
    new = RecoveryCodes(Authenticator.objects.get(user=trainer, type=LIST)).get_unused_codes()
    assert not set(old) & set(new)


def test_the_second_step_asks_only_for_what_somebody_has(trainer: Person, client_of) -> None:
    RecoveryCodes.activate(trainer)
    browser = client_of(None)
    browser.post(reverse("account_login"), {"login": trainer.email, "password": PASSWORD})
    page = browser.get(reverse("mfa_authenticate")).content.decode()
    assert "von Ihrer Codeliste" in page
    assert "aus Ihrer App" not in page
    assert 'data-passkey="use"' not in page


def test_after_a_change_of_the_secret_key_old_codes_still_count(trainer: Person, settings: Settings) -> None:
    codes = RecoveryCodes.activate(trainer)
    before = codes.get_unused_codes()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key that is long enough for Django to take it as one"
    assert RecoveryCodes(Authenticator.objects.get(user=trainer)).get_unused_codes() == before
