"""What invited people say: which times fit, whether they come. And the time that is chosen of those asked for."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from zweiklang.exchange.appointments.policy import may_answer, may_fix, may_say
from zweiklang.exchange.appointments.seats import free_seats, promote, take_over
from zweiklang.exchange.appointments.shapes import Answer, Says, State
from zweiklang.exchange.appointments.writing import (
    CHANGED,
    answered,
    invitation_of,
    locked,
    new_version,
    tell_all,
)
from zweiklang.exchange.models import Appointment, AppointmentOption, OptionAnswer
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import standing_in


@transaction.atomic
def say(actor: Actor, *, room_id: UUID, answers: Mapping[UUID, str]) -> None:
    """The actor said of each of these times whether it fits; times not named stay as they were said."""
    found = locked(actor, room_id)
    me = invitation_of(actor, room_id)
    require(may_say(actor, standing=standing_in(room_id), appointment=found, me=me))
    if not answers or not set(answers.values()) <= set(Says.values):
        raise Rejected("Bitte sagen Sie zu mindestens einer Zeit, ob sie passt.")
    with as_system(actor):
        offered = set(
            AppointmentOption.objects.filter(room=room_id, pk__in=answers).values_list("pk", flat=True)
        )
        if offered != set(answers):
            raise Conflict(CHANGED)
        OptionAnswer.objects.bulk_create(
            [
                OptionAnswer(
                    room_id=room_id,
                    option_id=option,
                    person_id=actor.person,
                    says=says,
                    open_list=found.open_list,
                    at=now(),
                )
                for option, says in answers.items()
            ],
            update_conflicts=True,
            unique_fields=["option", "person"],
            update_fields=["says", "at"],
        )
    answered(actor, found)


@transaction.atomic
def answer(actor: Actor, *, room_id: UUID, answer: str, seen: int | None = None) -> str:
    """The actor comes, perhaps, or not. Returns what stands now: without a free seat it is the waiting list. A seat given up goes to the next.

    `seen` is the version the page showed: nobody says yes to a time that has just been changed.
    """
    if answer not in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED):
        raise Rejected("Bitte wählen Sie eine Antwort.")
    found = locked(actor, room_id)
    me = invitation_of(actor, room_id)
    require(may_answer(actor, standing=standing_in(room_id), appointment=found, me=me))
    assert me
    if seen is not None and seen != found.sequence:
        raise Conflict(CHANGED)
    if me.answer == answer or (me.answer == Answer.WAITING and answer == Answer.ACCEPTED):
        return me.answer
    with as_system(actor):
        full = answer == Answer.ACCEPTED and free_seats(found) == 0
        me.answer, me.answered_at = Answer.WAITING if full else answer, now()
        me.save(update_fields=["answer", "answered_at"])
    promote(actor, found)
    answered(actor, found)
    return me.answer


@transaction.atomic
def fix(actor: Actor, *, room_id: UUID, option_id: UUID) -> Appointment:
    """The appointment is at that time. What people said of it counts as their answer until they say otherwise; everybody is told."""
    found = locked(actor, room_id)
    require(may_fix(actor, standing=standing_in(room_id), appointment=found))
    with as_system(actor):
        option = AppointmentOption.objects.filter(room=room_id, pk=option_id).first()
        if option is None:
            raise Conflict(CHANGED)
        if option.starts_at <= now():
            raise Conflict("Diese Zeit ist schon vorbei. Bitte wählen Sie eine andere.")
        found.state, found.starts_at, found.ends_at = State.FIXED, option.starts_at, option.ends_at
        found.respond_until = None
        new_version(found)
        said = dict(option.answers.order_by("at").values_list("person_id", "says"))
        take_over(found, said)
    tell_all(actor, found)
    return found
