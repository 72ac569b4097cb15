"""Facts of six occupations that ship with the code: titles, weeks, Lernfelder. No prose of the law.

Each TOML file is read into the same shape as the law's XML, so that the law can later replace it in place. Cells are as printed:
"4", "4*", "2 bis 4", "" for nothing, "^" for a cell that reaches down from the row above, "<" for one that reaches over from the
period before.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zweiklang.curricula.frameworks import Draft, drafts_from, rows_of_table
from zweiklang.curricula.gii import Annex, AsOf, Block, CellValue, Position, Regulation, Section

_CELL = re.compile(r"^(?P<low>\d+(?:\.\d)?)(?:\s*(?:bis|-|–)\s*(?P<high>\d+(?:\.\d)?))?(?P<star>\*?)\)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the catalogue: a regulation without skills, its source, and the framework curriculum."""

    regulation: Regulation
    source: str
    framework: Draft


@cache
def read_catalogue() -> tuple[Entry, ...]:
    """All entries, by file name. Raises ValueError for a broken file: it is ours."""
    folder = files("zweiklang.curricula.catalogue")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(_entry(name, tomllib.loads((folder / name).read_text(encoding="utf-8"))) for name in names)


def _entry(name: str, data: dict[str, Any]) -> Entry:
    drafts, errors = drafts_from(rows_of_table(data), file=name)
    if errors or len(drafts) != 1:
        raise ValueError(f"{name}: {errors or 'exactly one curriculum is expected'}")
    return Entry(_regulation(name, data), data["source"], drafts[0])


def _regulation(name: str, data: dict[str, Any]) -> Regulation:
    on: date | None = data.get("as_of_on")
    return Regulation(
        file=name,
        short_title=data["short_title"],
        title=data["title"],
        issued_on=data["issued_on"],
        as_of=AsOf(data["as_of"], on) if data["as_of"] else None,
        document_number=data["document_number"],
        duration_months=data["duration_months"],
        unit=data["unit"],
        annexes=[_annex(annex) for annex in data["annex"]],
    )


def _annex(data: dict[str, Any]) -> Annex:
    return Annex(data["label"], data["title"], [], [_section(section) for section in data["section"]])


def _section(data: dict[str, Any]) -> Section:
    section = Section(
        data.get("key"),
        data["title"],
        data["kind"],
        data["unit"],
        data["periods"],
        frame=data.get("frame", False),
    )
    for position in data["position"]:
        above = dict.fromkeys(range(len(section.periods)), "")
        blocks = []
        for printed in position.get("weeks", []):
            cells: list[CellValue] = []
            for index, text in enumerate(printed):
                reaches = {"^": above[index], "<": cells[-1].text if cells else ""}
                cells.append(_cell(reaches.get(text, text), section, continues=text in reaches))
            blocks.append(Block([], tuple(cells)))
            above = {index: cell.text for index, cell in enumerate(cells)}
        section.positions.append(
            Position(position["number"], position["title"], position.get("reference", ""), blocks)
        )
    return section


def _cell(text: str, section: Section, *, continues: bool) -> CellValue:
    match = _CELL.match(text)
    if match is None:
        return CellValue(text, unit=section.unit, continues=continues)
    low = float(match["low"])
    return CellValue(text, low, float(match["high"] or low), bool(match["star"]), section.unit, continues)
