"""Many lines of one kind: the first are shown, the others open on demand, so that what stands below stays in sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

SHOWN = 5
# Two more are no reason for a click.
_SPARED = 2


class Asking(Protocol):
    """A line of "Was wartet auf mich?"."""

    @property
    def act(self) -> str:
        """What its button says."""


@dataclass(frozen=True, slots=True)
class Fold[Line: Asking]:
    """Lines of one kind that stand one after the other and ask for the same act; `more` is closed at first."""

    first: Sequence[Line]
    more: Sequence[Line]


def folded[Line: Asking](lines: Iterable[Line]) -> list[Fold[Line]]:
    """Returns the lines in their order, neighbours of one kind with the same act together."""
    groups = [list(group) for _, group in groupby(lines, key=_kind)]
    return [
        Fold(group, []) if len(group) <= SHOWN + _SPARED else Fold(group[:SHOWN], group[SHOWN:])
        for group in groups
    ]


def _kind(line: Asking) -> tuple[type[Asking], str, str]:
    """What the line is, of which kind where its class knows several, and what its button says ("Ansehen" is said by many)."""
    return type(line), getattr(line, "kind", ""), line.act
