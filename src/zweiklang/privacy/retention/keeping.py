"""Keeping one's own record longer."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.retention import plus_months
from zweiklang.privacy.models import DeletionNotice, KeepingWish
from zweiklang.privacy.retention.announced import ending_of
from zweiklang.privacy.retention.holds import wait_for_deletion
from zweiklang.privacy.retention.policy import may_keep
from zweiklang.rooms.public import as_system

KEPT_MONTHS = 12


@transaction.atomic
def keep_record(actor: Actor, *, contract_id: UUID) -> KeepingWish:
    """The record is kept twelve months longer than it would have been, and the warnings begin anew before that day.

    404 for somebody else's contract; Conflict long before the deletion. Sent twice, it counts once: the warning it answers is gone.
    """
    contract = Contract.objects.filter(pk=contract_id, apprentice=actor.person_id).first()
    if contract is None:
        raise Http404
    with as_system(actor):
        wait_for_deletion()
        notices = DeletionNotice.objects.select_for_update().filter(contract=contract, person=actor.person)
        asks = bool(notices)
        require(may_keep(actor, apprentice_id=contract.apprentice_id, asks=asks))
        latest = KeepingWish.objects.filter(contract=contract).order_by("-until").first()
        planned = ending_of(contract, latest.until if latest else None).day
        wish = KeepingWish.objects.create(
            person_id=actor.person,
            contract=contract,
            until=plus_months(max(planned, today()), KEPT_MONTHS),
            wished_at=now(),
        )
        notices.delete()
    return wish
