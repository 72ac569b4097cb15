"""The shape of a chamber's file as joining takes it; `interfaces` fills it. Plain frozen values, and as JSON for a preview that waits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zweiklang.joining.firms import FirmFacts, plain_name, plain_register
from zweiklang.kernel.sorting import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One training contract as the file has it. Texts are stripped and never None; `school_number` is empty where the file does not say."""

    line: int
    number: str
    given_name: str
    family_name: str
    born_on: date | None
    occupation: str
    first_day: date
    last_day: date
    firm: FirmFacts
    school_number: str = ""

    @property
    def name(self) -> str:
        """Returns given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def person_key(self) -> tuple[str, str, date | None]:
        """Returns what two rows about one person share."""
        return person_key(self.given_name, self.family_name, self.born_on)

    @property
    def firm_key(self) -> str:
        """Returns what two rows about one firm share."""
        place = self.firm.postcode or sort_key(self.firm.town)
        return f"{plain_name(self.firm.name)}|{place}|{plain_register(self.firm.register_number)}"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that is left out: where it stands, and why, for people. `line` 0 means the whole file."""

    line: int
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What a chamber's file says: rows, and those that could not be read."""

    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    file_name: str = ""
    sha256: str = ""


def person_key(given_name: str, family_name: str, born_on: date | None) -> tuple[str, str, date | None]:
    """Returns a person's name in the form of sorting, and the date of birth."""
    return sort_key(family_name), sort_key(given_name), born_on


def rows_to_json(rows: tuple[RegisterRow, ...]) -> list[dict[str, Any]]:
    """Returns the rows as JSON: days as ISO text."""
    return [{name: _plain(value) for name, value in asdict(row).items()} for row in rows]


def rows_from_json(stored: list[Mapping[str, Any]]) -> tuple[RegisterRow, ...]:
    """Returns the rows that `rows_to_json` was given."""
    return tuple(_row(one) for one in stored)


def _row(stored: Mapping[str, Any]) -> RegisterRow:
    days = {
        name: date.fromisoformat(stored[name]) if stored[name] else None
        for name in ("born_on", "first_day", "last_day")
    }
    return RegisterRow(**{**stored, **days, "firm": FirmFacts(**stored["firm"])})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
