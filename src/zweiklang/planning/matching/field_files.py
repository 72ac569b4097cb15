"""Files of Lernfelder that strangers bring: JSON in one of three forms, with German or English keys (docs/planning-links.md)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zweiklang.kernel.sorting import sort_key
from zweiklang.planning.matching.values import Field

MAX_BYTES = 5 * 1024 * 1024
MOST_FIELDS = 1000
_NUMBER, _TITLE, _TEXT = ("number", "nr", "nummer"), ("title", "titel"), ("text", "inhalt", "inhalte")
_YEAR, _HOURS = ("year", "jahr"), ("hours", "stunden")
_FIELDS = ("learning_fields", "lernfelder")
_NAME, _DOCUMENT = ("occupation", "beruf", "name"), ("document_number", "bjnr")


class FieldFileError(ValueError):
    """The file gives no Lernfelder; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class FieldFile:
    """The Lernfelder of one occupation; `occupation` is empty where the file names none."""

    occupation: str
    fields: tuple[Field, ...]


def read_field_file(path: Path, *, document_number: str, occupation: str = "") -> FieldFile:
    """Returns the Lernfelder for a regulation. Of several occupations the one with its document number is taken; `occupation` narrows
    by a part of the name. Raises FieldFileError, or OSError.
    """
    if path.stat().st_size > MAX_BYTES:
        raise FieldFileError(f"{path.name}: larger than {MAX_BYTES // (1024 * 1024)} MB.")
    try:
        data = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise FieldFileError(f"{path.name}: not readable as JSON in UTF-8{where}.") from error
    return _chosen(data, path.name, document_number, occupation)


def _chosen(data: Any, file: str, document_number: str, occupation: str) -> FieldFile:
    if isinstance(data, list):
        return FieldFile("", _fields(data, file))
    if not isinstance(data, dict):
        raise FieldFileError(f"{file}: a list of Lernfelder or an object is expected.")
    several = _first(data, ("occupations", "berufe"))
    if several is None:
        return _occupation(data, file)
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        raise FieldFileError(f'{file}: "berufe" must be a list of objects.')
    return _occupation(_one_of(several, file, document_number, occupation), file)


def _one_of(
    several: list[dict[str, Any]], file: str, document_number: str, occupation: str
) -> dict[str, Any]:
    """The one occupation that is meant; a name given decides even against the document number."""
    found = [one for one in several if sort_key(occupation) in sort_key(str(_first(one, _NAME) or ""))]
    if not occupation:
        found = [one for one in several if _first(one, _DOCUMENT) == document_number]
    elif len(found) > 1:
        found = [one for one in found if _first(one, _DOCUMENT) == document_number] or found
    if len(found) == 1:
        return found[0]
    names = "; ".join(str(_first(one, _NAME)) for one in found or several)
    said = f'named "{occupation}"' if occupation else f"of regulation {document_number}"
    count = "several occupations are" if found else "no occupation is"
    raise FieldFileError(f"{file}: {count} {said}. Choose one with --occupation: {names}")


def _occupation(data: Mapping[str, Any], file: str) -> FieldFile:
    fields = _first(data, _FIELDS)
    if not isinstance(fields, list):
        raise FieldFileError(f'{file}: the object has no list "lernfelder" (or "learning_fields").')
    name = _first(data, _NAME)
    return FieldFile(name if isinstance(name, str) else "", _fields(fields, file))


def _fields(items: list[Any], file: str) -> tuple[Field, ...]:
    if not items:
        raise FieldFileError(f"{file}: the list of Lernfelder is empty.")
    if len(items) > MOST_FIELDS:
        raise FieldFileError(f"{file}: more than {MOST_FIELDS} Lernfelder.")
    fields = tuple(_field(item, file, place) for place, item in enumerate(items, start=1))
    numbers = Counter(one.number for one in fields)
    if twice := next((number for number, count in numbers.items() if count > 1), None):
        raise FieldFileError(f'{file}: Lernfeld "{twice}" stands there twice.')
    return fields


def _field(item: Any, file: str, place: int) -> Field:
    if not isinstance(item, dict):
        raise FieldFileError(f"{file}: entry {place} is no object.")
    number, title = _first(item, _NUMBER), _first(item, _TITLE)
    if not isinstance(number, str | int) or isinstance(number, bool) or not str(number).strip():
        raise FieldFileError(f'{file}: entry {place} has no "number" (or "nr").')
    text = _joined(_first(item, _TEXT), file, place)
    if not isinstance(title, str | None) or not ((title or "").strip() or text):
        raise FieldFileError(f'{file}: entry {place} has neither "title" (or "titel") nor "text".')
    year, hours = (_whole(_first(item, keys), keys[0], file, place) for keys in (_YEAR, _HOURS))
    return Field(str(number).strip(), (title or "").strip(), text, year, hours)


def _joined(text: Any, file: str, place: int) -> str:
    """A text, or a list of texts one per line."""
    lines = [text] if isinstance(text, str) else text or []
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise FieldFileError(f'{file}: "text" of entry {place} must be a text or a list of texts.')
    return "\n".join(lines)


def _whole(value: Any, name: str, file: str, place: int) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise FieldFileError(f'{file}: "{name}" of entry {place} must be a whole number.')


def _first(data: Mapping[str, Any], keys: Iterable[str]) -> Any:
    return next((data[key] for key in keys if data.get(key) is not None), None)
