"""Sets a typst template with data. User text reaches typst as data only; no font of the machine and no network is used."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from zweiklang.kernel.paper.glyphs import FONTS_DIR, plain

STANDARDS = ["a-3a", "ua-1"]
_of_thread = threading.local()


def set_pdf(template: Path, *, page: Mapping[str, Any], moment: int, **inputs: str) -> bytes:
    """Returns the PDF; the same data gives the same bytes. `page` reaches the template as JSON, `inputs` as they are.

    `moment`: seconds since 1970, the date inside the file.
    """
    try:
        return _set(template, page, moment, inputs)
    except typst.TypstError:
        # A rare script whose letters the fonts have but cannot join: better a text with ▯ than none.
        return _set(template, {**_plain(dict(page)), "substituted": True}, moment, inputs)


def _set(template: Path, page: Mapping[str, Any], moment: int, inputs: Mapping[str, str]) -> bytes:
    made: bytes = _compiler(template).compile(
        format="pdf",
        sys_inputs={"page": json.dumps(page), **inputs},
        pdf_standards=STANDARDS,
        timestamp=moment,
    )
    return made


def _compiler(template: Path) -> Any:
    """Returns this thread's compiler, which keeps fonts and template; threads do not share one (it changes while it compiles)."""
    kept = _of_thread.__dict__.setdefault("compilers", {})
    if template not in kept:
        kept[template] = typst.Compiler(
            str(template), root=str(template.parent), font_paths=[str(FONTS_DIR)], ignore_system_fonts=True
        )
    return kept[template]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return plain(value) if isinstance(value, str) else value
