"""Stopping notices: from the mail without sign-in, or in one's own account."""

import re

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from tests.jobs.test_mails import notify
from tests.mailing import delivered
from tests.worlds import Worlds
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.people.mailing.kinds import NOTICES
from zweiklang.people.mailing.unsubscribing import rhythms, set_rhythm, unsubscribe_path, wants
from zweiklang.people.models import MailPreference
from zweiklang.people.public import MailKind, Person, Rhythm, actor_of
from zweiklang.people.services import change_mails

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person(worlds: Worlds) -> Person:
    return worlds.a.people["trainer"]


def declined(person: Person) -> set[MailKind]:
    return {kind for kind, rhythm in rhythms(person).items() if rhythm == Rhythm.NEVER}


def shown(client: Client, response_of: str, method: str) -> tuple[int, str]:
    response = getattr(client, method)(response_of)
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())
    return response.status_code, text.replace(response_of, "")


def test_the_link_of_a_mail_asks_first_and_changes_nothing(person: Person) -> None:
    """Programs that check mails follow every link."""
    assert Client().get(unsubscribe_path(person, MailKind.CONTRACTS)).status_code == 200
    assert wants(person, MailKind.CONTRACTS)


def test_one_click_in_a_mail_program_stops_this_kind_and_no_other(person: Person) -> None:
    notify(person)
    path = delivered()[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, ONE_CLICK).status_code == 200
    assert "zk_session" not in client.cookies
    assert declined(person) == {MailKind.CONTRACTS}
    assert not notify(person)
    assert notify(person, kind=MailKind.ORGANISATION)
    assert len(delivered()) == 2


def test_a_person_presses_the_button_on_the_page_of_the_link(person: Person) -> None:
    path = unsubscribe_path(person, MailKind.CONTRACTS)
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(path).status_code == 403
    assert wants(person, MailKind.CONTRACTS)
    page = browser.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    assert browser.post(path, {"csrfmiddlewaretoken": token[1]}).status_code == 200
    assert not wants(person, MailKind.CONTRACTS)


def test_a_second_click_changes_nothing(person: Person) -> None:
    path = unsubscribe_path(person, MailKind.CONTRACTS)
    Client().post(path, ONE_CLICK)
    before = MailPreference.objects.values().get()
    assert Client().post(path, ONE_CLICK).status_code == 200
    assert MailPreference.objects.values().get() == before


def test_a_mail_already_queued_is_not_sent_any_more(person: Person) -> None:
    notify(person)
    set_rhythm(person.pk, MailKind.CONTRACTS, Rhythm.NEVER)
    assert delivered() == []


def _forged(person: Person) -> list[str]:
    value = [str(person.pk), "contracts"]
    real = unsubscribe_path(person, MailKind.CONTRACTS).split("/")[-2]
    return [
        "x",
        Signer(salt="people.unsubscribe", key="another key").sign_object(value),
        Signer(salt="other").sign_object(value),
        real[:-1] + ("A" if real[-1] != "A" else "B"),
        Signer(salt="people.unsubscribe").sign_object(["01900000-0000-7000-8000-000000000000", "contracts"]),
        Signer(salt="people.unsubscribe").sign_object([str(person.pk), "security"]),
    ]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_looks_like_a_true_one_and_changes_nothing(
    method: str, number: int, person: Person
) -> None:
    forged = reverse("people:unsubscribe", args=[_forged(person)[number]])
    answer = shown(Client(), forged, method)
    assert MailPreference.objects.count() == 0
    assert answer == shown(Client(), unsubscribe_path(person, MailKind.CONTRACTS), method)


def test_the_page_tells_nothing_about_whose_link_it_is(person: Person) -> None:
    page = Client().get(unsubscribe_path(person, MailKind.CONTRACTS)).content.decode()
    assert person.name not in page
    assert person.email not in page


def test_mails_about_sign_in_cannot_be_stopped(person: Person) -> None:
    assert not NOTICES & {MailKind.SECURITY, MailKind.INVITATION}
    assert notify(person, kind=MailKind.SECURITY)


def test_a_language_there_is_not_is_refused(person: Person) -> None:
    with pytest.raises(Rejected):
        change_mails(actor_of(person), person=person, language="tr", chosen={})
    person.refresh_from_db()
    assert person.language == "de"


def test_whoever_wants_no_summary_any_more_hears_at_once_of_the_rest(person: Person) -> None:
    """The link in a summary is about everything that is summed up, and about nothing else."""
    assert not wants(person, MailKind.DIGEST), "nothing is summed up"
    set_rhythm(person.pk, MailKind.CONTRACTS, Rhythm.DAILY)
    set_rhythm(person.pk, MailKind.SCHEDULE, Rhythm.WEEKLY)
    assert wants(person, MailKind.DIGEST)
    Client().post(unsubscribe_path(person, MailKind.DIGEST), ONE_CLICK)
    assert declined(person) == {MailKind.CONTRACTS, MailKind.SCHEDULE}
    assert rhythms(person)[MailKind.MESSAGES] == Rhythm.AT_ONCE
    assert not wants(person, MailKind.DIGEST)


def test_a_summary_is_no_kind_one_chooses(person: Person) -> None:
    assert MailKind.DIGEST not in rhythms(person)


def test_nobody_chooses_for_somebody_else(person: Person, worlds: Worlds) -> None:
    other = worlds.a.people["apprentice"]
    with pytest.raises(Refused):
        change_mails(actor_of(person), person=other, language="en", chosen={MailKind.CONTRACTS: Rhythm.NEVER})
    other.refresh_from_db()
    assert other.language == "de"
    assert wants(other, MailKind.CONTRACTS)
