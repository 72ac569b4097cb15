"""The JSON of `regulations inspect`: one object per file, in the order given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zweiklang.curricula.gii.model import HostileDocument, Regulation, RegulationError
from zweiklang.curricula.gii.parsing import parse_regulation
from zweiklang.curricula.gii.reading import MAX_BYTES


def read_file(path: Path) -> bytes:
    """The file's bytes; raises `HostileDocument` before reading one that is too large."""
    if path.stat().st_size > MAX_BYTES:
        raise HostileDocument(
            f"Die Datei ist größer als {MAX_BYTES // (1024 * 1024)} MB und wurde nicht gelesen."
        )
    return path.read_bytes()


def inspect_files(paths: Iterable[Path | str]) -> list[dict[str, Any]]:
    """One object per path; a file that cannot be read gives {"file", "error"} and the others are still
    done.
    """
    return [_inspect(Path(path)) for path in paths]


def _inspect(path: Path) -> dict[str, Any]:
    try:
        return as_json(parse_regulation(read_file(path), file=path.name))
    except RegulationError as error:
        return {"file": path.name, "error": str(error)}
    except OSError as error:
        return {
            "file": path.name,
            "error": f"Die Datei kann nicht gelesen werden: {error.strerror or error}.",
        }


def as_json(regulation: Regulation) -> dict[str, Any]:
    """The regulation as the documented object, keys in the documented order."""
    return {
        "file": regulation.file,
        "short_title": regulation.short_title,
        "title": regulation.title,
        "issued_on": regulation.issued_on.isoformat() if regulation.issued_on else None,
        "duration_months": regulation.duration_months,
        "unit": regulation.unit,
        "annexes": [
            {
                "label": annex.label,
                "periods": list(annex.periods),
                "sections": [
                    {
                        "key": s.key,
                        "title": s.title,
                        "kind": s.kind,
                        "positions": s.numbered,
                        "weeks": list(s.weeks),
                    }
                    for s in annex.sections
                ],
            }
            for annex in regulation.annexes
        ],
        "warnings": [{"code": w.code, "message": w.message, "where": w.where} for w in regulation.warnings],
    }
