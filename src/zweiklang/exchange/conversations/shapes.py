"""What conversations look like to people. Texts are as they were written; days and times are ready to be shown."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.exchange.models import Agreement, Conversation, Message

Kind = Conversation.Kind
Speech = Message.Kind
Side = Agreement.Side
State = Agreement.State

LONGEST = 5_000
LONGEST_SUBJECT = 120
MOST_PEOPLE = 30
# Nobody writes so much; a program that has got hold of somebody's session would.
MOST_MESSAGES_AN_HOUR = 120
MOST_OPENED_AN_HOUR = 20
SIDES = {
    Side.APPRENTICE.value: "Auszubildende/r",
    Side.FIRM.value: "Betrieb",
    Side.SCHOOL.value: "Schule",
    Side.ALL.value: "Alle",
}
# State of an agreement: word, tone, icon.
STATES = {
    State.OPEN.value: ("offen", "info", "clock"),
    State.DONE.value: ("erledigt", "success", "check"),
    State.DROPPED.value: ("aufgehoben", "", "close"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take part: as what, whether already chosen; `why` says more ("Vertritt …")."""

    person_id: UUID
    name: str
    described: str
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who shall take part. `follows_about`: only as long as in the room, or at the organisation, that the conversation is about."""

    person_id: UUID
    described: str
    follows_about: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in a list. `new`: how many messages of others the person has not opened yet."""

    room_id: UUID
    href: str
    subject: str
    about: str
    people: str
    last: str
    moment: str
    new: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the thread shows it. `day` stands above the first of each day (`date`: the same as 2026-11-21).

    `mark` tells one state of the text from another; `first_new`: the first one of others that the person has not opened yet.
    """

    id: UUID
    kind: str
    author: str
    initials: str
    described: str
    own: bool
    text: str
    time: str
    day: str
    date: str
    edited: str
    mark: str
    withdrawn: str
    editable: bool
    first_new: bool


@dataclass(frozen=True, slots=True)
class Taking:
    """A line of "Wer liest mit?". `participation_id` is empty for somebody who stands in by rule; `until` is the last day, in words."""

    person_id: UUID
    name: str
    described: str
    since: str
    until: str
    participation_id: UUID | None
    removable: bool
    refusal: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before, and until when."""

    text: str
    moment: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement as pages show it. `due`: it is open and its day has come; `settleable`: the person may say what became of it."""

    id: UUID
    room_id: UUID
    who: str
    what: str
    until: date | None
    until_words: str
    state: str
    made: str
    settled: str
    due: bool
    settleable: bool

    @property
    def word(self) -> tuple[str, str, str]:
        """Returns the state as word, tone and icon."""
        return STATES[self.state]
