"""When the record of a contract and an account are deleted, for people to read: from the same rules that delete."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from zweiklang.apprenticeships.public import Contract
from zweiklang.privacy.models import DeletionNotice
from zweiklang.privacy.retention.declared import Rule, rules

FIRST_WARNING = timedelta(days=int(DeletionNotice.Stage.FIRST))
LAST_WARNING = timedelta(days=int(DeletionNotice.Stage.LAST))


@dataclass(frozen=True, slots=True)
class Ending:
    """The record of a contract: kept by wish until (if at all), and from which day on it is deleted."""

    contract: Contract
    kept_until: date | None
    day: date


def rule_of_records() -> Rule:
    """Returns the rule of what an apprentice may keep longer: the training record."""
    return next(rule for rule in rules() if rule.after.wish and not rule.after.with_room)


def endings(contracts: QuerySet[Contract]) -> list[Ending]:
    """Returns when the records of these contracts are deleted; contracts without a record are left out. One query."""
    rule = rule_of_records()
    written = rule.model._base_manager.filter(**{rule.after.wish: OuterRef("pk")})
    rows = contracts.filter(Exists(written)).annotate(kept_until=Max("keeping_wishes__until"))
    return [ending_of(row, row.kept_until) for row in rows]


def ending_of(contract: Contract, kept_until: date | None) -> Ending:
    """Returns the day from which the record of that contract is deleted."""
    day = rule_of_records().after.due_from(contract.last_day)
    if kept_until is not None:
        day = max(day, kept_until + timedelta(days=1))
    return Ending(contract, kept_until, day)


def announced_day(notices: Iterable[DeletionNotice], planned: date) -> date:
    """Returns the day that was announced last, or the planned one: nothing is deleted before the day people were told."""
    return max((notice.day for notice in notices), default=planned)


def asks_for_wish(person_id: UUID) -> Q:
    """Returns the condition "this contract's apprentice is warned now"."""
    notices = DeletionNotice.objects.filter(person=person_id, contract=OuterRef("pk"))
    return Q(Exists(notices))
