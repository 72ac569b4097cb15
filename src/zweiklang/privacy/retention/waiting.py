"""Lines of "Heute": something of one's own is deleted soon."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.privacy.models import DeletionNotice
from zweiklang.rooms.public import Standing

_RECORD = ("Ihr Ausbildungsnachweis wird ab {} gelöscht", "Sie können ihn mitnehmen oder länger behalten.")
_ACCOUNT = (
    "Ihr Konto wird ab {} gelöscht",
    "Sie haben hier keine Aufgabe mehr. Nehmen Sie mit, was Sie brauchen.",
)


@dataclass(frozen=True, slots=True)
class WaitingEnd:
    """One line of "Heute": what waits, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = "warning"


def ends_waiting(actor: Actor, standings: Collection[Standing]) -> list[WaitingEnd]:
    """Returns a line for each own record or account that is deleted soon. No query for whoever has no apprenticeship and is in some room."""
    if standings and not any("apprentice" in one.capacities for one in standings):
        return []
    latest: dict[object, date] = {}
    for contract_id, day in DeletionNotice.objects.filter(person=actor.person).values_list(
        "contract_id", "day"
    ):
        latest[contract_id] = max(day, latest.get(contract_id, day))
    return [
        _line(contract_id is None, day) for contract_id, day in sorted(latest.items(), key=lambda x: x[1])
    ]


def _line(of_account: bool, day: date) -> WaitingEnd:
    title, note = _ACCOUNT if of_account else _RECORD
    return WaitingEnd(
        title.format(formats.day_long(max(day, today()))), note, "Ansehen", reverse("privacy:retention_own")
    )
