"""Every table of the product as its model describes it: whose data, which, why, on which basis, how long, readable with which category."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, foreign_notes
from zweiklang.privacy.documents.sources import text_file
from zweiklang.rooms.public import LABELS, Scope

OURS = "zweiklang."


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with personal data. `label` is "records.Week", `plain` what it holds as one says it to people; `scope` is empty outside of
    rooms.
    """

    label: str
    name: str
    fields: tuple[str, ...]
    whose: str
    purpose: str
    legal_basis: str
    retention: str
    erasure: str
    scope: str
    tracked: bool
    plain: str
    scopes: tuple[str, ...] = ()
    """All data categories with which a row is read, `scope` first: rooms of another kind may know it under another one."""

    @property
    def category(self) -> str:
        """Returns the German names of the data categories with which a row is read, or "" outside of rooms."""
        return "; ".join(LABELS[Scope(scope)] for scope in self.scopes)


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table without personal data, and why it has none."""

    label: str
    name: str
    why: str


def all_models() -> list[type[models.Model]]:
    """Returns every model that has a table, ours and the libraries', without the histories (they belong to their model)."""
    found = [model for model in apps.get_models() if not (model._meta.proxy or history_of(model))]
    return sorted(found, key=lambda model: model._meta.label)


def history_of(model: type[models.Model]) -> str:
    """Returns the label of the model whose changes this table keeps, or ""."""
    tracked = getattr(model, "pgh_tracked_model", None)
    return str(tracked._meta.label) if tracked is not None and model.__module__.startswith(OURS) else ""


def note_of(model: type[models.Model]) -> PrivacyNote | None:
    """Returns the note of our model, or the one somebody has written for a library's; None where nobody has."""
    note = getattr(model, "privacy", None)
    return note if isinstance(note, PrivacyNote) else foreign_notes().get(model._meta.label)


def is_personal(note: PrivacyNote) -> bool:
    """True for a note about persons."""
    return note != NO_PERSONAL_DATA


@cache
def data_tables() -> dict[str, DataTable]:
    """Returns the tables with personal data by label."""
    tracked = {history_of(model) for model in apps.get_models()}
    noted = [(model, note) for model in all_models() if (note := note_of(model)) and is_personal(note)]
    return {model._meta.label: _table(model, note, model._meta.label in tracked) for model, note in noted}


@cache
def plain_tables() -> tuple[PlainTable, ...]:
    """Returns the tables without personal data: ours by their note, the libraries' by texts/libraries.toml."""
    reasons: dict[str, str] = text_file("libraries")["without_personal_data"]
    noted = [(model, note_of(model)) for model in all_models()]
    ours = [(m, note.purpose) for m, note in noted if note is not None and not is_personal(note)]
    theirs = [(m, reasons[m._meta.label]) for m, note in noted if note is None and m._meta.label in reasons]
    return tuple(PlainTable(m._meta.label, _plural(m), why) for m, why in [*ours, *theirs])


def undescribed() -> list[str]:
    """Returns the labels of tables nobody has said anything about; a test keeps it empty."""
    known = {*data_tables(), *(table.label for table in plain_tables())}
    return [model._meta.label for model in all_models() if model._meta.label not in known]


def nameless_fields() -> list[str]:
    """Returns the columns of tables with personal data that have no German name; a test keeps it empty."""
    personal = data_tables()
    return [
        f"{model._meta.label}.{field.name}"
        for model in all_models()
        if model._meta.label in personal
        for field in model._meta.concrete_fields
        if field_name(model, field) is None
    ]


def field_name(model: type[models.Model], field: "models.Field[Any, Any]") -> str | None:
    """Returns what people call a column, "" for plumbing (ids, order, the room), None where nobody has named it.

    First texts/fields.toml (this table, then all tables), then the name given at the field, then the related table's.
    """
    dictionary = text_file("fields")
    own: dict[str, str] = dictionary["table"].get(model._meta.label, {})
    if field.name in own:
        return own[field.name]
    if field.primary_key or field.name in dictionary["plumbing"]:
        return ""
    if model.__module__.startswith(OURS) and str(field.verbose_name) != field.name.replace("_", " "):
        return str(field.verbose_name)
    shared: dict[str, str] = dictionary["shared"]
    return shared.get(field.name) or _related_name(field)


def _related_name(field: "models.Field[Any, Any]") -> str | None:
    """A column that points to a table without a role of its own is called like that table; one that points to a person needs a role."""
    related = field.related_model
    if not isinstance(related, type) or related._meta.label == settings.AUTH_USER_MODEL:
        return None
    return str(related._meta.verbose_name)


def _table(model: type[models.Model], note: PrivacyNote, tracked: bool) -> DataTable:
    names: Iterable[str | None] = (field_name(model, field) for field in model._meta.concrete_fields)
    security = getattr(model, "security", None)
    return DataTable(
        label=model._meta.label,
        name=_plural(model),
        fields=tuple(dict.fromkeys(name for name in names if name)),
        whose=note.whose,
        purpose=note.purpose,
        legal_basis=note.legal_basis,
        retention=str(note.retention),
        erasure=note.erasure,
        scope=str(security.read) if security else "",
        tracked=tracked,
        plain=text_file("fields")["plain"].get(model._meta.label, _plural(model)),
        scopes=tuple(map(str, (security.read, *security.read_also))) if security else (),
    )


def _plural(model: type[models.Model]) -> str:
    named: str | None = text_file("libraries")["name"].get(model._meta.label)
    return named or str(model._meta.verbose_name_plural)
