"""Copies of one's own data: asked for, made by a worker, fetched once."""

import logging
import tempfile
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor, on_behalf_of, system_actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.people.public import Link, MailKind, Person, send_mail
from zweiklang.privacy.exports import policy, storing
from zweiklang.privacy.exports.selectors import OPEN, asked_since
from zweiklang.privacy.exports.writing import write_export
from zweiklang.privacy.models import DataExport
from zweiklang.privacy.models.exports import DAYS_KEPT
from zweiklang.rooms.public import as_system

logger = logging.getLogger(__name__)

MAKE = "privacy.make_export"
KEPT = timedelta(days=DAYS_KEPT)
# A worker that is there makes a copy within seconds; after a day nobody should wait any longer.
PATIENCE = timedelta(days=1)
WORKER = system_actor("worker")
State = DataExport.State


@transaction.atomic
def request_export(actor: Actor) -> DataExport:
    """A copy of the actor's own data is being made or lies ready; asking again, also at the same time, makes no second one."""
    with as_system(on_behalf_of(actor)):
        mine = DataExport.objects.filter(person_id=actor.person)
        if open_one := mine.filter(state__in=OPEN).first():
            return open_one
        asked = asked_since(actor.person, now() - timedelta(days=1))
        require(policy.may_ask(actor, person_id=actor.person, asked_today=asked))
        fresh = DataExport(person_id=actor.person, asked_at=now())
        DataExport.objects.bulk_create([fresh], ignore_conflicts=True)
        found = mine.get(state__in=OPEN)
        if found.pk == fresh.pk:
            jobs.defer(MAKE, export_id=str(found.pk), priority=jobs.URGENT)
        return found


def make_export(export_id: UUID, *, last_attempt: bool) -> None:
    """The copy lies ready and its owner has a mail; one that does not wait any more stays as it is.

    Nothing is kept of a worker that is killed on the way: the copy and its state appear in one transaction.
    """
    waiting = DataExport.objects.filter(pk=export_id, state=State.WAITING).select_related("person").first()
    if waiting is None:
        return
    try:
        with tempfile.TemporaryFile(prefix="zweiklang-export-") as file:
            write_export(waiting.person, file)
            _keep(waiting, file)
    except Exception:
        if last_attempt:
            _give_up(DataExport.State.FAILED, waiting.pk)
        raise


def _keep(waiting: DataExport, file: IO[bytes]) -> None:
    with as_system(WORKER):
        export = DataExport.objects.select_for_update().filter(pk=waiting.pk, state=State.WAITING).first()
        if export is None:
            return
        export.size = storing.store(export, file)
        export.state, export.ready_at, export.expires_at = State.READY, now(), now() + KEPT
        export.save(update_fields=["size", "state", "ready_at", "expires_at"])
        link = Link(reverse("privacy:exports_page"))
        send_mail(
            WORKER,
            to=waiting.person,
            template="privacy/email/export_ready",
            kind=MailKind.PRIVACY,
            context={"page_url": link, "days": DAYS_KEPT},
            key=f"export:{export.pk}",
            expires_in=KEPT,
        )


@transaction.atomic
def fetch_export(actor: Actor, *, export_id: UUID, into: IO[bytes]) -> DataExport:
    """`into` holds the copy and nobody gets it a second time. Somebody else's is a 404; one that is gone a Conflict with a sentence."""
    export = _mine(actor, export_id)
    require(policy.may_fetch(actor, export))
    if storing.load(export_id, into) != export.size:
        raise OSError(f"the parts of {export_id} are not whole")
    with as_system(on_behalf_of(actor)):
        _finish(export, State.FETCHED)
    return export


@transaction.atomic
def discard_export(actor: Actor, *, export_id: UUID) -> None:
    """The copy that lay ready is gone; another can be asked for."""
    export = _mine(actor, export_id)
    require(policy.may_fetch(actor, export))
    with as_system(on_behalf_of(actor)):
        _finish(export, State.DISCARDED)


def export_by_operator(actor: Actor, *, person: Person, file: IO[bytes]) -> DataExport:
    """`file` holds everything about the person, and the person finds on "Meine Daten" that and when the operator made it."""
    require(policy.may_make(actor))
    moment = now()
    write_export(person, file)
    with as_system(actor):
        return DataExport.objects.create(
            person=person, state=State.FETCHED, by_operator=True,
            asked_at=moment, ready_at=now(), finished_at=now(), size=file.tell(),
        )  # fmt: skip


def tidy() -> None:
    """No copy lies longer than it should, and nobody waits for one that does not come any more. In the system role."""
    with transaction.atomic():
        late = DataExport.objects.select_for_update(skip_locked=True)
        for export in late.filter(state=State.READY, expires_at__lt=now()):
            _finish(export, State.EXPIRED)
    stuck = DataExport.objects.filter(state=State.WAITING, asked_at__lt=now() - PATIENCE)
    for key in stuck.values_list("pk", flat=True):
        _give_up(State.FAILED, key)


def _mine(actor: Actor, export_id: UUID) -> DataExport:
    with as_system(on_behalf_of(actor)):
        mine = DataExport.objects.select_for_update().filter(pk=export_id, person_id=actor.person)
        if (export := mine.first()) is None:
            raise Http404
        return export


def _finish(export: DataExport, state: str) -> None:
    storing.forget(export)
    export.state, export.finished_at = state, now()
    export.save(update_fields=["state", "finished_at"])


def _give_up(state: str, export_id: UUID) -> None:
    with as_system(WORKER):
        waiting = DataExport.objects.filter(pk=export_id, state=State.WAITING)
        if waiting.update(state=state, finished_at=now()):
            logger.error("The copy %s could not be made", export_id)
