"""What every page of a signed-in person carries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.worlds import World
from zweiklang.people.public import Person


def test_pages_of_a_signed_in_person_are_not_kept_by_the_browser(
    world_a: World, client_of: Callable[[Person | None], Client]
) -> None:
    client = client_of(world_a.first.apprentice)
    for url in (reverse("web:today"), reverse("records:weeks", args=[world_a.first.room_id])):
        assert client.get(url).headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_public_pages_say_nothing_of_the_kind(client: Client) -> None:
    assert "no-store" not in client.get(reverse("web:imprint")).headers.get("Cache-Control", "")


def test_long_pages_leave_compressed(world_a: World, client_of: Callable[[Person | None], Client]) -> None:
    url = reverse("records:weeks", args=[world_a.first.room_id])
    answer = client_of(world_a.first.apprentice).get(url, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 12_000
