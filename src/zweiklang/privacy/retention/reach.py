"""What goes with a row: all tables that point to it, found by introspection of foreign keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CASCADE, PROTECT, RESTRICT, SET_NULL, Q

from zweiklang.privacy.retention.declared import AnyModel, is_history, parents_of

# A row that stands in for a row of the same table, and another for that one.
_SAME_TABLE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """Rows of `model` that reach the root by `path` are deleted, or with `clear` lose that foreign key."""

    model: AnyModel
    path: str
    clear: str = ""
    only: Q = field(default_factory=Q)

    def rows(self, roots: Any) -> models.QuerySet[models.Model]:
        """Returns the rows that go with these roots (ids or a query for them)."""
        return self.model._base_manager.filter(self.only, **{f"{self.path}__in": roots})


@dataclass(frozen=True, slots=True)
class Reach:
    """What goes with rows of one model: steps in order, tables of history by their foreign key, and what protects the rows."""

    steps: tuple[Step, ...]
    histories: tuple[tuple[AnyModel, str], ...]
    protectors: tuple[tuple[AnyModel, str], ...]

    @property
    def models(self) -> frozenset[AnyModel]:
        """Returns the models of which rows are deleted along."""
        return frozenset(step.model for step in self.steps if not step.clear)


@cache
def reach_of(root: AnyModel) -> Reach:
    """Returns what goes with rows of `root`, children before parents."""
    steps = tuple(_steps(root, "", (root,)))
    protectors = tuple(
        (child, f"{name}__{path}" if path else name)
        for model, path in [(root, ""), *((s.model, s.path) for s in steps if not s.clear)]
        for child, name, on_delete in pointing_to(model)
        if on_delete in {PROTECT, RESTRICT}
    )
    histories = tuple((child, name) for child, name, _ in _histories(root))
    return Reach(steps, histories, protectors)


def pointing_to(model: AnyModel) -> Iterator[tuple[AnyModel, str, Any]]:
    """Yields every table with a foreign key to `model`, the name of that key, and what happens on deletion. No tables of history."""
    return ((child, name, on_delete) for child, name, on_delete in _relations(model) if not is_history(child))


def keys_to(model: AnyModel, target: str) -> list[str]:
    """Returns the foreign keys of `model` that lead to the model with that label."""
    wanted = apps.get_model(target)
    return [f.name for f in model._meta.concrete_fields if f.related_model is wanted]


def _histories(model: AnyModel) -> Iterator[tuple[AnyModel, str, Any]]:
    return ((child, name, on_delete) for child, name, on_delete in _relations(model) if is_history(child))


def _relations(model: AnyModel) -> Iterator[tuple[AnyModel, str, Any]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = relation.field  # type: ignore[union-attr]  # a reverse relation has one
            table = field.model._meta.concrete_model or field.model
            if not table._meta.managed:
                # A view on tables of history that pghistory makes while it is asked; nothing lies there.
                continue
            yield field.model, field.name, relation.on_delete  # type: ignore[union-attr]  # a reverse relation has one


def _steps(model: AnyModel, path: str, above: tuple[AnyModel, ...]) -> Iterator[Step]:
    for child, name, on_delete in pointing_to(model):
        here = f"{name}__{path}" if path else name
        if on_delete is CASCADE and above.count(child) < _SAME_TABLE:
            yield from _steps(child, here, (*above, child))
            yield Step(child, here)
        elif on_delete is SET_NULL:
            others = [key for key in parents_of(child) if key != name]
            if others and name in parents_of(child):
                only = Q(**{f"{key}__isnull": True for key in others})
                yield from _steps(child, here, (*above, child))
                yield Step(child, here, only=only)
            yield Step(child, here, clear=name)
