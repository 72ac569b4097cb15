"""What pages of consultation days show, and what they hand to services. No reading, no writing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from zweiklang.exchange.models import ConsultationDay
from zweiklang.kernel import formats
from zweiklang.kernel.clock import BERLIN, now

FIRM = frozenset({"trainer", "deputy_trainer", "training_manager"})
FAMILY = frozenset({"guardian"})
APPRENTICE = frozenset({"apprentice"})


@dataclass(frozen=True, slots=True)
class DayTerms:
    """What somebody says of a consultation day. `bookable_until` is the last day for booking; None: until the talks begin."""

    title: str
    day: date
    starts: time
    ends: time
    slot_minutes: int
    pause_minutes: int = 0
    place: str = ""
    text: str = ""
    for_firms: bool = True
    for_families: bool = False
    for_apprentices: bool = False
    bookable_until: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A school for which somebody may make a day: all of it, or (`whole` False) as class teacher for the own classes and oneself.

    `classes` by room, `teachers` by person: label or name.
    """

    school_id: UUID
    school: str
    whole: bool
    classes: dict[UUID, str]
    teachers: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Seat:
    """An apprenticeship for which the person may book: room, name of the apprentice, the class and its room."""

    room_id: UUID
    name: str
    label: str
    class_room_id: UUID

    @property
    def words(self) -> str:
        """Returns "Noah Schreiner, Klasse 11FIA"."""
        return f"{self.name}, Klasse {self.label}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One time with one teacher: "free", "taken", "mine" or "over"; `href` books or leads to the own talk."""

    time: str
    state: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class HostRow:
    """A teacher and the times, one cell for each column of the table (None: not offered)."""

    host_id: UUID
    name: str
    subjects: str
    where: str
    cells: tuple[Cell | None, ...]
    away: bool

    @property
    def free(self) -> int:
        """Returns how many times can be booked."""
        return sum(cell is not None and cell.state == "free" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The table of a day: its columns, the teachers shown, and how many are not shown because they teach no class of one's own.

    `mine`: the person as a teacher of that day.
    """

    times: tuple[str, ...]
    rows: tuple[HostRow, ...]
    hidden: int
    mine: UUID | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One's own booking in a list. `cancelled`: the school called it off."""

    booking_id: UUID
    day_id: UUID
    when: str
    who: str
    where: str
    about: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class HostSlot:
    """One time in a teacher's own list. `who` and `about` are empty for whoever may not know."""

    slot_id: UUID
    time: str
    state: str
    booking_id: UUID | None = None
    who: str = ""
    about: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class HostCount:
    """A teacher in the school's overview: figures, never names of those who come."""

    host_id: UUID
    name: str
    where: str
    taken: int
    free: int
    blocked: int

    @property
    def away(self) -> bool:
        """True where nothing can be booked and nothing is."""
        return not self.taken and not self.free


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day in the list: `role` says what the person does there ("book", "host", "manage")."""

    day_id: UUID
    title: str
    when: str
    school: str
    state: tuple[str, str]
    role: str
    note: str
    past: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """The first page: own talks, days to come, days that are over."""

    talks: Sequence[Talk]
    days: Sequence[ListedDay]
    past: Sequence[ListedDay] = field(default=())


def span_of(day: ConsultationDay) -> str:
    """Returns "Do, 10. Dezember 2026, 15:00 bis 18:00"."""
    begins, ends = moments_of(day)
    return f"{formats.moment(begins)} bis {formats.time(ends)}"


def moments_of(day: ConsultationDay) -> tuple[datetime, datetime]:
    """Returns the instants at which the day's talks begin and end."""
    return (
        datetime.combine(day.day, day.starts, tzinfo=BERLIN),
        datetime.combine(day.day, day.ends, tzinfo=BERLIN),
    )


def audience_of(day: ConsultationDay) -> frozenset[str]:
    """Returns the capacities that are invited."""
    parts = ((day.for_firms, FIRM), (day.for_families, FAMILY), (day.for_apprentices, APPRENTICE))
    return frozenset().union(*(capacities for wanted, capacities in parts if wanted))


def audience_words(day: ConsultationDay) -> str:
    """Returns "Betriebe und gesetzliche Vertretungen": who is invited, in words."""
    parts = (
        (day.for_firms, "Betriebe"),
        (day.for_families, "gesetzliche Vertretungen"),
        (day.for_apprentices, "Auszubildende"),
    )
    words = [label for wanted, label in parts if wanted]
    return " und ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def is_over(day: ConsultationDay) -> bool:
    """True once the last talk has ended."""
    return moments_of(day)[1] <= now()


def state_of(day: ConsultationDay) -> tuple[str, str]:
    """Returns the state in a word, and its tone."""
    if day.state == ConsultationDay.State.CANCELLED:
        return "abgesagt", "danger"
    if day.state == ConsultationDay.State.DRAFT:
        return "in Vorbereitung", "info"
    return ("vorbei", "info") if is_over(day) else ("offen", "success")
