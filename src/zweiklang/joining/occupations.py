"""Which occupation does a school's file mean? "Fachinformatiker/in FR Anwendungsentwicklung" is one, "Verkäufer" another than "Fachverkäufer"."""

import re
from collections.abc import Iterable

from zweiklang.curricula.public import Occupation
from zweiklang.kernel.sorting import sort_key

_FILLING = {
    "und",
    "fur",
    "der",
    "die",
    "in",
    "im",
    "frau",
    "mann",
    "fachrichtung",
    "fr",
    "schwerpunkt",
    "sp",
    "innen",
}
ENOUGH = 0.6


def occupation_named(name: str, occupations: Iterable[Occupation]) -> Occupation | None:
    """Returns the one occupation whose words fit the name best; None if none fits well, or two fit equally."""
    words = stems(name)
    if not words:
        return None
    ranked = sorted(((_fit(words, one), one) for one in occupations), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    return None if len(ranked) > 1 and ranked[1][0] == ranked[0][0] else ranked[0][1]


def current_occupations() -> list[Occupation]:
    """Returns all occupations of regulations in force, by name. One query."""
    rows = Occupation.objects.filter(superseded=False, regulation__superseded=False)
    return list(rows.select_related("regulation").order_by("sort_key", "pk"))


def stems(name: str) -> frozenset[str]:
    """Returns the words of an occupation's name without gender: "Kauffrau" and "Kaufmann" are "kauf", "Verkäuferin" is "verkaufer"."""
    words = sort_key(re.sub(r"[/*:_]-?(?:in|innen|r|e|frau)\b", " ", name)).split()
    return frozenset(_stem(word) for word in words if word not in _FILLING)


def _stem(word: str) -> str:
    for ending in ("manner", "mann", "frauen", "frau", "innen", "erin", "in"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending) + ("er" if ending == "erin" else "")
    return word


def _fit(words: frozenset[str], occupation: Occupation) -> float:
    """Shared words over all words; a Fachrichtung that the name leaves out costs less than one it gets wrong."""
    own, special = stems(occupation.name), stems(occupation.specialisation)
    shared = words & (own | special)
    if not words & own:
        return 0.0
    missing = len(own - words) + 0.5 * len(special - words) + len(words - own - special)
    return len(shared) / (len(shared) + missing)
