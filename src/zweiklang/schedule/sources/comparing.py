"""Compares what a calendar says now with what it said before: only what is really different travels. Pure; knows neither files nor tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from zweiklang.schedule.sources.meaning import Meant

BRAKE_FROM = 4
"""So few entries may go without a question."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of the calendar that came from the same origin before."""

    pk: UUID
    meant: Meant


@dataclass(slots=True)
class Difference:
    """What has to be done in one place. `renamed`: the same entry, which its file calls by another key now; nobody hears of that."""

    added: list[Meant] = field(default_factory=list)
    changed: list[tuple[Held, Meant]] = field(default_factory=list)
    removed: list[Held] = field(default_factory=list)
    renamed: list[tuple[Held, Meant]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Returns whether everything is as it was."""
        return not (self.added or self.changed or self.removed)

    @property
    def needs_brake(self) -> bool:
        """Returns whether more than half of what was known would go: perhaps the file is not whole."""
        known = self.unchanged + len(self.changed) + len(self.removed) + len(self.renamed)
        return len(self.removed) >= BRAKE_FROM and 2 * len(self.removed) > known


def difference(held: Iterable[Held], now: Iterable[Meant], *, from_day: date) -> Difference:
    """Returns what makes `held` into `now`. What ended before `from_day` stays as it is, on either side."""
    found = Difference()
    before = [one for one in held if one.meant.last_day >= from_day]
    wanted = _once(one for one in now if one.last_day >= from_day)
    by_key = {one.meant.key: one for one in before}
    left: list[Meant] = []
    for one in wanted.values():
        known = by_key.pop(one.key, None)
        if known is None:
            left.append(one)
        elif known.meant.content == one.content:
            found.unchanged += 1
        else:
            found.changed.append((known, one))
    _match_content(found, list(by_key.values()), left)
    return found


def _once(events: Iterable[Meant]) -> Mapping[tuple[str, object], Meant]:
    """Each content once, and each key once: the first of them."""
    kept: dict[tuple[str, object], Meant] = {}
    keys: set[str] = set()
    contents: set[object] = set()
    for one in events:
        if one.key not in keys and one.content not in contents:
            kept[one.key, one.content] = one
            keys.add(one.key)
            contents.add(one.content)
    return kept


def _match_content(found: Difference, gone: list[Held], new: list[Meant]) -> None:
    """Programs that give new keys at each export do not make everything new."""
    by_content: dict[object, list[Held]] = {}
    for held in gone:
        by_content.setdefault(held.meant.content, []).append(held)
    for one in new:
        same = by_content.get(one.content)
        if same:
            found.renamed.append((same.pop(), one))
        else:
            found.added.append(one)
    found.removed.extend(held for rest in by_content.values() for held in rest)
