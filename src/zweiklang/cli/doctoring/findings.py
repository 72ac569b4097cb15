"""What a check found."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

type Level = Literal["fails", "warns", "says"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, how serious it is, what was found, and what to do ("" for nothing)."""

    name: str
    level: Level
    says: str
    do: str = ""

    @property
    def ok(self) -> bool:
        """False if the installation does not work as it must; a warning is no failure."""
        return self.level != "fails"

    def as_json(self) -> dict[str, Any]:
        """Returns plain values, as `zweiklang doctor --json` prints them."""
        return {**asdict(self), "ok": self.ok}


type Check = Callable[[], Finding | Iterable[Finding]]


def says(name: str, what: str) -> Finding:
    """All is well."""
    return Finding(name, "says", what)


def warns(name: str, what: str, do: str) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(name, "warns", what, do)


def fails(name: str, what: str, do: str) -> Finding:
    """It does not work, or people's data are not protected as they must be."""
    return Finding(name, "fails", what, do)


def listed(names: Iterable[str], *, most: int = 5) -> str:
    """Returns the first few, and how many more there are."""
    found = list(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more
