"""The line of "Heute" for those who keep a register: contracts that their chamber has not confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from zweiklang.offices.selectors.register import register_of
from zweiklang.rooms.public import Room, Scope, Standing

# Counting further would cost a large chamber time on every visit and tell nobody more.
MOST = 100


@dataclass(frozen=True, slots=True)
class WaitingRegister:
    """One line of "Heute": what waits, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


def registers_waiting(standings: Iterable[Standing]) -> list[WaitingRegister]:
    """Returns a line for each chamber whose register the person keeps and where a contract waits. No query without such a room."""
    kept = [s.room_id for s in standings if "chamber_adviser" in s.capacities and _keeps(s)]
    rooms = Room.objects.filter(pk__in=kept).select_related("organisation") if kept else ()
    return [line for room in rooms if room.organisation and (line := _line(room))]


def _keeps(standing: Standing) -> bool:
    return standing.kind == "team" and standing.carries(Scope.ADMINISTRATION_WRITE)


def _line(room: Room) -> WaitingRegister | None:
    assert room.organisation
    count = register_of(room.organisation, state="open").order_by()[:MOST].count()
    if not count:
        return None
    number = f"Mindestens {MOST} Verträge warten" if count == MOST else f"{count} Verträge warten"
    title = f"{'Ein Vertrag wartet' if count == 1 else number} auf Ihre Bestätigung"
    href = reverse("offices:register", args=[room.pk]) + "?zeige=open"
    return WaitingRegister(title, room.organisation.name, "Ansehen", href)
