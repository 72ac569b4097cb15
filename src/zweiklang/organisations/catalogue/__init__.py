"""Facts that ship with the code: the 104 public vocational schools of Hesse with number, name and town.

Source: list of schools of the Schulportal Hessen (lanis-system, export "schoollist"), as of August 2023; facts, written anew. Schools that
open, close or are renamed come by `zweiklang schools add`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class SchoolFact:
    """A public vocational school. `number` has four digits; the LUSD writes it with two zeros behind."""

    number: str
    name: str
    town: str


@cache
def vocational_schools() -> tuple[SchoolFact, ...]:
    """Returns all schools of the catalogue by number."""
    text = (files(__name__) / "vocational_schools_hesse.csv").read_text(encoding="utf-8")
    return tuple(SchoolFact(**row) for row in csv.DictReader(text.splitlines()))
