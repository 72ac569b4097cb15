"""The search as apps fill it: each adds what can be found in its tables, in its AppConfig.ready, so that no list elsewhere names them.

    add_source(Source("weeks", "Nachweise", find_weeks, place=50))

A source reads with the rights of the person, who is known to the database; it filters by words only. Nothing of a query is stored or logged.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.sorting import sort_key

SHORTEST, LONGEST = 2, 100
MOST_WORDS = 6
_WORD = re.compile(r"\w+")
_WRITTEN_OUT = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_LIKE = str.maketrans({"%": "", "_": "", "\\": ""})


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: `text` as typed, its words, and how many hits of each kind are wanted at most."""

    text: str
    words: tuple[str, ...]
    most: int = 6

    @property
    def fulltext(self) -> str:
        """Returns it for `wanted_words(…)` (rooms.0012): every word, or one that begins so; umlauts may be written as ae, oe, ue."""
        return " & ".join("(" + " | ".join(f"'{form}':*" for form in _umlauts(w)) + ")" for w in self.words)

    @property
    def names(self) -> list[list[str]]:
        """Returns for each word the patterns for `' ' || sort_key LIKE ANY (…)`: a word of the name begins so."""
        return [sorted({f"% {form}%" for form in _keys(word)}) for word in self.words]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `title` says what, `note` where or as what, `text` is the place in it where the words stand; `day` if it has one."""

    title: str
    href: str
    note: str = ""
    text: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing that can be found. `find` returns the best first, one more than `query.most` if there are more. One statement each."""

    key: str
    label: str
    find: Callable[[Actor, Query], list[Hit]]
    place: int


_sources: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """The search finds such things too; one with the same key is replaced. A smaller `place` stands further up."""
    _sources[source.key] = source


def sources() -> list[Source]:
    """Returns all sources in their order."""
    return sorted(_sources.values(), key=lambda one: one.place)


def query_of(text: str, *, most: int = 6) -> Query:
    """Returns the query of what was typed: control characters and punctuation are no words, words of one letter neither."""
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST]).split())
    words = [w for w in _WORD.findall(cleaned.casefold().replace("_", " ")) if len(w) >= SHORTEST]
    return Query(cleaned, tuple(dict.fromkeys(words))[:MOST_WORDS], most)


def _umlauts(word: str) -> Iterator[str]:
    yield word
    changed = word
    for plain, umlaut in _WRITTEN_OUT:
        changed = changed.replace(plain, umlaut)
    if changed != word:
        yield changed


def _keys(word: str) -> Iterator[str]:
    """Yields how the word may stand in a sort key (DIN 5007: ä is a), whichever way either side writes umlauts."""
    yield sort_key(word).translate(_LIKE)
    for form in _umlauts(word):
        yield sort_key(form).translate(_LIKE)
    written_out = word
    for plain, umlaut in _WRITTEN_OUT:
        written_out = written_out.replace(umlaut, plain)
    yield sort_key(written_out).translate(_LIKE)


def snippet(text: str, query: Query, *, around: int = 90) -> str:
    """Returns the part of `text` in which the first word stands, with "…" where something is left out."""
    flat = " ".join(text.split())
    low = flat.casefold()
    places = [at for word in query.words for stem in (word, word[:5]) if (at := low.find(stem)) >= 0]
    start = max(0, min(places, default=0) - around // 3)
    end = min(len(flat), start + 2 * around)
    return f"{'…' if start else ''}{flat[start:end].strip()}{'…' if end < len(flat) else ''}"
