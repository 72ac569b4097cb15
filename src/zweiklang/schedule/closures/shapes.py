"""What whoever closes schools says, and what it means."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.schedule.models import Closure

LABELS = {
    Closure.Kind.STORM: "Unwetter",
    Closure.Kind.BUILDING: "Das Schulgebäude ist nicht nutzbar",
    Closure.Kind.OTHER: "Die Schule ist geschlossen",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """When no lessons are held and why. `from_period` None: the whole day. `text` is a remark about nobody."""

    first_day: date
    last_day: date
    from_period: int | None
    kind: str
    text: str = ""

    @property
    def days(self) -> str:
        """Returns "Di, 24. November" or "Di, 24. November bis Mi, 25. November"."""
        if self.first_day == self.last_day:
            return formats.day(self.first_day)
        return f"{formats.day(self.first_day)} bis {formats.day(self.last_day)}"

    @property
    def words(self) -> str:
        """Returns what people read of it, without the day."""
        lessons = (
            f"ab der {self.from_period}. Stunde kein Unterricht" if self.from_period else "kein Unterricht"
        )
        said = f"{LABELS[Closure.Kind(self.kind)]}, {lessons} in der Schule"
        return f"{said}. {self.text}" if self.text else said


@dataclass(frozen=True, slots=True)
class Effect:
    """Whom a closure concerns, in figures."""

    schools: int
    classes: int
    people: int

    @property
    def figures(self) -> tuple[str, str, str]:
        """Returns schools, classes and people as people read numbers: "12.345"."""
        return _figure(self.schools), _figure(self.classes), _figure(self.people)


@dataclass(frozen=True, slots=True)
class Action:
    """One act, as it is listed: the schools it closed, and whether it still holds. `rows` have the same days, reason and author."""

    action: UUID
    wanted: Wanted
    schools: tuple[str, ...]
    declared_as: str
    declared_at: datetime
    withdrawn_at: datetime | None
    over: bool

    @property
    def where(self) -> str:
        """Returns the school's name, or how many there are."""
        return self.schools[0] if len(self.schools) == 1 else f"{len(self.schools)} Schulen"

    @property
    def state(self) -> tuple[str, str]:
        """Returns the state in a word, and its tone."""
        if self.withdrawn_at:
            return "zurückgenommen", "info"
        return ("vorbei", "info") if self.over else ("gilt", "warning")


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")
