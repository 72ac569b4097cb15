"""The buttons of proposals and of marked lines in the form of a week: what each sends, and what it does."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.records.filling.taking import (
    follow_topic,
    keep_without_mark,
    offer_again,
    refuse,
    take,
)

ALL = "all"


def press(actor: Actor, *, room_id: UUID, monday: date, name: str, value: str) -> str:
    """What the button of that name (one of NAMES) says is done; returns the sentence the person reads."""
    return _BUTTONS[name](actor, room_id, monday, value)


def _take(actor: Actor, room_id: UUID, monday: date, value: str) -> str:
    taken = len(take(actor, room_id=room_id, monday=monday, key=None if value == ALL else value))
    if not taken:
        return "Das steht schon in der Woche, oder es wird nicht mehr vorgeschlagen."
    return "1 Zeile übernommen." if taken == 1 else f"{taken} Zeilen übernommen."


def _refuse(actor: Actor, room_id: UUID, monday: date, value: str) -> str:
    refuse(actor, room_id=room_id, monday=monday, key=value)
    return "Der Vorschlag kommt nicht wieder. Unten auf der Seite holen Sie ihn zurück."


def _offer(actor: Actor, room_id: UUID, monday: date, value: str) -> str:
    offer_again(actor, room_id=room_id, monday=monday)
    return "Alle Vorschläge stehen wieder da."


def _follow(actor: Actor, room_id: UUID, monday: date, value: str) -> str:
    follow_topic(actor, room_id=room_id, monday=monday, line_id=_line(value))
    return "Die Zeile zeigt jetzt das Thema, wie es im Klassenbuch steht."


def _keep(actor: Actor, room_id: UUID, monday: date, value: str) -> str:
    keep_without_mark(actor, room_id=room_id, monday=monday, line_id=_line(value))
    return "Der Text ist jetzt Ihr eigener."


def _line(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise Http404 from None


type Press = Callable[[Actor, UUID, date, str], str]
"""Does what the button says and returns the sentence the person reads."""

_BUTTONS: dict[str, Press] = {
    "take": _take,
    "refuse": _refuse,
    "offer": _offer,
    "follow": _follow,
    "keep": _keep,
}
NAMES = tuple(_BUTTONS)
