"""Reads the training regulations the ministry publishes as XML (GII format).

Pure: bytes in, plain values out; no Django, no database. The ways in are `parse_regulation` for one file and
`inspect_files` for the JSON of `regulations inspect`.
"""

from zweiklang.curricula.gii.inspection import as_json, inspect_files, read_file
from zweiklang.curricula.gii.model import (
    Annex,
    AsOf,
    Block,
    CellValue,
    Correspondence,
    FieldMark,
    HostileDocument,
    NotARegulation,
    Position,
    PositionMark,
    Regulation,
    RegulationError,
    Section,
    Warning,
)
from zweiklang.curricula.gii.parsing import parse_regulation

__all__ = [
    "Annex",
    "AsOf",
    "Block",
    "CellValue",
    "Correspondence",
    "FieldMark",
    "HostileDocument",
    "NotARegulation",
    "Position",
    "PositionMark",
    "Regulation",
    "RegulationError",
    "Section",
    "Warning",
    "as_json",
    "inspect_files",
    "parse_regulation",
    "read_file",
]
