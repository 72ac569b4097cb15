"""Columns of a model as JSON: which ones leave, what their values look like, their JSON Schema, and their German names."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zweiklang.privacy.documents.tables import field_name

type Field = models.Field[Any, Any]

# What the papers of data protection do not name (privacy/documents/texts/fields.toml): plumbing, and tables about nobody.
WORDS = {
    "id": "Kennung", "room": "Raum", "source_id": "Kennung des Anlasses", "street": "Straße", "postcode": "Postleitzahl", "town": "Ort",
    "sort_key": "Sortierung", "match_key": "Schlüssel zum Wiedererkennen", "order": "Reihenfolge", "digest": "Prüfsumme",
    "pgh_label": "Was", "pgh_person_id": "Von", "pgh_system": "Von (automatisch)", "unit": "Einheit", "source_note": "Quelle",
    "source_key": "Kennung in der Quelle", "batch": "Kennung des Anlasses", "warnings": "Hinweise",
    "imported_at": "Eingelesen am", "annex_title": "Anlage", "periods": "Zeitabschnitte",
    "position": "Position der Ausbildungsordnung", "words": "Wörter, die übereinstimmen",
}  # fmt: skip


def columns(model: type[models.Model], omit: tuple[str, ...] = ()) -> list[Field]:
    """Returns the fields that leave, in the order of the table."""
    return [field for field in model._meta.concrete_fields if field.name not in omit]


def column_of(field: Field) -> str:
    """Returns the name of the column, which is the key in the data."""
    return str(field.column)


def json_value(value: Any) -> Any:
    """Returns the value as JSON has it: ids and days as text, moments in UTC; everything else stays."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    return value


def schema_of(field: Field) -> dict[str, Any]:
    """Returns the JSON Schema of one column, with its German name and the German words of its codes."""
    schema = _type_of(field)
    if field.null and "type" in schema:
        schema["type"] = [schema["type"], "null"]
    codes = dict(field.flatchoices)
    if codes:
        schema["enum"] = [
            *codes,
            *([""] if field.blank and "" not in codes else []),
            *([None] if field.null else []),
        ]
        schema["x-words"] = {str(code): str(word) for code, word in codes.items()}
    schema["title"] = word_of(field)
    if field.help_text:
        schema["description"] = str(field.help_text)
    return schema


def _type_of(field: Field) -> dict[str, Any]:
    if isinstance(field, models.ForeignKey):
        return _type_of(field.target_field)
    if isinstance(field, ArrayField):
        return {"type": "array", "items": _type_of(field.base_field)}
    if isinstance(field, models.JSONField):
        return {}
    for kind, schema in _TYPES.items():
        if isinstance(field, kind):
            limit = {"maxLength": field.max_length} if schema == _TEXT and field.max_length else {}
            return {**schema, **limit}
    raise TypeError(f"{field} has no form in JSON yet: say it in privacy/exports/columns.py")


_TEXT = {"type": "string"}
_TYPES: dict[type[Any], dict[str, Any]] = {
    models.UUIDField: {"type": "string", "format": "uuid"},
    models.DateTimeField: {"type": "string", "format": "date-time"},
    models.DateField: {"type": "string", "format": "date"},
    models.TimeField: {"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}(\.\d+)?$"},
    models.FloatField: {"type": "number"},
    models.BooleanField: {"type": "boolean"},
    models.DecimalField: _TEXT,
    models.IntegerField: {"type": "integer"},
    models.AutoField: {"type": "integer"},
    models.CharField: _TEXT,
    models.TextField: _TEXT,
    models.GenericIPAddressField: _TEXT,
}


@cache
def word_of(field: Field) -> str:
    """Returns the German name of a column: as the papers of data protection call it, else as WORDS does; "" if nobody has named it."""
    model: type[models.Model] = field.model
    given = str(field.verbose_name)
    own = given if given != field.name.replace("_", " ") else ""
    word = field_name(model, field) or WORDS.get(field.name) or own
    return word[:1].upper() + word[1:]
