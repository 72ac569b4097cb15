"""The support desk: timed sessions with a reason, two people for what could take an account over, and no content at all."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import ACTOR, PASSWORD, Worlds
from zweiklang.apprenticeships.public import hold_post
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.offices.models import SupportSession, SupportStep
from zweiklang.offices.selectors.support import waiting_steps
from zweiklang.offices.services.support import (
    approve_step,
    ask_other_address,
    ask_without_second_factor,
    begin_session,
    end_session,
    send_link,
    stop_step,
)
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of, add_person
from zweiklang.rooms.public import as_system

REASON = {"reason": "Telefon verloren", "identified": "called_back"}


@pytest.fixture
def second(worlds: Worlds) -> Person:
    """A second person of the desk."""
    desk = worlds.roomless["support"].posts.get().organisation
    with as_system(ACTOR):
        person = add_person(ACTOR, email="second@welten.example", given_name="Zwei", family_name="Support")
        hold_post(ACTOR, person=person, organisation=desk, capacity="support", first_day=today())
    return person


@pytest.fixture
def session(worlds: Worlds) -> SupportSession:
    """A running session with world A's trainer."""
    helper = worlds.roomless["support"]
    with standing_as(helper):
        return begin_session(actor_of(helper), email=worlds.a.people["trainer"].email, **REASON)


def _mails(address: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    with as_system(ACTOR):
        return list(
            OutgoingMail.objects.filter(address=address).order_by("pk").values_list("subject", flat=True)
        )


def test_a_session_lasts_thirty_minutes_and_the_person_gets_a_mail(
    worlds: Worlds, session: SupportSession
) -> None:
    assert session.until - session.began_at == timedelta(minutes=30)
    assert _mails(worlds.a.people["trainer"].email) == [
        "Zweiklang: Der Support hilft Ihnen bei der Anmeldung"
    ]


def test_after_thirty_minutes_nothing_goes_any_more(
    worlds: Worlds, session: SupportSession, client_of
) -> None:
    helper = worlds.roomless["support"]
    with standing_as(helper), standing_at(now() + timedelta(minutes=30, seconds=1)):
        for act in (send_link, ask_without_second_factor, end_session):
            with pytest.raises(Refused, match="laufende Sitzung"):
                act(actor_of(helper), session=session)
        page = client_of(helper).get(reverse("offices:support_session", args=[session.pk]))
    assert page.status_code == 404


def test_a_session_of_a_colleague_is_not_ones_own(session: SupportSession, second: Person, client_of) -> None:
    with standing_as(second), pytest.raises(Refused, match="laufende Sitzung"):
        send_link(actor_of(second), session=session)
    assert client_of(second).get(reverse("offices:support_session", args=[session.pk])).status_code == 404


@pytest.mark.parametrize(
    "who", ["trainer", "training_manager", "head_of_school", "chamber_adviser", "apprentice"]
)
def test_only_people_of_the_desk_begin_a_session(who: str, worlds: Worlds) -> None:
    person = worlds.a.people[who]
    with standing_as(person), pytest.raises(Refused, match="hilft der Support"):
        begin_session(actor_of(person), email=worlds.a.people["guardian"].email, **REASON)
    with as_system(ACTOR):
        assert not SupportSession.objects.exists()


def test_nobody_helps_himself(worlds: Worlds) -> None:
    helper = worlds.roomless["support"]
    with standing_as(helper), pytest.raises(Rejected, match="zweite Person") as problem:
        begin_session(actor_of(helper), email=helper.email.upper(), **REASON)
    assert problem.value.field == "email"


def test_the_link_goes_to_the_address_on_record_and_sets_a_new_password(
    worlds: Worlds, session: SupportSession, client_of
) -> None:
    helper, helped = worlds.roomless["support"], worlds.a.people["trainer"]
    with standing_as(helper):
        send_link(actor_of(helper), session=session)
    with as_system(ACTOR):
        mail = OutgoingMail.objects.get(address=helped.email, template="account/email/password_reset_key")
    path = next(word for word in mail.text.split() if "/konto/password/reset/key/" in word).split(
        "testserver"
    )[-1]
    client = client_of(None)
    answer = client.get(path, follow=True)
    form = answer.redirect_chain[-1][0]
    new = "ein ganz neues Kennwort 9"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    helped.refresh_from_db()
    assert helped.check_password(new)
    assert not helped.check_password(PASSWORD)


def test_only_three_links_a_session(worlds: Worlds, session: SupportSession) -> None:
    helper = worlds.roomless["support"]
    with standing_as(helper):
        for _ in range(3):
            send_link(actor_of(helper), session=session)
        with pytest.raises(Conflict, match="drei Links"):
            send_link(actor_of(helper), session=session)


def _with_app(person: Person) -> None:
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})


def test_the_second_step_is_removed_by_two_people(
    worlds: Worlds, session: SupportSession, second: Person
) -> None:
    helper, helped = worlds.roomless["support"], worlds.a.people["trainer"]
    _with_app(helped)
    with standing_as(helper):
        step = ask_without_second_factor(actor_of(helper), session=session)
        with pytest.raises(Refused, match="zweite Person"):
            approve_step(actor_of(helper), step=step)
    assert Authenticator.objects.filter(user=helped).exists()
    with standing_as(second):
        assert [one.pk for one in waiting_steps(actor_of(second))] == [step.pk]
        approve_step(actor_of(second), step=step)
        with pytest.raises(Conflict, match="schon entschieden"):
            approve_step(actor_of(second), step=step)
    assert not Authenticator.objects.filter(user=helped).exists()


def test_whose_second_step_is_removed_is_signed_in_nowhere(
    worlds: Worlds, session: SupportSession, second: Person, client_of
) -> None:
    helper, helped = worlds.roomless["support"], worlds.a.people["trainer"]
    browser = client_of(None)
    assert (
        browser.post(reverse("account_login"), {"login": helped.email, "password": PASSWORD}).status_code
        == 302
    )
    assert browser.get(reverse("web:today")).status_code == 200
    with standing_as(helper):
        step = ask_without_second_factor(actor_of(helper), session=session)
    with standing_as(second):
        approve_step(actor_of(second), step=step)
    assert browser.get(reverse("web:today")).status_code == 302


def test_another_address_by_two_people_with_a_mail_to_both(
    worlds: Worlds, session: SupportSession, second: Person
) -> None:
    helper, helped = worlds.roomless["support"], worlds.a.people["trainer"]
    before = helped.email
    with standing_as(helper):
        step = ask_other_address(actor_of(helper), session=session, email="Neu@welten.example")
    helped.refresh_from_db()
    assert helped.email == before
    assert "Zweiklang: Bitte prüfen: Änderung an Ihrer Anmeldung" in _mails(before)
    with standing_as(second):
        approve_step(actor_of(second), step=step)
    helped.refresh_from_db()
    assert helped.email == "neu@welten.example"
    assert list(EmailAddress.objects.filter(user=helped).values_list("email", "verified")) == [
        ("neu@welten.example", True)
    ]
    for address in (before, "neu@welten.example"):
        assert "Zweiklang: Ihre Anmeldung wurde geändert" in _mails(address)


def test_an_address_of_somebody_else_is_not_given(worlds: Worlds, session: SupportSession) -> None:
    helper = worlds.roomless["support"]
    with standing_as(helper), pytest.raises(Rejected, match="schon ein Konto"):
        ask_other_address(actor_of(helper), session=session, email=worlds.b.people["trainer"].email)


def test_the_helped_person_reads_it_and_can_stop_it(
    worlds: Worlds, session: SupportSession, second: Person, client_of
) -> None:
    helper, helped = worlds.roomless["support"], worlds.a.people["trainer"]
    with standing_as(helper):
        step = ask_other_address(actor_of(helper), session=session, email="neu@welten.example")
    browser = client_of(helped)
    page = browser.get(reverse("offices:help_received")).content.decode()
    for words in (
        helper.name,
        "Telefon verloren",
        "Rückruf",
        "neu@welten.example",
        "wartet auf zweite Person",
    ):
        assert words in page
    assert browser.post(reverse("offices:stop_step", args=[step.pk])).status_code == 302
    with standing_as(second), pytest.raises(Conflict, match="schon entschieden"):
        approve_step(actor_of(second), step=step)
    helped.refresh_from_db()
    assert helped.email != "neu@welten.example"


def test_nobody_else_stops_or_reads_it(worlds: Worlds, session: SupportSession, client_of) -> None:
    helper = worlds.roomless["support"]
    with standing_as(helper):
        step = ask_without_second_factor(actor_of(helper), session=session)
    other = client_of(worlds.a.people["deputy_trainer"])
    assert other.post(reverse("offices:stop_step", args=[step.pk])).status_code == 404
    assert "Telefon verloren" not in other.get(reverse("offices:help_received")).content.decode()
    with standing_as(worlds.a.people["deputy_trainer"]):
        with pytest.raises(Refused):
            stop_step(actor_of(worlds.a.people["deputy_trainer"]), step=step)
        assert not SupportSession.objects.exists()
        assert not SupportStep.objects.exists()


def test_what_waits_for_a_second_person_is_gone_after_a_day(
    worlds: Worlds, session: SupportSession, second: Person
) -> None:
    helper = worlds.roomless["support"]
    with standing_as(helper):
        step = ask_without_second_factor(actor_of(helper), session=session)
    with standing_as(second), standing_at(now() + timedelta(hours=24, seconds=1)):
        assert waiting_steps(actor_of(second)) == []
        with pytest.raises(Conflict):
            approve_step(actor_of(second), step=step)


def test_the_application_role_forges_no_session(worlds: Worlds) -> None:
    with standing_as(worlds.roomless["support"]), connection.cursor() as cursor:
        for table in ("offices_supportsession", "offices_supportstep"):
            cursor.execute("SELECT has_table_privilege(%s, 'INSERT, UPDATE, DELETE')", [table])
            assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("table", tables.TABLES)
def test_a_running_session_opens_no_row_of_any_room(
    table: str, worlds: Worlds, session: SupportSession
) -> None:
    with standing_as(worlds.roomless["support"]):
        assert tables.everything(table) == 0


@pytest.mark.parametrize("table", tables.TABLES)
def test_there_is_no_account_that_sees_everything(table: str, worlds: Worlds) -> None:
    with as_system(ACTOR):
        total = tables.everything(table)
    people = [
        *worlds.a.people.values(),
        *worlds.b.people.values(),
        *worlds.roomless.values(),
    ]
    assert total
    for person in people:
        with standing_as(person):
            assert tables.everything(table) < total, person


def test_not_even_who_works_in_two_worlds_sees_every_table(worlds: Worlds) -> None:
    with as_system(ACTOR):
        total = {table: tables.everything(table) for table in tables.TABLES}
    with standing_as(worlds.crossing.person):
        whole = [table for table in tables.TABLES if tables.everything(table) == total[table]]
    assert not any(table.startswith(("records_", "apprenticeships_pupil")) for table in whole)


def test_the_page_of_a_session_shows_how_somebody_signs_in_and_nothing_else(
    worlds: Worlds, session: SupportSession, client_of
) -> None:
    page = client_of(worlds.roomless["support"]).get(reverse("offices:support_session", args=[session.pk]))
    text = page.content.decode()
    assert worlds.a.people["trainer"].email in text
    for foreign in (
        worlds.a.first.apprentice.name,
        worlds.a.first.firm.organisation.name,
        worlds.a.school.name,
    ):
        assert foreign not in text
