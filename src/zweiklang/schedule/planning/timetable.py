"""A class's timetable written by hand: a weekday at a time, valid from a day on. One function = one use case = one transaction."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q, QuerySet

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import YES, Decision, not_now, require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import standing_in
from zweiklang.schedule.models import LONGEST_CHANGE, Lesson, ScheduleChange
from zweiklang.schedule.notices.announcing import Told
from zweiklang.schedule.planning import policy, wording
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.school_days import CHANGEABLE
from zweiklang.schedule.planning.shapes import Slot
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.planning.telling import tell

DAY = timedelta(days=1)
FOREIGN = (
    "Den Stundenplan dieser Klasse liefert {}. Einzelne Stunden ändern Sie unter „Änderungen“,"
    " den Plan selbst dort, wo er herkommt."
)
CHANGED = (
    "Inzwischen hat jemand diesen Tag geändert: {}. Soll Ihre Angabe gelten? Dann speichern Sie noch einmal."
)


@transaction.atomic
def write_weekday(
    actor: Actor,
    *,
    school_class: SchoolClass,
    weekday: int,
    from_day: date,
    slots: Collection[Slot],
    seen: str,
) -> bool:
    """From that day on the class has exactly these lessons on the weekday; True if that is another plan than before.

    Lessons of earlier days stay what they were. `seen` is `token_of` the lessons the page showed; raises Conflict if they are others now.
    """
    require(policy.may_plan_class(actor, standing=standing_in(school_class.room_id)))
    alone_with(school_class.room_id)
    present = list(lessons_from(school_class, weekday, from_day))
    require(by_hand(present))
    _check(school_class, from_day)
    if token_of(present) != seen:
        raise Conflict(CHANGED.format(said(present) or "dort steht nichts mehr"))
    wanted = _runs(slots)
    kept = [
        row for row in present if row.last_day is None and _key(row) in wanted and row.first_day <= from_day
    ]
    fresh = [key for key in wanted if key not in {_key(row) for row in kept}]
    replaced = [row for row in present if row not in kept]
    if not fresh and not replaced:
        return False
    _replace(school_class, weekday, from_day, replaced, fresh)
    after = list(lessons_from(school_class, weekday, from_day))
    tell(actor, _told(school_class, from_day, present, after))
    return True


def lessons_from(school_class: SchoolClass, weekday: int, day: date) -> QuerySet[Lesson]:
    """Returns the lessons of that weekday that hold on the day or later, in the order of the day."""
    rows = Lesson.objects.filter(room_id=school_class.room_id, weekday=weekday)
    return rows.filter(Q(last_day__isnull=True) | Q(last_day__gte=day)).order_by("period", "first_day", "pk")


def by_hand(lessons: Iterable[Lesson]) -> Decision:
    """A timetable that a programme delivers is not written by hand."""
    foreign = next((row for row in lessons if row.source not in CHANGEABLE), None)
    return not_now(FOREIGN.format(foreign.get_source_display())) if foreign else YES


def token_of(lessons: Iterable[Lesson]) -> str:
    """Returns what tells one state of these lessons from another."""
    content = sorted((str(row.pk), str(_key(row)), str(row.first_day), str(row.last_day)) for row in lessons)
    return hashlib.sha256(str(content).encode()).hexdigest()[:20]


def said(lessons: Iterable[Lesson]) -> str:
    """Returns "1.–2. Stunde Mathematik bei MÜL, 3. Stunde Deutsch"."""
    return ", ".join(
        f"{wording.lessons(row.period, row.length)} {wording.content(row.subject, row.teachers, row.classrooms)}"
        for row in lessons
    )


type Key = tuple[int, int, str, tuple[str, ...], tuple[str, ...]]


def _key(row: Lesson) -> Key:
    return row.period, row.length, row.subject, tuple(row.teachers), tuple(row.classrooms)


def _runs(slots: Collection[Slot]) -> list[Key]:
    """Lessons in a row about the same are one."""
    ordered = sorted(slots, key=lambda slot: slot.period)
    found = []
    for _, run in groupby(enumerate(ordered), key=lambda one: (one[1].period - one[0], one[1].content)):
        of_run = [slot for _, slot in run]
        first = of_run[0]
        found.append((first.period, len(of_run), first.subject, first.teachers, first.classrooms))
    return found


def _check(school_class: SchoolClass, from_day: date) -> None:
    first, last = year_days(school_class.school_year)
    if not first <= from_day <= last:
        example = formats.day_long(max(first, min(today(), last)))
        raise Rejected(
            f"Bitte einen Tag im Schuljahr der Klasse angeben ({wording.days(first, last)}), zum Beispiel {example}.",
            field="from_day",
        )


def _replace(
    school_class: SchoolClass, weekday: int, from_day: date, replaced: Iterable[Lesson], fresh: Iterable[Key]
) -> None:
    ended = [row.pk for row in replaced if row.first_day < from_day]
    Lesson.objects.filter(pk__in=ended).update(last_day=from_day - DAY)
    Lesson.objects.filter(pk__in=[row.pk for row in replaced if row.pk not in ended]).delete()
    Lesson.objects.bulk_create(
        Lesson(
            room_id=school_class.room_id,
            weekday=weekday,
            first_day=from_day,
            period=period,
            length=length,
            subject=subject,
            teachers=list(teachers),
            classrooms=list(classrooms),
        )
        for period, length, subject, teachers, classrooms in fresh
    )


def _told(
    school_class: SchoolClass, from_day: date, before: Sequence[Lesson], after: Sequence[Lesson]
) -> list[Told]:
    """One piece of news for the weekday, about the lessons that are different."""
    old = {_key(row) for row in before}
    new = {_key(row) for row in after}
    was = said(row for row in before if _key(row) not in new)
    now = said(row for row in after if _key(row) not in old)
    last = year_days(school_class.school_year)[1]
    if was == now or last < today():
        return []
    what = ScheduleChange.What.CHANGED if was and now else "added" if now else "removed"
    name = formats.WEEKDAY_NAMES[(before or after)[0].weekday - 1]
    old_words, new_words = (_cut(f"{name}: {text}") if text else "" for text in (was, now))
    return [Told(school_class.room_id, max(from_day, today()), last, what, old_words, new_words)]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CHANGE else f"{text[: LONGEST_CHANGE - 2]} …"
