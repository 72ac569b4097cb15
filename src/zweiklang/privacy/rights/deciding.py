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
    actor: Actor, *, desk: Desk, request: RightsRequest, answer: str, legal_basis: str
) -> RightsRequest:
    """The person reads why not, on which legal basis; nothing else changes."""
    if not answer.strip():
        raise Rejected("Bitte begründen Sie die Ablehnung. Die Person liest das.", field="answer")
    if not legal_basis.strip():
        raise Rejected("Bitte nennen Sie die Rechtsgrundlage.", field="legal_basis")
    return _answer(
        actor, desk=desk, request=request, state=State.DECLINED, answer=answer, legal_basis=legal_basis
    )


@transaction.atomic
def accept_correction(
    actor: Actor, *, desk: Desk, request: RightsRequest, answer: str, values: Mapping[str, Any]
) -> RightsRequest:
    """The fact is corrected: by `values` where there is no page for it, otherwise it must differ from what stood there."""
    request = _answer(
        actor, desk=desk, request=request, state=State.ACCEPTED, answer=answer, legal_basis="Art. 16 DSGVO"
    )
    correct(actor, request=request, values=values)
    return request


@transaction.atomic
def accept(
    actor: Actor, *, desk: Desk, request: RightsRequest, answer: str, legal_basis: str
) -> RightsRequest:
    """The request is granted: an erasure is planned, the rooms are restricted at once, an objection is heeded as `answer` says."""
    request = _answer(
        actor, desk=desk, request=request, state=State.ACCEPTED, answer=answer, legal_basis=legal_basis
    )
    with as_system(actor):
        if request.kind == Kind.ERASURE:
            _plan_erasure(actor, request)
        elif request.kind == Kind.RESTRICTION and has_rooms(request.person_id):
            restrict(actor, person_id=request.person_id)
        elif not answer.strip():
            raise Rejected("Bitte schreiben Sie, was Sie getan haben. Die Person liest das.", field="answer")
    return request


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


def _plan_erasure(actor: Actor, request: RightsRequest) -> None:
    require_erasable(request.person)
    decided = now()
    erasure = Erasure.objects.create(
        room_id=request.room_id,
        request=request,
        person=request.person,
        decided_by_id=actor.person,
        decided_at=decided,
        not_before=decided + WAITS,
    )
    tell(actor, request.person, "erasure_planned", key=f"erasure_planned:{erasure.pk}")


def _answer(
    actor: Actor, *, desk: Desk, request: RightsRequest, state: str, answer: str, legal_basis: str
) -> RightsRequest:
    with as_system(actor):
        rows = RightsRequest.objects.select_for_update(of=("self",))
        request = rows.select_related("person", "organisation").get(pk=request.pk)
        if request.state == State.WITHDRAWN:
            raise Conflict("Der Antrag wurde inzwischen zurückgezogen.")
        require(may_decide(actor, request=request, desk=desk))
        request.state, request.answer, request.legal_basis = state, answer.strip(), legal_basis.strip()
        request.decided_by_id, request.decided_at = actor.person, now()
        request.save(update_fields=["state", "answer", "legal_basis", "decided_by", "decided_at"])
        tell(actor, request.person, "request_answered", key=f"rights_answered:{request.pk}")
    return request
