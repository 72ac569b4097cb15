"""Which column is what. Headers differ: "Datum", "Tag", "Lehrstoff", "Unterrichtsinhalt"."""

from collections.abc import Mapping, Sequence

from zweiklang.interfaces.tables.headers import normalised
from zweiklang.interfaces.tables.sheets import Cell

_NAMES = {
    "day": ("datum", "tag", "am", "unterrichtstag", "datumderstunde", "stundendatum"),
    "class": ("klasse", "klassen", "klassenbezeichnung", "klassenname", "lerngruppe"),
    "subject": ("fach", "unterrichtsfach", "fachbezeichnung", "kurs"),
    "field": ("lernfeld", "lf", "lernfeldnr", "lernfeldnummer", "lernfelder"),
    "topic": (
        "thema", "unterrichtsthema", "themen", "lehrstoff", "stundenthema", "unterrichtsinhalt", "inhalt", "inhalte",
        "unterrichtsstoff", "stoff",
    ),
}  # fmt: skip
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}


def fields_of(cells: Sequence[Cell]) -> Mapping[str, int] | None:
    """Returns the column of each field, or None where this line is no header of a class register."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        field = _FIELDS.get(normalised(cell)) if isinstance(cell, str) else None
        if field:
            found.setdefault(field, index)
    return found if {"day", "topic"} <= found.keys() else None
