"""Removes rows with all that goes with them: a few statements for many rows, children before parents, histories last."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import router

from zweiklang.privacy.retention.declared import AnyModel, Rule
from zweiklang.privacy.retention.due import key_of, night, root_of, roots
from zweiklang.privacy.retention.holds import wait_for_deletion
from zweiklang.privacy.retention.reach import reach_of
from zweiklang.rooms.public import Room

ROOMS, GROUPS, PARENTS, LEAVES = 20, 10, 500, 5_000


def size_of(rule: Rule) -> int:
    """Returns how many keys of this rule go in one transaction: each should take well under a second."""
    root = root_of(rule)
    if root is Room:
        return ROOMS
    if key_of(rule) != "pk":
        return GROUPS
    return PARENTS if reach_of(root).steps else LEAVES


def delete_due(rule: Rule, *, on: Any, keys: Collection[Any]) -> Counter[str]:
    """Of these keys, what is due now is gone, with all that goes with it; returns the rows deleted by table.

    Asked anew under the lock: what was held or is to be kept meanwhile stays. Call in the system role, in a transaction of its own.
    """
    wait_for_deletion()
    rows = roots(rule, night(on)).filter(**{f"{key_of(rule)}__in": keys})
    return remove(root_of(rule), list(rows.values_list("pk", flat=True)))


def remove(root: AnyModel, ids: Collection[Any]) -> Counter[str]:
    """These rows are gone, with all that goes with them and their history; returns the rows deleted by table."""
    counts: Counter[str] = Counter()
    if not ids:
        return counts
    reach = reach_of(root)
    for model, key in reach.histories:
        counts[model._meta.db_table] += _delete(model._base_manager.filter(**{f"{key}__in": ids}))
    for step in reach.steps:
        if step.clear:
            step.rows(ids).update(**{step.clear: None})
        else:
            counts[step.model._meta.db_table] += _delete(step.rows(ids))
    counts[root._meta.db_table] += _delete(root._base_manager.filter(pk__in=ids))
    for model, key in reach.histories:
        # The triggers have just written down what was deleted.
        _delete(model._base_manager.filter(**{f"{key}__in": ids}))
    return +counts


def _delete(rows: Any) -> int:
    deleted: int = rows._raw_delete(router.db_for_write(rows.model))
    return deleted
