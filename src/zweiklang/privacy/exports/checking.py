"""Holds imported rows against the schema of this instance's own tables, never against the one the file brings along."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from zweiklang.kernel.errors import Rejected
from zweiklang.privacy.exports.columns import Field, column_of, schema_of

type Schema = dict[str, Any]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "null": type(None),
}
_FORMATS: dict[str, Callable[[str], object]] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "time": time.fromisoformat,
}
# PostgreSQL's integer, the largest that any table of ours has.
_LARGEST = 2**31 - 1


def check_rows(dataset: str, fields: Iterable[Field], rows: list[dict[str, Any]]) -> None:
    """Every row has exactly these columns with values that fit; otherwise Rejected says which one, and what is expected."""
    schemas = {column_of(one): schema_of(one) for one in fields}
    for number, row in enumerate(rows, 1):
        if set(row) != set(schemas):
            other = sorted(set(row) ^ set(schemas))
            raise Rejected(
                f"data/{dataset}.json, Eintrag {number}: Erwartet werden andere Angaben ({', '.join(other)[:200]})."
            )
        for column, value in row.items():
            if problem := problem_of(value, schemas[column]):
                raise Rejected(f"data/{dataset}.json, Eintrag {number}, {column}: {problem}")


def problem_of(value: Any, schema: Schema) -> str:
    """Returns what is expected instead of the value, in German; "" if it fits."""
    if not _is_clean(value):
        return "Der Text enthält Zeichen, die sich nicht speichern lassen."
    kinds = schema.get("type")
    if kinds is not None and not _is_one_of(value, kinds):
        return f"Erwartet wird {kinds}."
    if "enum" in schema and value not in schema["enum"]:
        return f"Erwartet wird eines von {schema['enum']}."
    return _problem_of_content(value, schema)


def _problem_of_content(value: Any, schema: Schema) -> str:
    if isinstance(value, str):
        return _problem_of_text(value, schema)
    if isinstance(value, list) and "items" in schema:
        return next((found for item in value if (found := problem_of(item, schema["items"]))), "")
    if isinstance(value, int) and "type" in schema and abs(value) > _LARGEST:
        return "Die Zahl ist zu groß."
    return ""


def _problem_of_text(value: str, schema: Schema) -> str:
    if len(value) > schema.get("maxLength", len(value)):
        return f"Erwartet werden höchstens {schema['maxLength']} Zeichen."
    if reading := _FORMATS.get(schema.get("format", "")):
        try:
            reading(value)
        except ValueError:
            return f"Erwartet wird {schema['format']}."
    return ""


def _is_one_of(value: Any, kinds: str | list[str]) -> bool:
    names = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(value, bool):  # for Python a kind of int
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)


def _is_clean(value: Any) -> bool:
    """False for what PostgreSQL does not store as text: NUL, and halves of characters."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, list):
        return all(map(_is_clean, value))
    if isinstance(value, dict):
        return all(_is_clean(key) and _is_clean(item) for key, item in value.items())
    return True
