"""Reads for the pages of whoever books: the lists, a day as a table, the own talk. Row-level security lets through what they see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse

from zweiklang.apprenticeships.public import Contract, TeachingAssignment
from zweiklang.exchange.consultation.grounds import OFFICE
from zweiklang.exchange.consultation.shapes import (
    Cell,
    HostRow,
    ListedDay,
    Lists,
    Seat,
    Talk,
    Timetable,
    audience_of,
    audience_words,
    is_over,
    span_of,
    state_of,
)
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationHost, ConsultationSlot
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.rooms.public import Room, Scope, Standing, note_look

SHOWN_PAST = timedelta(days=180)
MOST_PAST = 20
State = ConsultationDay.State


def day_of(day_id: UUID) -> ConsultationDay:
    """Returns the day with its school; raises Http404 where the person may not know of it. One query."""
    found = ConsultationDay.objects.select_related("school").filter(pk=day_id).first()
    if found is None:
        raise Http404
    return found


def lists(actor: Actor, standings: Iterable[Standing]) -> Lists:
    """Returns the own talks to come and the days in which the person has something to do. At most three queries."""
    held = list(standings)
    hosts = ConsultationHost.objects.filter(day=OuterRef("pk"), person=actor.person)
    days = (
        ConsultationDay.objects.filter(day__gte=today() - SHOWN_PAST)
        .select_related("school")
        .annotate(hosting=Exists(hosts))
        .order_by("day", "starts", "pk")
    )
    offices = _offices(held)
    capacities = frozenset().union(*(one.capacities for one in held if one.kind == "apprenticeship"))
    rows = [
        _listed(day, role)
        for day in days
        if (role := _role(actor, day, hosting=day.hosting, offices=offices, capacities=capacities))
    ]
    coming = [row for row in rows if not row.past]
    return Lists(_own_talks(actor), coming, list(reversed([row for row in rows if row.past]))[:MOST_PAST])


def _offices(standings: Iterable[Standing]) -> set[UUID]:
    """Returns the schools whose affairs the person runs. One query, none for whoever runs none."""
    rooms = [
        one.room_id
        for one in standings
        if one.kind == "team" and one.capacities & OFFICE and one.carries(Scope.ADMINISTRATION_WRITE)
    ]
    if not rooms:
        return set()
    found = Room.objects.filter(pk__in=rooms, organisation__isnull=False)
    return set(found.values_list("organisation_id", flat=True))


def _role(
    actor: Actor,
    day: ConsultationDay,
    *,
    hosting: bool,
    offices: set[UUID],
    capacities: frozenset[str],
) -> str:
    """What the person does there; "" where the day is not for them, though they may know of it."""
    if day.school_id in offices or day.made_by_id == actor.person_id:
        return "manage"
    if hosting:
        return "host"
    return "book" if capacities & audience_of(day) and day.state != State.DRAFT else ""


def _listed(day: ConsultationDay, role: str) -> ListedDay:
    return ListedDay(
        day_id=day.pk,
        title=day.title,
        when=span_of(day),
        school=day.school.name,
        state=state_of(day),
        role=role,
        note=f"für {audience_words(day)}",
        past=is_over(day),
    )


def _own_talks(actor: Actor) -> list[Talk]:
    """The talks to come that the person booked, and those the school called off. One query."""
    rows = Booking.objects.filter(person=actor.person, starts_at__gt=now()).exclude(cancelled_by=actor.person)
    return [
        talk_row(row)
        for row in rows.select_related("slot__day", "slot__host", "host_person").order_by("starts_at", "pk")
    ]


def talk_row(row: Booking, *, about: str = "") -> Talk:
    """Returns what a list shows of that talk to whoever booked it."""
    return Talk(
        booking_id=row.pk,
        day_id=row.slot.day_id,
        when=f"{formats.moment(row.starts_at)} bis {formats.time(row.slot.ends_at)}",
        who=row.host_person.name,
        where=where_of(row.slot.host, row.slot.day),
        about=about,
        cancelled=row.cancelled_at is not None,
    )


def where_of(host: ConsultationHost, day: ConsultationDay) -> str:
    """Returns "Video", "Raum 204, Schule" or what is known of it."""
    if host.video:
        return "per Video"
    return ", ".join(filter(None, [host.place, day.place]))


def timetable(
    actor: Actor, day: ConsultationDay, seats: Sequence[Seat], *, everybody: bool, bookable: bool
) -> Timetable:
    """Returns the table of the day: teachers of the own apprentices' classes first, or only them. Three queries, whatever the number of times.

    `bookable`: a free time leads to booking.
    """
    slots = (
        ConsultationSlot.objects.filter(day=day)
        .select_related("host__person")
        .order_by("host__person__sort_key", "host_id", "starts_at")
    )
    by_host: defaultdict[UUID, list[ConsultationSlot]] = defaultdict(list)
    for slot in slots:
        by_host[slot.host_id].append(slot)
    own = dict(
        Booking.objects.filter(person=actor.person, slot__day=day, cancelled_at=None).values_list(
            "slot_id", "pk"
        )
    )
    subjects = _subjects(seats)
    hosts = {host_id: rows[0].host for host_id, rows in by_host.items()}
    near = {host_id for host_id, host in hosts.items() if host.person_id in subjects}
    shown = [one for one in hosts if everybody or not near or one in near]
    times = sorted({slot.starts_at for one in shown for slot in by_host[one]})
    rows = []
    for host_id in sorted(shown, key=lambda one: one not in near):
        cells = {slot.starts_at: _cell(day, slot, own, bookable=bookable) for slot in by_host[host_id]}
        host = hosts[host_id]
        rows.append(
            HostRow(
                host_id=host_id,
                name=host.person.name,
                subjects=subjects.get(host.person_id, ""),
                where=where_of(host, day),
                cells=tuple(cells.get(one) for one in times),
                away=all(slot.blocked for slot in by_host[host_id]),
            )
        )
    mine = next((one for one, host in hosts.items() if host.person_id == actor.person_id), None)
    return Timetable(tuple(map(formats.time, times)), tuple(rows), len(hosts) - len(shown), mine)


def _cell(day: ConsultationDay, slot: ConsultationSlot, own: Mapping[UUID, UUID], *, bookable: bool) -> Cell:
    """A time as the person may know it: why somebody else's is not free is nobody's affair."""
    time = formats.time(slot.starts_at)
    if slot.pk in own:
        return Cell(time, "mine", reverse("exchange:consultation_booking", args=[own[slot.pk]]))
    if slot.taken or slot.blocked:
        return Cell(time, "taken")
    if slot.starts_at <= now() or day.state != State.OPEN:
        return Cell(time, "over")
    href = reverse("exchange:consultation_book", args=[day.pk, slot.pk]) if bookable else ""
    return Cell(time, "free", href)


def _subjects(seats: Sequence[Seat]) -> dict[UUID, str]:
    """Returns what each teacher does in the classes of these apprentices, by person. One query, none without apprentices."""
    rooms = {seat.class_room_id for seat in seats}
    if not rooms:
        return {}
    present = Q(first_day__lte=today()) & (Q(last_day__isnull=True) | Q(last_day__gte=today()))
    rows = TeachingAssignment.objects.filter(present, room__in=rooms).order_by("capacity", "subject")
    found: defaultdict[UUID, dict[str, None]] = defaultdict(dict)
    for row in rows:
        words = ", ".join(filter(None, [_capacity(row), row.subject]))
        found[row.person_id][words] = None
    return {person: "; ".join(words) for person, words in found.items()}


def _capacity(row: TeachingAssignment) -> str:
    leads = row.capacity == TeachingAssignment.Capacity.CLASS_TEACHER
    return str(row.get_capacity_display()) if leads or not row.subject else ""


def free_slots(day: ConsultationDay, *, host_id: UUID | None = None) -> list[ConsultationSlot]:
    """Returns the times that can be booked (with that teacher), by teacher and time. One query."""
    rows = ConsultationSlot.objects.filter(day=day, taken=False, blocked=False, starts_at__gt=now())
    rows = rows.filter(host=host_id) if host_id else rows
    return list(
        rows.select_related("host__person").order_by("host__person__sort_key", "host_id", "starts_at")
    )


def seat_words(booking: Booking) -> str:
    """Returns whom the talk is about, as far as the reader may know; notes that it is shown. At most one query."""
    if booking.about_room_id is None:
        return ""
    found = Contract.objects.filter(room_id=booking.about_room_id).select_related("apprentice").first()
    if found is None:
        return ""
    for category in (Scope.SCHEDULE, Scope.DEVELOPMENT):
        note_look(found.room_id, category)
    return found.apprentice.name


def first_day_offered() -> date:
    """Returns the day a form begins with: in three weeks, so that people can arrange themselves."""
    day = today() + timedelta(weeks=3)
    return day if day.isoweekday() <= 5 else day + timedelta(days=8 - day.isoweekday())
