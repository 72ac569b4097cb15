"""Whom one can turn to, and a case, as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zweiklang.exchange.help.facts import dialled

# By whom somebody is reached, in the order in which they are shown.
TITLES = {
    "quabb": "Ausbildungsbegleitung (QuABB)",
    "school": "Beratungslehrkraft Ihrer Schule",
    "chamber": "Ausbildungsberatung Ihrer Kammer",
    "other": "Weitere Beratung",
}
HELPS = {
    "quabb": "Hilft, wenn Sie überlegen aufzuhören, bei Streit im Betrieb und bei Sorgen in der Schule oder zu Hause.",
    "school": "Hilft bei Schwierigkeiten in der Schule und bei Sorgen, über die Sie nicht mit der Klasse reden wollen.",
    "chamber": "Hilft bei Fragen zum Vertrag, zu Arbeitszeit, Urlaub und Vergütung und bei Streit mit dem Betrieb.",
    "other": "Hilft bei weiteren Fragen.",
}
ORDER = tuple(TITLES)


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody to turn to. `writes`: takes messages here; else there is a telephone only. `case_id`: the open case with this person."""

    id: UUID
    kind: str
    name: str
    organisation: str
    phone: str
    hours: str
    place: str
    note: str
    person_id: UUID | None
    office_id: UUID | None
    """The organisation of the post by which the person takes messages."""
    case_id: UUID | None = None

    @property
    def title(self) -> str:
        """Returns what this person is to the one who asks."""
        return TITLES[self.kind]

    @property
    def helps(self) -> str:
        """Returns with what."""
        return HELPS[self.kind]

    @property
    def href(self) -> str:
        """Returns the address that calls this person; "" without a number."""
        return dialled(self.phone)

    @property
    def writes(self) -> bool:
        """True if one can write to this person."""
        return self.office_id is not None

    @property
    def described(self) -> str:
        """Returns as what this person takes part in a case."""
        title = self.title.removesuffix(" Ihrer Schule").removesuffix(" Ihrer Kammer")
        return ", ".join(filter(None, (title, self.organisation)))


@dataclass(frozen=True, slots=True)
class Case:
    """Two people and what they say. `mine`: I am the one who asked. `other_there`: the other one still reads it."""

    room_id: UUID
    asked_by: UUID
    mine: bool
    other_id: UUID | None
    other: str
    described: str
    other_there: bool
    opened_at: datetime
    last_message_at: datetime
    ended_at: datetime | None
    suggested_id: UUID | None
    """The contact that the one asked has suggested, as long as nobody has answered."""
    new: bool

    @property
    def open(self) -> bool:
        """True while both can write."""
        return self.ended_at is None and self.other_there


@dataclass(frozen=True, slots=True)
class Said:
    """One message: who, when, what; `event`: what happened, said by Zweiklang."""

    id: UUID
    author: str
    mine: bool
    event: bool
    text: str
    sent_at: datetime
