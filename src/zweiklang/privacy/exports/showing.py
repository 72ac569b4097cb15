"""Rows in words: what a cell of the tables for people says."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models

from zweiklang.kernel import formats
from zweiklang.privacy.exports.collecting import Dataset, Row, targets_of
from zweiklang.privacy.exports.columns import Field, column_of, word_of
from zweiklang.rooms.public import LABELS, RULES, Scope, capacity_label

_ACTS = {
    "write": "schreiben",
    "sign": "unterschreiben",
    "unlock": "entsperren",
    "comment": "anmerken",
    "confirm": "bestätigen",
    "note_school": "zur Kenntnis nehmen",
    "note_guardian": "zur Kenntnis nehmen",
    "answer": "antworten",
    "decide": "entscheiden",
    "report": "abmelden",
    "state": "Angabe machen",
    "item": "einzeln freigegeben",
}
_FURTHER = {"contract": "Ausbildungsvertrag"}
_NOT_SHOWN = {"id", "sort_key", "order", "match_key", "pgh_obj", "source_id", "source_key", "batch"}
_CHANGES = {"insert": "angelegt", "update": "geändert", "delete": "gelöscht"}


def _category(code: str) -> str:
    """The category in words; an act on it ("records:sign") stands behind it."""
    category, _, act = code.partition(":")
    word = (
        _FURTHER.get(category)
        or (LABELS.get(Scope(category)) if category in set(Scope) else None)
        or category
    )
    return f"{word} ({_ACTS.get(act, act)})" if act else str(word)


def _categories(codes: Iterable[str]) -> str:
    """Each category once, with everything that may be done with it."""
    acts: dict[str, list[str]] = {}
    for code in codes:
        category, _, act = code.partition(":")
        acts.setdefault(category, []).extend([_ACTS.get(act, act)] if act else [])
    return ", ".join(
        f"{_category(category)} ({', '.join(done)})" if done else _category(category)
        for category, done in acts.items()
    )


# Columns of codes that no `choices` put into words.
_CODES: dict[str, Callable[[Any], str]] = {
    "pgh_label": lambda code: _CHANGES.get(code, code),
    "capacity": lambda code: capacity_label(code) if code in RULES else code,
    "category": _category,
    "scopes": _categories,
    "starts": lambda days: "; ".join(f"{_category(code)}: {_day(day)}" for code, day in days.items()),
}


def shown(dataset: Dataset) -> list[Field]:
    """Returns the columns that say something to people: not empty in every row, and no room where all rows lie in the same."""
    filled: set[str] = set()
    rooms: set[Any] = set()
    for row in dataset.rows():
        filled.update(column for column, value in row.items() if value not in (None, "", [], {}))
        rooms.add(row.get("room_id"))
    hidden = _NOT_SHOWN | ({"room"} if len(rooms) == 1 else set())
    return [one for one in dataset.fields if one.name not in hidden and column_of(one) in filled]


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
    if (coded := _CODES.get(one.name)) and not isinstance(one, models.TimeField):
        return coded(value)
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
