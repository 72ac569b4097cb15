"""Occupations as people call them, from titles of law: "zum Chemikanten/zur Chemikantin" is "Chemikant und Chemikantin".

Titles name occupations in the dative. Where a title names none, the regulation's own title stands for the occupation.
"""

import re
from functools import cache

from zweiklang.kernel.sorting import sort_key

_MARK = re.compile(r"\b(zum\s?/\s?zur|zum|zur)\s+(?=[A-ZÄÖÜ])")
_JOINT = re.compile(r"[\s,/]*(?:\b(?:und|sowie|oder))?[\s,/]*$")
_SUBTITLE = re.compile(r"\s+[-–—]\s*(?:[Ss]achliche|[Zz]eitliche)\b.*$|\s*[-–—]\s*$", re.DOTALL)
_FOR_ONE_PART = re.compile(r"\s+(?:für die|in der|im|für den) (?:Fachrichtung|Schwerpunkt)\b.*$")
_NAMED_PART = re.compile(
    r"\b(?:Fachrichtung|Schwerpunkt)(?:\s[A-Z](?=:))?:?\s+(?P<name>[A-ZÄÖÜa-zäöü][^–]*)$"
)
_ADJECTIVE = re.compile(r"(?:schen|lichen)$")
_SAME_TRADE = 3


def occupation_names(title: str) -> list[str]:
    """The occupations a title names after "Berufsausbildung", in the nominative, both forms; empty if it names none."""
    _, mark, rest = title.partition("Berufsausbildung")
    if not mark:
        return []
    rest = _FOR_ONE_PART.sub("", _SUBTITLE.sub("", " ".join(rest.split())))
    found = [*_MARK.finditer(rest)]
    if not found:
        return []
    ends = [match.start() for match in found[1:]] + [len(rest)]
    named = [(m[1], _JOINT.sub("", rest[m.end() : end]).strip()) for m, end in zip(found, ends, strict=True)]
    return list(dict.fromkeys(_paired(named)))


def short_name(name: str) -> str:
    """Both forms in one word where the feminine is the masculine with "in": "Mechatroniker/in"; other names as they are."""
    return re.sub(r"^(\w+) und \1in\b", r"\1/in", name)


@cache
def list_name(name: str, specialisation: str) -> str:
    """The name for lists: "Fachinformatiker/in, Anwendungsentwicklung"."""
    short = short_name(name)
    return f"{short}, {specialisation}" if specialisation else short


def title_as_name(title: str) -> str:
    """What stands for the occupation of a regulation whose titles name none: its title without "Verordnung über die"."""
    return re.sub(r"^Verordnung über die\s+", "", title).strip()[:200]


def part_name(title: str) -> str:
    """The name of the Fachrichtung or Schwerpunkt at the end of a title; "" where it has none."""
    match = _NAMED_PART.search(title)
    return _SUBTITLE.sub("", match["name"]).strip() if match else ""


def _paired(named: list[tuple[str, str]]) -> list[str]:
    names: list[str] = []
    waiting = ""
    for article, name in named:
        if "/" in article:
            names.append(_both(_masculine(name, name), _feminine(name)))
        elif article == "zur" and waiting and _same_trade(waiting, name):
            names.append(_both(_masculine(waiting, name), _feminine(name)))
            waiting = ""
        else:
            names += [_masculine(waiting, "")] if waiting else []
            waiting = name if article == "zum" else ""
            names += [_feminine(name)] if article == "zur" else []
    return [*names, *([_masculine(waiting, "")] if waiting else [])]


def _same_trade(masculine: str, feminine: str) -> bool:
    """True for "Koch" and "Köchin", "Kaufmann" and "Kauffrau"; false for "Koch" and "Fachkraft"."""
    one, other = sort_key(masculine), sort_key(feminine)
    return one[:_SAME_TRADE] == other[:_SAME_TRADE]


def _masculine(name: str, feminine: str) -> str:
    """Dative to nominative: "Technischen Systemplaner" → "Technischer Systemplaner", "Laboranten" → "Laborant"."""
    words = name.split()
    head = 0
    while head < len(words) - 1 and _ADJECTIVE.search(words[head]):
        words[head] = words[head][:-2] + "er"
        head += 1
    other = feminine.split() if len(feminine.split()) == len(words) else [""] * len(words)
    words[head:] = [
        _masculine_noun(word, pair) for word, pair in zip(words[head:], other[head:], strict=True)
    ]
    return " ".join(words)


def _masculine_noun(noun: str, feminine: str) -> str:
    if noun.lower().endswith("angestellten"):
        return noun[:-1] + "r"
    if feminine.endswith("in") and noun == feminine[:-2] + "en":
        return noun[:-1] if noun.endswith("logen") else noun[:-2]
    return noun


def _feminine(name: str) -> str:
    words = name.split()
    head = 0
    while head < len(words) - 1 and _ADJECTIVE.search(words[head]):
        words[head] = words[head][:-1]
        head += 1
    words[head:] = [word[:-1] if word.lower().endswith("angestellten") else word for word in words[head:]]
    return " ".join(words)


def _both(masculine: str, feminine: str) -> str:
    """ "Kaufmann und Kauffrau für Büromanagement": what both forms end with is said once."""
    if masculine == feminine:
        return masculine
    one, other = masculine.split(), feminine.split()
    tail = 0
    while tail < min(len(one), len(other)) - 1 and one[-tail - 1] == other[-tail - 1]:
        tail += 1
    split_tail = bool(tail) and one[-tail] == "und"
    if "und" in one[: len(one) - tail] or "(" in masculine or split_tail:
        return f"{masculine} / {feminine}"
    return " ".join([*one[: len(one) - tail], "und", *other])
