"""Warns before a record or an account is deleted: 60 and 14 days before, once each, on "Heute" and by a mail without content.

What could not be announced in time (no worker ran) is deleted 14 days after it was announced, never without.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.people.public import Link, MailKind, Person, send_mail
from zweiklang.privacy.models import DeletionNotice
from zweiklang.privacy.retention.accounts import accounts_near, rule_of_accounts
from zweiklang.privacy.retention.announced import FIRST_WARNING, LAST_WARNING, endings, rule_of_records
from zweiklang.privacy.retention.holds import held
from zweiklang.rooms.public import as_system

Stage = DeletionNotice.Stage
type Given = tuple[UUID, UUID | None, int]
SIZE = 100


@dataclass(frozen=True, slots=True)
class Warned:
    """Somebody to be warned: of what, and the day from which it is deleted."""

    person_id: UUID
    contract_id: UUID | None
    day: date


def warn(actor: Actor, *, on: date) -> int:
    """Everybody whose record or account ends soon has been warned as often as they should; returns how many warnings that took."""
    with as_system(actor):
        near = [*_records(on), *_accounts(on)]
        given = _withdraw(near)
        missing = [(one, told) for one in near if (told := _next(one, on, given))]
    for start in range(0, len(missing), SIZE):
        with as_system(actor):
            for one, (stage, day) in missing[start : start + SIZE]:
                _tell(actor, one, stage, day)
    return len(missing)


def _records(on: date) -> Iterator[Warned]:
    rule = rule_of_records().after
    soon = Contract.objects.filter(last_day__lt=rule.cutoff(on + FIRST_WARNING))
    standing = held()
    for one in endings(soon.exclude(room__in=standing.rooms)):
        if one.day - on <= FIRST_WARNING:
            yield Warned(one.contract.apprentice_id, one.contract.pk, one.day)


def _accounts(on: date) -> Iterator[Warned]:
    rule = rule_of_accounts()
    for row in accounts_near(on + FIRST_WARNING, held()):
        yield Warned(row.person_id, None, rule.due_from(row.last_day))


def _withdraw(near: Iterable[Warned]) -> frozenset[Given]:
    """Warnings of what does not end soon any more are gone (the contract was prolonged, somebody is back); returns those that stand."""
    still = {(one.person_id, one.contract_id) for one in near}
    known = list(DeletionNotice.objects.values_list("pk", "person_id", "contract_id", "stage"))
    stale = [pk for pk, person_id, contract_id, _ in known if (person_id, contract_id) not in still]
    DeletionNotice.objects.filter(pk__in=stale).delete()
    return frozenset((person_id, contract_id, stage) for _, person_id, contract_id, stage in known)


def _next(one: Warned, on: date, given: frozenset[Given]) -> tuple[DeletionNotice.Stage, date] | None:
    """Returns which warning is due for this one now, and the day it announces."""
    day = max(one.day, on + LAST_WARNING)
    stage = Stage.LAST if day - on <= LAST_WARNING else Stage.FIRST
    return None if (one.person_id, one.contract_id, stage) in given else (stage, day)


def _tell(actor: Actor, one: Warned, stage: DeletionNotice.Stage, day: date) -> None:
    DeletionNotice.objects.create(
        person_id=one.person_id, contract_id=one.contract_id, stage=stage, day=day, sent_at=now()
    )
    what = "record_ends" if one.contract_id else "account_ends"
    send_mail(
        actor,
        to=Person.objects.get(pk=one.person_id),
        template=f"privacy/email/{what}",
        kind=MailKind.PRIVACY,
        context={"day": day, "keep_url": Link(reverse("privacy:retention_own"))},
        key=f"{what}:{one.contract_id or one.person_id}:{stage}:{day}",
    )
