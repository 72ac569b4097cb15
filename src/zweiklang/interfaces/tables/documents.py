"""Reads JSON of strangers: bounded in size and depth, and never more than a value of the expected type."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from zweiklang.interfaces.tables.cells import clean
from zweiklang.interfaces.tables.sheets import LIMITS
from zweiklang.rosters.public import Unreadable

type Json = Mapping[str, Any]
_NOTHING: Json = {}


def parse(text: str) -> Any:
    """Returns the parsed document; raises Unreadable for what is no JSON or too much of it."""
    if sum(text.count(mark) for mark in "[{,:") > LIMITS.json_nodes:
        raise Unreadable("Die JSON-Datei hat viel mehr Einträge, als eine Schule Personen hat.")
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("Die JSON-Datei ist zu tief verschachtelt.") from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        place = f" In Zeile {line} ist sie nicht vollständig oder beschädigt." if line else ""
        raise Unreadable(f"Die Datei beginnt wie JSON, lässt sich aber nicht lesen.{place}") from None


def objects(value: Any) -> Iterator[Json]:
    """Yields the objects of a list, or the object itself; anything else is passed over."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def part(value: Json, *path: str) -> Json:
    """Returns the object at the path, or an empty one."""
    for name in path:
        found = value.get(name)
        if not isinstance(found, dict):
            return _NOTHING
        value = found
    return value


def text(value: Json, name: str, most: int = 200) -> str:
    """Returns the clean text (or number) under the name, "" where it is missing, of another type or too long."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    if isinstance(found, int) and abs(found) > 10**18:
        return ""
    cleaned = clean(found)
    return cleaned if len(cleaned) <= most else ""
