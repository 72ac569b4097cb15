"""Compares what a class's timetable was from a day on with what a snapshot says. Pure: it knows no files and no database.

From the day on exactly the snapshot holds; before it, nothing is different. Equal lessons are left alone, so that a second import of one file
changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

type Content = tuple[int, int, int, int, str, tuple[str, ...], tuple[str, ...]]
type Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Held:
    """A lesson of a class, valid from a first to a last day (None: without end). `id` is None for one that is not stored yet."""

    room_id: UUID
    number: int
    weekday: int
    period: int
    length: int
    subject: str
    teachers: tuple[str, ...]
    classrooms: tuple[str, ...]
    first_day: date
    last_day: date | None = None
    id: UUID | None = None

    @property
    def content(self) -> Content:
        """Returns what the lesson is, without its days; the order of teachers and classrooms means nothing."""
        return (
            self.number,
            self.weekday,
            self.period,
            self.length,
            self.subject,
            tuple(sorted(self.teachers)),
            tuple(sorted(self.classrooms)),
        )

    def span_from(self, day: date) -> Span:
        """Returns the days from `day` on that it is valid."""
        return (max(self.first_day, day), self.last_day)

    def holds_on(self, day: date) -> bool:
        """Returns whether it is valid on that day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Pair:
    """A lesson before and after; one of them is None where it is new or gone."""

    old: Held | None
    new: Held | None

    @property
    def what(self) -> str:
        """Returns "added", "changed" or "removed"."""
        if self.old is None:
            return "added"
        return "changed" if self.new is not None else "removed"


@dataclass(slots=True)
class Comparison:
    """What has to be written: `ending` get the day before as their last, `gone` would have begun on the day or later."""

    pairs: list[Pair] = field(default_factory=list)
    ending: list[Held] = field(default_factory=list)
    gone: list[Held] = field(default_factory=list)

    @property
    def new(self) -> list[Held]:
        """Returns the lessons to be stored."""
        return [pair.new for pair in self.pairs if pair.new is not None]


def compare(known: Iterable[Held], wanted: Iterable[Held], *, from_day: date) -> Comparison:
    """Returns what is different from `from_day` on in the classes of these lessons: `known` are stored, `wanted` the snapshot's.

    Of `known` those that ended before the day are passed over. Whoever calls leaves out classes that the snapshot does not speak for.
    """
    present = [one for one in known if one.last_day is None or one.last_day >= from_day]
    wanted = list(_of_that_time(wanted, from_day))
    staying = Counter(_key(one, from_day) for one in present) & Counter(_key(one, from_day) for one in wanted)
    old = list(_beyond(present, staying, from_day))
    new = list(_beyond(wanted, staying, from_day))
    found = Comparison(pairs=list(_paired(old, new)))
    for one in old:
        (found.ending if one.first_day < from_day else found.gone).append(one)
    return found


def _of_that_time(wanted: Iterable[Held], from_day: date) -> Iterator[Held]:
    """Yields each lesson once, from the day on."""
    seen = set()
    for one in wanted:
        key = _key(one, from_day)
        if key not in seen and (one.last_day is None or one.last_day >= from_day):
            seen.add(key)
            yield one


def _key(one: Held, from_day: date) -> tuple[UUID, Content, Span]:
    return (one.room_id, one.content, one.span_from(from_day))


def _beyond(
    lessons: Iterable[Held], staying: Counter[tuple[UUID, Content, Span]], from_day: date
) -> Iterator[Held]:
    """Yields the lessons that have no counterpart."""
    left = staying.copy()
    for one in lessons:
        key = _key(one, from_day)
        if left[key]:
            left[key] -= 1
        else:
            yield one


# What makes a new lesson the successor of an old one, the surest first: same lesson at its time, another time, another lesson at that time.
_SAME: tuple[Callable[[Held], Hashable], ...] = (
    lambda one: (one.room_id, one.number, one.weekday, one.period, one.subject),
    lambda one: (one.room_id, one.number, one.weekday, one.period),
    lambda one: (one.room_id, one.number, one.subject) if one.number else one.id or one.content,
    lambda one: (one.room_id, one.weekday, one.period),
)


def _paired(old: list[Held], new: list[Held]) -> Iterator[Pair]:
    for same in _SAME:
        waiting: defaultdict[Hashable, list[Held]] = defaultdict(list)
        for one in sorted(old, key=_by_time, reverse=True):
            waiting[same(one)].append(one)
        unmatched = []
        for one in sorted(new, key=_by_time):
            if waiting[same(one)]:
                yield Pair(waiting[same(one)].pop(), one)
            else:
                unmatched.append(one)
        old, new = [one for rest in waiting.values() for one in rest], unmatched
    yield from (Pair(one, None) for one in old)
    yield from (Pair(None, one) for one in new)


def _by_time(one: Held) -> tuple[object, ...]:
    return (str(one.room_id), one.weekday, one.period, one.number, one.subject, one.first_day)
