"""Somebody books a time, takes another one, or calls a talk off; a teacher calls off what cannot be. PostgreSQL decides who was first.

Locks are taken in one order, so that nobody waits in a circle: the person, the day (shared), times by their id, bookings. That a time has
one booking is not left to them: a unique index holds it.
"""

from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.http import Http404

from zweiklang.exchange.consultation.grounds import seats_for
from zweiklang.exchange.consultation.making import call_off_bookings
from zweiklang.exchange.consultation.policy import (
    can_be_booked,
    may_book,
    may_call_off,
    may_change,
    may_host,
    may_send_away,
)
from zweiklang.exchange.consultation.shapes import Seat
from zweiklang.exchange.consultation.telling import CONSULTATION, bookers_of
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationHost, ConsultationSlot
from zweiklang.exchange.notices.telling import tell
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import as_system, my_standings

TAKEN = "Diese Zeit hat gerade jemand anderes gebucht. Bitte wählen Sie eine andere."
AT_THAT_TIME = "Um diese Zeit haben Sie schon ein Gespräch. Bitte wählen Sie eine andere."
SPOKEN_FOR = "Mit dieser Lehrkraft haben Sie dafür schon ein Gespräch. Sie können dessen Zeit ändern."
BOOKED = "Diese Zeit ist inzwischen gebucht. Sagen Sie das Gespräch ab, wenn es nicht stattfinden kann."
MOVED = "Dieses Gespräch ist gerade verlegt oder abgesagt worden. Bitte laden Sie die Seite neu."
_SHARED = "SELECT * FROM exchange_consultationday WHERE id = %s FOR SHARE"


@transaction.atomic
def book_slot(actor: Actor, *, slot_id: UUID, about_room: UUID, topic: str = "") -> Booking:
    """The time is the actor's, for that apprenticeship, and the teacher hears of it. Booked twice by two clicks it is one booking.

    Raises Conflict where somebody was faster or the day is not open, Rejected for a time at which the actor talks to somebody else.
    """
    slot = slot_of(slot_id)
    seat = _seat(slot.day, about_room)
    require(may_book(actor, day=slot.day, seats=1 if seat else 0))
    with as_system(actor):
        _alone(actor)
        if mine := _held(slot).filter(person=actor.person).first():
            return mine
        _require_free(actor, slot, about_room)
        booking = Booking(
            slot=slot,
            person_id=actor.person,
            host_person_id=slot.host.person_id,
            about_room_id=about_room,
            starts_at=slot.starts_at,
            topic=topic,
        )
        # That nobody else has it is not asked, it is held: booking_slot_once lets one through, the others insert nothing.
        Booking.objects.bulk_create([booking], ignore_conflicts=True)
        if not Booking.objects.filter(pk=booking.pk).exists():
            raise Conflict(TAKEN)
        ConsultationSlot.objects.filter(pk=slot.pk).update(taken=True)
    _tell_host(actor, slot)
    return booking


@transaction.atomic
def move_booking(actor: Actor, *, booking_id: UUID, slot_id: UUID) -> Booking:
    """The talk is at another time of that day, perhaps with another teacher; the old time is free. It stays the same talk in calendars."""
    booking, slot = booking_of(booking_id), slot_of(slot_id)
    if booking.slot.day_id != slot.day_id:
        raise Http404
    require(may_change(actor, booking=booking, day=slot.day))
    if booking.slot_id == slot.pk:
        return booking
    seat = _seat(slot.day, booking.about_room_id) if booking.about_room_id else None
    require(may_book(actor, day=slot.day, seats=1 if seat else 0))
    before = booking.slot
    with as_system(actor):
        _alone(actor)
        _require_free(actor, slot, booking.about_room_id, but=booking)
        _require_unchanged(booking)
        booking.slot, booking.host_person_id = slot, slot.host.person_id
        booking.starts_at, booking.sequence, booking.reminded_at = slot.starts_at, booking.sequence + 1, None
        _store(booking)
        ConsultationSlot.objects.filter(pk=before.pk).update(taken=False)
        ConsultationSlot.objects.filter(pk=slot.pk).update(taken=True)
    _tell_host(actor, slot)
    if before.host_id != slot.host_id:
        _tell_host(actor, before)
    return booking


@transaction.atomic
def call_off(actor: Actor, *, booking_id: UUID) -> None:
    """The talk is called off by who booked it; the time is free again, and the teacher hears of it."""
    booking = _locked(actor, booking_of(booking_id))
    require(may_call_off(actor, booking=booking))
    with as_system(actor):
        call_off_bookings(actor, [booking])
        ConsultationSlot.objects.filter(pk=booking.slot_id).update(taken=False)
    tell(actor, people=[booking.host_person_id], kind=CONSULTATION, about=booking.slot.day_id)


@transaction.atomic
def send_away(actor: Actor, *, booking_id: UUID) -> None:
    """The teacher calls the talk off; the time is blocked, and who booked hears of it and can take another."""
    booking = _locked(actor, booking_of(booking_id))
    require(may_send_away(actor, booking=booking))
    with as_system(actor):
        call_off_bookings(actor, [booking])
        ConsultationSlot.objects.filter(pk=booking.slot_id).update(taken=False, blocked=True)
    tell(actor, people=[booking.person_id], kind=CONSULTATION, about=booking.slot.day_id, urgent=True)


@transaction.atomic
def block_slot(actor: Actor, *, slot_id: UUID, blocked: bool) -> None:
    """The time can (not) be booked; one that is booked already stays so, and Conflict says it."""
    slot = slot_of(slot_id)
    require(may_host(actor, host=slot.host, day=slot.day))
    with as_system(actor):
        rows = ConsultationSlot.objects.filter(pk=slot.pk)
        if not rows.filter(taken=False).update(blocked=blocked):
            raise Conflict(BOOKED)


@transaction.atomic
def excuse_host(actor: Actor, *, host: ConsultationHost) -> int:
    """The teacher is not there: no time can be booked, no talk takes place, and who had one hears of it. Returns how many."""
    require(may_host(actor, host=host, day=host.day))
    with as_system(actor):
        slots = ConsultationSlot.objects.filter(host=host)
        _lock(slots)
        slots.update(taken=False, blocked=True)
        held = Booking.objects.filter(slot__host=host, cancelled_at=None, starts_at__gt=now())
        rows = list(held.select_for_update(of=("self",)))
        call_off_bookings(actor, rows)
    people = {row.person_id for row in rows}
    tell(actor, people=people, kind=CONSULTATION, about=host.day_id, urgent=True)
    if host.person_id != actor.person_id:
        tell(actor, people=[host.person_id], kind=CONSULTATION, about=host.day_id)
    return len(people)


@transaction.atomic
def place_host(actor: Actor, *, host: ConsultationHost, place: str, video: bool) -> None:
    """The teacher talks in that room, or by video; who has a talk there hears of it, if that is new."""
    require(may_host(actor, host=host, day=host.day))
    with as_system(actor):
        rows = ConsultationHost.objects.filter(pk=host.pk).exclude(place=place, video=video)
        changed = rows.update(place=place, video=video)
    if changed:
        tell(actor, people=bookers_of(actor, host.day, host=host), kind=CONSULTATION, about=host.day_id)


def slot_of(slot_id: UUID) -> ConsultationSlot:
    """Returns the time with its teacher and day; raises Http404 where the person may not know of it. One query."""
    rows = ConsultationSlot.objects.select_related("day__school", "host__person")
    found = rows.filter(pk=slot_id).first()
    if found is None:
        raise Http404
    return found


def booking_of(booking_id: UUID) -> Booking:
    """Returns the talk with all around it; raises Http404 for whoever is not part of it. One query."""
    rows = Booking.objects.select_related("slot__day__school", "slot__host", "person", "host_person")
    found = rows.filter(pk=booking_id).first()
    if found is None:
        raise Http404
    return found


def _seat(day: ConsultationDay, about_room: UUID) -> Seat | None:
    return next((one for one in seats_for(day, my_standings().values()) if one.room_id == about_room), None)


def _held(slot: ConsultationSlot) -> QuerySet[Booking]:
    return Booking.objects.filter(slot=slot, cancelled_at=None)


def _alone(actor: Actor) -> None:
    """Of one person's bookings one comes after the other, so that two tabs do not hold two teachers at one time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"consultation:{actor.person}"]
        )


def _lock(slots: QuerySet[ConsultationSlot]) -> list[ConsultationSlot]:
    """Returns these times as they are now; whoever books or blocks one of them waits."""
    return list(slots.select_for_update(of=("self",)).order_by("pk"))


def _locked(actor: Actor, booking: Booking) -> Booking:
    """Returns the talk as it is now; raises Conflict where it was moved in this moment."""
    with as_system(actor):
        _lock(ConsultationSlot.objects.filter(pk=booking.slot_id))
        rows = Booking.objects.select_for_update(of=("self",)).select_related("slot")
        found = rows.filter(pk=booking.pk, slot=booking.slot_id).first()
    if found is None:
        raise Conflict(MOVED)
    return found


def _require_free(
    actor: Actor, slot: ConsultationSlot, about_room: UUID | None, *, but: Booking | None = None
) -> None:
    """The day is still open and the time offered, and stays so until this transaction ends; the person is free then."""
    day = ConsultationDay.objects.raw(_SHARED, [slot.day_id])[0]
    require(may_book(actor, day=day, seats=1))
    wanted = {slot.pk, but.slot_id} if but else {slot.pk}
    fresh = next(one for one in _lock(ConsultationSlot.objects.filter(pk__in=wanted)) if one.pk == slot.pk)
    require(can_be_booked(fresh))
    own = Booking.objects.filter(person=actor.person, cancelled_at=None)
    own = own.exclude(pk=but.pk) if but else own
    if own.filter(slot__starts_at__lt=fresh.ends_at, slot__ends_at__gt=fresh.starts_at).exists():
        raise Rejected(AT_THAT_TIME, field="slot")
    if own.filter(slot__host=slot.host_id, about_room=about_room, starts_at__gt=now()).exists():
        raise Rejected(SPOKEN_FOR, field="slot")


def _require_unchanged(booking: Booking) -> None:
    """Nobody has moved the talk, or called it off, since it was read; nobody does until this transaction ends."""
    rows = Booking.objects.select_for_update(of=("self",)).filter(pk=booking.pk, slot=booking.slot_id)
    if rows.filter(cancelled_at=None).first() is None:
        raise Conflict(MOVED)


def _store(booking: Booking) -> None:
    """The talk has its new time, unless somebody was faster."""
    try:
        with transaction.atomic():
            booking.save(update_fields=["slot", "host_person", "starts_at", "sequence", "reminded_at"])
    except IntegrityError:
        raise Conflict(TAKEN) from None


def _tell_host(actor: Actor, slot: ConsultationSlot) -> None:
    tell(actor, people=[slot.host.person_id], kind=CONSULTATION, about=slot.day_id)
