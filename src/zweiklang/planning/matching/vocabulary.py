"""How many training regulations use a word, by its stem: what tells a word from a meaningless piece when compounds are split.

`vocabulary.json` holds figures only, made by tools/matching_vocabulary.py from the framework plans of 269 regulations.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import snowballstemmer

_stemmer = snowballstemmer.stemmer("german")
_KEPT = 50_000
_stems: dict[str, str] = {}


def stem(word: str) -> str:
    """Returns the stem of a word, lower-case, umlauts folded: "Prüfungen" and "prüfung" both become "prufung"."""
    lowered = word.lower()
    found = _stems.get(lowered)
    if found is None:
        if len(_stems) >= _KEPT:
            _stems.clear()
        found = _stems[lowered] = str(_stemmer.stemWord(lowered))
    return found


@cache
def regulations_using() -> dict[str, int]:
    """Stem → number of regulations whose plan has it as a word of its own; at least three."""
    text = (files("zweiklang.planning.matching") / "vocabulary.json").read_text(encoding="utf-8")
    figures: dict[str, int] = json.loads(text)["stems"]
    return figures
