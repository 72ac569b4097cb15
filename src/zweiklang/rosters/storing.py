"""A roster as JSON and back, so that a preview waits in the database for its decision."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from zweiklang.rosters.shapes import Roster


def to_json(value: Any) -> Any:
    """Returns dataclasses as objects, dates as ISO text, sets and tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_json(one) for one in value]
    if isinstance(value, (frozenset, set)):
        return sorted(to_json(one) for one in value)
    return str(value) if isinstance(value, StrEnum) else value


def roster_from(stored: Mapping[str, Any]) -> Roster:
    """Returns the roster that `to_json` was given."""
    found = _read(Roster, stored)
    assert isinstance(found, Roster)
    return found


def _read(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if value is None else _read(arguments[0], value)
    if origin is tuple:
        return tuple(_read(arguments[0], one) for one in value)
    if origin is frozenset:
        return frozenset(_read(arguments[0], one) for one in value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _read(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})  # type: ignore[operator]  # a class, not an instance
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)
