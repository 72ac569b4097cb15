"""What the page of a day shows: what the school says, what the law says, in ready words."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from zweiklang.apprenticeships.public import Contract, PersonalDetails
from zweiklang.kernel import formats
from zweiklang.kernel.hesse import monday_of
from zweiklang.rooms.public import Scope, Standing, note_look
from zweiklang.schedule.calendar.days import contract_days
from zweiklang.schedule.calendar.shapes import CalendarDay, LessonState, PlannedLesson
from zweiklang.schedule.release.described import verdict
from zweiklang.schedule.release.facts import Trainee, age_on, facts_of, lesson_facts
from zweiklang.schedule.release.law import conclude
from zweiklang.schedule.release.rules import release_of
from zweiklang.schedule.release.shapes import (
    DAYS_OF_A_WEEK_IN_TRAINING,
    BackToWork,
    Conclusion,
    Release,
)

STATES = {
    LessonState.PLANNED: ("findet statt", "info"),
    LessonState.CANCELLED: ("fällt aus", "danger"),
    LessonState.CHANGED: ("geändert", "warning"),
    LessonState.EXTRA: ("zusätzlich", "warning"),
}
_TONES = {BackToWork.NO: "success", BackToWork.YES: "info", BackToWork.POSSIBLE: "warning"}


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson in a list: when, what and where, what became of it, and what was there before."""

    when: str
    what: str
    where: str
    state: str
    tone: str
    was: str


@dataclass(frozen=True, slots=True)
class SchoolSays:
    """What the school says: a sentence, its lessons, and what else is in the calendar that day."""

    sentence: str
    lessons: tuple[LessonRow, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawSays:
    """What the law says: the result in words with its arithmetic, what else can be said, and each rule with its paragraph."""

    tone: str
    credited: str
    verdict: str
    arithmetic: tuple[str, ...]
    other: str
    conclusions: tuple[Conclusion, ...]
    both_ages: bool


@dataclass(frozen=True, slots=True)
class DayPage:
    """All of it. `law` is None where there is nothing to reckon: no school, or nobody knows the lessons; `why` then says which.

    `hints` are rules that may hold whether there is school or not.
    """

    day: date
    school: SchoolSays
    law: LawSays | None
    hints: tuple[Conclusion, ...]
    why: str
    answerable: bool


def day_page(contract: Contract, day: date, *, standing: Standing, travel: int | None) -> DayPage:
    """Returns the page of that day. Four queries; whoever may not see the date of birth gets both laws."""
    monday = monday_of(day)
    days = contract_days([contract.room_id], monday, monday + timedelta(days=7))[contract.room_id]
    week, own, after = days[:7], days[day.weekday()], days[day.weekday() + 1]
    trainee = Trainee(
        _age(contract, day, standing), contract.weekly_minutes // DAYS_OF_A_WEEK_IN_TRAINING, travel
    )
    why = _nothing_to_reckon(own)
    facts = facts_of(own, week, trainee=trainee)
    law = None if why else _law(release_of(facts), trainee)
    hints = _hints(own, after, trainee)
    return DayPage(day, school_says(own), law, hints, why, own.school or bool(own.lessons))


def _age(contract: Contract, day: date, standing: Standing) -> int | None:
    if not standing.carries(Scope.IDENTITY):
        return None
    born_on = (
        PersonalDetails.objects.filter(room_id=contract.room_id).values_list("born_on", flat=True).first()
    )
    if born_on is None:
        return None
    note_look(contract.room_id, Scope.IDENTITY)
    return age_on(born_on, day)


def _nothing_to_reckon(day: CalendarDay) -> str:
    timed = [one.starts and one.ends for one in day.courses] + [one.starts and one.ends for one in day.exams]
    if day.lessons or any(timed):
        return ""
    if day.courses or day.exams:
        return "Für diesen Tag stehen keine Uhrzeiten im Kalender. Darum lässt sich nichts ausrechnen."
    if day.school:
        return (
            "Der Stundenplan dieses Tages steht noch nicht im Kalender. Darum lässt sich nichts ausrechnen."
        )
    return "An diesem Tag ist keine Schule. Es gilt, was Betrieb und Vertrag vorsehen."


def _hints(day: CalendarDay, after: CalendarDay, trainee: Trainee) -> tuple[Conclusion, ...]:
    """The calendar does not say which exam it is: the one before which a day is free is the written final exam alone."""
    return (conclude("maybe_before_exam", age=trainee.age),) if after.exams and not day.exams else ()


def _law(release: Release, trainee: Trainee) -> LawSays:
    other = ""
    if release.other:
        other = f"{formats.minutes(release.other.minutes_credited)} zählen. {verdict(release.other)}"
    return LawSays(
        tone=_TONES[release.back_to_work],
        credited=formats.minutes(release.minutes_credited),
        verdict=verdict(release.reading),
        arithmetic=release.reading.arithmetic,
        other=other,
        conclusions=release.conclusions,
        both_ages=trainee.age is None,
    )


def school_says(day: CalendarDay) -> SchoolSays:
    """Returns what the school says about that day, in ready words."""
    others = [_joined(one.title, _times(one.starts, one.ends)) for one in day.events]
    others += [_joined(f"Kurs: {one.title}", _times(one.starts, one.ends), one.place) for one in day.courses]
    return SchoolSays(school_sentence(day), tuple(_row(one) for one in day.lessons), tuple(others))


def school_sentence(day: CalendarDay) -> str:
    """Returns in one sentence whether there is school and how much of it is cancelled."""
    hours = lesson_facts(day)
    gone = sum(1 for one in hours if one.planned and not one.held)
    if hours and gone == len(hours):
        return f"Der ganze Unterricht fällt aus{f' ({day.why})' if day.free and day.why else ''}."
    if gone:
        return f"{gone} von {len(hours)} Stunden {'fällt' if gone == 1 else 'fallen'} aus."
    if hours:
        return f"Schultag mit {len(hours)} {'Stunde' if len(hours) == 1 else 'Stunden'}. Nichts fällt aus."
    if day.school:
        return f"Schultag{f' ({day.why})' if day.why not in ('', 'Schultag') else ''}."
    return f"Keine Schule{f': {day.why}' if day.why else ''}."


def _row(one: PlannedLesson) -> LessonRow:
    state, tone = STATES[one.state]
    number = f"{one.period}.–{one.last_period}. Stunde" if one.length > 1 else f"{one.period}. Stunde"
    when = _times(one.starts, one.ends).removesuffix(" Uhr") or number
    return LessonRow(when, one.subject or "Unterricht", ", ".join(one.classrooms), state, tone, _before(one))


def _before(one: PlannedLesson) -> str:
    changed = one.state is LessonState.CHANGED and one.was
    return _joined(f"bisher: {one.was}" if changed else one.was, one.note)


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _times(starts: time | None, ends: time | None) -> str:
    """Returns "7:45–9:15 Uhr", or "" where nobody said when."""
    if starts is None or ends is None:
        return ""
    return f"{starts.hour}:{starts.minute:02d}–{ends.hour}:{ends.minute:02d} Uhr"
