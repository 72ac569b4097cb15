"""Sets a record as PDF/A-3a and PDF/UA-1 with its data embedded."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from zweiklang.records.document.data import record_json
from zweiklang.records.document.glyphs import FONTS_DIR, plain
from zweiklang.records.document.printed import printed
from zweiklang.records.document.shape import RecordDocument

STANDARDS = ["a-3a", "ua-1"]
_TEMPLATE = Path(str(files("zweiklang.records.document") / "record.typ"))
_of_thread = threading.local()


def render_pdf(document: RecordDocument) -> bytes:
    """Returns the PDF. The same document gives the same bytes; no font of the machine and no network is used."""
    page, data = printed(document), record_json(document).decode("ascii")
    moment = int(document.made_at.timestamp())
    try:
        return _set(page, data, moment)
    except typst.TypstError:
        # A rare script whose letters the fonts have but cannot join: better a record with ▯ than none. The data stays whole.
        return _set({**_plain(page), "substituted": True}, data, moment)


def _set(page: dict[str, Any], data: str, moment: int) -> bytes:
    inputs = {"page": json.dumps(page), "data": data}
    with _compiler() as compiler:
        made: bytes = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=moment
        )
    return made


@contextmanager
def _compiler() -> Iterator[Any]:
    """Lends this thread's compiler, which keeps fonts and template; threads do not share one (it changes while it compiles)."""
    if not hasattr(_of_thread, "compiler"):
        _of_thread.compiler = typst.Compiler(
            str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=[str(FONTS_DIR)], ignore_system_fonts=True
        )
    yield _of_thread.compiler


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return plain(value) if isinstance(value, str) else value
