"""What is proposed for a week: school days, released topics, courses and missed days become lines nobody has to type. Pure.

Nothing is invented: without times of lessons there are no minutes, and days of school holidays are left to the apprentice, because
they say nothing of the firm. A public holiday is written when the week is begun (`records.writing`).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from zweiklang.kernel import formats
from zweiklang.records.filling.shapes import ABSENT, COURSE, LESSONS, Facts, Proposal, SchoolTopic
from zweiklang.records.models import Line
from zweiklang.schedule.public import CalendarDay, PlannedCourse, PlannedLesson

SCHOOL, CENTRE = Line.Place.SCHOOL, Line.Place.CENTRE
FROM_TIMETABLE = "Vorschlag aus dem Stundenplan"
FROM_REGISTER = "Vorschlag aus dem Klassenbuch"
FROM_COURSES = "Vorschlag aus dem Kalender"
FROM_ABSENCES = "Vorschlag aus den Fehlzeiten"
SAID_OF_LESSONS = "Unterricht"
KEPT_OF_TITLE = 40
# Who wrote one of these herself has said where she was on a day of school.
TELL_OF_SCHOOL = (SCHOOL, Line.Place.HOLIDAY, Line.Place.LEAVE, Line.Place.SICK)


def proposals(facts: Facts, *, lines: Collection[Line], until: date) -> tuple[Proposal, ...]:
    """Returns what is proposed beside the lines of the week up to and with the day `until`, by day: nothing taken before."""
    days = {day.day: day for day in facts.days}
    known = {line.origin for line in lines}
    found: list[Proposal] = []
    for day in sorted({*days, *(topic.day for topic in facts.topics), *facts.absent}):
        if day > until:
            continue
        topics = [topic for topic in facts.topics if topic.day == day]
        one = _Day(days.get(day) or CalendarDay(day, school=False), topics, tuple(lines), day in facts.absent)
        found += _of_day(one)
    return tuple(one for one in found if one.key not in known)


@dataclass(frozen=True, slots=True)
class _Day:
    """What is known of a day, and what the week says of it already."""

    day: CalendarDay
    topics: list[SchoolTopic]
    lines: tuple[Line, ...]
    missed: bool

    @property
    def counted(self) -> bool:
        """Whether the time of its lessons stands in the week: taken as one line for all of them, or written by herself."""
        taken = f"{LESSONS}:{self.day.day.isoformat()}"
        return self.told(*TELL_OF_SCHOOL) or any(line.origin == taken for line in self.lines)

    def told(self, *places: str) -> bool:
        """Whether she wrote herself of that day (or of the whole week) that she was at one of these places."""
        days = (None, self.day.day)
        return any(not line.origin and line.place in places and line.day in days for line in self.lines)


def _of_day(one: _Day) -> Iterator[Proposal]:
    """Who missed the whole day was not in its lessons."""
    written = one.told(*TELL_OF_SCHOOL)
    if not one.missed:
        yield from _taught(one)
        if not written:
            yield from _lessons(one.day, one.topics)
    elif not written:
        key = f"{ABSENT}:{one.day.day.isoformat()}"
        yield Proposal(key, one.day.day, SCHOOL, "Gefehlt", source=FROM_ABSENCES, alone=True)
    if not one.told(CENTRE):
        yield from (_course(one.day.day, course) for course in one.day.courses)


def _taught(one: _Day) -> Iterator[Proposal]:
    """The minutes of a subject go to its topic, if there is just one that day. Who wrote of the day herself takes each by itself."""
    subjects = [_same(topic.subject) for topic in one.topics]
    alone = one.told(*TELL_OF_SCHOOL)
    for topic in one.topics:
        subject = _same(topic.subject)
        held = [lesson for lesson in one.day.held if subject and _same(lesson.subject) == subject]
        minutes = minutes_of(held) if subjects.count(subject) == 1 and not one.counted else None
        yield Proposal(
            topic.key, one.day.day, SCHOOL, minutes=minutes, topic=topic, source=FROM_REGISTER, alone=alone
        )


def _lessons(day: CalendarDay, topics: list[SchoolTopic]) -> Iterator[Proposal]:
    """The lessons of which no topic tells, in one line; a school day of which nothing more is known, if no topic tells of it."""
    if not day.school or day.nothing_held:
        return
    told = {_same(topic.subject) for topic in topics}
    rest = [one for one in day.held if _same(one.subject) not in told]
    if not rest and (day.lessons or topics):
        return
    subjects = ", ".join(dict.fromkeys(one.subject for one in rest if one.subject))
    words = ". ".join(
        filter(None, [f"{SAID_OF_LESSONS}: {subjects}" if subjects else SAID_OF_LESSONS, *_events(day)])
    )
    yield Proposal(
        f"{LESSONS}:{day.day.isoformat()}", day.day, SCHOOL, words, minutes_of(rest), source=_source(day)
    )


def _source(day: CalendarDay) -> str:
    gone = ", ".join(dict.fromkeys(one.subject for one in day.cancelled if one.subject))
    return f"{FROM_TIMETABLE}; ausgefallen: {gone}" if gone else FROM_TIMETABLE


def _events(day: CalendarDay) -> list[str]:
    labels = {"exam": "Klassenarbeit", "event": "Veranstaltung"}
    return [f"{labels[one.kind]}: {one.title}" for one in day.events if one.kind in labels and one.title]


def _course(day: date, course: PlannedCourse) -> Proposal:
    where = f" ({course.place})" if course.place else ""
    key = f"{COURSE}:{day.isoformat()}:{course.title[:KEPT_OF_TITLE]}"
    minutes = _between(course.starts, course.ends)
    return Proposal(key, day, CENTRE, f"{course.title}{where}", minutes, source=FROM_COURSES)


def minutes_of(lessons: Iterable[PlannedLesson]) -> int | None:
    """Returns the minutes of these lessons; None if there are none, or if it is not known when one of them is."""
    spans = [_between(one.starts, one.ends) for one in lessons]
    known = [span for span in spans if span is not None]
    return sum(known) if spans and len(known) == len(spans) else None


def _between(starts: time | None, ends: time | None) -> int | None:
    if starts is None or ends is None or ends <= starts:
        return None
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def _same(subject: str) -> str:
    return " ".join(subject.split()).casefold()


def weekday_first(proposal: Proposal) -> str:
    """Returns the text of a proposal in the weekly form, where a line has no day of its own."""
    name = formats.WEEKDAY_NAMES[proposal.date.weekday()]
    if proposal.text.startswith(SAID_OF_LESSONS):
        return proposal.text.replace(SAID_OF_LESSONS, f"{SAID_OF_LESSONS} am {name}", 1)
    return f"{name}: {proposal.text}" if proposal.text else ""
