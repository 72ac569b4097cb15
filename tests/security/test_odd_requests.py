"""Bytes that are no text, bodies that are not what they say, numbers without end: no address answers them with a fault."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.addresses import arguments, walk
from tests.worlds import World
from zweiklang.people.public import Person

type Clients = Callable[[Person | None], Client]

pytestmark = pytest.mark.slow

QUERY = "q=%ff%fe&page=%00&von=99999999999999999999&seite[]=1&monat=2026-13&neu=%F0%9F%92%A9&=&&id=%2e%2e%2f"
FORM = "application/x-www-form-urlencoded"
BODIES = (
    (FORM, b"text=\xff\xfe\x00&page=1e400&id=%00&day=0000-00-00&%ff=%ff"),
    ("application/json", b'{"a": ' * 200),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\x00\"\r\n\r\n\xff"),
    ("multipart/form-data", b"no boundary"),
    (f"{FORM}; charset=utf-8", b"a=" + b"9" * 4000 + b"&" + b"b[]=1&" * 200),
)  # fmt: skip


def test_no_address_answers_odd_bytes_with_a_fault(world_a: World, client_of: Clients) -> None:
    client, found = client_of(world_a.people["class_teacher"]), []
    client.raise_request_exception = False
    for address in walk():
        url = reverse(address.name, kwargs=arguments(address, world_a))
        statuses = [client.get(f"{url}?{QUERY}").status_code]
        statuses += [client.post(url, body, content_type=kind).status_code for kind, body in BODIES]
        if max(statuses) >= 500:
            found.append((address.name, statuses))
    assert found == []
