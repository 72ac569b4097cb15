"""Pages of retention: one's own limits, and for the Land tonight's numbers, holds and the protocol."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import standing_as
from tests.privacy.retention.nights import at, record_ends, spend
from tests.worlds import ACTOR, Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.privacy.models import KeepingWish, LegalHold, RetentionRun
from zweiklang.privacy.public import hold
from zweiklang.privacy.retention import selectors
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_system

type Browser = Callable[[Person | None], Client]
OWN, INDEX, PROTOCOL = (reverse(f"privacy:retention_{name}") for name in ("own", "index", "protocol"))


@pytest.fixture
def land(client_of: Browser, worlds: Worlds) -> Client:
    """Somebody with the Land's post, signed in."""
    return client_of(worlds.roomless["land"])


def _keep(contract_id: object) -> str:
    return reverse("privacy:retention_keep", kwargs={"contract_id": contract_id})


def _holds() -> int:
    with as_system(ACTOR):
        return LegalHold.objects.filter(lifted_at=None).count()


def test_everybody_reads_their_own_limits(client_of: Browser, worlds: Worlds) -> None:
    page = client_of(worlds.a.first.apprentice).get(OWN).content.decode()
    assert worlds.a.first.firm.organisation.name in page
    assert worlds.a.second.firm.organisation.name not in page
    assert "Weiter aufbewahren" not in page, "nothing ends yet"
    assert "Kopie mitnehmen" in page
    page = client_of(worlds.a.first.firm.trainer).get(OWN).content.decode()
    assert "Ausbildungsnachweis:" not in page
    assert "12 Monate" in page


def test_the_apprentice_keeps_the_record_by_one_click(client_of: Browser, worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    browser = client_of(first.apprentice)
    with at(end - timedelta(days=59)):
        assert "Weiter aufbewahren" in browser.get(OWN).content.decode()
        answer = browser.post(_keep(first.contract.pk), follow=True)
        page = answer.content.decode()
    assert answer.redirect_chain == [(OWN, 302)]
    assert "bleibt bis" in page
    assert "Weiter aufbewahren" not in page
    with as_system(ACTOR):
        assert KeepingWish.objects.get().contract_id == first.contract.pk


def test_nobody_else_keeps_it(client_of: Browser, worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    with at(end - timedelta(days=59)):
        for somebody in (worlds.a.second.apprentice, first.firm.trainer, worlds.roomless["land"]):
            assert client_of(somebody).post(_keep(first.contract.pk)).status_code == 404
            assert client_of(somebody).post(_keep(new_id())).status_code == 404
        assert client_of(None).post(_keep(first.contract.pk)).status_code == 302
    with as_system(ACTOR):
        assert not KeepingWish.objects.exists()


def test_too_early_is_said_in_words(client_of: Browser, worlds: Worlds) -> None:
    answer = client_of(worlds.a.first.apprentice).post(_keep(worlds.a.first.contract.pk), follow=True)
    assert "Das geht ab 60 Tagen vor der Löschung." in answer.content.decode()


def test_the_land_sees_tonights_numbers_and_no_name(land: Client, worlds: Worlds) -> None:
    end = record_ends(worlds.a)
    for days in (60, 14):
        spend(end - timedelta(days=days))
    with at(end):
        page = land.get(INDEX).content.decode()
    assert re.search(r"Wochen</th><td[^>]*>16</td>", page)
    for person in (worlds.a.first.apprentice, worlds.a.first.firm.trainer):
        assert person.family_name not in page


def test_a_night_too_large_to_count_leaves_the_page_usable(
    land: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(3)")

    monkeypatch.setattr(selectors, "PATIENCE", "20ms")
    monkeypatch.setattr(selectors, "preview", slow)
    answer = land.get(INDEX)
    assert answer.status_code == 200
    assert "Die Zahlen stehen morgen im Protokoll." in answer.content.decode()


def test_the_land_sets_and_lifts_a_hold(land: Client, worlds: Worlds) -> None:
    person = worlds.a.first.apprentice
    answer = land.post(INDEX, {"whom": person.email, "reason": "Klage, 4 Ca 12/26"}, follow=True)
    page = answer.content.decode()
    assert "Die Löschsperre steht." in page
    assert person.name in page
    assert "4 Ca 12/26" in page
    with as_system(ACTOR):
        standing = LegalHold.objects.get()
    assert standing.person_id == person.pk
    lift = reverse("privacy:retention_lift", kwargs={"hold_id": standing.pk})
    assert "aufgehoben" in land.post(lift, follow=True).content.decode()
    assert _holds() == 0
    assert "schon aufgehoben" in land.post(lift, follow=True).content.decode()
    assert land.post(reverse("privacy:retention_lift", kwargs={"hold_id": new_id()})).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"whom": "niemand@welten.example", "reason": "x"},
        {"whom": "", "reason": "x"},
        {"whom": "{email}", "reason": ""},
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_set(
    sent: dict[str, str], land: Client, worlds: Worlds
) -> None:
    values = {name: value.format(email=worlds.a.first.apprentice.email) for name, value in sent.items()}
    answer = land.post(INDEX, values)
    assert answer.status_code == 422
    assert _holds() == 0


def test_a_second_hold_on_the_same_is_said(land: Client, worlds: Worlds) -> None:
    hold(ACTOR, person=worlds.a.first.apprentice, reason="Klage")
    answer = land.post(INDEX, {"whom": worlds.a.first.apprentice.email, "reason": "Klage"})
    assert answer.status_code == 422
    assert "schon eine Löschsperre" in answer.content.decode()


def test_nobody_else_sets_lifts_or_reads(client_of: Browser, worlds: Worlds) -> None:
    standing = hold(ACTOR, person=worlds.a.first.apprentice, reason="Klage")
    lift = reverse("privacy:retention_lift", kwargs={"hold_id": standing.pk})
    others = [*worlds.a.people.values(), worlds.crossing.person, worlds.roomless["support"]]
    for somebody in others:
        browser = client_of(somebody)
        sent = {"whom": worlds.a.second.apprentice.email, "reason": "Klage"}
        assert [browser.get(INDEX).status_code, browser.get(PROTOCOL).status_code] == [403, 403]
        assert [browser.post(INDEX, sent).status_code, browser.post(lift).status_code] == [403, 403]
    assert _holds() == 1


def test_the_protocol_shows_each_night(land: Client, worlds: Worlds) -> None:
    assert "Noch keine Nacht" in land.get(PROTOCOL).content.decode()
    end = record_ends(worlds.a)
    for days in (60, 14, 0):
        spend(end - timedelta(days=days))
    page = land.get(PROTOCOL).content.decode()
    assert page.count("beendet") == 3
    assert re.search(r"Woche: 12 Monate nach dem letzten Tag des Vertrags", page)
    with as_system(ACTOR):
        assert not Week.objects.exists()


def test_the_protocol_asks_the_database_as_often_for_thirty_nights_as_for_one(
    land: Client, worlds: Worlds
) -> None:
    spend(record_ends(worlds.a))
    with CaptureQueriesContext(connection) as one:
        land.get(PROTOCOL)
    with as_system(ACTOR):
        began = RetentionRun.objects.get().began_at
        for days in range(30):
            RetentionRun.objects.create(
                day=began.date() - timedelta(days=days + 1), by="x", began_at=began, ended_at=began
            )
    with CaptureQueriesContext(connection) as thirty:
        land.get(PROTOCOL)
    assert len(thirty) == len(one) <= 12


def test_today_leads_to_it(client_of: Browser, worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    with at(end - timedelta(days=59)), standing_as(None):
        page = client_of(first.apprentice).get(reverse("web:today")).content.decode()
    assert OWN in page
    assert "wird ab" in page
