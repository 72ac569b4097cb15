"""Reads single cells: texts made clean, dates, numbers that were texts, addresses."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from zweiklang.interfaces.tables.sheets import Cell

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].{0,20})?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9](?:[\w-]{0,62})(?:\.[A-Za-z0-9](?:[\w-]{0,62}))+"
)
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.\-]{2,38}")
_POSTCODE = re.compile(r"\d{5}")
_POSTCODE_AND_TOWN = re.compile(r"(?:D[- ]?)?(\d{5})\s+(\S.*)")
_FORMULA = ("=", "+", "@", "|")


def clean(cell: Cell) -> str:
    """Returns the cell as one line of text without control and invisible characters; whole numbers without ".0", dates as TT.MM.JJJJ."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return _text_of_value(cell)
    if cell.isprintable() and unicodedata.is_normalized("NFC", cell):  # nearly every cell, and quicker by far
        text = cell if "  " not in cell else " ".join(cell.split())
        return _without_guard(text.strip())
    composed = unicodedata.normalize("NFC", cell)
    kept = "".join(" " if c.isspace() else c for c in composed if c.isspace() or _is_visible(c))
    return _without_guard(" ".join(kept.split()))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _without_guard(text: str) -> str:
    """Takes away the apostrophe that exports put before a formula."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


def _text_of_value(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return str(cell)


def is_formula(text: str) -> bool:
    """True where a spreadsheet would calculate this text instead of showing it."""
    return text.startswith(_FORMULA)


def read_date(cell: Cell, *, latest_two_digit_year: int = 2069) -> date | None:
    """Returns the date of an Excel date, a serial number, "2009-07-04", "4.7.2009", "04.07.09" or "20090704"; raises ValueError for anything else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1 <= cell < 100_000:
        return _EXCEL_DAY_ZERO + timedelta(days=int(cell))
    text = clean(cell)
    if not text:
        return None
    if match := _GERMAN_DATE.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if len(match[3]) == 2:
            year += 2000 if 2000 + year <= latest_two_digit_year else 1900
        return date(year, month, day)
    if match := _ISO_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError(text)


def read_email(text: str) -> str:
    """Returns the address as it stands, or "" where it is none."""
    text = text.removeprefix("mailto:").strip(" ;,<>")
    return text if len(text) <= 254 and ".." not in text and _EMAIL.fullmatch(text) else ""


def read_emails(text: str) -> list[str]:
    """Returns the addresses of a list split by semicolon, comma or white space, each once."""
    found = (read_email(part) for part in re.split(r"[;,\s]+", text))
    return list(dict.fromkeys(address for address in found if address))


def read_postcode(cell: Cell) -> str:
    """Returns five digits (a number that lost its leading zero gets it back), or ""."""
    text = clean(cell).removeprefix("D-")
    if isinstance(cell, int | float) or (text.isascii() and text.isdigit()):
        text = text.zfill(5) if len(text) == 4 else text
    return text if text.isascii() and _POSTCODE.fullmatch(text) else ""


def read_phone(text: str) -> str:
    """Returns the number as it stands, or "" where it is none."""
    return text if text.isascii() and _PHONE.fullmatch(text) else ""


def split_postcode_and_town(text: str) -> tuple[str, str]:
    """Returns ("61381", "Friedrichsdorf") for "61381 Friedrichsdorf"; without postcode the whole text is the town."""
    match = _POSTCODE_AND_TOWN.fullmatch(text)
    return (match[1], match[2]) if match and match[1].isascii() else ("", text)


def split_name(text: str) -> tuple[str, str]:
    """Returns (family, given) of "Nachname, Vorname"; without comma everything is the family name, for a name cannot be split safely."""
    family, comma, given = text.partition(",")
    return (family.strip(), given.strip()) if comma else (text.strip(), "")
