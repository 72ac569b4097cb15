"""Writes of whoever organises: invite, change, call off. Everybody concerned is told in the same transaction.

The system role writes, after the policy has allowed it: nobody else may write in these tables at all.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from zweiklang.exchange.appointments.choosing import candidates, several_firms
from zweiklang.exchange.appointments.derivation import derive_appointments
from zweiklang.exchange.appointments.policy import may_change, may_invite
from zweiklang.exchange.appointments.seats import promote
from zweiklang.exchange.appointments.shapes import (
    MOST_AN_HOUR,
    MOST_PEOPLE,
    MOST_TIMES,
    Answer,
    Candidate,
    Span,
    State,
    Terms,
)
from zweiklang.exchange.appointments.telling import APPOINTMENT
from zweiklang.exchange.appointments.writing import CHANGED, alone_with, locked, new_version, tell_all
from zweiklang.exchange.models import Appointment, AppointmentOption, Invitee
from zweiklang.exchange.notices.telling import tell
from zweiklang.exchange.video.errors import NoVideo
from zweiklang.exchange.video.joining import end_meeting
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import open_room, standing_in


@transaction.atomic
def invite(
    actor: Actor,
    *,
    appointment_id: UUID,
    about_room: UUID,
    terms: Terms,
    times: Sequence[Span],
    people: Collection[UUID],
    open_list: bool | None = None,
) -> Appointment:
    """These people of that room are invited and told: to the one time, or to say which of several fit. Returns the appointment.

    `appointment_id` comes from the form: sent twice, nothing is written a second time. `open_list` None: those invited see each other unless
    they are of several firms. Raises Http404 for a foreign room, Rejected for people who are not in it.
    """
    standing = standing_in(about_room)
    require(may_invite(actor, standing=standing))
    guests = _guests(candidates(actor, standing=standing), people)
    _check(terms, times)
    alone_with(f"appointments:{actor.person}")
    if (known := _known(actor, appointment_id)) is not None:
        return known
    visible = not several_firms(guests) if open_list is None else open_list
    with as_system(actor):
        found = _made(actor, appointment_id, about=about_room, terms=terms, times=times, open_list=visible)
        _add(found, guests)
    derive_appointments(actor, [found])
    room = found.room_id
    tell(actor, people=[one.person_id for one in guests], kind=APPOINTMENT, about=room, room_id=room)
    return found


@transaction.atomic
def invite_more(actor: Actor, *, room_id: UUID, people: Collection[UUID]) -> int:
    """These people of the room it is about are invited too, and told. Returns how many are new."""
    found = locked(actor, room_id)
    require(may_change(actor, standing=standing_in(room_id), appointment=found))
    if found.about_room_id is None:
        raise Conflict("Was dieser Termin betraf, gibt es nicht mehr. Bitte legen Sie einen neuen Termin an.")
    offered = candidates(actor, standing=standing_in(found.about_room_id))
    with as_system(actor):
        present = set(Invitee.objects.filter(room=room_id).values_list("person_id", flat=True))
        new = _guests(offered, set(people) - present, present=len(present))
        _add(found, new)
    derive_appointments(actor, [found])
    tell(actor, people=[one.person_id for one in new], kind=APPOINTMENT, about=room_id, room_id=room_id)
    return len(new)


@transaction.atomic
def change(actor: Actor, *, room_id: UUID, terms: Terms, time: Span | None, seen: int) -> Appointment:
    """Words, place, seats and time are these, and everybody is told if anything is different. Another time asks everybody anew.

    `time` None: it is still asked for. `seen` is the version the form showed; raises Conflict if somebody else was faster.
    """
    found = locked(actor, room_id)
    require(may_change(actor, standing=standing_in(room_id), appointment=found))
    if seen != found.sequence:
        raise Conflict("Der Termin wurde inzwischen geändert. Bitte laden Sie die Seite neu.")
    if found.state == State.FIXED and time is None:
        raise Rejected("Bitte sagen Sie, wann der Termin ist.", field="starts")
    moved = time is not None and time != (found.starts_at, found.ends_at)
    _check(terms, [time] if time and moved else ())
    before = {name: getattr(found, name) for name in _columns(terms)}
    if not moved and before == _columns(terms):
        return found
    with as_system(actor):
        if time and moved:
            found.state, found.starts_at, found.ends_at, found.reminded_at = State.FIXED, *time, None
            Invitee.objects.filter(room=room_id).update(answer=Answer.NONE, answered_at=None)
        for name, value in _columns(terms).items():
            setattr(found, name, value)
        new_version(found)
    promote(actor, found)
    tell_all(actor, found)
    return found


@transaction.atomic
def cancel(actor: Actor, *, room_id: UUID) -> Appointment:
    """The appointment does not take place; everybody is told, and calendars learn it by their file. A video room that is open is closed."""
    found = locked(actor, room_id)
    if found.state == State.CANCELLED and found.organiser_id == actor.person_id:
        return found  # the second of two clicks
    require(may_change(actor, standing=standing_in(room_id), appointment=found))
    with as_system(actor):
        found.state = State.CANCELLED
        new_version(found)
    tell_all(actor, found)
    if found.video:
        transaction.on_commit(partial(_close_video, actor, found.pk))
    return found


def _made(
    actor: Actor, appointment_id: UUID, *, about: UUID, terms: Terms, times: Sequence[Span], open_list: bool
) -> Appointment:
    """The appointment and its times are there. Call in the system role."""
    starts, ends = times[0] if len(times) == 1 else (None, None)
    found = Appointment.objects.create(
        id=appointment_id,
        room=open_room(actor, kind="appointment", title=terms.title),
        about_room_id=about,
        organiser_id=actor.person,
        open_list=open_list,
        state=State.FIXED if starts else State.POLLING,
        starts_at=starts,
        ends_at=ends,
        made_at=now(),
        changed_at=now(),
        **_columns(terms),
    )
    if starts is None:
        AppointmentOption.objects.bulk_create(
            AppointmentOption(room_id=found.room_id, starts_at=one[0], ends_at=one[1]) for one in times
        )
    return found


def _close_video(actor: Actor, about: UUID) -> None:
    # Called off is called off, whether or not the video server hears of it: nobody gets an address any more.
    with suppress(NoVideo):
        end_meeting(actor, about=about)


def _columns(terms: Terms) -> dict[str, object]:
    return {
        "kind": terms.kind,
        "title": terms.title,
        "text": terms.text,
        "place": terms.place,
        "video": terms.video,
        "seats": terms.seats,
        "respond_until": terms.respond_until,
    }


def _check(terms: Terms, times: Collection[Span]) -> None:
    if not terms.place and not terms.video:
        raise Rejected(
            "Bitte sagen Sie, wo Sie sich treffen: ein Ort, eine Telefonnummer oder der Videoraum.",
            field="place",
        )
    if len(times) > MOST_TIMES:
        raise Rejected(f"Bitte schlagen Sie höchstens {MOST_TIMES} Zeiten vor.")
    if len(set(times)) < len(times):
        raise Rejected("Eine Zeit steht zweimal da. Bitte nennen Sie jede nur einmal.")
    for starts, ends in times:
        if ends <= starts:
            raise Rejected("Das Ende liegt vor dem Anfang. Bitte prüfen Sie die Uhrzeiten.")
        if starts <= now():
            raise Rejected("Diese Zeit ist schon vorbei. Bitte wählen Sie eine spätere.")
        if ends - starts > timedelta(days=14):
            raise Rejected("Ein Termin dauert höchstens 14 Tage.")


def _guests(offered: Sequence[Candidate], people: Collection[UUID], *, present: int = 0) -> list[Candidate]:
    found = [one for one in offered if one.person_id in set(people)]
    if not found:
        raise Rejected("Bitte wählen Sie mindestens eine Person.", field="people")
    if len(found) != len(set(people)):
        raise Rejected("Eine der Personen gehört nicht mehr dazu. Bitte wählen Sie neu.", field="people")
    if len(found) + present > MOST_PEOPLE:
        raise Rejected(f"Bitte laden Sie höchstens {MOST_PEOPLE} Personen ein.", field="people")
    return found


def _known(actor: Actor, appointment_id: UUID) -> Appointment | None:
    """Returns the appointment a second click would make again; raises Rejected for who makes too many."""
    with as_system(actor):
        known = Appointment.objects.filter(pk=appointment_id).first()
        recent = Appointment.objects.filter(organiser=actor.person, made_at__gt=now() - timedelta(hours=1))
        if known is None and recent.count() >= MOST_AN_HOUR:
            raise Rejected(
                "Sie haben in der letzten Stunde sehr viele Termine angelegt. Bitte machen Sie eine Pause."
            )
    if known is not None and known.organiser_id != actor.person_id:
        raise Conflict(CHANGED)
    return known


def _add(appointment: Appointment, guests: Sequence[Candidate]) -> None:
    Invitee.objects.bulk_create(
        Invitee(
            room_id=appointment.room_id,
            person_id=one.person_id,
            described=one.described[:200],
            open_list=appointment.open_list,
            invited_at=now(),
        )
        for one in guests
    )
