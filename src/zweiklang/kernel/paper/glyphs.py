"""Which characters the shipped fonts can draw. PDF/A forbids text without a glyph, so everything else is replaced before setting."""

import re
import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

FONTS_DIR = Path(str(files("zweiklang.kernel.paper") / "fonts"))
FONT_FILES = ("FiraSans-Regular.ttf", "FiraSans-SemiBold.ttf", "DejaVuSans.ttf")
REPLACEMENT = "\N{WHITE VERTICAL RECTANGLE}"
# Marks that steer direction or choose a variant: they could turn what is read around, and have no shape of their own.
_DROPPED = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_LONG_WORD = re.compile(r"[^\s\u00ad-]{32}(?=[^\s\u00ad-]{3})")
_MOST_MARKS = 3
_NO_SHAPE = frozenset({"Cc", "Cn", "Co", "Cs"})


@cache
def drawable() -> frozenset[int]:
    """Returns the code points that the text fonts draw (bold text falls back to the same fonts)."""
    regular, bold, fallback = (_characters((FONTS_DIR / name).read_bytes()) for name in FONT_FILES)
    return frozenset((regular & bold) | fallback)


def printable(text: str) -> str:
    """Returns the text as it can be printed: composed (NFC), line ends as \\n, unknown characters as ▯, breaks inside endless words."""
    text = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029\v\f]", "\n", text))
    known, result, marks = drawable(), [], 0
    for character in _DROPPED.sub("", text).replace("\t", " "):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if character == "\n":
            result.append(character)
        elif marks > _MOST_MARKS or category == "Cc":
            continue
        else:
            result.append(character if category not in _NO_SHAPE and ord(character) in known else REPLACEMENT)
    return _LONG_WORD.sub("\\g<0>\u200b", "".join(result)).strip()


def plain(text: str) -> str:
    """Returns the text with everything beyond composed Latin, Greek and Cyrillic replaced: what no shaping can break."""
    return re.sub(
        r"[^\n -~\u00a0-\u017f\u0370-\u03ff\u0400-\u04ff\u2010-\u2026\u20ac\u25af]", REPLACEMENT, text
    )


def _characters(font: bytes) -> frozenset[int]:
    """Returns the code points in the `cmap` of a TrueType font (formats 4 and 12, OpenType specification)."""
    tables = {
        font[i : i + 4]: struct.unpack_from(">L", font, i + 8)[0]
        for i in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    start, found = tables[b"cmap"], set[int]()
    for i in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * i)
        kind = struct.unpack_from(">H", font, start + offset)[0]
        if platform in {0, 3} and kind == 4:
            found |= _format_4(font, start + offset)
        elif platform in {0, 3} and kind == 12:
            found |= _format_12(font, start + offset)
    return frozenset(found)


def _format_4(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at + 14 + 2 * count * i + (2 if i else 0)) for i in range(4)
    )
    place, found = at + 16 + 6 * count, set[int]()
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                glyph = struct.unpack_from(">H", font, place + 2 * i + offsets[i] + 2 * (code - starts[i]))[0]
                glyph = glyph and glyph + deltas[i]
            else:
                glyph += deltas[i]
            if glyph & 0xFFFF:
                found.add(code)
    return found


def _format_12(font: bytes, at: int) -> set[int]:
    groups = struct.iter_unpack(
        ">LLL", font[at + 16 : at + 16 + 12 * struct.unpack_from(">L", font, at + 12)[0]]
    )
    return {code for first, last, glyph in groups for code in range(first, last + 1) if glyph + code - first}
