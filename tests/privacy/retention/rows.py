"""A row for every rule: one of the test worlds, or one made by introspection of the model's fields."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Model

from zweiklang.apprenticeships.public import open_class
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.organisations.public import Organisation
from zweiklang.privacy.retention.declared import Rule
from zweiklang.privacy.retention.due import field_at

# What constraints ask for and a default cannot guess.
WANTED: dict[str, dict[str, Any]] = {
    "privacy.LegalHold": {"lifted_at": now},
    "rooms.Consent": {"withdrawn_at": now, "withdrawn_by": None},
    "rooms.EmergencyBrake": {"release_asked_at": now},
}


def _class_without_pupils() -> Model:
    """A class to which nobody belonged: one that has pupils waits for their contracts."""
    school = Organisation.objects.filter(kind="school").earliest("pk")
    return open_class(
        system_actor("tests"), school=school, label="Leer", school_year=2020, grade=1, occupation_name=""
    )


MADE: dict[str, Callable[[], Model]] = {"apprenticeships.SchoolClass": _class_without_pupils}


def row_of(rule: Rule) -> Model:
    """Returns a row of the rule's model that fits its `where` and has its day."""
    if maker := MADE.get(rule.model._meta.label):
        return maker()
    where = dict(rule.after.where)
    rows = rule.model._base_manager.filter(**where)
    # Lengths in days count by the hour: whatever time it is now, the row's day is over only at midnight.
    for path in () if rule.after.days is not None else rule.after.fields:
        if found := rows.filter(**{f"{path}__isnull": False}).order_by("pk").first():
            return found
    found = rule.model._base_manager.filter(**where).first() or make(rule.model, **where)
    set_day(rule, found, today())
    return found


def day_of(rule: Rule, row: Model) -> date:
    """Returns the day from which the row's time counts."""
    for path in rule.after.fields:
        value = rule.model._base_manager.filter(pk=row.pk).values_list(path, flat=True)[0]
        if value is None:
            continue
        if isinstance(value, datetime):
            return value.astimezone(BERLIN).date()
        # The school year that began in that year ends in the next.
        return date(value + 1, 7, 31) if isinstance(value, int) else value
    raise AssertionError("the row has no day")


def set_day(rule: Rule, row: Model, day: date) -> None:
    """The first of the rule's fields says that day."""
    path = rule.after.fields[0]
    model, target = rule.model, field_at(rule.model, path)
    pk: Any = row.pk
    if "__" in path:
        head, path = path.split("__")
        model, pk = model._meta.get_field(head).related_model, getattr(row, f"{head}_id")
    value: Any = day
    if isinstance(target, models.DateTimeField):
        value = datetime.combine(day, time(23, 59, 59), BERLIN)
    elif isinstance(target, models.IntegerField):
        value = day.year - 1
    model._base_manager.filter(pk=pk).update(**{path: value})


def make(model: type[Model], **values: Any) -> Model:
    """Returns a new row; foreign keys lead to rows that exist, or are made."""
    values = {**values}
    for name, value in WANTED.get(model._meta.label, {}).items():
        values.setdefault(name, value() if callable(value) else value)
    for field in model._meta.concrete_fields:
        if (
            field.name not in values
            and not field.null
            and not field.has_default()
            and not _has_db_default(field)
        ):
            values[field.name] = _value(field)
    row = model(**values)
    row.save(force_insert=True)
    return row


def _has_db_default(field: Any) -> bool:
    return field.has_db_default() or (field.primary_key and not field.editable)


def _value(field: Any) -> Any:
    if field.is_relation:
        return field.related_model._base_manager.order_by("pk").first() or make(field.related_model)
    if field.choices:
        return field.choices[0][0]
    by_kind: dict[type[models.Field[Any, Any]], Any] = {
        models.DateTimeField: now(),
        models.DateField: today(),
        models.IntegerField: 1,
        models.BinaryField: b"x",
    }
    return next((value for kind, value in by_kind.items() if isinstance(field, kind)), "x")
