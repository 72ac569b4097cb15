"""What of a log record may be written down: no names, addresses, ids, query strings or secrets.

Our own code says what it means by words and codes, and what looks like a value all the same is blotted out. Libraries put anything into
their messages, so of theirs the wording is kept and the values are not. Of an exception stays what kind it was, where, and the codes
PostgreSQL gave; its text may quote what somebody typed. Where all people are invented (demo) or nobody but a developer looks (debug),
`REVEAL` lets everything through.
"""

import errno
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

OURS = "zweiklang"
_PACKAGES = str(Path(__file__).resolve().parents[3])
_request: ContextVar[str] = ContextVar("request_id", default="")

_VALUES = re.compile(
    r"""
    [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}      # ids of rows
    | [^\s<>"'(),;:=]+@[\w.-]+                        # addresses of people
    | (?<=\?)[^\s"']+                                  # query strings
    | (?<!\w)(?:\d{1,3}\.){3}\d{1,3}(?!\w)            # addresses of machines, which are people's at home
    | (?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])
    | (?<![\w/])[\w+/=-]{40,}                          # tokens and keys
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|(?<!\S)/\S+""")
_PLACES = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
_DIAGNOSIS = ("sqlstate", "table_name", "column_name", "constraint_name")


@contextmanager
def within_request(request_id: str) -> Iterator[None]:
    """Inside the block each log line carries this id."""
    token = _request.set(request_id)
    try:
        yield
    finally:
        _request.reset(token)


def request_id() -> str:
    """Returns the id of the request (or job) that is at work here, "" for none."""
    return _request.get()


def wording(record: logging.LogRecord, *, reveal: bool = False) -> str:
    """Returns what the record says, without values."""
    if reveal:
        return record.getMessage()
    if record.name.split(".")[0] == OURS:
        return without_values(_own_message(record))
    if record.args:
        return _QUOTED.sub("…", _PLACES.sub("…", str(record.msg)))
    return _QUOTED.sub("…", without_values(str(record.msg)))


def _own_message(record: logging.LogRecord) -> str:
    """What our code says; of an exception it names the kind, whose text may quote anything."""
    if not isinstance(record.args, tuple):
        return record.getMessage()
    return str(record.msg) % tuple(
        type(one).__name__ if isinstance(one, BaseException) else one for one in record.args
    )


def without_values(text: str) -> str:
    """Returns the text with "…" in place of what looks like an id, an address, a query or a key."""
    return _VALUES.sub("…", text)


def fault(error: BaseException) -> list[dict[str, Any]]:
    """Returns the chain of exceptions, the first cause first: `type`, `codes` and `at` (where, innermost last). No text, no variables."""
    chain: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        one: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")}
        if codes := _codes(current):
            one["codes"] = codes
        one["at"] = [_place(frame) for frame in traceback.extract_tb(current.__traceback__)]
        chain.append(one)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain[::-1]


def fault_text(error: BaseException) -> str:
    """Returns the same for people at a terminal."""
    lines = []
    for one in fault(error):
        codes = "".join(f" {name}={value}" for name, value in one.get("codes", {}).items())
        lines += [f"{one['type']}{codes}", *(f"    {place}" for place in one["at"])]
    return "\n".join(lines)


def _codes(error: BaseException) -> dict[str, str]:
    """What PostgreSQL and the system call the fault: names of tables and constraints, which are ours."""
    diagnosis = getattr(error, "diag", None)
    found = {name: getattr(diagnosis, name, None) for name in _DIAGNOSIS}
    if isinstance(error, OSError) and error.errno:
        found["errno"] = errno.errorcode.get(error.errno, str(error.errno))
    return {name: value for name, value in found.items() if value}


def _place(frame: traceback.FrameSummary) -> str:
    file = frame.filename.removeprefix(_PACKAGES).lstrip("/")
    return f"{file.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
