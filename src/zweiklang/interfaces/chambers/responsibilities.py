"""Reads the list of responsible schools: TOML with `[[rule]]`, or CSV with a header."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zweiklang.interfaces.tables import delimited
from zweiklang.interfaces.tables.headers import normalised
from zweiklang.joining.public import ResponsibilityLine
from zweiklang.rosters.public import Unreadable, school_number

COLUMNS = {
    "schulnummer": "school",
    "beruf": "occupation",
    "berufsgruppe": "group",
    "plz": "postcode",
    "postleitzahl": "postcode",
    "ort": "town",
    "gemeinde": "town",
    "giltab": "valid_from",
    "quelle": "source",
}
NAMES = ("school", "occupation", "group", "postcode", "town", "valid_from", "source")
EXPECTED = (
    "Erwartet werden Schulnummer, Beruf oder Berufsgruppe, PLZ oder Ort, gilt_ab (wie 2026-08-01) und Quelle."
)


def read_responsibilities(data: bytes, filename: str) -> list[ResponsibilityLine]:
    """Returns the rules of the file; raises Unreadable, and nothing else, with the place of the first that cannot be read."""
    text = delimited.decode(data)
    rows = _from_toml(text) if filename.lower().endswith(".toml") else _from_csv(text)
    return [_line(number, row) for number, row in rows]


def _from_toml(text: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
    try:
        rules = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as problem:
        raise Unreadable(f"Die Datei ist kein TOML: {problem}") from problem
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise Unreadable(f"Die Regeln stehen unter [[rule]]. {EXPECTED}")
    for number, rule in enumerate(rules, 1):
        unknown = rule.keys() - set(NAMES)
        if unknown:
            raise Unreadable(
                f"Regel {number}: {sorted(unknown)[0]} ist nicht bekannt. {', '.join(NAMES)} sind es."
            )
        yield number, rule


def _from_csv(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = text.splitlines()
    head = lines[0] if lines else ""
    reader = csv.reader(lines, delimiter=";" if ";" in head else ",")
    columns = [COLUMNS.get(normalised(name), "") for name in next(reader, [])]
    if not {"school", "valid_from", "source"} <= set(columns):
        raise Unreadable(f"Es fehlen Spalten. {EXPECTED}")
    for cells in reader:
        row = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        if any(cell.strip() for cell in row.values()):
            yield reader.line_num, row


def _line(number: int, row: Mapping[str, Any]) -> ResponsibilityLine:
    said = {name: str(row.get(name, "")).strip() for name in NAMES}
    try:
        valid_from = date.fromisoformat(said.pop("valid_from"))
    except ValueError as problem:
        raise Unreadable(f"Zeile {number}: Der Tag, ab dem die Regel gilt, fehlt. {EXPECTED}") from problem
    if said["postcode"] and not (said["postcode"].isascii() and said["postcode"].isdigit()):
        raise Unreadable(f"Zeile {number}: Eine Postleitzahl hat nur Ziffern, zum Beispiel 34117 oder 34.")
    too_long = next(
        (name for name in NAMES if len(said.get(name, "")) > (5 if name == "postcode" else 100)), ""
    )
    if too_long and not (too_long == "source" and len(said["source"]) <= 300):
        raise Unreadable(f"Zeile {number}: {too_long} ist zu lang.")
    number_of = school_number(said.pop("school"))
    return ResponsibilityLine(line=number, school_number=number_of, valid_from=valid_from, **said)
