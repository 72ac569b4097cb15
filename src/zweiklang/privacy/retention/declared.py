"""The rules of all models, found by introspection of their privacy notes, those of libraries' tables too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from zweiklang.kernel.models import PrivacyNote, foreign_notes
from zweiklang.kernel.retention import After, Retention, WithAccount, WithRow

type AnyModel = type[models.Model]


@dataclass(frozen=True, slots=True)
class Rule:
    """One `After` of one model."""

    model: AnyModel
    after: After

    @property
    def group(self) -> str:
        """Returns by which column rows go together: all weeks of a contract, one row for itself ("pk"), a whole room."""
        if self.after.with_room:
            return "room"
        begin, _, rest = self.after.fields[0].partition("__")
        return begin if rest else "pk"

    @property
    def sentence(self) -> str:
        """Returns the rule in words, as the protocol keeps it."""
        return str(self.after)


def notes() -> Iterator[tuple[AnyModel, PrivacyNote]]:
    """Yields every model of ours and every noted table of a library with its privacy note, by table."""
    foreign = foreign_notes()
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        note = getattr(model, "privacy", None) or foreign.get(model._meta.label)
        if isinstance(note, PrivacyNote):
            yield model, note


@cache
def rules() -> tuple[Rule, ...]:
    """Returns all rules that a day ends; those of whole groups and rooms first, so that what lies in them is not counted twice."""
    found = [
        Rule(model, part)
        for model, note in notes()
        for part in _parts(note.retention)
        if isinstance(part, After)
    ]
    return tuple(sorted(found, key=lambda rule: (rule.after.with_room, rule.group == "pk")))


@cache
def tables_of_accounts() -> tuple[tuple[AnyModel, str], ...]:
    """Returns the models whose rows end with an account, and their foreign key to the person."""
    return tuple(
        (model, part.field)
        for model, note in notes()
        for part in _parts(note.retention)
        if isinstance(part, WithAccount)
    )


def parents_of(model: AnyModel) -> tuple[str, ...]:
    """Returns the foreign keys with the last of which a row of this model goes; empty if its note says nothing of the kind."""
    note = getattr(model, "privacy", None) or foreign_notes().get(model._meta.label)
    parts = _parts(note.retention) if isinstance(note, PrivacyNote) else ()
    return next((part.fields for part in parts if isinstance(part, WithRow)), ())


def is_history(model: AnyModel) -> bool:
    """True for a table that keeps the changes of another one."""
    return getattr(model, "pgh_tracked_model", None) is not None


def _parts(retention: object) -> tuple[Retention, ...]:
    return tuple(retention.rules()) if isinstance(retention, Retention) else ()
