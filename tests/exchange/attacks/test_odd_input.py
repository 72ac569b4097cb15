"""What comes in forms and addresses without being what our pages send: it is refused or ignored, and never a fault of ours."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.exchange.conversations.talks import opened
from tests.worlds import World
from zweiklang.people.public import Person

type ClientOf = Callable[[Person | None], Client]


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "٣" * 40, "%" * 3000, "'" * 90, "\u202e\u2066", "(((|&!:*"]
)
@pytest.mark.parametrize("page", ["exchange:conversation_new", "web:search"])
def test_whatever_is_looked_for(client_of: ClientOf, world_a: World, page: str, text: str) -> None:
    assert client_of(world_a.people["class_teacher"]).get(reverse(page), {"q": text}).status_code == 200


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-01T00:00+20:00",
        "2026-01-01T00:00:00+01:00:00.5",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
    ],
)
@pytest.mark.parametrize("page", ["exchange:all_done", "exchange:notices_reopen"])
def test_whatever_moment_is_named(client_of: ClientOf, world_a: World, page: str, moment: str) -> None:
    client = client_of(world_a.people["trainer"])
    assert client.post(reverse(page), {"moment": moment}).status_code == 302
    assert client.get(reverse("exchange:inbox"), {"erledigt": moment}).status_code == 200


def test_a_device_that_names_itself_oddly(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.people["trainer"])
    assert (
        client.post(reverse("notifications:device_forget"), {"endpoint": "https://a\x00b"}).status_code == 200
    )


@pytest.mark.parametrize("id", ["\x00", "9" * 5000, "{", "../../etc/passwd"])
def test_ids_that_are_none(client_of: ClientOf, world_a: World, id: str) -> None:
    talk = opened(world_a.people["class_teacher"], world_a, world_a.people["trainer"])
    client = client_of(world_a.people["trainer"])
    page = reverse("exchange:conversation", args=[talk.room_id])
    assert client.get(page, {"vor": id}).status_code == 200
    assert client.post(page, {"message": id, "text": "x", "file": [id]}).status_code == 422
    news = reverse("exchange:conversation_news", args=[talk.room_id])
    assert client.get(news, {"seit": id}).status_code == 200
