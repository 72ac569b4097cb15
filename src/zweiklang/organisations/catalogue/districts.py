"""Facts about places: the districts of Hesse (Landkreise, kreisfreie Städte) with their state school office, and where a postcode lies.

Sources: postcodes and municipalities of Hesse with their official keys (shared/data/places); the 15 Staatliche Schulämter and their
districts. Hanau, which left the Main-Kinzig-Kreis in 2026, is kept with it: the same school office answers for both.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class District:
    """A Landkreis or a city of its own; `office` is the seat of its Staatliches Schulamt."""

    code: str
    name: str
    office: str


@cache
def districts() -> tuple[District, ...]:
    """Returns all districts by their official key, cities first."""
    return tuple(District(**row) for row in _rows("districts_hesse.csv"))


def district_of(*, postcode: str, town: str) -> District | None:
    """Returns the district of a place: by its postcode, or by its name if that lies in one district only; None if nobody can tell."""
    code = _by_postcode().get(postcode.strip()) or _by_name(town)
    return next((one for one in districts() if one.code == code), None)


def postcodes_of(code: str) -> list[str]:
    """Returns the postcodes that lie in the district with that official key; none for an unknown one."""
    return [postcode for postcode, district in _by_postcode().items() if district == code]


@cache
def _by_postcode() -> dict[str, str]:
    return {row["postcode"]: row["district"] for row in _rows("places_hesse.csv")}


@cache
def _by_name(town: str) -> str:
    """ "Frankfurt a. M.", "Limburg" and "Nidda / Büdingen" are known too."""
    name = " ".join(town.partition("/")[0].replace("a. M.", "am Main").split())
    if not name:
        return ""
    places = _places()
    found = places.get(name) or {
        code for place, codes in places.items() if place.startswith(f"{name} ") for code in codes
    }
    return next(iter(found)) if len(found) == 1 else ""


@cache
def _places() -> dict[str, set[str]]:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows("places_hesse.csv"):
        places[row["place"]].add(row["district"])
    return dict(places)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("zweiklang.organisations.catalogue") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
