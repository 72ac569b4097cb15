"""The training records of the demo world: a year of weeks per apprentice, in all states, written in bulk by the system role.

Services cannot write the past: acts would carry today's time. So the rows are made here, with the digest and the order of acts the
services would leave behind, and the database's own guards (states, locked weeks) still hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.cli.demo_world.cast import COMMENTS, REASONS, Pupil
from zweiklang.cli.demo_world.days import lesson_numbers, places
from zweiklang.cli.demo_world.grammar import Grammar, lesson, sentence
from zweiklang.cli.demo_world.rhythm import TWO_DAYS, Rhythm
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_year
from zweiklang.people.public import Person
from zweiklang.records.public import Comment, Line, RecordAct, Week, digest_of

DAY_MINUTES = 480
SPLITS = ((480,), (480,), (240, 240), (180, 300))


@dataclass(slots=True)
class Author:
    """An apprentice with everything the record needs. `items` are plan item ids by key ("A8", "LF6")."""

    pupil: Pupil
    contract: Contract
    trainer: Person
    grammar: Grammar
    product: str
    items: dict[str, UUID]
    class_teacher: Person | None = None
    guardian: Person | None = None
    enrolled_from: date = date.max
    rhythm: Rhythm = TWO_DAYS
    chance: Random = field(init=False)
    numbers: dict[date, int] = field(init=False)
    """The running number of each school day in its school year."""

    def __post_init__(self) -> None:
        """The same person writes the same texts at each first start on the same day."""
        self.chance = Random(self.contract.apprentice.email)  # noqa: S311 - texts, no secrets
        self.use(self.rhythm)

    def use(self, rhythm: Rhythm) -> None:
        """The class of the author has school in that rhythm."""
        self.rhythm = rhythm
        self.numbers = lesson_numbers(self.contract.first_day, min(today(), self.contract.last_day), rhythm)


@dataclass(slots=True)
class Pile:
    """Rows that wait to be written together."""

    weeks: list[Week] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    acts: list[RecordAct] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    final: dict[str, list[UUID]] = field(default_factory=dict)

    def write(self) -> None:
        """Everything is in the database: weeks as drafts, their lines, then the states on the allowed paths."""
        Week.objects.bulk_create(self.weeks)
        Line.objects.bulk_create(self.lines, batch_size=2000)
        submitted, signed, returned = Week.State.SUBMITTED, Week.State.SIGNED, Week.State.RETURNED
        beyond_draft = [pk for pks in self.final.values() for pk in pks]
        Week.objects.filter(pk__in=beyond_draft).update(state=submitted)
        for state in (signed, returned):
            Week.objects.filter(pk__in=self.final.get(state, [])).update(state=state)
        RecordAct.objects.bulk_create(self.acts, batch_size=2000)
        Comment.objects.bulk_create(self.comments)


def write_record(author: Author, pile: Pile) -> None:
    """The author's weeks from the first of the contract to the current one are on the pile."""
    contract = author.contract
    last = min(today(), contract.last_day)
    where = places(contract.first_day, monday_of(last) + timedelta(days=4), author.chance, author.rhythm)
    seen: set[tuple[str, ...]] = set()
    for monday in _mondays(contract.first_day, last):
        ago = (monday_of(today()) - monday).days // 7
        state = _state(author.pupil, ago)
        if state != "open":
            days = {day: place for day, place in _week_of(monday, where) if ago or day <= last}
            _write_week(author, pile, monday, state, _entries(author, days, seen))


def _mondays(first_day: date, last_day: date) -> Iterator[date]:
    monday = monday_of(first_day)
    while monday <= last_day:
        yield monday
        monday += timedelta(days=7)


def _write_week(author: Author, pile: Pile, monday: date, state: str, entries: "list[Entry]") -> None:
    week = Week(room_id=author.contract.room_id, contract=author.contract, monday=monday)
    week.changed_at = _at(author, monday, 4, 15)
    lines = [_line(author, week, number, entry) for number, entry in enumerate(entries)]
    pile.weeks.append(week)
    pile.lines += lines
    if state != "draft":
        pile.final.setdefault(state, []).append(week.pk)
        pile.acts += _acts(author, week, lines, state)
        pile.comments += _comments(author, week, lines, state)


def _state(pupil: Pupil, ago: int) -> str:
    """What became of the week that lies `ago` weeks back."""
    if ago == 0:
        return "draft"
    if ago in pupil.gaps:
        return "open"
    if ago == pupil.returned:
        return "returned"
    # Gaps and the returned week do not wait for the trainer: the weeks behind them do.
    not_waiting = sum(1 for other in (*pupil.gaps, pupil.returned) if 0 < other < ago)
    return "submitted" if ago - not_waiting <= pupil.waiting else "signed"


def _week_of(monday: date, where: dict[date, str]) -> Iterator[tuple[date, str]]:
    for number in range(5):
        day = monday + timedelta(days=number)
        if day in where:
            yield day, where[day]


type Entry = tuple[date | None, str, str, int, str]
"""Day (None: the whole week), place, text, minutes, key of a plan item."""


def _entries(author: Author, days: dict[date, str], seen: set[tuple[str, ...]]) -> list[Entry]:
    """What stands in one week; tried again when the same texts were written before."""
    entries: list[Entry] = []
    for _ in range(5):
        used: set[str] = set()
        entries = [entry for day, place in days.items() for entry in _day(author, day, place, used)]
        texts = tuple(entry[2] for entry in entries if entry[1] in ("company", "school"))
        if texts not in seen or not texts:
            break
    seen.add(texts)
    return _as_a_whole(entries) if author.pupil.form == "weekly" else entries


def _line(author: Author, week: Week, number: int, entry: Entry) -> Line:
    day, place, text, minutes, key = entry
    items = [author.items[key]] if key in author.items else []
    return Line(
        room_id=week.room_id,
        week=week,
        day=day,
        place=place,
        text=text,
        minutes=minutes,
        plan_items=items,
        order=number,
    )


def _day(author: Author, day: date, place: str, used: set[str]) -> list[Entry]:
    if place == "school":
        return _school_day(author, day)
    if place == "company":
        found: list[Entry] = []
        for minutes in author.chance.choice(SPLITS):
            key, text = sentence(author.grammar, author.chance, author.product, used)
            found.append((day, place, text, minutes, key))
        return found
    return [(day, place, public_holiday(day) if place == "holiday" else "", DAY_MINUTES, "")]


def _school_day(author: Author, day: date) -> list[Entry]:
    """A school day of more than five lessons counts as a whole day (§ 15 (2) BBiG)."""
    number = author.numbers.get(day, 0)
    year = min(school_year(day) - school_year(author.contract.first_day) + 1, max(author.grammar.school))
    key, topic = lesson(author.grammar, year, number)
    opening = author.chance.choice(("", "", "Thema: ", "Gruppenarbeit: ", "Übung: "))
    general = author.grammar.general[(number * 5 + day.weekday()) % len(author.grammar.general)]
    name = key.replace("LF", "Lernfeld ")
    return [(day, "school", f"{name}: {opening}{topic}", 300, key), (day, "school", general, 180, "")]


def _as_a_whole(entries: list[Entry]) -> list[Entry]:
    """The weekly form: lines without a day; days off of one kind are one line."""
    whole: list[Entry] = []
    off: dict[tuple[str, str], int] = {}
    for _, place, text, minutes, key in entries:
        if place in ("company", "school"):
            whole.append((None, place, text, minutes, key))
        else:
            off[place, text] = off.get((place, text), 0) + minutes
    return [*whole, *((None, place, text, minutes, "") for (place, text), minutes in off.items())]


def _acts(author: Author, week: Week, lines: list[Line], state: str) -> list[RecordAct]:
    """Submitted on Friday or Sunday, signed within the next days, noted by those who take note."""
    chance, monday = author.chance, week.monday
    history = _History(week, digest_of(lines))
    apprentice, trainer = author.contract.apprentice, author.trainer
    history.add(
        "submitted",
        apprentice,
        "apprentice",
        _at(author, monday, *chance.choice(((4, 15), (4, 12), (6, 19)))),
    )
    once_returned = state == "signed" and chance.random() < 0.06
    if once_returned or state == "returned":
        history.add("returned", trainer, "trainer", _at(author, monday, 8, 9), reason=chance.choice(REASONS))
    if once_returned:
        history.add("submitted", apprentice, "apprentice", _at(author, monday, 9, 16))
    if state == "signed":
        history.add(
            "signed",
            trainer,
            "trainer",
            _at(author, monday, chance.choice((10, 11)), chance.choice((8, 10, 14))),
        )
    week.changed_at = history.acts[-1].at
    if state == "signed":
        _take_note(author, history, lines)
    return history.acts


def _take_note(author: Author, history: "_History", lines: list[Line]) -> None:
    week = history.week
    if author.guardian:
        history.add("guardian_noted", author.guardian, "guardian", _at(author, week.monday, 12, 20))
    due = week.monday >= author.enrolled_from and any(line.place == "school" for line in lines)
    if author.class_teacher and due and author.chance.random() < 0.7:
        history.digest = digest_of(lines, school_only=True)
        history.add("school_noted", author.class_teacher, "class_teacher", _at(author, week.monday, 11, 17))


@dataclass(slots=True)
class _History:
    """The acts of one week, in the order in which they were done."""

    week: Week
    digest: str
    acts: list[RecordAct] = field(default_factory=list)

    def add(self, act: str, person: Person, capacity: str, at: datetime, *, reason: str = "") -> None:
        """The act is appended, over the content of `digest`."""
        room_id, week, digest = self.week.room_id, self.week, self.digest
        self.acts.append(
            RecordAct(
                room_id=room_id,
                week=week,
                act=act,
                person=person,
                capacity=capacity,
                digest=digest,
                at=at,
                reason=reason,
            )
        )


def _comments(author: Author, week: Week, lines: list[Line], state: str) -> list[Comment]:
    company = [line for line in lines if line.place == "company"]
    if state not in ("signed", "returned") or not company or author.chance.random() > 0.12:
        return []
    line, at = author.chance.choice(company), _at(author, week.monday, 8, 10)
    text = author.chance.choice(COMMENTS)
    return [
        Comment(room_id=week.room_id, week=week, line=line, author=author.trainer, text=text, written_at=at)
    ]


def _at(author: Author, monday: date, day: int, hour: int) -> datetime:
    """A moment `day` days after the Monday of a week, never in the future."""
    minute, before_now = author.chance.randrange(60), author.chance.randrange(1, 40)
    moment = datetime.combine(monday + timedelta(days=day), time(hour, minute), tzinfo=BERLIN)
    return min(moment, now() - timedelta(minutes=before_now))
