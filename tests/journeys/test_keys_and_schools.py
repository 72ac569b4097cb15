"""Passkeys, security keys, the printed code list and school accounts, in Chromium with a virtual authenticator and a real provider."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import Watch, looks_right, too_wide
from tests.journeys.stage import Known, Stage
from tests.peers.provider import SECRET, STYLES, Peer, client, running

PASSWORD = "correct horse battery staple"
PHONE_KEY = {"transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
USB_KEY = {"transport": "usb", "hasResidentKey": False, "hasUserVerification": False}

type Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own."""
    return site.world("k")


@pytest.fixture
def here(site: Stage, watch: Watch) -> str:
    """The site under a name: browsers make no passkeys for a number."""
    watch.expected.append(f"foreign host: http://localhost:{site.port}/")
    return f"http://localhost:{site.port}"


def with_key(page: Page, options: dict[str, Any]) -> None:
    """That browser has an authenticator; somebody touches it whenever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    common = {"protocol": "ctap2", "automaticPresenceSimulation": True}
    common["isUserVerified"] = options["hasUserVerification"]
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**common, **options}})


def signs_in(page: Page, email: str) -> None:
    """By password; a second step may follow."""
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def signs_out(page: Page, home: str) -> None:
    """By the person menu."""
    page.goto(f"{home}/")
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Abmelden").click()


def title(page: Page) -> Any:
    """The heading of the page."""
    return expect(page.get_by_role("heading", level=1))


def adds_key(page: Page, here: str, *, passkey: bool) -> None:
    """The key of this browser belongs to the account."""
    page.goto(f"{here}/konto/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Mein Schlüssel")
    box = page.locator("main input[name=passwordless]")
    box.check() if passkey else box.uncheck()
    page.get_by_role("button", name="Hinzufügen").click()
    title(page).to_have_text("Ihre Codeliste")


def test_a_passkey_is_the_first_factor_and_the_second(
    visit: Visit, site: Stage, world: Known, here: str
) -> None:
    email = world["people"]["trainer"]
    site.order("password", email=email, value=PASSWORD)
    page = visit(None, f"{here}/konto/login/")
    with_key(page, PHONE_KEY)
    signs_in(page, email)
    title(page).to_have_text("Heute")
    adds_key(page, here, passkey=True)
    signs_out(page, here)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    title(page).to_have_text("Heute")
    signs_out(page, here)
    signs_in(page, email)
    title(page).to_have_text("Zweiter Schritt")
    page.get_by_role("button", name="Passkey oder Sicherheitsschlüssel verwenden").click()
    title(page).to_have_text("Heute")


def test_a_security_key_without_a_phone_is_a_second_factor(
    visit: Visit, site: Stage, world: Known, here: str
) -> None:
    email = world["people"]["guardian"]
    site.order("password", email=email, value=PASSWORD)
    page = visit(None, f"{here}/konto/login/")
    with_key(page, USB_KEY)
    signs_in(page, email)
    adds_key(page, here, passkey=False)
    signs_out(page, here)
    signs_in(page, email)
    title(page).to_have_text("Zweiter Schritt")
    page.get_by_role("button", name="Passkey oder Sicherheitsschlüssel verwenden").click()
    title(page).to_have_text("Heute")


def test_the_passkey_of_another_person_opens_nothing(
    visit: Visit, site: Stage, world: Known, here: str
) -> None:
    owner, attacker = world["people"]["deputy_trainer"], world["people"]["training_manager"]
    for email in (owner, attacker):
        site.order("password", email=email, value=PASSWORD)
    page = visit(None, f"{here}/konto/login/")
    with_key(page, USB_KEY)
    signs_in(page, owner)
    adds_key(page, here, passkey=False)
    other = visit(None, f"{here}/konto/login/")
    with_key(other, PHONE_KEY)
    signs_in(other, attacker)
    adds_key(other, here, passkey=True)
    signs_out(other, here)
    signs_in(other, owner)
    title(other).to_have_text("Zweiter Schritt")
    other.get_by_role("button", name="Passkey oder Sicherheitsschlüssel verwenden").click()
    other.wait_for_timeout(500)
    title(other).to_have_text("Zweiter Schritt")
    other.goto(f"{here}/ausbildung/")
    title(other).to_have_text("Zweiter Schritt")


def test_a_code_list_on_paper_is_a_second_factor_by_itself(visit: Visit, site: Stage, world: Known) -> None:
    email = world["people"]["chamber_adviser"]
    site.order("password", email=email, value=PASSWORD)
    page = visit(None, "/konto/login/", size=PHONE)
    signs_in(page, email)
    title(page).to_have_text("Heute")
    page.goto("/konto/2fa/")
    page.get_by_role("link", name="Codeliste erzeugen").click()
    page.get_by_role("button", name="Codeliste erzeugen").click()
    title(page).to_have_text("Ihre Codeliste")
    looks_right(page)
    codes = page.locator(".zk-code-list__codes li .zk-number").all_inner_texts()
    assert len(codes) == 20
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Codeliste drucken")).to_be_hidden()
    page.emulate_media(media="screen")
    signs_out(page, site.url)
    signs_in(page, email)
    title(page).to_have_text("Zweiter Schritt")
    page.locator("main").get_by_role("textbox").fill(codes[3])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    title(page).to_have_text("Heute")
    page.goto("/konto/2fa/")
    expect(page.get_by_text("19 von 20 übrig")).to_be_visible()


@pytest.fixture(scope="module")
def school(site: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """A school's service that knows this site, and that this site knows."""
    secret = tmp_path_factory.mktemp("service") / "secret"
    secret.write_text(SECRET)
    backchannel = f"{site.url}/konto/schule/portal/abmelden-hinten/"
    with running([client("portal", site=site.url, backchannel_logout_uri=backchannel)]) as peer:
        site.order(
            "service",
            key="portal",
            name="Testportal",
            issuer=peer.url,
            client_id="zweiklang-portal",
            secret_reference=f"file:{secret}",
            style="schulconnex",
            scopes=STYLES["schulconnex"],
        )
        yield peer
        site.order("service", key="portal", active=False)


def test_a_teacher_links_the_school_account_and_signs_in_and_out_with_it(
    visit: Visit, site: Stage, world: Known, school: Peer, watch: Watch
) -> None:
    watch.expected += [f"foreign host: {school.url}/", f"(Not Found) ({school.url}/"]  # it has no favicon
    email = world["people"]["class_teacher"]
    site.order("password", email=email, value=PASSWORD)
    page = visit(None, "/konto/login/", size=PHONE)
    assert too_wide(page) == []
    page.get_by_role("link", name="Mit Schulkonto anmelden").click()
    title(page).to_have_text("Dieses Schulkonto ist noch nicht verbunden")
    looks_right(page)
    page.get_by_role("link", name="Anmelden und verbinden").click()
    signs_in(page, email)
    title(page).to_have_text("Schulkonto verbinden?")
    looks_right(page)
    page.get_by_role("button", name="Schulkonto verbinden").click()
    expect(page.get_by_text("Ihr Schulkonto bei Testportal ist verbunden.")).to_be_visible()
    looks_right(page)
    signs_out(page, site.url)
    page.goto("/konto/login/")
    page.get_by_role("link", name="Mit Schulkonto anmelden").click()
    title(page).to_have_text("Heute")
    signs_out(page, site.url)
    title(page).to_have_text("Sie sind abgemeldet")
    looks_right(page)
    page.get_by_role("link", name="Auch dort abmelden").click()
    page.get_by_role("button", name="Ja, abmelden").click()
    title(page).to_have_text("Anmelden")


def test_signing_out_over_there_signs_out_here(
    visit: Visit, site: Stage, world: Known, school: Peer, watch: Watch
) -> None:
    watch.expected += [f"foreign host: {school.url}/", f"(Not Found) ({school.url}/"]  # it has no favicon
    page = visit(None, "/konto/login/")
    page.get_by_role("link", name="Mit Schulkonto anmelden").click()
    title(page).to_have_text("Heute")
    other = page.context.new_page()
    other.goto(f"{school.url}/session/end")
    other.get_by_role("button", name="Ja, abmelden").click()
    expect(other.locator("body")).to_contain_text("Sign-out Success")
    page.goto("/ausbildung/")
    title(page).to_have_text("Anmelden")
