"""Reads of retention: what a person's own time limits are, the holds, the protocol."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.retention import period
from zweiklang.privacy.models import DeletionNotice, Departure, LegalHold, RetentionCount, RetentionRun
from zweiklang.privacy.retention.accounts import rule_of_accounts
from zweiklang.privacy.retention.announced import (
    FIRST_WARNING,
    LAST_WARNING,
    announced_day,
    endings,
    rule_of_records,
)
from zweiklang.privacy.retention.declared import notes
from zweiklang.privacy.retention.keeping import KEPT_MONTHS
from zweiklang.privacy.retention.policy import may_hold, may_read_protocol
from zweiklang.privacy.retention.running import Preview, preview
from zweiklang.rooms.public import as_system

RUNS_SHOWN = 30
PATIENCE = "4s"


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One training record and its end, as its apprentice reads it. `asks`: the warning stands, and "keep it" can be said."""

    contract: Contract
    day: date
    kept_until: date | None
    asks: bool

    @property
    def last_day(self) -> date:
        """Returns the last day on which the record is there for certain."""
        return self.day - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """The records of a person, and from which day on the account is deleted (None: nobody knows yet)."""

    records: list[OwnRecord]
    account_day: date | None


def own_limits(actor: Actor) -> OwnLimits:
    """Returns the person's own time limits."""
    mine = Contract.objects.filter(apprentice=actor.person).select_related("occupation", "firm")
    notices = list(DeletionNotice.objects.filter(person=actor.person))
    records = []
    for one in endings(mine.order_by("-last_day")):
        told = [notice for notice in notices if notice.contract_id == one.contract.pk]
        records.append(OwnRecord(one.contract, announced_day(told, one.day), one.kept_until, bool(told)))
    left = Departure.objects.filter(person=actor.person).first()
    told = [notice for notice in notices if notice.contract_id is None]
    day = announced_day(told, rule_of_accounts().due_from(left.last_day)) if left else None
    return OwnLimits(records, day)


def words_of_rules() -> dict[str, str]:
    """Returns the lengths that the pages name, from the rules themselves."""
    return {
        "record": rule_of_records().sentence,
        "account": period(months=rule_of_accounts().months),
        "longer": period(months=KEPT_MONTHS),
        "warnings": f"{FIRST_WARNING.days} und {LAST_WARNING.days}",
    }


def tonight(actor: Actor) -> Preview | None:
    """Returns what would be deleted tonight, for the Land's post; None if so much that counting takes longer than a page may."""
    require(may_read_protocol(actor))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
            found = preview(actor)
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError:
        return None
    return found


def holds(actor: Actor) -> list[LegalHold]:
    """Returns all holds that stand, newest first, for the Land's post."""
    require(may_hold(actor))
    with as_system(actor):
        rows = LegalHold.objects.filter(lifted_at=None).select_related("person", "room")
        return list(rows.order_by("-set_at"))


def runs(actor: Actor) -> list[RetentionRun]:
    """Returns the last runs with the rows they deleted (`total`, `problems`) and their counts, for the Land's post."""
    require(may_read_protocol(actor))
    return list(protocol(limit=RUNS_SHOWN))


def protocol(*, limit: int) -> QuerySet[RetentionRun]:
    """Returns the newest runs with their counts."""
    counts = RetentionCount.objects.order_by("table", "rule")
    found = RetentionRun.objects.annotate(
        total=Sum("counts__rows", default=0), problems=Count("counts", filter=~Q(counts__problem=""))
    )
    return found.order_by("-began_at").prefetch_related(Prefetch("counts", queryset=counts))[:limit]


def table_names() -> dict[str, str]:
    """Returns the German name of every table that has a privacy note."""
    return {model._meta.db_table: str(model._meta.verbose_name_plural) for model, _ in notes()}


def run_lines(found: list[RetentionRun]) -> list[dict[str, Any]]:
    """Returns the runs as the page shows them."""
    names = table_names()
    return [
        {
            "day": formats.day(run.day),
            "began": run.began_at,
            "state": _state(run),
            "total": run.total,  # type: ignore[attr-defined]  # annotated by `protocol`
            "counts": [
                {"table": names.get(c.table, c.table), "rule": c.rule, "rows": c.rows, "problem": c.problem}
                for c in run.counts.all()
            ],
        }
        for run in found
    ]


def _state(run: RetentionRun) -> tuple[str, str, str]:
    """Returns word, tone and icon of what became of the run."""
    if run.ended_at is None:
        return ("läuft", "info", "clock") if run.day == today() else ("unterbrochen", "warning", "warning")
    if run.problems:  # type: ignore[attr-defined]  # annotated by `protocol`
        return ("mit Fehlern beendet", "danger", "warning")
    return ("beendet", "success", "check")
