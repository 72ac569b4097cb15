"""Every page, message and mail of allauth that can be reached exists in Jinja2, in German."""

import re
from datetime import UTC, datetime
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist, engines
from django.template.loader import render_to_string

SHIPPED = Path(allauth.__file__).parent / "templates"
APPS = ("account", "mfa", "usersessions")
# What cannot be reached, and why. Taking a reason away (a setting, an app) must bring the template.
PARTS = "part of allauth's own pages, which extend and include it; ours extend web/layout.html"
UNREACHABLE = {
    "account/signup.html": "sign-up is closed (AccountAdapter.is_open_for_signup)",
    "account/signup_by_passkey.html": "sign-up is closed",
    "mfa/webauthn/signup_form.html": "MFA_PASSKEY_SIGNUP_ENABLED is off",
    "mfa/recovery_codes/index.html": "the codes are shown by our own page (people/code_list.html)",
    "account/phone_change.html": "no telephone numbers are kept",
    "account/confirm_phone_verification_code.html": "no telephone numbers are kept",
    "account/base_manage_phone.html": "no telephone numbers are kept",
    "account/messages/phone_verification_sent.txt": "no telephone numbers are kept",
    "account/messages/phone_verified.txt": "no telephone numbers are kept",
    "account/base_entrance.html": PARTS,
    "account/base_manage.html": PARTS,
    "account/base_manage_email.html": PARTS,
    "account/base_manage_password.html": PARTS,
    "mfa/base_entrance.html": PARTS,
    "mfa/base_manage.html": PARTS,
    "mfa/totp/base.html": PARTS,
    "mfa/recovery_codes/base.html": PARTS,
    "mfa/webauthn/base.html": PARTS,
    "mfa/webauthn/snippets/scripts.html": PARTS,
    "mfa/webauthn/snippets/login_script.html": PARTS,
    "usersessions/base_manage.html": PARTS,
}
MAIL_CONTEXT = {
    "email": "mira@example.org",
    "activate_url": "https://zweiklang.example/konto/a/?x=1&y=2",
    "password_reset_url": "https://zweiklang.example/konto/b/?x=1&y=2",
    "signup_url": "https://zweiklang.example/konto/signup/",
    "code": "ABC-123",
    "from_email": "alt@example.org",
    "to_email": "neu@example.org",
    "deleted_email": "alt@example.org",
    "timestamp": datetime(2026, 3, 16, 7, 5, tzinfo=UTC),
    "ip": "192.0.2.1",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "recipient": "mira@example.org",
}


def shipped(kind: str) -> list[str]:
    names = (
        path.relative_to(SHIPPED).as_posix()
        for app in APPS
        for path in (SHIPPED / app).rglob("*")
        if path.is_file()
    )
    return sorted(
        name for name in names if f"/{kind}/" in name or (kind == "pages" and name.endswith(".html"))
    )


def test_the_installed_apps_are_those_that_are_checked() -> None:
    installed = {
        app.removeprefix("allauth.") for app in settings.INSTALLED_APPS if app.startswith("allauth.")
    }
    assert installed == set(APPS)


def test_no_engine_but_jinja2_is_installed() -> None:
    assert [engine.name for engine in engines.all()] == ["jinja2"]


def test_unreachable_templates_are_still_shipped() -> None:
    assert [name for name in UNREACHABLE if not (SHIPPED / name).exists()] == []


@pytest.mark.parametrize(
    "name",
    [name for kind in ("pages", "messages", "email") for name in shipped(kind) if name not in UNREACHABLE],
)
def test_reachable_template_exists_in_jinja2(name: str) -> None:
    try:
        engines["jinja2"].get_template(name)
    except TemplateDoesNotExist as error:
        pytest.fail(f"allauth can show {name}, but there is no {error} in our Jinja2 templates")


@pytest.mark.parametrize("name", [name for name in shipped("email") if "/base_" not in name])
def test_mail_renders_as_plain_german_text(name: str) -> None:
    context = dict(MAIL_CONTEXT)
    if name.endswith("_signup_message.txt"):
        del context["code"]
    text = render_to_string(name, context)
    assert text.strip()
    assert "&amp;" not in text
    assert "<" not in text
    if name.endswith("_subject.txt"):
        assert "\n" not in text.strip()
    else:
        assert text.startswith("Guten Tag,\n\n")
        assert "\n\n\n\n" not in text


@pytest.mark.parametrize("name", [name for name in shipped("email") if "/base_" not in name])
def test_mail_says_the_same_in_english(name: str) -> None:
    german, english = (render_to_string(n, MAIL_CONTEXT) for n in (name, name.replace(".txt", ".en.txt")))
    assert english.strip()
    assert english != german
    facts = re.compile(r"https?://\S+|ABC-123|\S+@[\w.]+\w")
    assert facts.findall(english) == facts.findall(german)
    if name.endswith("_message.txt"):
        assert english.startswith("Hello,\n\n")
        assert not re.search(r"[äöüÄÖÜß]|\b(Sie|und|nicht)\b", english)


@pytest.mark.parametrize("name", [name for name in shipped("messages") if name not in UNREACHABLE])
def test_message_renders(name: str) -> None:
    said = render_to_string(name, {"email": "mira@example.org", "recipient": "mira@example.org"}).strip()
    assert bool(said) is (name != "account/messages/logged_in.txt")


def test_link_in_a_mail_can_be_followed() -> None:
    assert "https://zweiklang.example/konto/b/?x=1&y=2\n" in render_to_string(
        "account/email/password_reset_key_message.txt", MAIL_CONTEXT
    )


def test_name_in_a_mail_cannot_become_markup_elsewhere() -> None:
    """Only plain-text templates are not escaped."""
    engine = engines["jinja2"]
    assert engine.env.autoescape("account/email/x_message.txt") is False
    assert engine.env.autoescape("web/layout.html") is True
    assert engine.env.autoescape(None) is True
