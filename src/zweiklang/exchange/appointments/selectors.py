"""Reads of appointments. Row-level security lets through the rooms one is in, and of the answers those one may see."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from zweiklang.exchange.appointments.choosing import candidates
from zweiklang.exchange.appointments.ical import Entry
from zweiklang.exchange.appointments.seats import free_seats
from zweiklang.exchange.appointments.shapes import (
    ANSWERS,
    ORGANISES,
    OVER,
    STATES,
    Answer,
    Candidate,
    Guest,
    Lists,
    Option,
    Planned,
    Row,
    Says,
    State,
    span_words,
    where_of,
)
from zweiklang.exchange.models import Appointment, AppointmentOption, Invitee, OptionAnswer
from zweiklang.kernel import formats
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now
from zweiklang.rooms.public import Room, standing_in

MOST_PAST = 30
MOST_COMING = 200


def appointment_in(room_id: UUID) -> Appointment:
    """Returns the appointment of that room with whoever organises it; raises Http404 for whoever does not see it. One query."""
    found = Appointment.objects.filter(room=room_id).select_related("organiser").first()
    if found is None:
        raise Http404
    return found


def lists_of(actor: Actor) -> Lists:
    """Returns the actor's appointments: those that wait for an answer, those to come, and the last that are over. Four queries."""
    moment = now()
    # A poll is over when all its times are.
    left = AppointmentOption.objects.filter(room=OuterRef("room"), starts_at__gt=moment)
    ahead = Q(Exists(left), state=State.POLLING) | Q(state=State.FIXED, ends_at__gte=moment)
    coming = list(Appointment.objects.filter(ahead).order_by("starts_at", "pk")[:MOST_COMING])
    past = list(Appointment.objects.exclude(ahead).order_by("-changed_at", "-pk")[:MOST_PAST])
    rooms = [one.room_id for one in (*coming, *past)]
    mine = _own_answers(actor, rooms)
    said = set(
        OptionAnswer.objects.filter(room__in=rooms, person=actor.person).values_list("room_id", flat=True)
    )
    rows = [_row(one, mine.get(one.room_id), one.room_id in said) for one in coming]
    return Lists(
        [row for row in rows if row.waits],
        [row for row in rows if not row.waits],
        [_row(one, mine.get(one.room_id), True) for one in past],
    )


def _own_answers(actor: Actor, rooms: Sequence[UUID]) -> dict[UUID, str]:
    rows = Invitee.objects.filter(room__in=rooms, person=actor.person, removed_at=None)
    return dict(rows.values_list("room_id", "answer"))


def _row(appointment: Appointment, answer: str | None, said: bool) -> Row:
    polling = appointment.state == State.POLLING
    over = bool(appointment.ends_at and appointment.ends_at < now())
    late = bool(appointment.respond_until and appointment.respond_until < now())
    open_question = not said if polling else answer == Answer.NONE
    waits = answer is not None and open_question and not over and not late
    word = STATES[appointment.state]
    if appointment.state == State.FIXED:
        word = OVER if over else ANSWERS.get(answer or "", ORGANISES)
    return Row(
        appointment.room_id,
        appointment.title,
        when_of(appointment),
        where_of(appointment),
        word,
        waits and appointment.state != State.CANCELLED,
    )


def when_of(appointment: Appointment) -> str:
    """Returns from when to when, or that it is still asked for."""
    if appointment.starts_at is None or appointment.ends_at is None:
        return "Die Zeit steht noch nicht fest"
    return span_words(appointment.starts_at, appointment.ends_at)


def about_of(appointment: Appointment) -> str:
    """Returns what the appointment is about in words, as far as the person still sees it. One query."""
    if appointment.about_room_id is None:
        return ""
    title = Room.objects.filter(pk=appointment.about_room_id).values_list("title", flat=True).first()
    return title or ""


def option_ids(room_id: UUID) -> list[UUID]:
    """Returns the times of a poll in order. One query."""
    rows = AppointmentOption.objects.filter(room=room_id).order_by("starts_at", "ends_at")
    return list(rows.values_list("pk", flat=True))


def options_of(actor: Actor, appointment: Appointment) -> list[Option]:
    """Returns the times of a poll in order, with the answers the actor may see. Two queries."""
    rows = AppointmentOption.objects.filter(room=appointment.room_id).order_by("starts_at", "ends_at")
    answers: defaultdict[UUID, list[OptionAnswer]] = defaultdict(list)
    seen = OptionAnswer.objects.filter(room=appointment.room_id).select_related("person")
    for one in seen.order_by("person__sort_key", "pk"):
        answers[one.option_id].append(one)
    worth = {option: _worth(given) for option, given in answers.items()}
    most = max(worth.values(), default=(0, 0))
    return [
        _option(actor, row, answers[row.pk], best=most > (0, 0) and worth.get(row.pk) == most) for row in rows
    ]


def _worth(answers: Sequence[OptionAnswer]) -> tuple[int, int]:
    """How many can come at all, and how many of them gladly."""
    yes = sum(one.says == Says.YES for one in answers)
    return yes + sum(one.says == Says.IF_NEEDED for one in answers), yes


def _option(actor: Actor, row: AppointmentOption, answers: Sequence[OptionAnswer], *, best: bool) -> Option:
    names = {says: tuple(one.person.name for one in answers if one.says == says) for says in Says.values}
    mine = next((one.says for one in answers if one.person_id == actor.person_id), "")
    return Option(
        row.pk,
        span_words(row.starts_at, row.ends_at),
        mine,
        names[Says.YES],
        names[Says.IF_NEEDED],
        names[Says.NO],
        best,
        row.starts_at <= now(),
    )


def guests_of(appointment: Appointment) -> list[Guest]:
    """Returns who is invited and what they said, as far as the person may see it, by name. One query."""
    rows = Invitee.objects.filter(room=appointment.room_id, removed_at=None).select_related("person")
    return [
        Guest(row.person.name, row.described, row.answer) for row in rows.order_by("person__sort_key", "pk")
    ]


def guests_left(actor: Actor, appointment: Appointment) -> list[Candidate]:
    """Returns who can be invited beside those who are; none where what it is about is gone. For whoever organises it."""
    if appointment.about_room_id is None:
        return []
    present = Invitee.objects.filter(room=appointment.room_id).values_list("person_id", flat=True)
    invited = set(present)
    offered = candidates(actor, standing=standing_in(appointment.about_room_id))
    return [one for one in offered if one.person_id not in invited]


def seats_left(actor: Actor, appointment: Appointment) -> int | None:
    """Returns how many seats are left, None without a bound. A number alone says nothing about those who hold the others. One query."""
    if appointment.seats is None:
        return None
    with as_system(actor):
        return free_seats(appointment)


def entry_of(appointment: Appointment, *, answer: str | None, url: str) -> Entry:
    """Returns a fixed or cancelled appointment as an event for a calendar; `answer` is the person's, None for whoever organises it."""
    if appointment.starts_at is None or appointment.ends_at is None:
        raise Http404
    return Entry(
        of=appointment.pk,
        summary=appointment.title,
        starts=appointment.starts_at,
        ends=appointment.ends_at,
        sequence=appointment.sequence,
        changed=appointment.changed_at,
        location=where_of(appointment),
        description=appointment.text,
        url=url,
        cancelled=appointment.state == State.CANCELLED,
        sure=answer in (None, Answer.ACCEPTED),
    )


def appointments_between(actor: Actor, first: date, last: date) -> list[Planned]:
    """Returns the actor's fixed appointments that touch these days, in order, without those the actor declined. One query."""
    begins = datetime.combine(first, time(), BERLIN)
    ends = datetime.combine(last + timedelta(days=1), time(), BERLIN)
    mine = Invitee.objects.filter(room=OuterRef("room"), person=actor.person, removed_at=None)
    rows = Appointment.objects.filter(state=State.FIXED, starts_at__lt=ends, ends_at__gt=begins)
    rows = rows.annotate(answer=Coalesce(Subquery(mine.values("answer")[:1]), Value("")))
    planned = []
    for one in rows.exclude(answer=Answer.DECLINED).order_by("starts_at", "pk"):
        assert one.starts_at
        assert one.ends_at
        planned.append(Planned(one.room_id, one.title, one.starts_at, one.ends_at, where_of(one), one.answer))
    return planned


def deadline_of(appointment: Appointment) -> str:
    """Returns "Mo, 16. März": the last day for answers, empty without one."""
    return formats.day_of(appointment.respond_until) if appointment.respond_until else ""
