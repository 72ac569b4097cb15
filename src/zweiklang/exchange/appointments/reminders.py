"""The day before, whoever may come to an appointment is reminded: a notice, and a mail as the person likes it. Once, whatever happens to the job."""

from datetime import datetime, time, timedelta

from django.db import transaction

from zweiklang.exchange.appointments.shapes import Answer, State
from zweiklang.exchange.appointments.telling import APPOINTMENT
from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.exchange.notices.telling import tell
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import BERLIN, now, today

ACTOR = system_actor("termine")
# Who said no knows it, and who waits for a seat has nowhere to go.
_STAY = (Answer.DECLINED, Answer.WAITING)


@transaction.atomic
def remind() -> int:
    """Everybody who may come to an appointment of tomorrow has a notice, and so has whoever organises it. Returns how many appointments it was.

    Idempotent: what was reminded of carries the moment. Two workers at once share them, and a killed one leaves them for the next.
    """
    tomorrow = datetime.combine(today() + timedelta(days=1), time(), tzinfo=BERLIN)
    with as_system(ACTOR):
        rows = list(
            Appointment.objects.filter(
                state=State.FIXED,
                starts_at__gte=tomorrow,
                starts_at__lt=datetime.combine(today() + timedelta(days=2), time(), tzinfo=BERLIN),
                reminded_at=None,
            ).select_for_update(skip_locked=True)
        )
        people = {row.room_id: {row.organiser_id} for row in rows}
        coming = Invitee.objects.filter(room__in=people, removed_at=None).exclude(answer__in=_STAY)
        for room_id, person_id in coming.values_list("room_id", "person_id"):
            people[room_id].add(person_id)
        Appointment.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now())
    for room_id, told in people.items():
        tell(ACTOR, people=told, kind=APPOINTMENT, about=room_id, room_id=room_id, urgent=True)
    return len(rows)
