"""Numbers of Lernfelder as people and regulations write them."""

import re

_PREFIX = re.compile(r"^(?:lf|lernfeld)?\s*0*")


def plain_number(text: str) -> str:
    """Returns what tells Lernfelder apart: "LF 05" and "5" are the same, "11P" and "11p" too."""
    return _PREFIX.sub("", text.strip().lower())


def same_number(one: str, other: str) -> bool:
    """True if both mean the same Lernfeld."""
    return plain_number(one) == plain_number(other)
