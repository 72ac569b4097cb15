"""Signing in with a school account, against a certified provider: three styles of claims, linking, confirming, signing out."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from tests.mailing import delivered
from tests.peers.provider import SECRET, Peer, path_of, soon
from tests.peers.school import SECRET_VARIABLE, linked, service, sets_out, signed_in, signs_in
from tests.worlds import PASSWORD, World
from zweiklang.apprenticeships.public import Pupil
from zweiklang.organisations.public import Organisation
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.public import Person, register_roster_match
from zweiklang.people.school_accounts import linking
from zweiklang.people.school_accounts.protocol import LOGOUT_EVENT
from zweiklang.rooms.public import as_system

SUBJECTS = {"plain": "anna", "schulconnex": "anna", "vidis": "pairwise-zweiklang-vidis-anna"}


@pytest.fixture(autouse=True)
def _quiet(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    cache.clear()
    peer.sits("anna")


@pytest.fixture
def teacher(world_a: World) -> Person:
    return world_a.people["class_teacher"]


@pytest.mark.parametrize("style", SUBJECTS)
def test_a_linked_school_account_signs_in_and_what_it_says_is_read_by_its_style(
    style: str, peer: Peer, teacher: Person, client_of
) -> None:
    identity = linked(teacher, service(peer, style), SUBJECTS[style])
    browser = client_of(None)
    answer = signs_in(browser, peer, style, next="/hilfe/")
    assert (answer.status_code, answer["Location"]) == (302, "/hilfe/")
    assert signed_in(browser) == str(teacher.pk)
    identity.refresh_from_db()
    assert (identity.role, identity.school_number) == ("Lehr", "6270")
    assert identity.used_at


def test_the_request_carries_pkce_nonce_and_state_and_the_services_own_parameters_cannot_replace_them(
    peer: Peer, db: None, client_of
) -> None:
    service(peer, "vidis", parameters={"kc_idp_hint": "schulportal", "state": "fixed", "nonce": "fixed"})
    query = parse_qs(urlsplit(sets_out(client_of(None), "vidis")).query)
    assert query["kc_idp_hint"] == ["schulportal"]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert all(len(query[name][0]) > 30 for name in ("state", "nonce"))


def test_an_unknown_school_account_opens_nothing_and_says_how_to_link(
    peer: Peer, teacher: Person, client_of
) -> None:
    service(peer, "plain")
    browser, people = client_of(None), Person.objects.count()
    page = browser.get(signs_in(browser, peer, "plain")["Location"]).content.decode()
    assert "noch nicht verbunden" in page
    assert signed_in(browser) is None
    assert (Person.objects.count(), SchoolIdentity.objects.count()) == (people, 0)


def test_a_person_links_after_signing_in_here_and_is_told_by_mail(
    peer: Peer, teacher: Person, client_of
) -> None:
    service(peer, "plain")
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    here = reverse("people:school_link")
    assert "wartet" in browser.get(reverse("account_login"), {"next": here}).content.decode()
    data = {"login": teacher.email, "password": PASSWORD, "next": here}
    assert browser.post(reverse("account_login"), data)["Location"] == here
    assert "Anna Maria Kern" in browser.get(here).content.decode()
    browser.post(here)
    identity = SchoolIdentity.objects.get()
    assert (identity.person_id, identity.subject, identity.linked_by) == (teacher.pk, "anna", "signed_in")
    assert "Schulkonto" in delivered()[-1].subject
    again = client_of(None)
    signs_in(again, peer, "plain")
    assert signed_in(again) == str(teacher.pk)


def test_linking_asks_for_a_fresh_proof(peer: Peer, teacher: Person, client_of) -> None:
    service(peer, "plain")
    browser = client_of(teacher)  # a session without any proof, like one of last week
    assert signs_in(browser, peer, "plain")["Location"] == reverse("people:school_link")
    answer = browser.post(reverse("people:school_link"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not SchoolIdentity.objects.exists()
    data = {"password": PASSWORD, "next": reverse("people:school_link")}
    browser.post(reverse("account_reauthenticate"), data)
    assert SchoolIdentity.objects.get().person_id == teacher.pk


def test_one_person_holds_several_school_accounts(peer: Peer, teacher: Person, client_of) -> None:
    for key in ("plain", "schulconnex"):
        linked(teacher, service(peer, key), "anna")
        browser = client_of(None)
        signs_in(browser, peer, key)
        assert signed_in(browser) == str(teacher.pk)
    page = client_of(teacher).get(reverse("people:school_accounts")).content.decode()
    assert "Testportal plain" in page
    assert "Testportal schulconnex" in page


def test_the_id_in_a_schools_own_list_links_only_where_the_service_may(
    peer: Peer, world_a: World, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil = _without_account(world_a.people["apprentice"])
    monkeypatch.setattr(linking, "_matches", [])
    register_roster_match(lambda pending: pupil if pending.said.roster_id == "schulconnex:bela" else None)
    peer.sits("bela")
    provider = service(peer, "plain")
    browser = client_of(None)
    assert signs_in(browser, peer, "plain")["Location"] == reverse("people:school_unknown")
    _allow_roster(provider)
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert signed_in(browser) == str(pupil.pk)
    assert SchoolIdentity.objects.get().linked_by == "roster"


@pytest.mark.parametrize(
    ("provider", "opens"),
    [
        ({"roster_links": True}, True),
        ({"roster_links": True, "school_numbers": ["6270"]}, True),
        ({"roster_links": True, "school_numbers": ["7001"]}, False),
        ({"roster_links": False}, False),
    ],
    ids=str,
)
def test_a_pupil_of_the_schools_file_comes_in_by_its_id_at_that_school_only(
    provider: dict[str, Any], opens: bool, peer: Peer, world_a: World, client_of
) -> None:
    pupil = _known_to_the_school(world_a, number="627000", external_id="schulconnex:bela")
    peer.sits("bela")
    service(peer, "plain", **provider)
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert signed_in(browser) == (str(pupil.pk) if opens else None)


@pytest.mark.parametrize(
    ("number", "external_id"),
    [("7001", "schulconnex:bela"), ("6270", "lusd:bela"), ("6270", "schulconnex:other"), ("6270", "")],
)
def test_another_school_or_another_systems_id_does_not_open_a_pupils_account(
    number: str, external_id: str, peer: Peer, world_a: World, client_of
) -> None:
    _known_to_the_school(world_a, number=number, external_id=external_id)
    peer.sits("bela")
    service(peer, "plain", roster_links=True)
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert signed_in(browser) is None


def _known_to_the_school(world: World, *, number: str, external_id: str) -> Person:
    """Returns a pupil whom the school's file named with that id."""
    with as_system("tests"):
        Organisation.objects.filter(pk=world.school.pk).update(number=number)
        pupil = Pupil.objects.filter(school=world.school).first()
        assert pupil
        Pupil.objects.filter(pk=pupil.pk).update(external_id=external_id)
        return _without_account(Person.objects.get(pk=pupil.person_id))


def _without_account(person: Person) -> Person:
    """Returns the person as a file makes one."""
    person.emailaddress_set.all().delete()
    person.email = ""
    person.save(update_fields=["email"])
    return person


def test_two_lists_that_disagree_link_nobody(
    peer: Peer, world_a: World, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "_matches", [])
    for name in ("apprentice", "second_apprentice"):
        person = _without_account(world_a.people[name])
        register_roster_match(lambda _, person=person: person)
    peer.sits("bela")
    service(peer, "plain", roster_links=True)
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert signed_in(browser) is None
    assert not SchoolIdentity.objects.exists()


def test_signing_in_with_a_school_account_asks_for_the_second_step_too(
    peer: Peer, teacher: Person, client_of
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    codes = RecoveryCodes.activate(teacher).get_unused_codes()
    linked(teacher, service(peer, "plain"), "anna")
    browser = client_of(None)
    assert signs_in(browser, peer, "plain")["Location"] == reverse("mfa_authenticate")
    assert signed_in(browser) is None
    browser.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert signed_in(browser) == str(teacher.pk)


def test_somebody_without_a_password_confirms_with_the_school_account(
    peer: Peer, teacher: Person, client_of
) -> None:
    teacher.set_unusable_password()
    teacher.save()
    linked(teacher, service(peer, "plain"), "anna")
    browser, over_there = client_of(None), peer.browser()
    browser.get(path_of(peer.walk(sets_out(browser, "plain"), browser=over_there)))
    answer = browser.get(reverse("mfa_generate_recovery_codes"))
    assert answer["Location"].startswith(reverse("people:school_confirm", args=["plain"]))
    address = browser.get(answer["Location"])["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    back = browser.get(path_of(peer.walk(address, browser=over_there)))
    assert back["Location"] == reverse("mfa_generate_recovery_codes")
    assert browser.get(back["Location"]).status_code == 200


def test_a_session_alive_over_there_is_no_fresh_proof(peer: Peer, teacher: Person, client_of) -> None:
    teacher.set_unusable_password()
    teacher.save()
    linked(teacher, service(peer, "plain"), "anna")
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    assert browser.get(reverse("mfa_add_webauthn")).status_code == 302


def test_the_service_ends_our_session_by_its_logout_token(peer: Peer, teacher: Person, client_of) -> None:
    linked(teacher, service(peer, "plain"), "anna")
    browser, other, over_there = client_of(None), client_of(None), peer.browser()
    browser.get(path_of(peer.walk(sets_out(browser, "plain"), browser=over_there)))
    signs_in(other, peer, "plain")
    _signs_out_there(peer, over_there)
    token = peer.captured()[-1]
    answer = client_of(None).post(
        reverse("people:school_backchannel", args=["plain"]), {"logout_token": token}
    )
    assert answer.status_code == 200
    assert browser.get("/").status_code == 302
    assert other.get("/").status_code == 200, "another session over there lives on"


def test_a_logout_token_without_a_session_ends_all_of_that_person(
    peer: Peer, teacher: Person, client_of
) -> None:
    linked(teacher, service(peer, "plain"), "anna")
    browsers = [client_of(None), client_of(None)]
    for browser in browsers:
        signs_in(browser, peer, "plain")
    by_password = client_of(teacher)
    token = peer.signs(_logout(peer, sub="anna"), "logout+jwt")
    client_of(None).post(reverse("people:school_backchannel", args=["plain"]), {"logout_token": token})
    assert [browser.get("/").status_code for browser in browsers] == [302, 302]
    assert by_password.get("/").status_code == 200, (
        "a session that did not begin there is none of its business"
    )


def test_the_front_channel_ends_the_session_it_names(peer: Peer, teacher: Person, client_of) -> None:
    linked(teacher, service(peer, "plain"), "anna")
    browser, frame = client_of(None), client_of(None)
    signs_in(browser, peer, "plain")
    sid = browser.session["people.school_visit"]["sid"]
    address = reverse("people:school_frontchannel", args=["plain"])
    for query in ({"sid": sid}, {"sid": sid, "iss": "https://other.example"}, {"iss": peer.url}):
        assert frame.get(address, query).status_code == 200
        assert browser.get("/").status_code == 200
    answer = frame.get(address, {"iss": peer.url, "sid": sid})
    assert "X-Frame-Options" not in answer
    assert browser.get("/").status_code == 302


def test_signing_out_here_offers_to_sign_out_there_too(peer: Peer, teacher: Person, client_of) -> None:
    linked(teacher, service(peer, "plain"), "anna")
    browser = client_of(None)
    signs_in(browser, peer, "plain")
    answer = browser.post(reverse("account_logout"))
    assert answer["Location"] == reverse("people:school_signed_out")
    assert signed_in(browser) is None
    page = browser.get(answer["Location"]).content.decode()
    assert f"{peer.url}/session/end?id_token_hint=" in page
    assert browser.get(answer["Location"]).status_code == 302, "the address is given out once"


def test_unlinking_signs_out_other_devices(peer: Peer, teacher: Person, client_of) -> None:
    identity = linked(teacher, service(peer, "plain"), "anna")
    other, browser = client_of(None), client_of(None)
    signs_in(other, peer, "plain")
    browser.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
    browser.post(reverse("people:school_unlink", args=[identity.pk]))
    assert not SchoolIdentity.objects.exists()
    assert other.get("/").status_code == 302
    assert browser.get("/").status_code == 200


def test_the_only_way_to_sign_in_stays(peer: Peer, teacher: Person, client_of) -> None:
    identity = linked(teacher, service(peer, "plain"), "anna")
    browser = client_of(None)
    browser.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
    EmailAddress.objects.filter(user=teacher).update(verified=False)  # a password without a confirmed address
    address = reverse("people:school_unlink", args=[identity.pk])
    assert "einziger Weg" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 403
    assert SchoolIdentity.objects.exists()


def _allow_roster(provider: IdentityProvider) -> None:
    with as_system("tests"):
        IdentityProvider.objects.filter(pk=provider.pk).update(roster_links=True)


def _logout(peer: Peer, **more: Any) -> dict[str, Any]:
    claims = {"iss": peer.url, "aud": "zweiklang-plain", "jti": f"j{time.time_ns()}", **soon()}
    return {**claims, "events": {LOGOUT_EVENT: {}}, **more}


def _signs_out_there(peer: Peer, over_there: requests.Session) -> None:
    page = over_there.get(f"{peer.url}/session/end", timeout=5).text
    secret = page.split('name="xsrf" value="')[1].split('"')[0]
    over_there.post(f"{peer.url}/session/end/confirm", {"xsrf": secret, "logout": "yes"}, timeout=5)
