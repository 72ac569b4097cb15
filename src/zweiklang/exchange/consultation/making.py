"""A school makes, changes, opens and calls off a consultation day. One function = one use case = one transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.exchange.consultation.grounds import ground_at
from zweiklang.exchange.consultation.policy import may_change_times, may_make, may_manage, may_open
from zweiklang.exchange.consultation.shapes import DayTerms
from zweiklang.exchange.consultation.telling import (
    CONSULTATION,
    bookers_of,
    hosts_of,
    invited_by,
)
from zweiklang.exchange.consultation.times import MOST_SLOTS, talk_times
from zweiklang.exchange.models import (
    Booking,
    ConsultationDay,
    ConsultationHost,
    ConsultationInvite,
    ConsultationSlot,
)
from zweiklang.exchange.notices.telling import tell
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import as_system

AHEAD = timedelta(days=400)
MOST_HOSTS = 150
State = ConsultationDay.State


@transaction.atomic
def make_day(
    actor: Actor,
    *,
    day_id: UUID,
    school_id: UUID,
    terms: DayTerms,
    teachers: Collection[UUID],
    classes: Collection[UUID],
) -> ConsultationDay:
    """The day is there, in preparation, with these teachers and classes; the same id a second time (two clicks) is the same day.

    Raises Rejected for figures that cannot be meant, Refused for teachers and classes that are not the actor's to invite.
    """
    ground = ground_at(actor, school_id)
    require(may_make(actor, ground=ground))
    assert ground
    if found := ConsultationDay.objects.filter(pk=day_id, made_by=actor.person).first():
        return found
    check(terms)
    _require_known(teachers, ground.teachers, field="teachers")
    _require_known(classes, ground.classes, field="classes")
    with as_system(actor):
        day = ConsultationDay.objects.create(
            pk=day_id, school_id=school_id, made_by_id=actor.person, **_columns(terms)
        )
        _set_hosts(day, teachers)
        _set_classes(day, classes)
    return day


@transaction.atomic
def change_day(
    actor: Actor,
    *,
    day: ConsultationDay,
    terms: DayTerms,
    teachers: Collection[UUID],
    classes: Collection[UUID],
) -> None:
    """The day is as said. Once it is open its times stay, teachers and classes are only added.

    Who is newly invited hears of it, and of another place whoever has a talk.
    """
    ground = ground_at(actor, day.school_id)
    with as_system(actor):
        held = _locked(day.pk)
        had = set(held.hosts.values_list("person_id", flat=True))
        rooms = set(held.invites.values_list("room_id", flat=True))
    require(may_manage(actor, day=held))
    _require_known(set(teachers) - had, ground.teachers if ground else (), field="teachers")
    _require_known(set(classes) - rooms, ground.classes if ground else (), field="classes")
    opened = held.state == State.OPEN
    check(terms, held=held if opened else None)
    if opened:
        _keep_promises(actor, held, terms)
        teachers, classes = had | set(teachers), rooms | set(classes)
    told, before = invited_by(actor, held) if opened else set(), held.place
    with as_system(actor):
        ConsultationDay.objects.filter(pk=day.pk).update(**_columns(terms))
        held = _locked(day.pk)
        _set_hosts(held, teachers)
        _set_classes(held, classes)
    if opened:
        moved = bookers_of(actor, held) if terms.place != before else set()
        tell(actor, people=invited_by(actor, held) - told | moved, kind=CONSULTATION, about=day.pk)


@transaction.atomic
def open_day(actor: Actor, *, day: ConsultationDay) -> int:
    """Those invited can book from now on and hear of it, and so do the teachers. Returns how many people are told."""
    with as_system(actor):
        held = _locked(day.pk)
        hosts, classes = held.hosts.count(), held.invites.count()
    require(may_open(actor, day=held, hosts=hosts, classes=classes))
    with as_system(actor):
        ConsultationDay.objects.filter(pk=day.pk).update(state=State.OPEN)
    people = invited_by(actor, held) | hosts_of(actor, held)
    return tell(actor, people=people, kind=CONSULTATION, about=day.pk)


@transaction.atomic
def call_off_day(actor: Actor, *, day: ConsultationDay) -> int:
    """The day does not take place: nobody has a talk any more, and everybody who had one hears of it, like the teachers. Returns how many.

    A day in preparation, of which nobody knows, is deleted.
    """
    with as_system(actor):
        held = _locked(day.pk)
    require(may_manage(actor, day=held))
    if held.state == State.DRAFT:
        with as_system(actor):
            held.delete()
        return 0
    people = bookers_of(actor, held) | hosts_of(actor, held)
    with as_system(actor):
        ConsultationDay.objects.filter(pk=day.pk).update(state=State.CANCELLED)
        ConsultationSlot.objects.filter(day=held).update(taken=False)
        call_off_bookings(actor, Booking.objects.filter(slot__day=held, starts_at__gt=now()))
    return tell(actor, people=people, kind=CONSULTATION, about=day.pk, urgent=True)


def call_off_bookings(actor: Actor, bookings: Iterable[Booking]) -> None:
    """These talks are called off by the actor; those that were called off before stay as they were. Inside `as_system`."""
    rows = [one for one in bookings if one.cancelled_at is None]
    for one in rows:
        one.cancelled_at, one.cancelled_by_id = now(), actor.person_id
        one.sequence += 1
    Booking.objects.bulk_update(rows, ["cancelled_at", "cancelled_by", "sequence"])


def check(terms: DayTerms, *, held: ConsultationDay | None = None) -> None:
    """Raises Rejected for a day that cannot be meant; `held`: it is open and keeps its times."""
    if held is None:
        _check_day(terms)
    if not (terms.for_firms or terms.for_families or terms.for_apprentices):
        raise Rejected("Wer soll buchen können? Bitte mindestens eine Gruppe wählen.", field="audience")
    if terms.bookable_until and terms.bookable_until > terms.day:
        raise Rejected("Gebucht wird bis zum Sprechtag, nicht danach.", field="bookable_until")
    if terms.bookable_until and terms.bookable_until < today() and held is None:
        raise Rejected(
            "Dieser Tag ist vorbei. Bitte heute oder einen späteren angeben.", field="bookable_until"
        )


def _check_day(terms: DayTerms) -> None:
    if terms.day < today():
        raise Rejected("Dieser Tag ist vorbei. Bitte heute oder einen späteren Tag angeben.", field="day")
    if terms.day > today() + AHEAD:
        raise Rejected("Bitte einen Tag in den nächsten zwölf Monaten angeben.", field="day")
    talks = talk_times(
        terms.day,
        starts=terms.starts,
        ends=terms.ends,
        minutes=terms.slot_minutes,
        pause=terms.pause_minutes,
    )
    if not talks:
        raise Rejected(
            "In diese Zeit passt kein Gespräch. Bitte Beginn, Ende und Dauer prüfen.", field="ends"
        )
    if len(talks) > MOST_SLOTS:
        raise Rejected(
            f"Das wären {len(talks)} Gespräche für eine Lehrkraft. Bitte die Dauer prüfen; möglich sind {MOST_SLOTS}.",
            field="slot_minutes",
        )


def _keep_promises(actor: Actor, held: ConsultationDay, terms: DayTerms) -> None:
    """Times that people may have booked are not changed under them."""
    said = (terms.day, terms.starts, terms.ends, terms.slot_minutes, terms.pause_minutes)
    if said != (held.day, held.starts, held.ends, held.slot_minutes, held.pause_minutes):
        require(may_change_times(actor, day=held))


def _require_known(chosen: Iterable[UUID], known: Collection[UUID], *, field: str) -> None:
    if set(chosen) - set(known):
        raise Rejected("Das gehört nicht zu Ihrer Schule. Bitte wählen Sie neu.", field=field)


def _columns(terms: DayTerms) -> dict[str, object]:
    until = terms.bookable_until
    named = (
        "title", "day", "starts", "ends", "slot_minutes", "pause_minutes", "place", "text",
        "for_firms", "for_families", "for_apprentices",
    )  # fmt: skip
    return {name: getattr(terms, name) for name in named} | {
        # To the end of the day that was named.
        "bookable_until": datetime.combine(until, time(23, 59, 59), tzinfo=BERLIN) if until else None
    }


def _locked(day_id: UUID) -> ConsultationDay:
    """The day as it is now; whoever books or changes it waits. In the system role."""
    found = ConsultationDay.objects.select_for_update().filter(pk=day_id).first()
    if found is None:
        raise Http404
    return found


def _set_hosts(day: ConsultationDay, teachers: Collection[UUID]) -> None:
    """Exactly these teachers have exactly the times of the day. Times that stay keep their id, and who booked them."""
    if len(teachers) > MOST_HOSTS:
        raise Rejected(f"Bitte höchstens {MOST_HOSTS} Lehrkräfte wählen.", field="teachers")
    day.hosts.exclude(person__in=teachers).delete()
    had = set(day.hosts.values_list("person_id", flat=True))
    ConsultationHost.objects.bulk_create(
        [ConsultationHost(day=day, person_id=one) for one in teachers if one not in had]
    )
    talks = talk_times(
        day.day, starts=day.starts, ends=day.ends, minutes=day.slot_minutes, pause=day.pause_minutes
    )
    if day.state == State.DRAFT:
        day.slots.exclude(starts_at__in=[begin for begin, _ in talks]).delete()
    hosts = list(day.hosts.all())
    rows = [
        ConsultationSlot(day=day, host=host, starts_at=begin, ends_at=end)
        for host in hosts
        for begin, end in talks
    ]
    ConsultationSlot.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["host", "starts_at"],
        update_fields=["ends_at"],
    )


def _set_classes(day: ConsultationDay, classes: Collection[UUID]) -> None:
    day.invites.exclude(room__in=classes).delete()
    rows = [ConsultationInvite(day=day, room_id=room) for room in classes]
    ConsultationInvite.objects.bulk_create(rows, ignore_conflicts=True)
