"""What is done over and over again is answered with a page that says when to go on; a class behind one address never meets it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.access.addresses import walk
from tests.worlds import World
from zweiklang.joining import limits as entrance
from zweiklang.kernel import limits
from zweiklang.kernel.limits import Limit, allowed, next_window
from zweiklang.people.public import Person
from zweiklang.web import limiting

type Clients = Callable[[Person | None], Client]

CLASS = 28
FEW = Limit("few", 2, 3600)


@pytest.fixture
def few_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    one = limiting.Limited(FEW, frozenset({"web:search"}), frozenset({"GET"}))
    monkeypatch.setitem(limiting._BY_ADDRESS, "web:search", one)


def _statuses(client: Client, times: int) -> list[int]:
    return [client.get(reverse("web:search"), {"q": "Netz"}).status_code for _ in range(times)]


def test_beyond_the_limit_a_page_says_when_to_go_on(
    few_searches: None, world_a: World, client_of: Clients
) -> None:
    client = client_of(world_a.people["trainer"])
    assert _statuses(client, 3) == [200, 200, 429]
    answer = client.get(reverse("web:search"), {"q": "Netz"})
    assert re.search(r"Ab \d{1,2}:\d\d Uhr geht es weiter", answer.content.decode())
    assert 0 < int(answer["Retry-After"]) <= FEW.seconds


def test_each_person_has_a_count_of_their_own(few_searches: None, world_a: World, client_of: Clients) -> None:
    assert _statuses(client_of(world_a.people["trainer"]), 3)[-1] == 429
    assert _statuses(client_of(world_a.people["class_teacher"]), 2) == [200, 200]


def test_other_addresses_and_other_methods_are_not_counted(
    few_searches: None, world_a: World, client_of: Clients
) -> None:
    client = client_of(world_a.people["trainer"])
    assert _statuses(client, 3)[-1] == 429
    assert client.get("/").status_code == 200
    assert client.post(reverse("web:search")).status_code == 405


def test_whoever_is_not_signed_in_is_counted_by_network(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = limiting.Limited(FEW, frozenset({"joining:register"}), frozenset({"POST"}))
    monkeypatch.setitem(limiting._BY_ADDRESS, "joining:register", one)
    url = reverse("joining:register")
    here = [Client().post(url).status_code for _ in range(3)]
    assert here[-1] == 429
    assert 429 not in here[:2]
    assert Client(REMOTE_ADDR="192.0.2.7").post(url).status_code != 429


def test_without_sign_in_a_limited_page_still_leads_to_sign_in(few_searches: None, db: None) -> None:
    assert [Client().get(reverse("web:search")).status_code for _ in range(4)] == [302] * 4


def test_the_next_window_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 9, 1, 8, 59, tzinfo=UTC)
    monkeypatch.setattr(limits, "now", lambda: moment)
    assert [allowed(FEW, "anna") for _ in range(3)] == [True, True, False]
    moment = next_window(FEW)
    assert moment == datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
    assert allowed(FEW, "anna")


def test_every_limited_address_exists_once() -> None:
    named = [address for one in limiting.TABLE for address in one.addresses]
    assert set(named) <= {address.name for address in walk()}
    assert len(named) == len(set(named))
    assert len({one.limit.name for one in limiting.TABLE}) == len(limiting.TABLE)


def test_a_class_behind_one_address_meets_no_limit() -> None:
    """Each of them tries twice in one window; limits by network must let that through, and so must sign-in."""
    by_network = [entrance.NETWORK_TRIES, entrance.MAILS_FROM_NETWORK]
    for one in limiting.TABLE:
        if one.addresses & {"privacy:documents_pdf", "people:school_callback", "joining:register"}:
            by_network.append(one.limit)
    assert [one.name for one in by_network if one.amount < 2 * CLASS] == []
    for action, said in settings.ACCOUNT_RATE_LIMITS.items():
        for amount, _, kind in (part.split("/") for part in said.split(",")):
            assert kind != "ip" or int(amount) >= 2 * CLASS, action


def test_allauth_has_no_limit_by_network_that_a_class_would_meet() -> None:
    """Its defaults hold where we say nothing: only for what nobody can do here."""
    from allauth.account import app_settings

    closed = {"signup", "verify_phone"}
    for action, said in app_settings.RATE_LIMITS.items():
        for part in (said or "").split(","):
            if part.endswith("/ip") and action not in closed:
                assert int(part.split("/")[0]) >= 2 * CLASS, action
