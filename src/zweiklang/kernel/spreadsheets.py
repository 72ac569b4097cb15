"""Tables on their way out: CSV that a spreadsheet shows and never calculates.

Names, classes and firms come from files and forms of others; a cell such as `=HYPERLINK(…)` would run at the reader's desk (OWASP, CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

# What makes a spreadsheet calculate, also in full width, which some spreadsheets take for the same; white space some drop before looking.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")  # noqa: RUF001 - the full-width forms are meant
_GUARD = "'"

type Value = str | int | float | bool | date | None


def safe_cell(value: Value) -> str:
    """Returns the cell as text that no spreadsheet calculates: what would begin a formula gets a leading apostrophe.

    Numbers stay numbers, days become TT.MM.JJJJ. `interfaces` takes the apostrophe away again when such a file comes back.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = value.replace("\x00", "")
    return f"{_GUARD}{text}" if text.lstrip(" \u00a0\ufeff").startswith(_BEGINS_FORMULA) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Returns the table as CSV the way German spreadsheets open it: UTF-8 with BOM, semicolons, every cell quoted, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
