"""Pages of the time line send as many statements for two apprentices as for nine."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import reverse

from tests.bench.browsing import statements
from tests.bench.full_class import FullClass, full_class
from tests.clients import show_before
from tests.planning.timeline.test_pages import browser
from tests.worlds import Worlds
from zweiklang.people.public import Person

pytestmark = pytest.mark.django_db
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"
MOST, MOST_OF_LISTS = 12, 8


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counted(person: Person, path: str) -> list[str]:
    """Returns the statements of the page in a process that has shown it before."""
    client = browser(person)
    show_before(client, path)
    with statements() as found:
        answer = client.get(path)
    assert answer.status_code in (200, 302)
    return [sql for sql in found if sql != FORGETTING]


def _pages(full: FullClass) -> dict[str, tuple[Person, str]]:
    of_class = reverse("planning:class", args=[full.school_class.room_id])
    room = reverse("planning:apprenticeship", args=[full.rooms[0]])
    return {
        "class, teacher": (full.teacher, of_class),
        "class, trainer": (full.trainers[0], of_class),
        "apprenticeship, trainer": (full.trainers[0], room),
        "apprenticeship, teacher": (full.teacher, room),
        "index": (full.trainers[0], reverse("planning:index")),
    }


def test_pages_send_a_fixed_number_of_statements_whatever_there_is(worlds: Worlds) -> None:
    """Two apprentices of one firm, and nine of two, each with thirty parts of a plan."""
    assert worlds
    few, many = full_class(people=2, firms=1), full_class(people=9, firms=2)
    expected = {
        "class, teacher": 11, "class, trainer": 11, "apprenticeship, trainer": 11, "apprenticeship, teacher": 10, "index": 6,
    }  # fmt: skip
    for full in (few, many):
        with taken_back():
            found = {name: counted(*page) for name, page in _pages(full).items()}
        assert {name: len(sent) for name, sent in found.items()} == expected, found
    assert max(expected.values()) <= MOST
    assert expected["index"] <= MOST_OF_LISTS
