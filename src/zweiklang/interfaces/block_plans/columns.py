"""Which column is what. Headers differ from school to school: "Klasse", "von", "Beginn Block", "Mo"."""

from collections.abc import Mapping, Sequence

from zweiklang.interfaces.tables.headers import normalised
from zweiklang.interfaces.tables.sheets import Cell

_NAMES = {
    "class": ("klasse", "klassen", "klassenbezeichnung", "klassenname", "lerngruppe", "kla"),
    "first": (
        "von", "vom", "ab", "beginn", "start", "anfang", "ersterschultag", "erstertag", "blockbeginn", "beginnblock", "datumvon",
        "vondatum", "startdatum", "beginndatum", "gueltigab",
    ),
    "last": (
        "bis", "biszum", "ende", "letzterschultag", "letztertag", "blockende", "endeblock", "datumbis", "bisdatum", "enddatum",
        "gueltigbis",
    ),
    "title": ("bezeichnung", "titel", "block", "blockname", "blocknr", "art", "bemerkung", "anlass", "termin"),
    "weekdays": ("wochentag", "wochentage", "tag", "tage", "schultag", "schultage", "berufsschultage", "berufsschultag"),
    "half": ("halbjahr", "hj", "schulhalbjahr", "zeitraum"),
    "year": ("schuljahr", "sj"),
    "weeks": ("rhythmus", "turnus", "wochen", "woche", "wochenrhythmus", "geradeungerade", "intervall"),
    "numbers": ("kw", "kalenderwoche", "kalenderwochen", "blockwochen", "kwen"),
    "day1": ("mo", "montag"),
    "day2": ("di", "dienstag"),
    "day3": ("mi", "mittwoch"),
    "day4": ("do", "donnerstag"),
    "day5": ("fr", "freitag"),
    "day6": ("sa", "samstag", "sonnabend"),
}  # fmt: skip
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}
DAY_COLUMNS = {number: f"day{number}" for number in range(1, 7)}


def fields_of(cells: Sequence[Cell]) -> Mapping[str, int] | None:
    """Returns the column of each field, or None where this line is no header of such a table."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        field = _FIELDS.get(normalised(cell)) if isinstance(cell, str) else None
        if field:
            found.setdefault(field, index)
    says_when = "first" in found or "weekdays" in found or "numbers" in found
    says_when = says_when or sum(column in found for column in DAY_COLUMNS.values()) >= 3
    return found if "class" in found and says_when else None
