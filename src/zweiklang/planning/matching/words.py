"""A text as the terms that are compared: stems of its words, and of the words inside compounds, each with the word as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zweiklang.planning.matching.compounds import pieces
from zweiklang.planning.matching.lists import lists
from zweiklang.planning.matching.vocabulary import stem

PIECE_WEIGHT = 0.45
"""What a word inside a compound counts against a word of its own."""
_WORD = re.compile(r"\binstand (?:setz|halt)[^\W\d_]*|[^\W\d_]+(?:-[^\W\d_]+)*-?", re.IGNORECASE)
"""A word with its hyphens. "instand setzen" is one word, as old plans and nouns write it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A stem, what it counts, and the printed word it comes from."""

    stem: str
    weight: float
    printed: str


def terms(text: str) -> list[Term]:
    """Returns the terms of a text in order; "IT-Systeme" and "Bordnetz-, Ladestrom- und Startsysteme" by their parts."""
    found: list[Term] = []
    # A single letter is a mark ("a)"), not a word.
    for match in _WORD.finditer(text):
        printed = match[0]
        for part in printed.replace(" ", "").split("-"):
            if len(part) < 2 or part.lower() in lists().function:
                continue
            found.append(Term(stem(part), 1.0, printed))
            found += [Term(stem(piece), PIECE_WEIGHT, printed) for piece in pieces(part)]
    return found
