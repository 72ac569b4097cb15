"""Inter-company courses (ÜLU), entered by the firm for one or several of its apprentices. One function = one use case = one transaction."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import Scope, Standing, my_standings
from zweiklang.schedule.models import Course
from zweiklang.schedule.notices.announcing import Told
from zweiklang.schedule.planning import policy, wording
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.ordering import check_days, check_times
from zweiklang.schedule.planning.shapes import CourseTerms
from zweiklang.schedule.planning.telling import tell, told_about

FIELDS = ("title", "place", "first_day", "last_day", "starts", "ends")
GONE = "Diesen Kurs hat inzwischen jemand entfernt."
CHANGED = "Inzwischen hat jemand den Kurs geändert. Jetzt gilt: {}. Soll Ihre Angabe gelten? Dann speichern Sie noch einmal."


@transaction.atomic
def add_courses(actor: Actor, *, room_ids: Collection[UUID], terms: CourseTerms) -> int:
    """Each of these apprentices has the course; returns how many have it new. The same entered twice is once there."""
    _begin(actor, room_ids, my_standings())
    if not room_ids:
        raise Rejected("Für wen ist der Kurs? Bitte mindestens eine Person wählen.", field="rooms")
    _check(room_ids, terms)
    values = {name: getattr(terms, name) for name in FIELDS}
    known = set(Course.objects.filter(room_id__in=room_ids, **values).values_list("room_id", flat=True))
    rows = [Course(room_id=room_id, **values) for room_id in sorted(set(room_ids) - known)]
    Course.objects.bulk_create(rows)
    tell(actor, [told for row in rows for told in _told(row.room_id, None, row)])
    return len(rows)


@transaction.atomic
def change_courses(actor: Actor, *, courses: Collection[Course], terms: CourseTerms, seen: str) -> None:
    """These entries of one course are as entered; raises Conflict if one of them has changed since it was shown."""
    _begin(actor, [row.room_id for row in courses], my_standings())
    _check([row.room_id for row in courses], terms)
    values = {name: getattr(terms, name) for name in FIELDS}
    told: list[Told] = []
    for before in _present(courses, seen):
        told += _told(before.room_id, before, Course(pk=before.pk, room_id=before.room_id, **values))
    Course.objects.filter(pk__in=[row.pk for row in courses]).update(**values)
    tell(actor, told)


@transaction.atomic
def remove_courses(actor: Actor, *, courses: Collection[Course], seen: str) -> None:
    """These entries are gone."""
    _begin(actor, [row.room_id for row in courses], my_standings())
    rows = _present(courses, seen)
    Course.objects.filter(pk__in=[row.pk for row in rows]).delete()
    tell(actor, [told for row in rows for told in _told(row.room_id, row, None)])


def own_rooms(standings: Mapping[UUID, Standing]) -> list[UUID]:
    """Returns the rooms of apprenticeships in which the person decides for the firm."""
    return [
        room_id
        for room_id, one in standings.items()
        if one.kind == "apprenticeship" and one.carries(Scope.SCHEDULE_DECIDE)
    ]


def same_course(course: Course, room_ids: Collection[UUID]) -> list[Course]:
    """Returns the entries of that course in these rooms. One query."""
    same = {name: getattr(course, name) for name in FIELDS}
    return list(Course.objects.filter(room_id__in=room_ids, **same).order_by("pk"))


def token_of(course: Course) -> str:
    """Returns what tells one version of a course from another."""
    return "|".join(str(getattr(course, name)) for name in FIELDS)


def words(course: Course) -> str:
    """Returns "Kurs CNC 1, 8:00–16:00, BTZ Kassel"."""
    place = f", {course.place}" if course.place else ""
    return f"Kurs {wording.event(course)}{place}"


def _told(room_id: UUID, before: Course | None, after: Course | None) -> list[Told]:
    old, new = ({row.pk: row} if row else {} for row in (before, after))
    return told_about(room_id, before=old, after=new, words=words)


def _begin(actor: Actor, room_ids: Collection[UUID], standings: Mapping[UUID, Standing]) -> None:
    for room_id in sorted(room_ids):
        if room_id not in standings:
            raise Http404
        require(policy.may_plan_courses(actor, standing=standings[room_id]))
        alone_with(room_id)


def _present(courses: Collection[Course], seen: str) -> list[Course]:
    rows = list(Course.objects.filter(pk__in=[row.pk for row in courses]).order_by("pk"))
    if len(rows) < len(courses):
        raise Conflict(GONE)
    for row in rows:
        if token_of(row) != seen:
            raise Conflict(CHANGED.format(wording.dated_event(row)))
    return rows


def _check(room_ids: Collection[UUID], terms: CourseTerms) -> None:
    check_days(terms.first_day, terms.last_day)
    check_times(terms.first_day, terms.last_day, terms.starts, terms.ends)
    contracts = Contract.objects.filter(room_id__in=room_ids)
    for first, last in contracts.values_list("first_day", "last_day"):
        for field, day in (("first_day", terms.first_day), ("last_day", terms.last_day)):
            if not first <= day <= last:
                raise Rejected(
                    f"Die Ausbildung dauert vom {formats.day_long(first)} bis zum {formats.day_long(last)}."
                    " Bitte einen Tag in dieser Zeit angeben.",
                    field=field,
                )
