"""What exchange says on "Heute": agreements to keep, and in one line how much is new. One statement for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from zweiklang.exchange.conversations.agreements import (
    AHEAD,
    MOST_LOOKED_AT,
    WaitingAgreement,
    agreements_waiting,
    rooms_with_sides,
)
from zweiklang.exchange.models import Agreement
from zweiklang.exchange.notices.selectors import number_open
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Standing

# One row at least, so that the number is there without an agreement too. A room of an apprenticeship has one contract.
_ASKED = """
    SELECT n.open_notices, a.*, btrim(p.given_name || ' ' || p.family_name) AS apprentice
      FROM (SELECT count(*) AS open_notices FROM exchange_notice WHERE person_id = %(me)s AND done_at IS NULL) n
      LEFT JOIN LATERAL (
           SELECT * FROM exchange_agreement WHERE room_id = ANY (%(rooms)s::uuid[]) AND state = 'open' AND until <= %(until)s
            ORDER BY until, id LIMIT %(most)s) a ON true
      LEFT JOIN apprenticeships_contract c ON c.room_id = a.room_id
      LEFT JOIN people_person p ON p.id = c.apprentice_id
     ORDER BY a.until, a.id"""


@dataclass(frozen=True, slots=True)
class WaitingNews:
    """One line of "Was wartet auf mich?": how much is new."""

    title: str
    note: str
    href: str
    act: str


@dataclass(frozen=True, slots=True)
class ExchangeToday:
    """Lines about agreements, the line about news (or none), and the counter."""

    agreements: list[WaitingAgreement]
    news: list[WaitingNews]
    number: int


def exchange_today(actor: Actor, standings: Mapping[UUID, Standing]) -> ExchangeToday:
    """Returns what waits for the actor. One query."""
    rooms = list(rooms_with_sides(standings))
    if not rooms:
        number = number_open(actor)
        return ExchangeToday([], _news(number), number)
    values: dict[str, Any] = {"me": actor.person, "rooms": rooms}
    values |= {"until": today() + AHEAD, "most": MOST_LOOKED_AT}
    rows = list(Agreement.objects.raw(_ASKED, values))
    number = vars(rows[0])["open_notices"]
    found = [row for row in rows if vars(row)["id"]]
    return ExchangeToday(agreements_waiting(actor, standings, found), _news(number), number)


def _news(number: int) -> list[WaitingNews]:
    if not number:
        return []
    title = "Eine Neuigkeit" if number == 1 else f"{number} Neuigkeiten"
    return [WaitingNews(title, "Nachrichten, Termine und Änderungen", reverse("exchange:inbox"), "Ansehen")]
