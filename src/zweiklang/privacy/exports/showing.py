"""Rows in words: what a cell of the tables for people says."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models

from zweiklang.kernel import formats
from zweiklang.privacy.exports.collecting import ELSEWHERE, NAMES_SET, Collection, Dataset, Row, targets_of
from zweiklang.privacy.exports.columns import Field, column_of, word_of
from zweiklang.rooms.public import LABELS, RULES, Scope, capacity_label

# What a row is called where others point to it.
CALLED: dict[str, tuple[str, ...]] = {
    "people.person": ("given_name", "family_name"),
    "organisations.organisation": ("name",),
    "organisations.site": ("name",),
    "organisations.department": ("name",),
    "rooms.room": ("title",),
    "apprenticeships.schoolclass": ("label",),
    "curricula.occupation": ("name", "specialisation"),
    "curricula.regulation": ("short_title",),
    "curricula.section": ("key", "title"),
    "curricula.position": ("number", "title"),
    "curricula.frameworkcurriculum": ("name",),
    "curricula.learningfield": ("number", "title"),
    "people.identityprovider": ("name",),
    "records.line": ("text",),
}
# What begins on a day is called by it.
SINCE = {
    "records.week": ("Woche ab", "monday"),
    "apprenticeships.contract": ("Vertrag ab", "first_day"),
    "schedule.absence": ("Fehlzeit am", "day"),
}
_LONGEST = 60
_ACTS = {
    "write": "schreiben",
    "sign": "unterschreiben",
    "unlock": "entsperren",
    "comment": "anmerken",
    "confirm": "bestätigen",
    "note_school": "zur Kenntnis nehmen",
    "note_guardian": "zur Kenntnis nehmen",
}
_NOT_SHOWN = {"id", "sort_key", "order", "match_key", "pgh_obj", "source_id"}
_CHANGES = {"insert": "angelegt", "update": "geändert", "delete": "gelöscht"}


def _category(code: str) -> str:
    """The category in words; an act on it ("records:sign") is part of it."""
    category, _, act = code.partition(":")
    word = LABELS.get(Scope(category), category) if category in set(Scope) else category
    return f"{word} ({_ACTS.get(act, act)})" if act else str(word)


# Columns of codes that no `choices` put into words.
_CODES: dict[str, Callable[[str], str]] = {
    "pgh_label": lambda code: _CHANGES.get(code, code),
    "capacity": lambda code: capacity_label(code) if code in RULES else code,
    "scopes": _category,
    "category": _category,
}


def called(found: Collection) -> dict[str, str]:
    """Returns what each row that others point to is called, by id."""
    names: dict[str, str] = {}
    for dataset in found.sets.values():
        label = dataset.model._meta.label_lower
        if since := SINCE.get(label):
            names |= {row["id"]: f"{since[0]} {_day(row[since[1]])}" for row in dataset.rows()}
        elif parts := CALLED.get(label):
            names |= {row["id"]: _joined(row, parts) for row in dataset.rows()}
    return names


def _joined(row: Row, parts: tuple[str, ...]) -> str:
    words = " ".join(str(row[part]) for part in parts if row[part])
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def title_of(dataset: Dataset) -> str:
    """Returns what the set is called in German."""
    if dataset.name == NAMES_SET:
        return "Namen anderer Personen"
    title = str(dataset.model._meta.verbose_name_plural)
    return f"{title} in anderen Räumen" if dataset.name.startswith(ELSEWHERE) else title


def shown(dataset: Dataset) -> list[Field]:
    """Returns the columns that say something to people."""
    return [one for one in dataset.fields if one.name not in _NOT_SHOWN]


def headings(fields: list[Field]) -> list[str]:
    """Returns the German names of the columns."""
    return [word_of(one) for one in fields]


def cells(dataset: Dataset, fields: list[Field], row: Row, names: Mapping[str, str]) -> Iterator[str]:
    """Yields what each column says of the row."""
    for one in fields:
        yield cell(dataset.model, one, row[column_of(one)], names)


def cell(model: type[models.Model], one: Field, value: Any, names: Mapping[str, str]) -> str:
    """Returns the value in words: codes as people say them, ids as what they are called, days and moments as in German."""
    if value is None or value in ("", []):
        return ""
    if targets_of(model, one):
        ids = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(key)) or str(key) for key in ids)
    if words := dict(one.flatchoices):
        return str(words.get(value, value))
    if coded := _CODES.get(one.name):
        return ", ".join(coded(code) for code in (value if isinstance(value, list) else [value]))
    return _plain(one, value)


def _plain(one: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(one, models.DateTimeField):
        return formats.moment(datetime.fromisoformat(value))
    if isinstance(one, models.DateField):
        return _day(value)
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ", ".join(map(str, value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _day(value: str) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}"
