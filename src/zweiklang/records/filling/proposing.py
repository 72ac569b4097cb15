"""What is proposed for a week: school days, released topics, courses and missed days become lines nobody has to type. Pure.

Nothing is invented: without times of lessons there are no minutes, and days of school holidays are left to the apprentice, because
they say nothing of the firm. A public holiday is written when the week is begun (`records.writing`).
"""

from collections.abc import Collection, Iterable, Iterator
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
KEPT_OF_TITLE = 40


def proposals(facts: Facts, *, known: Collection[str], until: date) -> tuple[Proposal, ...]:
    """Returns what is proposed up to and with the day `until`, by day; what is in `known` was taken or refused before."""
    days = {day.day: day for day in facts.days}
    found: list[Proposal] = []
    for day in sorted({*days, *(topic.day for topic in facts.topics), *facts.absent}):
        if day <= until:
            topics = [topic for topic in facts.topics if topic.day == day]
            found += _of_day(
                days.get(day) or CalendarDay(day, school=False), topics, missed=day in facts.absent
            )
    return tuple(one for one in found if one.key not in known)


def _of_day(day: CalendarDay, topics: list[SchoolTopic], *, missed: bool) -> Iterator[Proposal]:
    """Who missed the whole day was not in its lessons."""
    if missed:
        key = f"{ABSENT}:{day.day.isoformat()}"
        yield Proposal(key, day.day, SCHOOL, "Gefehlt", source=FROM_ABSENCES, alone=True)
    else:
        yield from _taught(day, topics)
        yield from _lessons(day, topics)
    for course in day.courses:
        yield _course(day.day, course)


def _taught(day: CalendarDay, topics: list[SchoolTopic]) -> Iterator[Proposal]:
    """The minutes of a subject go to its topic, if there is just one that day."""
    subjects = [_same(topic.subject) for topic in topics]
    for topic in topics:
        subject = _same(topic.subject)
        held = [one for one in day.held if subject and _same(one.subject) == subject]
        minutes = minutes_of(held) if subjects.count(subject) == 1 else None
        yield Proposal(topic.key, day.day, SCHOOL, minutes=minutes, topic=topic, source=FROM_REGISTER)


def _lessons(day: CalendarDay, topics: list[SchoolTopic]) -> Iterator[Proposal]:
    """The lessons of which no topic tells, in one line; a school day of which nothing more is known, if no topic tells of it."""
    if not day.school or day.nothing_held:
        return
    told = {_same(topic.subject) for topic in topics}
    rest = [one for one in day.held if _same(one.subject) not in told]
    if not rest and (day.lessons or topics):
        return
    subjects = ", ".join(dict.fromkeys(one.subject for one in rest if one.subject))
    words = ". ".join(filter(None, [f"Unterricht: {subjects}" if subjects else "Unterricht", *_events(day)]))
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
    return f"{name}: {proposal.text}" if proposal.text else ""
