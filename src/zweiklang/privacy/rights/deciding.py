"""Requests are answered: accepted or declined, with reason and legal basis; what was accepted is carried out or checked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.rights.corrections import correct
from zweiklang.privacy.rights.erasure.preview import require_erasable
from zweiklang.privacy.rights.mails import tell
from zweiklang.privacy.rights.policy import may_decide, may_stop
from zweiklang.privacy.rights.responsibility import Desk
from zweiklang.privacy.rights.restriction import has_rooms, restrict
from zweiklang.rooms.public import as_system

Kind, State = RightsRequest.Kind, RightsRequest.State
WAITS = timedelta(days=7)


@transaction.atomic
def decline(
    actor: Actor, *, desk: Desk, asked: RightsRequest, answer: str, legal_basis: str
) -> RightsRequest:
    """The person reads why not, on which legal basis; nothing else changes."""
    if not answer.strip():
        raise Rejected("Bitte begründen Sie die Ablehnung. Die Person liest das.", field="answer")
    if not legal_basis.strip():
        raise Rejected("Bitte nennen Sie die Rechtsgrundlage.", field="legal_basis")
    return _answer(
        actor, desk=desk, asked=asked, state=State.DECLINED, answer=answer, legal_basis=legal_basis
    )


@transaction.atomic
def accept_correction(
    actor: Actor, *, desk: Desk, asked: RightsRequest, answer: str, values: Mapping[str, Any]
) -> RightsRequest:
    """The fact is corrected: by `values` where there is no page for it, otherwise it must differ from what stood there."""
    asked = _answer(
        actor, desk=desk, asked=asked, state=State.ACCEPTED, answer=answer, legal_basis="Art. 16 DSGVO"
    )
    correct(actor, asked=asked, values=values)
    return asked


@transaction.atomic
def accept(actor: Actor, *, desk: Desk, asked: RightsRequest, answer: str, legal_basis: str) -> RightsRequest:
    """The request is granted: an erasure is planned, the rooms are restricted at once, an objection is heeded as `answer` says."""
    asked = _answer(
        actor, desk=desk, asked=asked, state=State.ACCEPTED, answer=answer, legal_basis=legal_basis
    )
    with as_system(actor):
        if asked.kind == Kind.ERASURE:
            _plan_erasure(actor, asked)
        elif asked.kind == Kind.RESTRICTION and has_rooms(asked.person_id):
            restrict(actor, person_id=asked.person_id)
        elif not answer.strip():
            raise Rejected("Bitte schreiben Sie, was Sie getan haben. Die Person liest das.", field="answer")
    return asked


@transaction.atomic
def stop_erasure(actor: Actor, *, erasure: Erasure, desk: Desk | None = None) -> Erasure:
    """Nothing will be erased: the person or the organisation's leader has thought better of it."""
    with as_system(actor):
        erasure = Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=erasure.pk)
        require(may_stop(actor, erasure=erasure, desk=desk))
        erasure.stopped_by_id, erasure.stopped_at = actor.person, now()
        erasure.save(update_fields=["stopped_by", "stopped_at"])
        tell(actor, erasure.person, "erasure_stopped", key=f"erasure_stopped:{erasure.pk}")
    return erasure


def _plan_erasure(actor: Actor, asked: RightsRequest) -> None:
    require_erasable(asked.person)
    decided = now()
    erasure = Erasure.objects.create(
        room_id=asked.room_id,
        request=asked,
        person=asked.person,
        decided_by_id=actor.person,
        decided_at=decided,
        not_before=decided + WAITS,
    )
    tell(actor, asked.person, "erasure_planned", key=f"erasure_planned:{erasure.pk}")


def _answer(
    actor: Actor, *, desk: Desk, asked: RightsRequest, state: str, answer: str, legal_basis: str
) -> RightsRequest:
    with as_system(actor):
        rows = RightsRequest.objects.select_for_update(of=("self",))
        asked = rows.select_related("person", "organisation").get(pk=asked.pk)
        if asked.state == State.WITHDRAWN:
            raise Conflict("Der Antrag wurde inzwischen zurückgezogen.")
        require(may_decide(actor, asked=asked, desk=desk))
        asked.state, asked.answer, asked.legal_basis = state, answer.strip(), legal_basis.strip()
        asked.decided_by_id, asked.decided_at = actor.person, now()
        asked.save(update_fields=["state", "answer", "legal_basis", "decided_by", "decided_at"])
        tell(actor, asked.person, "request_answered", key=f"rights_answered:{asked.pk}")
    return asked
