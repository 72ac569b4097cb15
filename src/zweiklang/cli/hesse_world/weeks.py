"""The training records, in the order in which they are written: week by week over all apprentices, so that one record lies on many pages.

The rows are lines of COPY. They follow from the seed, the week and the part of the contracts, whichever process makes them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import NamedTuple

from zweiklang.cli.hesse_world.sentences import Piece, Texts, piece
from zweiklang.cli.hesse_world.sizes import Size
from zweiklang.cli.hesse_world.words.fields import COMMENTS, ENDINGS, LESSON_ENDINGS, REASONS
from zweiklang.cli.hesse_world.world import Contract, Pattern, midnight_ms
from zweiklang.kernel.hesse import public_holiday, school_holiday, school_year

COLUMNS = {
    "records_week": "id room_id contract_id monday state changed_at",
    "records_line": 'id room_id week_id day place text minutes plan_items "order"',
    "records_recordact": "id room_id week_id act person_id capacity reason digest at",
    "records_comment": "id room_id week_id line_id author_id text written_at",
}
# How often a week of that age (0: the present one) is in which state, of 100; the rest nobody has begun.
RECENT = (("draft", 70), ("draft", 20, "submitted", 60), ("submitted", 40, "signed", 50, "returned", 5))
# Of a hundred older ones. Four million records a year are 45 of 52 weeks each (PRODUCT.md): the others are missing.
SIGNED, SUBMITTED = 93, 1
LEAVE, SICK, RETURNED_ONCE, SCHOOL_NOTED, COMMENTED = 5, 4, 3, 25, 4
CHUNK = 400
HEX3 = tuple(f"7{n:03x}" for n in range(512))
ACTS_FROM = 256
SECONDS_OF_FRIDAY = 4 * 86_400


class Line(NamedTuple):
    """A line: its day ("" for the whole week), its text and ending, minutes."""

    day: str
    piece: Piece
    ending: str
    minutes: int


class Week:
    """What all apprentices share in one week: days, holidays, school days by pattern, moments of acts."""

    def __init__(self, size: Size, monday: date) -> None:
        self.monday, self.age = monday, (size.monday - monday).days // 7
        self.friday = monday + timedelta(days=4)
        self.year = school_year(self.friday)
        dates = [monday + timedelta(days=n) for n in range(5)]
        self.days = [day.isoformat() for day in dates]
        self.holidays = {n: public_holiday(day) for n, day in enumerate(dates) if public_holiday(day)}
        self._school_free = {n for n, day in enumerate(dates) if school_holiday(day) or n in self.holidays}
        self._number = monday.toordinal() // 7
        self._patterns: dict[Pattern, frozenset[int]] = {}
        self.ms = midnight_ms(self.friday) + 43_200_000
        rng = Random(f"{size.seed} moments {monday}")
        self.submitted = [_moment(monday, _evening(rng)) for _ in range(128)]
        # Signed from Monday to Wednesday of the next week, noted on its Thursday or Friday: never before, and never in the future.
        self.signed = [_moment(monday, _daytime(rng, rng.randrange(7, 10))) for _ in range(128)]
        self.noted = [_moment(monday, _daytime(rng, rng.randrange(10, 12))) for _ in range(128)]
        self.begun = _moment(monday, 3600 * 5)

    def school_days(self, pattern: Pattern) -> frozenset[int]:
        """Returns the days of this week on which a class with that pattern has school; 0 is Monday."""
        if (known := self._patterns.get(pattern)) is None:
            days = set(pattern.weekdays) if pattern.block is None else set()
            if pattern.block is not None and self._number % 3 == pattern.block:
                days = set(range(5))
            known = self._patterns[pattern] = frozenset(days - self._school_free)
        return known


def _evening(rng: Random) -> int:
    """Returns seconds from Monday on: a quarter on Friday between two and six, many on Sunday evening."""
    kind = rng.random()
    if kind < 0.25:
        return SECONDS_OF_FRIDAY + rng.randrange(13 * 3600, 17 * 3600)
    if kind < 0.5:
        return SECONDS_OF_FRIDAY + 2 * 86_400 + rng.randrange(15 * 3600, 20 * 3600)
    return SECONDS_OF_FRIDAY + rng.randrange(6 * 3600, 2 * 86_400 + 20 * 3600)


def _daytime(rng: Random, day: int) -> int:
    return day * 86_400 + rng.randrange(6 * 3600, 19 * 3600)


def _moment(monday: date, seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    day = monday + timedelta(days=days)
    return f"{day} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}+00"


type Sink = Callable[[str, bytes], None]
"""Takes the rows of a table as bytes."""


class Writer:
    """Makes the weeks of these contracts, one of `parts` parts of all: the ids of two writers never meet."""

    def __init__(
        self, size: Size, contracts: Sequence[Contract], texts: Sequence[Texts], part: int, parts: int
    ) -> None:
        self.size, self.texts, self.part, self.parts, self.contracts = size, texts, part, parts, contracts
        self.rows: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self._leave, self._sick = piece("leave", "Urlaub"), piece("sick", "krank")
        self._holidays: dict[str, Piece] = {}
        rng = Random(f"{size.seed} tails")
        self._tails = [
            f"8{tail[:3]}-{tail[3:]}" for tail in (f"{rng.getrandbits(60):015x}" for _ in range(4096))
        ]

    def write(self, sink: Sink) -> None:
        """Everything has gone to the sink, week by week, in portions."""
        for back in range(self.size.weeks - 1, -1, -1):
            week = Week(self.size, self.size.monday - timedelta(weeks=back))
            self._week(week, sink)
        self._flush(sink)

    def _week(self, week: Week, sink: Sink) -> None:
        bits, monday, friday = (
            Random(f"{self.size.seed} {week.monday} {self.part}").getrandbits,
            week.monday,
            week.friday,
        )
        ms = week.ms + self.part
        for number, one in enumerate(self.contracts):
            if one.first_day > friday or one.last_day < monday:
                continue
            chance = bits(64)
            state = self._state(one, week.age, chance & 0xFF)
            if state:
                head = f"{ms:012x}"
                self._record(one, week, state, chance >> 8, f"{head[:8]}-{head[8:]}")
                ms += self.parts
            if number % CHUNK == 0 and len(self.rows["records_line"]) > CHUNK:
                self._flush(sink)

    def _flush(self, sink: Sink) -> None:
        for table, rows in self.rows.items():
            if rows:
                sink(table, "".join(rows).encode())
                rows.clear()

    def _state(self, one: Contract, age: int, chance: int) -> str:
        """Returns the state of a contract's week of that age, or "" if nobody has begun it; `chance` is one of 256."""
        if one.number == 0:  # whom the pages are measured with: every state, one of each kind of page
            return ("draft", "submitted", "submitted")[age] if age < 3 else "signed"
        chance = chance * 100 >> 8
        if age > 3:
            return "signed" if chance < SIGNED else "submitted" if chance < SIGNED + SUBMITTED else ""
        choices = RECENT[min(age, 2)]
        for name, share in zip(choices[::2], choices[1::2], strict=True):
            chance -= int(share)
            if chance < 0:
                return str(name)
        return ""

    def _record(self, one: Contract, week: Week, state: str, chance: int, head: str) -> None:
        tails, room = self._tails, one.room_id
        week_id = f"{head}-7000-{tails[chance & 4095]}"
        chance >>= 12
        out, digests, school = self.rows["records_line"].append, [], []
        first = ""
        for order, (day, text, ending, minutes) in enumerate(self._lines(one, week, chance)):
            line = f"{head}-{HEX3[order + 1]}-{tails[chance + order * 7 & 4095]}"
            out(
                f"{line}\t{room}\t{week_id}\t{day or '\\N'}\t{text.columns}{ending}\t{minutes}\t{text.items}\t{order}\n"
            )
            said = f'["{line}","{day}",{text.json}{ending}",{minutes},{text.json_items}]'
            digests.append(said)
            first = first or line
            if text.columns[:6] == "school":
                school.append(said)
        self._acts(one, week, state, chance, head, week_id, digests, school)
        if chance & 0xFF < COMMENTED * 256 // 100 and state != "draft":
            at = week.noted[chance & 0x7F] if state == "signed" else week.submitted[chance & 0x7F]
            self.rows["records_comment"].append(
                f"{head}-{HEX3[511]}-{tails[chance & 4095]}\t{room}\t{week_id}\t{first}\t{one.trainer_id}\t{COMMENTS[chance & 7]}\t{at}\n"
            )

    def _acts(
        self,
        one: Contract,
        week: Week,
        state: str,
        chance: int,
        head: str,
        week_id: str,
        digests: list[str],
        school: list[str],
    ) -> None:
        submitted = week.submitted[chance >> 8 & 0x7F]
        changed = submitted
        if state == "draft":
            changed = week.begun if week.age == 0 else submitted
        else:
            acts = list(self._what_happened(one, week, state, chance, (_digest(digests), digests, school)))
            changed = next(at for act, _, _, _, at in reversed(acts) if act == state)
            out, tails = self.rows["records_recordact"].append, self._tails
            for order, (act, person, capacity, reason_digest, at) in enumerate(acts):
                act_id = f"{head}-{HEX3[ACTS_FROM + order]}-{tails[chance + order & 4095]}"
                out(
                    f"{act_id}\t{one.room_id}\t{week_id}\t{act}\t{person}\t{capacity}\t{reason_digest}\t{at}\n"
                )
        self.rows["records_week"].append(
            f"{week_id}\t{one.room_id}\t{one.id}\t{week.days[0]}\t{state}\t{changed}\n"
        )

    def _what_happened(
        self, one: Contract, week: Week, state: str, chance: int, said: tuple[str, list[str], list[str]]
    ) -> Iterator[tuple[str, str, str, str, str]]:
        """Yields act, person, capacity, reason and digest (two columns), moment."""
        digest, lines, school = said
        submitted, signed = week.submitted[chance >> 8 & 0x7F], week.signed[chance >> 16 & 0x7F]
        plain = f"\t{digest}"
        back = state == "returned" or (
            state == "signed" and one.number and chance >> 24 & 0x7F < RETURNED_ONCE
        )
        if back:
            before = _digest(lines[:-1]) if state == "signed" else digest
            yield "submitted", one.apprentice_id, "apprentice", f"\t{before}", submitted
            yield (
                "returned",
                one.trainer_id,
                "trainer",
                f"{REASONS[(chance >> 31) % len(REASONS)]}\t{before}",
                signed,
            )
            if state == "returned":
                return
            submitted, signed = _later(signed, 1), _later(signed, 2)
        yield "submitted", one.apprentice_id, "apprentice", plain, submitted
        if state == "signed":
            yield "signed", one.trainer_id, "trainer", plain, signed
            yield from self._noted(one, week, chance, plain, school)

    def _noted(
        self, one: Contract, week: Week, chance: int, plain: str, school: list[str]
    ) -> Iterator[tuple[str, str, str, str, str]]:
        noted = week.noted[chance >> 16 & 0x7F]
        if one.guardian_id and week.friday + timedelta(days=9) < one.of_age_on:
            yield "guardian_noted", one.guardian_id, "guardian", plain, noted
        stay = one.stays.get(week.year)
        if stay and chance >> 31 & 0x7F < SCHOOL_NOTED * 128 // 100:
            yield "school_noted", stay.class_teacher, "class_teacher", f"\t{_digest(school)}", noted

    def _lines(self, one: Contract, week: Week, chance: int) -> list[Line]:
        """Returns what the week says: daily one or two lines a day, weekly one for each kind of place and some more."""
        stay = one.stays.get(week.year)
        school = week.school_days(stay.pattern) if stay else frozenset()
        texts = self.texts[one.occupation]
        lessons = texts.lessons[min(stay.grade, 4) if stay else 1]
        away = self._away(one, chance % 100)
        pick = chance >> 7
        if one.daily:
            return self._daily(week, texts.work, lessons, school, away, pick)
        return self._weekly(week, texts.work, lessons, school, away, pick)

    def _away(self, one: Contract, chance: int) -> Piece | None:
        """Returns how somebody was away, if the week is one of those: the whole week on leave, or a day or two ill."""
        if chance < LEAVE and one.number:
            return self._leave
        return self._sick if chance < LEAVE + SICK else None

    def _holiday(self, name: str) -> Piece:
        if name not in self._holidays:
            self._holidays[name] = piece("holiday", name)
        return self._holidays[name]

    def _daily(
        self,
        week: Week,
        work: list[Piece],
        lessons: list[Piece],
        school: frozenset[int],
        away: Piece | None,
        pick: int,
    ) -> list[Line]:
        lines = []
        for number, day in enumerate(week.days):
            if number in week.holidays:
                lines.append(Line(day, self._holiday(week.holidays[number]), "", 480))
                continue
            if away and (away is self._leave or number == pick % 5):
                lines.append(Line(day, away, "", 480))
                continue
            of, endings = (lessons, LESSON_ENDINGS) if number in school else (work, ENDINGS)
            two = pick & 3 == 0
            lines.append(
                Line(day, of[pick % len(of)], endings[(pick >> 9) % len(endings)], 240 if two else 480)
            )
            pick = pick >> 5 ^ (pick * 0x9E3779B1 & 0xFFFFFFFFFF)
            if two:
                lines.append(Line(day, of[pick % len(of)], endings[(pick >> 9) % len(endings)], 240))
                pick = pick >> 3 ^ (pick * 0x85EBCA6B & 0xFFFFFFFFFF)
        return lines

    def _weekly(
        self,
        week: Week,
        work: list[Piece],
        lessons: list[Piece],
        school: frozenset[int],
        away: Piece | None,
        pick: int,
    ) -> list[Line]:
        lines = [Line("", self._holiday(name), "", 480) for name in week.holidays.values()]
        left = 5 - len(lines)
        if away is self._leave:
            return [*lines, Line("", away, "", left * 480)]
        if away and left > len(school) + 1:
            lines.append(Line("", away, "", 480))
            left -= 1
        taught = min(len(school), left)
        for number in range(min(taught, 2)):
            ending = LESSON_ENDINGS[(pick >> 7) % len(LESSON_ENDINGS)]
            minutes = taught * 480 if taught == 1 else (480 if number else (taught - 1) * 480)
            lines.append(Line("", lessons[pick % len(lessons)], ending, minutes))
            pick = pick >> 5 ^ (pick * 0x9E3779B1 & 0xFFFFFFFFFF)
        left -= taught
        count = min(left, (2, 2, 3, 3)[pick & 3])
        for number in range(count):
            minutes = 480 if number else (left - count + 1) * 480
            lines.append(Line("", work[pick >> 2 & 511], ENDINGS[pick >> 11 & 15], minutes))
            pick = pick >> 5 ^ (pick * 0x85EBCA6B & 0xFFFFFFFFFF)
        return lines


def _digest(lines: list[str]) -> str:
    """Returns what `records.public.digest_of` returns for these lines."""
    return sha256(f"[{','.join(lines)}]".encode()).hexdigest()


def _later(moment: str, hours: int) -> str:
    """Returns the moment so many hours later on the same day; acts are over by nine in the evening."""
    return f"{moment[:11]}{int(moment[11:13]) + hours:02}{moment[13:]}"
