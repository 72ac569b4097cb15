"""What is known of a school day, and what the law concludes from it. Plain values: no reading, no writing, no clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# "mehr als fünf Unterrichtsstunden von mindestens je 45 Minuten"; "mindestens 25 Stunden an mindestens fünf Tagen"; "vor 9 Uhr"
LESSON_MINUTES = 45
MOST_LESSONS_OF_A_SHORT_DAY = 5
BLOCK_LESSONS = 25
BLOCK_DAYS = 5
NINE = 9 * 60
ADULT = 18
MOST_MINUTES_OF_MINORS = 480
DAYS_OF_A_WEEK_IN_TRAINING = 5


@dataclass(frozen=True, slots=True)
class LessonFact:
    """`count` lessons in a row, `minutes` long together. `starts`: minutes after midnight, None where nobody said when lessons are."""

    starts: int | None
    minutes: int
    count: int = 1
    planned: bool = True
    held: bool = True

    @property
    def ends(self) -> int | None:
        """Returns when it is over, in minutes after midnight."""
        return None if self.starts is None else self.starts + self.minutes

    @property
    def counting(self) -> int:
        """Returns how many lessons of at least 45 minutes these are: one of 90 minutes is two, one of 40 is none."""
        return self.count * (self.minutes // self.count // LESSON_MINUTES)


@dataclass(frozen=True, slots=True)
class BlockWeek:
    """A week in block: lessons of at least 45 minutes by plan, on how many days, and whether some of them are cancelled."""

    planned: int
    days: int
    cancelled: bool = False

    @property
    def is_full(self) -> bool:
        """Returns whether the week has at least 25 lessons on at least five days by plan."""
        return self.planned >= BLOCK_LESSONS and self.days >= BLOCK_DAYS


@dataclass(frozen=True, slots=True)
class SchoolDayFacts:
    """One day at school. `age` None: not known, both laws are named. `travel_minutes`: one way from school to firm.

    `second`: the free day of this week (once a week) is another one. `day` chooses the wording in force; None is the present one.
    `exam_minutes`: an exam or a course outside the firm, breaks included. Minutes of training are the average ones of the contract.
    """

    weekday: int
    lessons: tuple[LessonFact, ...] = ()
    age: int | None = None
    daily_minutes: int = 480
    travel_minutes: int | None = None
    second: bool = False
    block: BlockWeek | None = None
    exam_minutes: int | None = None
    before_final_exam: bool = False
    day: date | None = None

    @property
    def weekly_minutes(self) -> int:
        """Returns the average training time of a week."""
        return self.daily_minutes * DAYS_OF_A_WEEK_IN_TRAINING

    @property
    def held(self) -> tuple[LessonFact, ...]:
        """Returns the lessons that take place."""
        return tuple(one for one in self.lessons if one.held)

    @property
    def planned(self) -> tuple[LessonFact, ...]:
        """Returns the lessons of the plan, cancelled or not."""
        return tuple(one for one in self.lessons if one.planned)

    @property
    def is_minor(self) -> bool:
        """Returns whether the person is known to be under 18."""
        return self.age is not None and self.age < ADULT


def counting(lessons: tuple[LessonFact, ...]) -> int:
    """Returns how many lessons of at least 45 minutes these are."""
    return sum(one.counting for one in lessons)


def starts_of(lessons: tuple[LessonFact, ...]) -> int | None:
    """Returns when the first of them begins; None without lessons, or where the time of one is not known."""
    times = [one.starts for one in lessons]
    known = [time for time in times if time is not None]
    return min(known) if known and len(known) == len(times) else None


def ends_of(lessons: tuple[LessonFact, ...]) -> int | None:
    """Returns when the last of them ends; None without lessons, or where the time of one is not known."""
    times = [one.ends for one in lessons]
    known = [time for time in times if time is not None]
    return max(known) if known and len(known) == len(times) else None


def taught(lessons: tuple[LessonFact, ...]) -> int:
    """Returns the minutes from the first to the last lesson with breaks and gaps; without known times the lessons alone."""
    starts, ends = starts_of(lessons), ends_of(lessons)
    if starts is None or ends is None:
        return sum(one.minutes for one in lessons)
    return ends - starts


class BackToWork(StrEnum):
    """Whether the firm may expect somebody that day. `POSSIBLE`: the law can be read either way."""

    NO = "no"
    YES = "yes"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A place in a law: how it is cited, where its text is, its own words. `whom` is set where the age is not known."""

    label: str
    url: str
    words: str
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What one rule says about the day. `minutes` where it credits some; `arithmetic` shows how they come about."""

    rule: str
    paragraphs: tuple[Paragraph, ...]
    sentence: str
    minutes: int | None = None
    arithmetic: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the day means by one reading of the law. `back_from`: minutes after midnight, travel included; None: not known or not at all.

    `remaining` minutes of training are left; they are what the firm may ask for where `back_to_work` is not NO.
    """

    minutes_credited: int
    back_to_work: BackToWork
    remaining: int = 0
    back_from: int | None = None
    arithmetic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """What the law says about the day: by the held lessons, and, where that is disputed, what else can be said (`other`)."""

    reading: Reading
    conclusions: tuple[Conclusion, ...]
    other: Reading | None = None

    @property
    def minutes_credited(self) -> int:
        """Returns the minutes of school that count as training time."""
        return self.reading.minutes_credited

    @property
    def back_to_work(self) -> BackToWork:
        """Returns whether the firm may expect somebody that day."""
        return self.reading.back_to_work
