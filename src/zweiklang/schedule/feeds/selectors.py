"""Reads of feeds: one's own list, the feed behind an address, and all its person may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass, TeachingAssignment, note_contracts
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.formats import day_long
from zweiklang.rooms.public import Scope, Standing, as_system, my_standings
from zweiklang.schedule.calendar.days import class_days, contract_days
from zweiklang.schedule.calendar.shapes import CalendarDay, PlannedLesson
from zweiklang.schedule.feeds.shapes import Material, Share, Told
from zweiklang.schedule.feeds.tokens import digest_of
from zweiklang.schedule.models import CalendarFeed, ScheduleChange

BACK, AHEAD = timedelta(days=30), timedelta(days=400)
ACTOR = system_actor("calendar-feed")
OWN = frozenset({"apprentice"})
OF_OTHERS = frozenset({"guardian", "trainer", "deputy_trainer", "training_manager"})
TEACHING = frozenset({"class_teacher", "subject_teacher"})


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed as the list shows it."""

    pk: UUID
    title: str
    note: str


def feeds_of(actor: Actor) -> list[FeedLine]:
    """Returns the person's feeds that still answer, oldest first."""
    found = CalendarFeed.objects.filter(person_id=actor.person, revoked_at=None).order_by("made_at", "pk")
    return [line_of(feed) for feed in found]


def line_of(feed: CalendarFeed) -> FeedLine:
    """Returns name, what it says and when it was last fetched, in words."""
    shows = {
        (False, False): "ohne Namen und Fächer",
        (True, False): "mit Fächern",
        (False, True): "mit Namen",
    }
    what = shows.get((feed.with_subjects, feed.with_names), "mit Namen und Fächern")
    asked = f"zuletzt abgeholt am {day_long(feed.fetched_on)}" if feed.fetched_on else "noch nie abgeholt"
    return FeedLine(feed.pk, feed.label or "Kalender", f"{what} · {asked}")


def own_feed(actor: Actor, feed_id: UUID) -> CalendarFeed | None:
    """Returns that feed of the person, if it still answers."""
    return CalendarFeed.objects.filter(pk=feed_id, person_id=actor.person, revoked_at=None).first()


def feed_behind(token: str) -> CalendarFeed | None:
    """Returns the feed with that secret in its address, if it still answers and its person can still sign in; notes the day of the fetch."""
    with as_system(ACTOR):
        found = CalendarFeed.objects.select_related("person").filter(
            token_digest=digest_of(token), revoked_at=None, person__is_active=True
        )
        feed = found.first()
        if feed is not None and feed.fetched_on != today():
            CalendarFeed.objects.filter(pk=feed.pk).update(fetched_on=today())
    return feed


def window() -> tuple[date, date]:
    """Returns first and last day of every feed."""
    return today() - BACK, today() + AHEAD


def material_of(person_id: UUID) -> Material:
    """Returns all the current person may see of their days. Called inside `as_person`: row-level security decides. Eight queries."""
    first, last = window()
    standings = {room: one for room, one in my_standings().items() if one.reads(Scope.SCHEDULE)}
    own, others = _rooms(standings, "apprenticeship", OWN), _rooms(standings, "apprenticeship", OF_OTHERS)
    contracts = _contracts([*own, *others])
    days = contract_days([one.room_id for one in contracts], first, last)
    shares = [
        Share(one.room_id, one.apprentice.name, days.get(one.room_id, []), own=one.room_id in own)
        for one in contracts
    ]
    classes = _classes(person_id, _rooms(standings, "class", TEACHING), first, last)
    rooms = {room for share in shares for day in share.days for room in (share.room_id, *day.classes)}
    return Material(shares, classes, _told(rooms | {one.room_id for one in classes}, first))


def _rooms(standings: Mapping[UUID, Standing], kind: str, capacities: frozenset[str]) -> list[UUID]:
    return [room for room, one in standings.items() if one.kind == kind and one.capacities & capacities]


def _contracts(rooms: list[UUID]) -> list[Contract]:
    if not rooms:
        return []
    found = list(
        Contract.objects.filter(room_id__in=rooms)
        .select_related("apprentice")
        .order_by("apprentice__sort_key", "room_id")
    )
    note_contracts(found)
    return found


def _classes(person_id: UUID, rooms: list[UUID], first: date, last: date) -> list[Share]:
    """The classes with those lessons alone that are the person's own."""
    if not rooms:
        return []
    assignments = defaultdict(list)
    for one in TeachingAssignment.objects.filter(room_id__in=rooms, person_id=person_id):
        assignments[one.room_id].append(one)
    labels = SchoolClass.objects.filter(room_id__in=rooms).order_by("label")
    days = class_days(rooms, first, last)
    return [
        Share(room, label, [_own_lessons(day, assignments[room]) for day in days.get(room, [])])
        for room, label in labels.values_list("room_id", "label")
    ]


def _own_lessons(day: CalendarDay, assignments: Iterable[TeachingAssignment]) -> CalendarDay:
    holding = [
        one
        for one in assignments
        if one.first_day <= day.day and (one.last_day is None or one.last_day >= day.day)
    ]
    return replace(day, lessons=tuple(one for one in day.lessons if is_own(one, holding)))


def is_own(lesson: PlannedLesson, assignments: Iterable[TeachingAssignment]) -> bool:
    """Returns whether the lesson is that of somebody with these assignments: by the abbreviation, without one by the subject."""
    return any(
        one.code in lesson.teachers if one.code else bool(one.subject) and one.subject == lesson.subject
        for one in assignments
    )


def _told(rooms: Iterable[UUID], first: date) -> dict[UUID, list[Told]]:
    told: defaultdict[UUID, list[Told]] = defaultdict(list)
    rows = ScheduleChange.objects.filter(room_id__in=list(rooms), last_day__gte=first).order_by(
        "made_at", "pk"
    )
    for room, begins, ends, at in rows.values_list("room_id", "first_day", "last_day", "made_at"):
        told[room].append(Told(begins, ends, at))
    return dict(told)
