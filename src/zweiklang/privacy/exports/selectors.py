"""Reads of the copies somebody asked for: row-level security shows everybody their own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zweiklang.privacy.models import DataExport

State = DataExport.State
OPEN = (State.WAITING, State.READY)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Copies:
    """What the page "Meine Daten" shows: the copy that waits or lies ready, and the ones before."""

    current: DataExport | None
    earlier: list[DataExport]

    @property
    def is_waiting(self) -> bool:
        """True while a worker is at it."""
        return self.current is not None and self.current.state == State.WAITING

    @property
    def has_failed(self) -> bool:
        """True if the last attempt came to nothing."""
        return self.current is None and bool(self.earlier) and self.earlier[0].state == State.FAILED


def copies_of(person_id: UUID) -> Copies:
    """Returns the person's copies, newest first. One query."""
    found = list(DataExport.objects.filter(person_id=person_id).order_by("-asked_at")[:SHOWN])
    current = next((one for one in found if one.state in OPEN), None)
    return Copies(current, [one for one in found if one is not current])


def asked_since(person_id: UUID, moment: datetime) -> int:
    """Returns how often the person has asked since then."""
    asked = DataExport.objects.filter(person_id=person_id, asked_at__gte=moment, by_operator=False)
    return asked.count()
