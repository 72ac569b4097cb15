"""Pages of announcements, and what a browser sends from them."""

import re
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from tests.exchange.announcements.scenes import TEXT, TITLE


def url(name: str, *arguments: Any) -> str:
    return reverse(f"exchange:{name}", args=arguments)


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    """What a browser sends from the page's hidden fields."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def begun(client: Client) -> UUID:
    """The client's person has begun a draft on the page; returns its id."""
    page = page_of(client, url("new_announcement"))
    sender = re.search(r'name="sender" value="([^"]+)"', page)
    assert sender
    answer = client.post(url("new_announcement"), {**hidden(page), "sender": sender[1]})
    return UUID(answer.url.split("/")[-3])


def written(**more: Any) -> dict[str, Any]:
    return {
        "title": TITLE, "text": TEXT, "seen_title": "", "seen_text": "", "who": "firms", "of": "all", "may_answer": "on", **more,
    }  # fmt: skip
