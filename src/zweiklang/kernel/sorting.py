"""How German names are sorted and found: DIN 5007 variant 1 (ä = a, ß = ss), as a stored key, because the embedded database has no ICU."""

import unicodedata

_EXPANSIONS = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "ss",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "œ": "oe",
        "Œ": "oe",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
    }
)


def sort_key(text: str) -> str:
    """Returns `text` lower-case, without diacritics, inner white space single, punctuation dropped: for ORDER BY and prefix search."""
    folded = unicodedata.normalize("NFKD", text.translate(_EXPANSIONS).casefold())
    letters = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(letters.split())
