"""Sign-in, password, address, second step and sessions, as a person meets them: through the pages, StrictUndefined on."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.mailing import delivered
from tests.web.pages import page, sample_request
from zweiklang.people.public import Person

pytestmark = pytest.mark.django_db
PASSWORD = "Vier-Worte-hinter-einander"


@pytest.fixture(autouse=True)
def _quiet(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def person() -> Person:
    person = Person.objects.create_user("mira@example.org", PASSWORD, given_name="Mira", family_name="Keller")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert client.session.get("_auth_user_id") == str(person.pk)
    return client


@pytest.fixture
def confirmed(signed_in: Client) -> Client:
    """Signed in, and the password given once more, as sensitive pages demand."""
    signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return signed_in


def long_ago(client: Client) -> None:
    """The sign-in of that browser was ten minutes ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session.save()


def test_right_after_sign_in_nobody_is_asked_for_the_password_again(signed_in: Client) -> None:
    assert "App für Codes einrichten" in text(signed_in, "mfa_activate_totp")


def test_sensitive_page_asks_for_the_password_again_and_goes_on(signed_in: Client) -> None:
    long_ago(signed_in)
    page = signed_in.get(reverse("mfa_activate_totp"), follow=True)
    assert "Bitte bestätigen, dass Sie es sind" in page.content.decode()
    answer = signed_in.post(
        page.request["PATH_INFO"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True
    )
    assert "App für Codes einrichten" in answer.content.decode()


def text(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == status
    return response.content.decode()


def test_sign_in_page_is_german_and_offers_password_and_passkey(client: Client) -> None:
    html = text(client, "account_login")
    assert "Passwort" in html
    assert 'data-passkey="login"' in html
    assert "Sign In" not in html


def test_wrong_password_is_said_at_the_form_and_the_address_stays(client: Client, person: Person) -> None:
    html = client.post(
        reverse("account_login"), {"login": person.email, "password": "ganz-anderes-wort"}
    ).content.decode()
    assert 'role="alert"' in html
    assert f'value="{person.email}"' in html
    assert "ganz-anderes-wort" not in html


def test_sign_up_is_closed_and_says_how_accounts_come(client: Client) -> None:
    assert "Konten entstehen durch Einladung" in text(client, "account_signup")


@pytest.mark.parametrize(
    "name",
    [
        "account_reset_password",
        "account_reset_password_done",
        "account_email_verification_sent",
        "account_inactive",
        "account_reset_password_from_key_done",
    ],
)
def test_page_before_sign_in_renders(client: Client, name: str) -> None:
    assert "<h1" in text(client, name)


def test_forgotten_password_by_mail(client: Client, person: Person) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://[^/\s]+(/\S+)", delivered()[0].body)
    assert link
    page = client.get(link.group(1), follow=True)
    assert "Neues Passwort wählen" in page.content.decode()
    new = {"password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    assert "Passwort geändert" in client.post(page.request["PATH_INFO"], new, follow=True).content.decode()
    assert "Dieser Link gilt nicht mehr" in Client().get(link.group(1), follow=True).content.decode()


def test_unknown_address_gets_the_same_answer_and_another_mail(client: Client) -> None:
    answer = client.post(
        reverse("account_reset_password"), {"email": "niemand@example.org"}, follow=True
    ).content.decode()
    assert "Bitte E-Mails ansehen" in answer
    assert "Dazu gibt es aber kein Konto" in delivered()[0].body


def test_address_is_confirmed_by_link(client: Client, person: Person) -> None:
    EmailAddress.objects.filter(user=person).update(verified=False)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    link = re.search(r"https?://[^/\s]+(/\S+)", delivered()[0].body)
    assert link
    assert person.email in client.get(link.group(1)).content.decode()
    client.post(link.group(1))
    assert EmailAddress.objects.get(user=person).verified


def test_unknown_confirmation_link_is_explained(client: Client) -> None:
    assert "Dieser Link gilt nicht mehr" in text(client, "account_confirm_email", "unsinn")


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "account_email",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "usersessions_list",
    ],
)
def test_page_of_the_account_renders(confirmed: Client, name: str) -> None:
    html = text(confirmed, name)
    assert html.count("<h1") == 1
    assert "Mira Keller" in html


def test_change_of_address_waits_for_confirmation(confirmed: Client) -> None:
    confirmed.post(reverse("account_email"), {"email": "neu@example.org", "action_add": "1"})
    assert "neu@example.org ist noch nicht bestätigt" in text(confirmed, "account_email")


def test_password_change_is_told_by_mail(signed_in: Client) -> None:
    data = {"oldpassword": PASSWORD, "password1": PASSWORD + "?", "password2": PASSWORD + "?"}
    html = signed_in.post(reverse("account_change_password"), data, follow=True).content.decode()
    assert "Das Passwort ist geändert." in html
    assert delivered()[-1].subject == "Zweiklang: Passwort geändert"


def test_device_is_named_in_the_list_of_sign_ins(client: Client, person: Person) -> None:
    firefox = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, **firefox)
    html = client.get(reverse("usersessions_list"), **firefox).content.decode()
    assert "Firefox, Linux" in html
    assert "dieses Gerät" in html


def activate_totp(client: Client) -> str:
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    return str(secret)


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_second_step_with_an_app_and_its_emergency_codes(confirmed: Client, person: Person) -> None:
    secret = activate_totp(confirmed)
    html = confirmed.post(
        reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True
    ).content.decode()
    assert "Ihre Codeliste" in html
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert "eingerichtet" in text(confirmed, "mfa_index")
    codes = text(confirmed, "mfa_download_recovery_codes").split()
    assert len(codes) == 20
    assert "gelten dann nicht mehr" in text(confirmed, "mfa_generate_recovery_codes")
    assert "App für Codes abschalten" in text(confirmed, "mfa_deactivate_totp")
    assert "Bitte bestätigen, dass Sie es sind" in text(confirmed, "mfa_reauthenticate")

    other = Client()
    step = other.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True
    ).content.decode()
    assert "Zweiter Schritt" in step
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert other.session.get("_auth_user_id") == str(person.pk)


def test_passkey_can_be_renamed_and_removed(confirmed: Client, person: Person) -> None:
    key = Authenticator.objects.create(
        user=person,
        type="webauthn",
        data={"name": "Mein Telefon", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}},
    )
    html = text(confirmed, "mfa_list_webauthn")
    assert "Mein Telefon" in html
    assert "noch nie" in html
    assert "Passkey umbenennen" in text(confirmed, "mfa_edit_webauthn", key.pk)
    assert "Passkey entfernen?" in text(confirmed, "mfa_remove_webauthn", key.pk)


def test_pages_that_ask_a_key_carry_what_it_is_asked(person: Person) -> None:
    asked = {"request_options": {"publicKey": {"challenge": "</script>"}}}
    common = {
        "form": AuthenticateForm(user=person),
        "webauthn_form": AuthenticateWebAuthnForm(user=person),
        "js_data": asked,
    }
    common |= {"redirect_field": "", "has": {"webauthn"}, "reauthentication_alternatives": []}
    for template in ("mfa/authenticate.html", "mfa/webauthn/reauthenticate.html"):
        html = page(template, common, request=sample_request(person=person))
        assert 'data-passkey="use"' in html
        assert html.count("</script>") == 2, "the options must not end their own element"


def test_choice_of_display_is_kept_for_the_person(signed_in: Client, person: Person) -> None:
    signed_in.post(reverse("web:display"), {"theme": "dark", "text_size": "large", "next": "/hilfe/"})
    person.refresh_from_db()
    assert (person.theme, person.text_size, person.language) == ("dark", "large", "de")
