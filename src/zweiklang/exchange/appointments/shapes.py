"""What appointments look like to people, and what forms hand to services. Instants are aware; nothing is read or written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zweiklang.exchange.models import Appointment, Invitee, OptionAnswer
from zweiklang.kernel import formats
from zweiklang.kernel.clock import BERLIN

Kind = Appointment.Kind
State = Appointment.State
Answer = Invitee.Answer
Says = OptionAnswer.Says

type Span = tuple[datetime, datetime]
"""From when to when."""

LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE = 120, 2000, 200
MOST_TIMES = 6
MOST_PEOPLE = 150
MOST_SEATS = 500
# Nobody arranges so many; a program that has got hold of somebody's session would.
MOST_AN_HOUR = 30
# Word, tone, icon.
ANSWERS = {
    Answer.NONE.value: ("noch keine Antwort", "info", "clock"),
    Answer.ACCEPTED.value: ("zugesagt", "success", "check"),
    Answer.TENTATIVE.value: ("vielleicht", "warning", "info"),
    Answer.DECLINED.value: ("abgesagt", "", "close"),
    Answer.WAITING.value: ("auf der Warteliste", "warning", "clock"),
}
STATES = {
    State.POLLING.value: ("Umfrage läuft", "info", "clock"),
    State.FIXED.value: ("steht fest", "success", "check"),
    State.CANCELLED.value: ("abgesagt", "danger", "close"),
}
SAID = {
    Says.YES.value: ("passt", "success", "check"),
    Says.IF_NEEDED.value: ("zur Not", "warning", "info"),
    Says.NO.value: ("passt nicht", "", "close"),
}
OVER = ("vorbei", "", "check")
ORGANISES = ("Sie organisieren", "info", "info")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of an appointment, apart from its time. `seats` None: for everybody; `respond_until`: so long answers count."""

    kind: str
    title: str
    text: str = ""
    place: str = ""
    video: bool = False
    seats: int | None = None
    respond_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be invited: as what, of which firm or school (empty: of none), and whether proposed."""

    person_id: UUID
    name: str
    described: str
    firm: str = ""
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """Where somebody can invite from: an apprenticeship, a class, the own organisation."""

    room_id: UUID
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """An appointment in a list: when and where in words, what the person said, and whether an answer is awaited."""

    room_id: UUID
    title: str
    when: str
    where: str
    word: tuple[str, str, str]
    waits: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """The first page: what waits for an answer, what is to come, what is over or called off (the latest ones)."""

    waiting: Sequence[Row]
    coming: Sequence[Row]
    past: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Option:
    """A time of a poll: what the person said, who said what (names, where they may be seen), and whether most can come then."""

    id: UUID
    label: str
    mine: str
    yes: tuple[str, ...]
    if_needed: tuple[str, ...]
    no: tuple[str, ...]
    best: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited, and what they said."""

    name: str
    described: str
    answer: str

    @property
    def word(self) -> tuple[str, str, str]:
        """Returns the answer as word, tone and icon."""
        return ANSWERS[self.answer]


@dataclass(frozen=True, slots=True)
class Planned:
    """A fixed appointment as a calendar shows it. `answer` is the person's; empty for whoever organises it."""

    room_id: UUID
    title: str
    starts: datetime
    ends: datetime
    where: str
    answer: str

    @property
    def when(self) -> str:
        """Returns "Mo, 16. März 2026, 8:00 bis 9:30"."""
        return span_words(self.starts, self.ends)

    @property
    def word(self) -> tuple[str, str, str]:
        """Returns the person's answer as word, tone and icon."""
        return ANSWERS.get(self.answer, ORGANISES)


def span_words(starts: datetime, ends: datetime) -> str:
    """Returns "Mo, 16. März 2026, 8:00 bis 9:30", with the second day where it is another one."""
    if starts.astimezone(BERLIN).date() == ends.astimezone(BERLIN).date():
        return f"{formats.moment(starts)} bis {formats.time(ends)}"
    return f"{formats.moment(starts)} bis {formats.moment(ends)}"


def where_of(appointment: Appointment) -> str:
    """Returns the place in words: "Werkstatt · Videoraum"."""
    return " · ".join(part for part in (appointment.place, "Videoraum" if appointment.video else "") if part)
