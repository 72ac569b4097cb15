"""What a printed training record consists of: facts, not yet formatted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DocumentPlanItem:
    """What a line refers to: `kind` is "position" (training regulation) or "learning_field" (framework curriculum)."""

    kind: str
    number: str
    title: str

    @property
    def label(self) -> str:
        """Returns number and title as printed."""
        return " · ".join(filter(None, [self.number, self.title]))


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line: where (code and German word), what, how many minutes, and for what in the plan; the topic as the school released it."""

    place: str
    place_label: str
    text: str
    minutes: int | None
    plan_items: tuple[DocumentPlanItem, ...]
    school_text: str = ""
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentDay:
    """The lines of a day; `day` None holds lines written for the whole week. `note` names a public holiday."""

    day: date | None
    note: str
    lines: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentAct:
    """An act on a week. `holds`: it still stands for the lines printed here (a signature before an unlocking does not)."""

    act: str
    label: str
    name: str
    capacity: str
    at: datetime
    reason: str
    digest: str
    holds: bool


@dataclass(frozen=True, slots=True)
class DocumentWeek:
    """One week with its state, its number since the first week of the contract, its days and acts (oldest first)."""

    monday: date
    state: str
    state_label: str
    training_year: int
    number: int
    days: tuple[DocumentDay, ...]
    acts: tuple[DocumentAct, ...]

    @property
    def lines(self) -> tuple[DocumentLine, ...]:
        """Returns the lines of all days."""
        return tuple(line for day in self.days for line in day.lines)

    def standing_act(self, act: str) -> DocumentAct | None:
        """Returns the latest act of that kind that still holds."""
        return next((a for a in reversed(self.acts) if a.act == act and a.holds), None)


@dataclass(frozen=True, slots=True)
class DocumentClass:
    """A class the apprentice belonged to; `school_year` 2026 means 2026/27."""

    label: str
    school: str
    school_year: int


@dataclass(frozen=True, slots=True)
class DocumentTrainer:
    """Who was in charge at the firm, from a first to a last day (None: until today)."""

    name: str
    capacity: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """A training record from `first` to `last`, as far as the person who asked may see it.

    `school_only`: only school lines are in it, and only weeks that have some. `born_on` is None where it may not be seen.
    `missing` are the Mondays of past weeks nobody has begun. Not part of it: remarks and the reasons of returned weeks.
    """

    room_id: UUID
    apprentice: str
    born_on: date | None
    occupation: str
    specialisation: str
    regulation: str
    firm: str
    site: str
    chamber: str
    classes: tuple[DocumentClass, ...]
    contract_first_day: date
    contract_last_day: date
    trainers: tuple[DocumentTrainer, ...]
    record_form: str
    record_form_label: str
    first: date
    last: date
    weeks: tuple[DocumentWeek, ...]
    missing: tuple[date, ...]
    school_only: bool
    made_at: datetime

    @property
    def is_whole(self) -> bool:
        """Returns whether the document covers the whole training."""
        return (self.first, self.last) == (self.contract_first_day, self.contract_last_day)
