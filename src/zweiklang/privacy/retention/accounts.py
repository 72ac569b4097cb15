"""Accounts that end: who has left, since when, and what is deleted or becomes a placeholder when their time is over."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.retention import AccountEnd
from zweiklang.people.public import Person, forget_people, forgotten_people
from zweiklang.privacy.models import DeletionNotice, Departure
from zweiklang.privacy.retention.declared import is_history, tables_of_accounts
from zweiklang.privacy.retention.deleting import remove
from zweiklang.privacy.retention.due import Night
from zweiklang.privacy.retention.holds import Held, wait_for_deletion
from zweiklang.privacy.retention.reach import pointing_to
from zweiklang.rooms.public import as_system, forget_looks

# What keeps somebody here, and the field with its last day (none: it goes on).
STAYING = (
    ("rooms.Membership", "last_day"),
    ("organisations.Post", "last_day"),
    ("apprenticeships.Pupil", "left_on"),
    ("rosters.StaffRecord", "left_on"),
)
SIZE = 200
MANY = 2_000


def rule_of_accounts() -> AccountEnd:
    """Returns the rule that the privacy note of accounts declares."""
    rule = Person.privacy.retention
    if not isinstance(rule, AccountEnd):
        raise TypeError("the note of accounts says when they end")
    return rule


def note_departures(actor: Actor, *, on: date) -> None:
    """Whoever has no membership, post or entry on that day stands among the departed, with the last day; who has one again does not."""
    with as_system(actor):
        Departure.objects.filter(_staying(on, "person")).delete()
        gone = Person.objects.filter(~_staying(on, "pk"), departure=None).exclude(pk__in=forgotten_people())
        last = [_last_day(label, field) for label, field in STAYING]
        found = list(gone.values_list("pk", Coalesce(Greatest(*last), on)))
    for part in _parts(found, MANY):
        with as_system(actor):
            rows = [Departure(person_id=person_id, last_day=min(day, on)) for person_id, day in part]
            Departure.objects.bulk_create(rows, ignore_conflicts=True)


def accounts_near(on: date, standing: Held) -> QuerySet[Departure]:
    """Returns the departed whose account would end by that day."""
    found = Departure.objects.filter(~_staying(on, "person"), last_day__lt=_cutoff(on))
    return _not_held(found, standing)


def accounts_due(night: Night) -> QuerySet[Departure]:
    """Returns the departed whose account ends that night: past the time, warned, not held, named in nothing that is held."""
    found = accounts_near(night.on, night.held)
    if not night.far_ahead:
        notices = DeletionNotice.objects.filter(night.warned, contract=None, person=OuterRef("person"))
        found = found.filter(Exists(notices))
    return found


def _not_held(found: QuerySet[Departure], standing: Held) -> QuerySet[Departure]:
    if not standing or not found.exists():
        return found
    return found.exclude(person__in=Person.objects.filter(standing.account_condition()).values("pk"))


def end_accounts(actor: Actor, *, person_ids: Collection[UUID]) -> Counter[str]:
    """These accounts are over: what belongs to them alone is deleted, the person is a placeholder; returns rows deleted by table.

    For the nightly deletion and for an erasure that was decided. Asks for no hold: callers do.
    """
    with as_system(actor):
        counts = Counter(forget_people(actor, person_ids=person_ids))
        for model, field in tables_of_accounts():
            rows = model._base_manager.filter(**{f"{field}__in": person_ids})
            counts += remove(model, list(rows.values_list("pk", flat=True)))
        # Counted by nobody: the system role cannot read who looked at whom.
        forget_looks(person_ids)
    return counts


@transaction.atomic
def end_due_accounts(actor: Actor, *, night: Night, person_ids: Collection[UUID]) -> Counter[str]:
    """Of these accounts, those that are due now are over; returns rows deleted by table."""
    with as_system(actor):
        wait_for_deletion()
        due = accounts_due(night).filter(person__in=person_ids).values_list("person_id", flat=True)
        ids = list(due)
        counts = end_accounts(actor, person_ids=ids)
        counts[Person._meta.db_table] += len(ids)
    return counts


def remove_placeholders(actor: Actor) -> int:
    """Placeholders that nothing names any more are gone; returns how many."""
    with as_system(actor):
        found = forgotten_people()
        for condition in _naming():
            found = found.filter(~condition)
        ids = list(found.values_list("pk", flat=True))
    for part in _parts(ids, SIZE):
        with as_system(actor):
            remove(Person, part)
    return len(ids)


def _cutoff(on: date) -> date:
    return rule_of_accounts().cutoff(on)


def _naming() -> Iterator[Exists]:
    for model, key, _ in pointing_to(Person):
        yield Exists(model._base_manager.filter(**{key: OuterRef("pk")}))
    for model in apps.get_models():
        if is_history(model):
            yield Exists(model._base_manager.filter(pgh_person_id=OuterRef("pk")))


def _staying(on: date, person: str) -> Q:
    """The condition that the person (at that path) has something that keeps them here on that day."""
    condition = Q(pk__in=[])
    for label, field in STAYING:
        goes_on = Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": on})
        rows = apps.get_model(label)._base_manager.filter(goes_on, person=OuterRef(person))
        condition |= Q(Exists(rows))
    return condition


def _last_day(label: str, field: str) -> Subquery:
    rows = apps.get_model(label)._base_manager.filter(person=OuterRef("pk")).order_by()
    return Subquery(rows.values("person").annotate(last=Max(F(field))).values("last"), models.DateField())


def _parts[T](found: list[T], size: int) -> Iterator[list[T]]:
    return (found[start : start + size] for start in range(0, len(found), size))
