"""German compounds into their words: "Luftfahrzeugsysteme" → "luftfahrzeug", "systeme".

A split holds if every piece is a word that regulations use by itself; fewest pieces win, then the most usual ones.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import log

from zweiklang.planning.matching.lists import lists
from zweiklang.planning.matching.vocabulary import regulations_using, stem

SHORTEST_PIECE = 4
MOST_PIECES = 4
LEAST_USE = 4
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


@lru_cache(maxsize=20_000)
def pieces(word: str) -> tuple[str, ...]:
    """Returns the words a compound is made of, lower-case, in order; empty where it is none or not clearly one."""
    lowered = word.lower()
    if len(lowered) < 2 * SHORTEST_PIECE or stem(lowered) in _whole():
        return ()
    found = [split for split in _splits(lowered, MOST_PIECES) if _holds(split)]
    return min(found, key=_worth, default=())


def _splits(rest: str, most: int) -> list[tuple[str, ...]]:
    """All ways to write `rest` as known words, at most `most` of them; itself alone too if known."""
    found: list[tuple[str, ...]] = [(rest,)] if _known(rest) else []
    if most > 1:
        for end in range(SHORTEST_PIECE, len(rest) - SHORTEST_PIECE + 1):
            if _known(rest[:end]):
                found += [(rest[:end], *others) for others in _splits(rest[end:], most - 1)]
    return found


def _known(piece: str) -> bool:
    # Stemming is what costs: few beginnings are those of a known stem.
    if piece.translate(_FOLDED)[:SHORTEST_PIECE] not in _beginnings() or piece in lists().function:
        return False
    return regulations_using().get(stem(piece), 0) >= LEAST_USE


def _holds(split: tuple[str, ...]) -> bool:
    return (
        len(split) > 1 and split[0] not in lists().no_first_piece and split[-1] not in lists().no_last_piece
    )


def _worth(split: tuple[str, ...]) -> tuple[int, float, tuple[str, ...]]:
    """Less is better: the number of pieces, then how rare they are on average; the words themselves settle ties."""
    used = regulations_using()
    return len(split), -sum(log(used[stem(piece)]) for piece in split) / len(split), split


@cache
def _beginnings() -> frozenset[str]:
    """How known stems begin; the few that are shorter than a piece can only be met by inflected forms and are left out."""
    return frozenset(word[:SHORTEST_PIECE] for word, use in regulations_using().items() if use >= LEAST_USE)


@cache
def _whole() -> frozenset[str]:
    return frozenset(map(stem, lists().whole))
