"""Reads for teachers and for the school: who comes when (the teacher's affair alone), and how full a day is (figures)."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.exchange.consultation.selectors import where_of
from zweiklang.exchange.consultation.shapes import HostCount, HostSlot
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationHost, ConsultationSlot
from zweiklang.kernel import formats
from zweiklang.kernel.clock import now
from zweiklang.rooms.public import Scope, note_look


def host_of(day_id: UUID, host_id: UUID) -> ConsultationHost:
    """Returns the teacher at that day, with day and school; raises Http404 where there is none the person may know of. One query."""
    rows = ConsultationHost.objects.select_related("day__school", "person")
    found = rows.filter(pk=host_id, day=day_id).first()
    if found is None:
        raise Http404
    return found


def slots_of(host: ConsultationHost) -> list[HostSlot]:
    """Returns the teacher's times; who comes and about whom only to the teacher (the others read no booking). Three queries."""
    bookings = {
        row.slot_id: row
        for row in Booking.objects.filter(
            slot__host=host, host_person=host.person_id, cancelled_at=None
        ).select_related("person")
    }
    about = _about(bookings.values())
    return [
        _slot(slot, bookings.get(slot.pk), about)
        for slot in ConsultationSlot.objects.filter(host=host).order_by("starts_at")
    ]


def _slot(slot: ConsultationSlot, booking: Booking | None, about: dict[UUID, str]) -> HostSlot:
    time = f"{formats.time(slot.starts_at)} bis {formats.time(slot.ends_at)}"
    if booking:
        room = booking.about_room_id
        return HostSlot(
            slot.pk,
            time,
            "taken",
            booking.pk,
            booking.person.name,
            about.get(room, "") if room else "",
            booking.topic,
        )
    if slot.taken:
        return HostSlot(slot.pk, time, "taken")
    if slot.blocked:
        return HostSlot(slot.pk, time, "blocked")
    return HostSlot(slot.pk, time, "over" if slot.starts_at <= now() else "free")


def _about(bookings: Iterable[Booking]) -> dict[UUID, str]:
    """Returns apprentice and firm of these talks by room, as far as the teacher may know them; notes that they are shown. One query."""
    rooms = {row.about_room_id for row in bookings if row.about_room_id}
    if not rooms:
        return {}
    found = Contract.objects.filter(room__in=rooms).select_related("apprentice", "firm")
    shown = {one.room_id: f"{one.apprentice.name}, {one.firm.name}" for one in found}
    for category in (Scope.SCHEDULE, Scope.DEVELOPMENT):
        note_look(shown, category)
    return shown


def counts_of(day: ConsultationDay) -> list[HostCount]:
    """Returns the teachers of the day with how many times are taken, free and blocked, by name. One query."""
    taken, blocked = Q(slots__taken=True), Q(slots__taken=False, slots__blocked=True)
    rows = (
        ConsultationHost.objects.filter(day=day)
        .select_related("person")
        .annotate(
            taken=Count("slots", filter=taken),
            blocked=Count("slots", filter=blocked),
            free=Count("slots", filter=~taken & ~Q(slots__blocked=True)),
        )
        .order_by("person__sort_key")
    )
    return [
        HostCount(row.pk, row.person.name, where_of(row, day), row.taken, row.free, row.blocked)
        for row in rows
    ]


def invited_classes(day: ConsultationDay) -> dict[UUID, str]:
    """Returns the labels of the classes invited, as far as the person may see them, by room. One query."""
    rows = day.invites.filter(room__school_class__isnull=False)
    return dict(
        rows.order_by("room__school_class__label").values_list("room_id", "room__school_class__label")
    )


def grouped(slots: Iterable[ConsultationSlot]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Returns times as choices of a form, by teacher: name, and pairs of id and "15:30"."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for slot in slots:
        found[slot.host.person.name].append((str(slot.pk), f"{formats.time(slot.starts_at)} Uhr"))
    return list(found.items())
