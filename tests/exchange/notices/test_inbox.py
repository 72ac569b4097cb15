"""The inbox: one list, one counter, and what is done is gone from both."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.exchange.notices.telling import DATES, HIDDEN, notices_of, told
from tests.worlds import ACTOR, World
from zweiklang.exchange.models import Notice
from zweiklang.exchange.notices import kinds
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
INBOX = "/nachrichten/"


def counter(page: str) -> str:
    """What the navigation says of new things; empty where it is hidden."""
    found = re.search(r"data-inbox-count( hidden)?>(\d+)<", page)
    assert found
    return "" if found[1] else found[2]


def undo_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["erledigt"][0]


def test_new_things_are_listed_by_day_with_the_newest_first(client_of: ClientOf, person: Person) -> None:
    for days in (0, 1, 40):
        told(person, about=new_id())
        with as_system(ACTOR):
            newest = Notice.objects.filter(person=person).latest("id")
            Notice.objects.filter(pk=newest.pk).update(made_at=now() - timedelta(days=days))
    page = client_of(person).get(INBOX).content.decode()
    labels = [page.index(f">{label}<") for label in ("Heute", "Gestern", "Früher")]
    assert labels == sorted(labels)
    assert page.count("Etwas Neues</a>") == 3
    assert counter(page) == "3"


def test_an_empty_inbox_says_what_will_be_here(client_of: ClientOf, person: Person) -> None:
    page = client_of(person).get(INBOX).content.decode()
    assert "Nichts Neues" in page
    assert counter(page) == ""


def test_opening_leads_there_and_is_done(client_of: ClientOf, person: Person) -> None:
    told(person, about=new_id())
    client = client_of(person)
    address = reverse("exchange:notice_open", args=[notices_of(person)[0].pk])
    assert client.head(address).status_code == 302
    assert notices_of(person)[0].done_at is None, "programs that look at links change nothing"
    assert client.get(address)["Location"] == "/hilfe/"
    assert notices_of(person)[0].done_at is not None
    assert client.get("/nachrichten/zahl/").json() == {"count": 0}
    assert client.get(address)["Location"] == "/hilfe/", "what is done still leads there"


def test_done_offers_to_take_it_back(client_of: ClientOf, person: Person) -> None:
    told(person, about=new_id())
    client = client_of(person)
    done = client.post(reverse("exchange:notice_done", args=[notices_of(person)[0].pk]))
    page = client.get(done["Location"]).content.decode()
    assert "Rückgängig" in page
    assert "Zuletzt erledigt" in page
    assert counter(page) == ""
    client.post(reverse("exchange:notices_reopen"), {"moment": undo_of(done["Location"])})
    assert counter(client.get(INBOX).content.decode()) == "1"


def test_a_second_click_changes_nothing(client_of: ClientOf, person: Person) -> None:
    told(person, about=new_id())
    client = client_of(person)
    address = reverse("exchange:notice_done", args=[notices_of(person)[0].pk])
    client.post(address)
    first = notices_of(person)[0].done_at
    assert client.post(address)["Location"] == INBOX, "nothing to take back"
    assert notices_of(person)[0].done_at == first


def test_all_done_leaves_what_came_since_the_page_was_made(client_of: ClientOf, person: Person) -> None:
    client = client_of(person)
    for _ in range(2):
        told(person, about=new_id())
    page = client.get(INBOX).content.decode()
    until = re.search(r'name="moment" value="([^"]+)"', page)
    assert until
    told(person, about=new_id())
    done = client.post(reverse("exchange:all_done"), {"moment": until[1]})
    assert counter(client.get(INBOX).content.decode()) == "1"
    client.post(reverse("exchange:notices_reopen"), {"moment": undo_of(done["Location"])})
    assert counter(client.get(INBOX).content.decode()) == "3"


@pytest.mark.parametrize("moment", ["", "gestern", "2026-11-23T10:00", "9" * 39])
def test_a_moment_that_is_none_changes_nothing(client_of: ClientOf, person: Person, moment: str) -> None:
    told(person, about=new_id())
    for name in ("all_done", "notices_reopen"):
        assert client_of(person).post(reverse(f"exchange:{name}"), {"moment": moment}).status_code == 302
    assert client_of(person).get(INBOX, {"erledigt": moment}).status_code == 200
    assert notices_of(person)[0].done_at is None


def test_what_one_may_no_longer_see_is_gone_from_list_and_counter(
    client_of: ClientOf, person: Person
) -> None:
    seen, hidden = new_id(), new_id()
    told(person, about=seen)
    told(person, about=hidden)
    HIDDEN.add(hidden)
    client = client_of(person)
    page = client.get(INBOX).content.decode()
    assert page.count("Etwas Neues</a>") == 1
    assert counter(page) == "1"
    assert client.get("/nachrichten/zahl/").json() == {"count": 1}
    gone = next(one for one in notices_of(person) if one.about == hidden)
    assert client.get(reverse("exchange:notice_open", args=[gone.pk]))["Location"] == INBOX


def test_a_kind_nobody_knows_any_more_is_settled(client_of: ClientOf, person: Person) -> None:
    told(person, about=new_id(), kind=DATES)
    del kinds._kinds["dates"]
    assert counter(client_of(person).get(INBOX).content.decode()) == ""
    assert notices_of(person)[0].done_at is not None


def test_nobody_opens_or_settles_the_notice_of_somebody_else(
    client_of: ClientOf, world_a: World, person: Person
) -> None:
    told(person, about=new_id())
    (notice,) = notices_of(person)
    other = client_of(world_a.people["apprentice"])
    assert other.get(reverse("exchange:notice_open", args=[notice.pk])).status_code == 404
    assert other.post(reverse("exchange:notice_done", args=[notice.pk])).status_code == 404
    assert notices_of(person)[0].done_at is None


def test_today_says_in_one_line_how_much_is_new(client_of: ClientOf, person: Person) -> None:
    client = client_of(person)
    assert "Neuigkeit" not in client.get("/").content.decode()
    told(person, about=new_id())
    page = client.get("/").content.decode()
    assert "Eine Neuigkeit" in page
    assert counter(page) == "1"
    told(person, about=new_id())
    assert "2 Neuigkeiten" in client.get("/").content.decode()


def test_the_inbox_asks_few_questions_however_much_is_new(
    client_of: ClientOf, person: Person, django_assert_max_num_queries
) -> None:
    client = client_of(person)
    for _ in range(40):
        told(person, about=new_id())
        told(person, about=new_id(), kind=DATES)
    client.get(INBOX)
    with django_assert_max_num_queries(8):
        page = client.get(INBOX).content.decode()
    assert page.count("Etwas Neues</a>") == 80


def test_one_of_several_done_is_opened_again(client_of: ClientOf, person: Person) -> None:
    client = client_of(person)
    for _ in range(2):
        told(person, about=new_id())
    client.post(reverse("exchange:all_done"), {"moment": now().isoformat()})
    page = client.get(INBOX).content.decode()
    form = re.search(
        r'name="moment" value="([^"]+)"><input type="hidden" name="notice" value="([^"]+)"', page
    )
    assert form
    client.post(reverse("exchange:notices_reopen"), {"moment": form[1], "notice": form[2]})
    assert counter(client.get(INBOX).content.decode()) == "1"
