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
    """Returns a line if the own account is deleted soon, for whoever is in no room any more. No query for anybody else.

    Of one's own records `rights_waiting` tells, with what else waits for an apprentice: one query for both.
    """
    if standings:
        return []
    days = DeletionNotice.objects.filter(person=actor.person, contract=None)
    latest = days.order_by("-day").values_list("day", flat=True).first()
    return [end_line(of_account=True, day=latest)] if latest else []


def end_line(*, of_account: bool, day: date) -> WaitingEnd:
    """Returns the line that says what is deleted from that day on, or from today on if that day is past."""
    title, note = _ACCOUNT if of_account else _RECORD
    return WaitingEnd(
        title.format(formats.day_long(max(day, today()))), note, "Ansehen", reverse("privacy:retention_own")
    )
