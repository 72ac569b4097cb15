"""The day before, whoever has a talk is reminded: a notice, and a mail as the person likes it. Once, whatever happens to the job."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from zweiklang.exchange.consultation.telling import CONSULTATION
from zweiklang.exchange.models import Booking, ConsultationDay
from zweiklang.exchange.notices.telling import tell
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.rooms.public import as_system

ACTOR = system_actor("sprechtage")


@transaction.atomic
def remind() -> int:
    """Everybody with a talk tomorrow that nobody reminded of has a notice, and so have the teachers. Returns how many talks it was.

    Idempotent: what was reminded of carries the moment. Two workers at once share the talks, and a killed one leaves them for the next.
    """
    tomorrow = datetime.combine(today() + timedelta(days=1), time(), tzinfo=BERLIN)
    people: defaultdict[UUID, set[UUID]] = defaultdict(set)
    with as_system(ACTOR):
        rows = list(
            Booking.objects.filter(
                starts_at__gte=tomorrow,
                starts_at__lt=tomorrow + timedelta(days=1),
                cancelled_at=None,
                reminded_at=None,
                slot__day__state=ConsultationDay.State.OPEN,
            )
            .select_related("slot")
            .select_for_update(of=("self",), skip_locked=True)
        )
        for row in rows:
            people[row.slot.day_id] |= {row.person_id, row.host_person_id}
            row.reminded_at = now()
        Booking.objects.bulk_update(rows, ["reminded_at"])
    for day_id, told in people.items():
        tell(ACTOR, people=told, kind=CONSULTATION, about=day_id, urgent=True)
    return len(rows)
