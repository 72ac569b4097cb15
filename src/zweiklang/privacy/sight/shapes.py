"""What the pages of "Wer sieht was?" show. Plain values, ready to be printed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

SIDES = {
    "trainer": "Betrieb",
    "deputy_trainer": "Betrieb",
    "training_manager": "Betrieb",
    "class_teacher": "Schule",
    "subject_teacher": "Schule",
    "head_of_school": "Schule",
    "school_office": "Schule",
    "guardian": "Familie",
    "apprentice": "Auszubildende",
    "chamber_adviser": "Kammer",
}
SIDE_ORDER = ("Betrieb", "Schule", "Familie", "Kammer", "Auszubildende")


@dataclass(frozen=True, slots=True)
class Insight:
    """How far one category is open to somebody: word, tone and icon; why, on which legal basis, and where the rule stands."""

    category: str
    label: str
    word: str
    tone: str
    icon: str
    why: str
    laws: tuple[tuple[str, str], ...] = ()
    rule_href: str = ""
    rule_label: str = ""

    @property
    def look(self) -> tuple[str, str, str]:
        """Returns what the overview shows of it."""
        return self.word, self.tone, self.icon


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody is in the room in one capacity: for which fact, since when, until when (in words), and what that opens."""

    membership_id: UUID
    person_id: UUID
    name: str
    capacity: str
    capacity_label: str
    organisation: str
    reason: str
    fact: str
    laws: tuple[tuple[str, str], ...]
    since: date
    last_day: date | None
    until: str
    insights: tuple[Insight, ...]
    looked: str = ""

    @property
    def side(self) -> str:
        """Returns to which party the person belongs."""
        return SIDES.get(self.capacity, "Schule")

    @property
    def open_labels(self) -> str:
        """Returns the names of the categories of which the person sees anything."""
        return ", ".join(one.label for one in self.insights if one.tone)


@dataclass(frozen=True, slots=True)
class Column:
    """People of one side who see exactly the same: one column of the overview, and one line on a phone."""

    side: str
    names: str
    capacities: str
    looks: tuple[tuple[str, str, str], ...]

    @property
    def short(self) -> str:
        """Returns the name of the line on a phone: one person by name, several by what they are, or by their side."""
        if ", " not in self.names:
            return self.names
        return self.side if ", " in self.capacities else self.capacities


@dataclass(frozen=True, slots=True)
class Coming:
    """Something will change by itself: on which day, for whom, what."""

    day: date
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Somebody had access and has none any more."""

    name: str
    capacity_label: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Notice:
    """Something closes categories for a while: a brake or a restriction."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Sight:
    """The page of one apprenticeship. `everything`: for the person the room is about, and for a guardian while they are a minor."""

    everything: bool
    mine: tuple[Access, ...]
    others: tuple[Access, ...]
    columns: tuple[Column, ...]
    categories: tuple[tuple[str, str], ...]
    coming: tuple[Coming, ...]
    ended: tuple[Ended, ...]
    notices: tuple[Notice, ...]

    @property
    def sides(self) -> list[tuple[str, list[Access]]]:
        """Returns the people by side, in the order in which people look for them."""
        found = [(side, [one for one in self.others if one.side == side]) for side in SIDE_ORDER]
        return [(side, people) for side, people in found if people]
