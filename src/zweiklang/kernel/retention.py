"""How long a row is kept, as data: the sentence people read and the deletion that is carried out come from the same declaration.

    privacy = PrivacyNote(…, retention=After(months=12, fields=("last_day",), event="dem letzten Tag"))
    privacy = PrivacyNote(…, retention=WithRow(("invitation",), "die Einladung"))

`privacy.retention` carries it out every night, by introspection; a test fails for a note that nothing carries out.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.kernel.hesse import school_year

_YEARS_FROM = 24


class Retention:
    """Base of all kinds; `str()` is the German sentence."""

    __slots__ = ()

    def rules(self) -> "Iterator[Retention]":
        """Yields the rules it consists of: itself, unless it is several."""
        yield self


@dataclass(frozen=True, slots=True)
class After(Retention):
    """A row is deleted some time after its day: the first of `fields` (paths of the ORM) that is set. Exactly one length is given.

    `where` narrows it to rows with these values, `what` says so in words. `with_room`: its room goes with it. `wish` is the path to the
    contract for which the apprentice may say "keep it longer". `waits_for` says what holds it back by a protecting foreign key.
    """

    fields: tuple[str, ...]
    event: str
    days: int | None = None
    months: int = 0
    school_years: int = 0
    birthday: int = 0
    where: tuple[tuple[str, str], ...] = ()
    what: str = ""
    with_room: bool = False
    wish: str = ""
    waits_for: str = ""

    def __post_init__(self) -> None:
        lengths = (self.days is not None, bool(self.months), bool(self.school_years), bool(self.birthday))
        if sum(lengths) != 1:
            raise ValueError("exactly one of days, months, school_years and birthday says how long")

    def __str__(self) -> str:
        parts = [f"{self.what}: {self._length()}" if self.what else self._length()]
        parts += ["länger, so lange die Auszubildende ihren Nachweis behalten will"] if self.wish else []
        parts += [f"nicht, solange {self.waits_for}"] if self.waits_for else []
        return "; ".join(parts)

    def _length(self) -> str:
        if self.birthday:
            return f"bis zum {self.birthday}. Geburtstag{f' {self.event}' if self.event else ''}"
        if self.school_years:
            which = "nächsten" if self.school_years == 1 else f"{self.school_years}."
            return f"bis zum Ende des {which} Schuljahrs nach {self.event}"
        if self.days == 0:
            return f"bis zur Nacht nach {self.event}"
        return f"{period(days=self.days or 0, months=self.months)} nach {self.event}"

    def cutoff(self, on: date) -> date:
        """Returns the day before which a row's day must lie so that the row is deleted on `on`."""
        if self.school_years:
            return date(school_year(on) - self.school_years, 8, 1)
        if self.birthday:
            return plus_months(on, -12 * self.birthday) + timedelta(days=1)
        if self.months:
            return plus_months(on, -self.months)
        return on - timedelta(days=self.days or 0)

    def due_from(self, day: date) -> date:
        """Returns the first day on which a row with that day is deleted."""
        if self.school_years:
            return date(school_year(day) + self.school_years + 1, 8, 1)
        months = self.months or 12 * self.birthday
        due = plus_months(day, months) if months else day + timedelta(days=self.days or 0)
        while self.cutoff(due) <= day:
            due += timedelta(days=1)
        return due


@dataclass(frozen=True, slots=True)
class WithRow(Retention):
    """A row is deleted with the row that one of `fields` (foreign keys) names; with several, with the last of them.

    `noun` names that row, with its article.
    """

    fields: tuple[str, ...]
    noun: str

    def __str__(self) -> str:
        return f"so lange wie {self.noun}"


@dataclass(frozen=True, slots=True)
class WithTracked(Retention):
    """A row of history is deleted with the row whose changes it holds."""

    def __str__(self) -> str:
        return "so lange wie die Zeile, deren Änderungen es sind"


@dataclass(frozen=True, slots=True)
class WithAccount(Retention):
    """A row is deleted when the account of the person that `field` names ends."""

    field: str = "person"

    def __str__(self) -> str:
        return "so lange wie das Konto"


@dataclass(frozen=True, slots=True)
class WithContent(Retention):
    """A room is deleted with what it was made for."""

    def __str__(self) -> str:
        return "so lange wie das, wofür es den Raum gibt"


@dataclass(frozen=True, slots=True)
class AccountEnd(Retention):
    """An account ends some months after the last day of the last membership or post; who is still named somewhere becomes a placeholder."""

    months: int

    def __str__(self) -> str:
        return f"{period(months=self.months)} nach dem Ende der letzten Mitgliedschaft oder Aufgabe"

    def cutoff(self, on: date) -> date:
        """Returns the day before which the last membership must have ended so that the account ends on `on`."""
        return plus_months(on, -self.months)

    def due_from(self, day: date) -> date:
        """Returns the first day on which an account ends whose last membership ended on that day."""
        due = plus_months(day, self.months)
        while self.cutoff(due) <= day:
            due += timedelta(days=1)
        return due


@dataclass(frozen=True, slots=True)
class ByJob(Retention):
    """A periodic job of the app itself deletes or empties the row; `job` is its name, `sentence` says what it does."""

    job: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class WhileValid(Retention):
    """Reference data about nobody: no day ends it."""

    def __str__(self) -> str:
        return "solange die Angabe gilt"


@dataclass(frozen=True, slots=True, init=False)
class Several(Retention):
    """Each rule holds for itself: whichever comes first deletes the row."""

    parts: tuple[Retention, ...]

    def __init__(self, *parts: Retention) -> None:
        object.__setattr__(self, "parts", parts)

    def __str__(self) -> str:
        return "; ".join(str(part) for part in self.parts)

    def rules(self) -> Iterator[Retention]:
        """Yields the rules of all parts."""
        for part in self.parts:
            yield from part.rules()


WITH_ROOM = WithRow(("room",), "der Raum, zu dem die Angabe gehört")


def period(*, days: int = 0, months: int = 0) -> str:
    """Returns "7 Tage", "12 Monate", "3 Jahre"."""
    if days:
        return "1 Tag" if days == 1 else f"{days} Tage"
    if months >= _YEARS_FROM and months % 12 == 0:
        return f"{months // 12} Jahre"
    return "1 Monat" if months == 1 else f"{months} Monate"


def plus_months(day: date, months: int) -> date:
    """Returns the same day so many months later (or earlier), or the last day of a shorter month (§ 188 Abs. 3 BGB)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
