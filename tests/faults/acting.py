"""What a person sends with one press: the request of each act that must count once, and how often the database says it counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.faults.browser import Answer, Browser
from tests.faults.machine import Machine
from zweiklang.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Press:
    """One act: `send` does the same each time it is called, `effects` counts what it has done."""

    name: str
    send: Callable[[], Answer]
    effects: Callable[[], Any]


ACTS_OF_WEEK = """
    SELECT count(*) FROM records_recordact a JOIN records_week w ON w.id = a.week_id
     WHERE w.room_id = %s AND w.monday = to_date(%s, 'IYYY-"W"IW') AND a.act = %s"""


def writing(machine: Machine, browser: Browser, week: str) -> Press:
    """A new line in the week."""
    line, text = str(new_id()), f"Kabel gezogen {uuid4().hex[:8]}"
    values = {"field": f"line_{line}_week_text", "base": "", "value": text, "place": "company"}
    query = "SELECT count(*) FROM records_linehistory WHERE id = %s AND text = %s"
    return Press(
        "saving", lambda: browser.post(f"{week}feld/", values), lambda: machine.value(query, line, text)
    )


def pressing(machine: Machine, browser: Browser, week: str, act: str, recorded: str, **values: str) -> Press:
    """One of the buttons of a week; `recorded` is what the history calls it."""
    _, room, slug = week.strip("/").split("/")
    return Press(
        recorded,
        lambda: browser.post(f"{week}{act}/", values),
        lambda: machine.value(ACTS_OF_WEEK, UUID(room), slug, recorded),
    )


def saying(machine: Machine, browser: Browser, room: str) -> Press:
    """A message in a conversation."""
    message, text = str(new_id()), f"Nachricht {uuid4().hex}"
    values = {"message": message, "text": text, "fragment": "1"}
    return Press(
        "message",
        lambda: browser.post(f"/nachrichten/gespraeche/{room}/", values),
        lambda: machine.value("SELECT count(*) FROM exchange_message WHERE text = %s", text),
    )
