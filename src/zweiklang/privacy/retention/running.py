"""One night: who has left, who must be warned, what is deleted; and the preview of it. Short transactions, a protocol that is always true."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.privacy.models import RetentionRun
from zweiklang.privacy.retention.accounts import (
    SIZE,
    accounts_due,
    end_due_accounts,
    note_departures,
    remove_placeholders,
    rule_of_accounts,
)
from zweiklang.privacy.retention.declared import AnyModel, Rule, rules, tables_of_accounts
from zweiklang.privacy.retention.deleting import delete_due, size_of
from zweiklang.privacy.retention.due import Night, key_of, night, root_of, roots
from zweiklang.privacy.retention.reach import reach_of
from zweiklang.privacy.retention.warning import warn
from zweiklang.rooms.public import as_system

logger = logging.getLogger(__name__)


class Interrupted(Exception):
    """The worker is told to end; what was deleted stands in the protocol, and the next run goes on."""


class NotAllDeleted(Exception):
    """Some tables could not be tidied; the protocol names them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be deleted on a day: rows by table (German name), and the day."""

    day: date
    counts: dict[str, int]
    names: dict[str, str]

    @property
    def total(self) -> int:
        """Returns the number of rows of all tables."""
        return sum(self.counts.values())


def preview(actor: Actor, *, on: date | None = None) -> Preview:
    """Returns how many rows of which table would be deleted that night; nothing changes."""
    rows: defaultdict[AnyModel, list[Any]] = defaultdict(list)
    with as_system(actor):
        tonight = night(on)
        for rule in rules():
            for model, found in _going(rule, tonight):
                rows[model].append(found)
        ending = accounts_due(tonight).values("person")
        for model, field in tables_of_accounts():
            rows[model].append(model._base_manager.filter(**{f"{field}__in": ending}))
        rows[Person].append(Person.objects.filter(pk__in=ending))
        counts = {model: _count(model, found) for model, found in rows.items()}
    found = {model: count for model, count in counts.items() if count}
    tables = {m._meta.db_table: c for m, c in sorted(found.items(), key=lambda x: x[0]._meta.db_table)}
    return Preview(tonight.on, tables, {m._meta.db_table: str(m._meta.verbose_name_plural) for m in found})


def run(
    actor: Actor, *, by: str, on: date | None = None, stop: Callable[[], bool] = lambda: False
) -> RetentionRun:
    """All that is due is deleted, everybody warned who must be; the protocol says what. An interrupted run of the same day goes on.

    `stop` is asked between two transactions. Raises Interrupted, or NotAllDeleted after everything else was done.
    """
    day = on or today()
    note_departures(actor, on=day)
    warn(actor, on=day)
    current = _begin(actor, by=by, day=day)
    failed = [rule for rule in rules() if not _carry_out(actor, current, rule, stop)]
    _end_accounts(actor, current, stop)
    remove_placeholders(actor)
    with as_system(actor):
        current.ended_at = now()
        current.save(update_fields=["ended_at"])
    if failed:
        raise NotAllDeleted(", ".join(rule.model._meta.db_table for rule in failed))
    return current


def _begin(actor: Actor, *, by: str, day: date) -> RetentionRun:
    with as_system(actor):
        found, _ = RetentionRun.objects.get_or_create(
            day=day, ended_at=None, defaults={"by": by, "began_at": now()}
        )
    return found


def _carry_out(actor: Actor, current: RetentionRun, rule: Rule, stop: Callable[[], bool]) -> bool:
    """The rule is carried out; False if the database refused, which the protocol then says."""
    words = f"{rule.model._meta.verbose_name}: {rule.sentence}"[:300]
    before = rule.after.cutoff(current.day)
    try:
        with as_system(actor):
            key = key_of(rule)
            keys = list(roots(rule, night(current.day)).order_by(key).values_list(key, flat=True).distinct())
        for part in _parts(keys, size_of(rule)):
            if stop():
                raise Interrupted
            with transaction.atomic(), as_system(actor):
                counts = delete_due(rule, on=current.day, keys=part)
                _note(current, words, before, counts)
    except DatabaseError as error:
        logger.exception("Retention of %s", rule.model._meta.db_table)
        with as_system(actor):
            _note(
                current, words, before, Counter({rule.model._meta.db_table: 0}), problem=type(error).__name__
            )
        return False
    return True


def _end_accounts(actor: Actor, current: RetentionRun, stop: Callable[[], bool]) -> None:
    rule = rule_of_accounts()
    words = f"{Person._meta.verbose_name}: {rule}"
    with as_system(actor):
        due = list(accounts_due(night(current.day)).values_list("person_id", flat=True))
    for part in _parts(due, SIZE):
        if stop():
            raise Interrupted
        with transaction.atomic(), as_system(actor):
            counts = end_due_accounts(actor, night=night(current.day), person_ids=part)
            _note(current, words, rule.cutoff(current.day), counts)


def _note(current: RetentionRun, rule: str, before: date, counts: Counter[str], *, problem: str = "") -> None:
    """The protocol counts these rows too, in the transaction that deletes them."""
    with connection.cursor() as cursor:
        for table, count in counts.items():
            cursor.execute(
                'INSERT INTO privacy_retentioncount (id, run_id, "table", rule, before, rows, problem)'
                ' VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (run_id, "table", rule)'
                " DO UPDATE SET rows = privacy_retentioncount.rows + EXCLUDED.rows, problem = EXCLUDED.problem",
                [new_id(), current.pk, table, rule, before, count, problem],
            )


def _going(rule: Rule, tonight: Night) -> Iterator[tuple[AnyModel, Any]]:
    """Yields queries for all rows that go by this rule, of each model perhaps several that overlap; nothing if nothing is due."""
    root, key = root_of(rule), key_of(rule)
    keys = list(roots(rule, tonight).order_by().values_list(key, flat=True).distinct())
    if not keys:
        return
    # What is due is asked once. As a subquery it would be planned anew for every table, and planning it takes longer than running it.
    due = _as_array(root, key, keys)
    yield root, root._base_manager.filter(**{f"{key}__in": due})
    reach = reach_of(root)
    for step in reach.steps:
        if not step.clear:
            rows = step.model._base_manager.filter(step.only, **{f"{step.path}__{key}__in": due})
            yield step.model, rows
    for model, name in reach.histories:
        yield model, model._base_manager.filter(**{f"{name}__{key}__in": due})


def _as_array(root: AnyModel, key: str, keys: list[Any]) -> RawSQL:
    """Returns a subquery that yields these values; one parameter, however many they are."""
    field = root._meta.pk if key == "pk" else root._meta.get_field(key).related_model._meta.pk  # type: ignore[union-attr]  # a foreign key
    return RawSQL(f"SELECT unnest(%s::{field.db_type(connection)}[])", [keys])  # noqa: S611 - a type of ours


def _count(model: AnyModel, found: Sequence[Any]) -> int:
    if len(found) == 1:
        return int(found[0].count())
    anyone = Q(pk__in=[])
    for rows in found:
        anyone |= Q(pk__in=rows.values("pk"))
    return model._base_manager.filter(anyone).count()


def _parts(found: list[Any], size: int) -> Iterator[list[Any]]:
    return (found[start : start + size] for start in range(0, len(found), size))
