"""Columns of a model as JSON: which ones leave, what their values look like, their JSON Schema, and their German names."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

type Field = models.Field[Any, Any]

# German words for columns whose model gives none: the file is read by people too.
WORDS = {
    "id": "Kennung", "person": "Person", "apprentice": "Auszubildende/r", "room": "Raum", "capacity": "Aufgabe",
    "scopes": "Kategorien", "reason": "Grund", "source": "Woher", "source_id": "Kennung des Anlasses",
    "first_day": "Erster Tag", "last_day": "Letzter Tag", "kind": "Art", "title": "Bezeichnung", "name": "Name",
    "organisation": "Organisation", "is_active": "Aktiv", "joined_at": "Dabei seit", "changed_at": "Geändert am",
    "provider": "Dienst", "subject": "Kennung beim Dienst", "school_number": "Schulnummer", "role": "Rolle",
    "linked_by": "Verbunden durch", "linked_at": "Verbunden am", "used_at": "Benutzt am", "template": "Vorlage",
    "language": "Sprache", "address": "Adresse", "state": "Stand", "queued_at": "Eingereiht am",
    "expires_at": "Gilt bis", "finished_at": "Erledigt am", "error": "Fehler", "user": "Person", "verified": "Bestätigt",
    "primary": "Hauptadresse", "type": "Art", "created_at": "Erstellt am", "last_used_at": "Zuletzt benutzt am",
    "ip": "IP-Adresse", "last_seen_at": "Zuletzt gesehen am", "user_agent": "Browser", "department": "Abteilung",
    "substitutes_for": "Vertritt", "street": "Straße", "postcode": "Postleitzahl", "town": "Ort",
    "merged_into": "Zusammengeführt mit", "sort_key": "Sortierung", "school": "Schule", "contract": "Vertrag",
    "match_key": "Schlüssel zum Wiedererkennen", "external_id": "Kennung der Schule", "external_ids": "Kennungen",
    "firm": "Betrieb", "site": "Ausbildungsstätte", "chamber": "Zuständige Stelle", "occupation": "Beruf",
    "curriculum": "Rahmenlehrplan", "confirmed_by": "Bestätigt von", "pupil": "Schülerin oder Schüler",
    "firm_street": "Straße des Betriebs", "firm_postcode": "Postleitzahl des Betriebs", "firm_town": "Ort des Betriebs",
    "firm_email": "E-Mail-Adresse des Betriebs", "firm_phone": "Telefon des Betriebs", "by_hand": "Von Hand angelegt",
    "given_name": "Vorname", "family_name": "Nachname", "email": "E-Mail-Adresse", "phone": "Telefon",
    "school_class": "Klasse", "subject_name": "Fach", "fields": "Angaben", "by": "Von", "by_name": "Name", "at": "Zeitpunkt",
    "from_person": "Von", "to_person": "An", "made": "Neue Zuständigkeiten", "ended": "Beendete Zuständigkeiten",
    "undone_at": "Zurückgenommen am", "target": "Ziel", "moved": "Verschoben", "helper": "Hilft", "helped": "Bekommt Hilfe",
    "began_at": "Begonnen am", "until": "Bis", "session": "Sitzung", "approver": "Zweite Person", "act": "Vorgang",
    "asked_at": "Angefragt am", "done_at": "Getan am", "refused_at": "Abgelehnt am", "channel": "Weg",
    "claimed_by": "Angenommen von", "claimed_at": "Angenommen am", "invitation": "Einladung", "what": "Was",
    "version": "Fassung", "accepted_at": "Erklärt am", "addressed_to": "Gerichtet an", "registered_by": "Angemeldet von",
    "registered_at": "Angemeldet am", "decided_by": "Entschieden von", "decided_at": "Entschieden am",
    "from_chamber": "Von der Kammer", "reported_at": "Gemeldet am", "asked_by": "Gebeten von", "week": "Woche",
    "line": "Zeile", "plan_items": "Plan", "order": "Reihenfolge", "author": "Von", "written_at": "Geschrieben am",
    "digest": "Prüfsumme", "pgh_created_at": "Zeitpunkt", "pgh_label": "Was", "pgh_obj": "Zeile", "pgh_obj_id": "Zeile",
    "pgh_person_id": "Von", "pgh_system": "Von (automatisch)", "unit": "Einheit", "source_note": "Quelle",
    "warnings": "Hinweise", "imported_at": "Eingelesen am", "regulation": "Ausbildungsordnung", "section": "Abschnitt",
    "annex_title": "Anlage", "periods": "Zeitabschnitte", "key": "Kennung", "annex": "Anlage", "last_login": "Letzte Anmeldung",
    "grade": "Ausbildungsjahr", "school_year": "Schuljahr", "result": "Ergebnis",
    "concerns": "Um wen es geht", "starts": "Sichtbar erst ab", "class_room": "Raum der Klasse", "concerned": "Für wen",
    "text_version": "Fassung des Textes", "given_by": "Gegeben von", "given_at": "Gegeben am", "withdrawn_by": "Widerrufen von",
    "decided_as": "Entschieden als", "closed_by": "Geschlossen von", "closed_at": "Geschlossen am",
    "release_asked_by": "Öffnen angefragt von", "release_asked_at": "Öffnen angefragt am", "released_by": "Geöffnet von",
    "released_at": "Geöffnet am", "set_by": "Gesetzt von", "lifted_by": "Aufgehoben von", "fact": "Kennung der Angabe",
    "request": "Antrag", "counts": "Gelöschte Zeilen", "noted_at": "Eingetragen am", "stage": "Wann gewarnt",
    "recorded_by": "Eingetragen von", "told_by": "Gesagt von", "told_at": "Gesagt am", "written_by": "Geschrieben von",
    "absence": "Fehlzeit",
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
    models.TimeField: {"type": "string", "format": "time"},
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
    """Returns the German name of a column: its model's own, else one of WORDS, else nothing (a test forbids that)."""
    given = str(field.verbose_name)
    if given != field.name.replace("_", " "):
        return given[:1].upper() + given[1:]
    return WORDS.get(field.name, "")
